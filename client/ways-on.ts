import { BudgetError, type LenscapError, type Refusal } from '../protocol/errors.ts';
import { formatUsd, roundCap } from '../protocol/money.ts';
import type { QueuedQuestion } from '../protocol/queue.ts';
import type { Quote } from '../protocol/quote.ts';
import { acceptLedger, setBudget } from '../protocol/spend.ts';
import type { AttachmentDaemon } from './attachments.ts';
import type { Trouble, Way, WayOn } from './panel/messages.ts';
import { budgetPhrase, renewal } from './spend/budgets.ts';

/** The budget an error is about, if it is about one. */
export function refusalOf(failure: LenscapError): Refusal | undefined {
  return failure instanceof BudgetError ? failure.refusal : undefined;
}

/** The model whose price is not known, if that is the error. */
export function unpricedModelOf(failure: LenscapError): string | undefined {
  return failure instanceof BudgetError ? failure.model : undefined;
}

/** What can be done about a failure where it is shown, in one click each; the likeliest first. */
export function waysOn(failure: LenscapError): Way[] {
  const refusal = refusalOf(failure);
  if (refusal) return waysAround(refusal);
  if (failure.code === 'unknown-price') {
    const title = 'Says what the model costs, so that it can be asked';
    return [{ way: 'add-model-price', label: 'Add Model Price…', title }];
  }
  if (failure.code === 'ledger-uncertain') {
    const title = 'Accepts that spending may be missing from the restored ledger, and asks';
    return [{ way: 'accept-ledger', label: 'Accept and Go On', title }];
  }
  if (BAD_KEY.has(failure.code)) return [setKey, tryAgain, answerLocally];
  if (BAD_SETTINGS.has(failure.code)) return [openSettings, tryAgain, answerLocally];
  return OFFLINE.has(failure.code) ? [...waysOffline, answerLocally] : [];
}

/** Failures that another key mends. */
const BAD_KEY = new Set(['invalid-key', 'malformed-key', 'forbidden']);

/** Failures that another address or model mends. */
const BAD_SETTINGS = new Set(['invalid-base-url', 'no-such-model', 'not-understood', 'untrusted']);

/** Failures of the way to the provider: the network will be back. */
const OFFLINE = new Set(['unreachable', 'provider-paused']);

const tryAgain: Way = { way: 'try-again', label: 'Try Again', title: 'Asks now' };

const setKey: Way = {
  way: 'set-api-key',
  label: 'Set API Key…',
  title: 'Sets another key; your provider is asked whether it works',
};

const openSettings: Way = {
  way: 'open-settings',
  label: 'Open Settings',
  title: 'Opens the settings of Lenscap',
};

/** The ways on where nobody could be reached. */
export const waysOffline: readonly Way[] = [
  {
    way: 'ask-when-online',
    label: 'Ask When Online',
    title: 'Keeps the question, and asks it by itself when the network is back',
  },
  tryAgain,
];

const answerLocally: Way = {
  way: 'answer-locally',
  label: 'Answer Locally',
  title: 'Says what can be said of the picture on this machine, for nothing',
};

/** VS Code's command for the settings, with ours in them. */
export const openOurSettings = ['workbench.action.openSettings', '@ext:lenscap.lenscap'] as const;

/** What is said of a question that waits for the network, and what can be done about it. */
export function troubleOfQueued(question?: QueuedQuestion): Trouble {
  const { trouble, nowNanoUsd, maxNanoUsd } = question ?? {};
  const amount = nowNanoUsd ?? maxNanoUsd;
  const most = amount === undefined ? '' : `, for at most ${formatUsd(amount, 'up')}`;
  const ways: Way[] = [
    { way: 'ask-now', label: 'Ask Now', title: `Asks now${most}` },
    { way: 'remove-queued', label: 'Remove', title: 'Removes the question' },
  ];
  if (trouble) return { code: trouble.code, message: trouble.message, hint: trouble.hint, ways };
  const lasts =
    question?.isDurable === false
      ? ' It is lost when this window is closed: this system has no keychain to keep it with.'
      : '';
  const hint = `The question is asked by itself when it is back${most}.${lasts}`;
  return { code: 'queued', message: 'Waiting for the network.', hint, ways };
}

/** The ways around a budget that has no room. */
export function waysAround({ neededNanoUsd, raiseToNanoUsd, scope, subject, period }: Refusal): Way[] {
  const whose = scope !== 'all' && subject === '' ? ` of each ${scope} without one of its own` : '';
  const needed = formatUsd(neededNanoUsd, 'up');
  const raised = formatUsd(raiseToNanoUsd);
  return [
    {
      way: 'allow-once',
      label: 'Allow Once',
      title: `Asks this one question for at most ${needed}; the budget stays as it is`,
    },
    {
      way: 'raise',
      label: `Raise to ${raised}`,
      title: `Raises the budget${whose} to ${raised} a ${period}, and asks`,
    },
    { way: 'set-budget', label: 'Set Budget…', title: 'Sets this budget to another amount' },
  ];
}

/** Does what a way needs done before the question is asked again: with the amounts that were shown. */
export async function openWay(
  daemon: Pick<AttachmentDaemon, 'request'>,
  way: WayOn,
  refusal: Refusal | undefined,
): Promise<void> {
  if (way === 'accept-ledger') await daemon.request(acceptLedger, {});
  if (way !== 'raise' || !refusal) return;
  const { scope, subject, period, raiseToNanoUsd } = refusal;
  await daemon.request(setBudget, { scope, subject, period, capNanoUsd: raiseToNanoUsd });
}

/** What a person reads of a failure. What to do is said as an editor does it: the daemon's hints are for shells too. */
export function told(failure: LenscapError): { message: string; hint: string } {
  const { code, message, hint } = failure;
  const refusal = refusalOf(failure);
  if (refusal) {
    const renews = `it renews ${renewal(refusal)}`;
    return { message, hint: `Allow it once, raise the budget, or ask for a shorter answer; ${renews}.` };
  }
  if (code === 'unknown-price') {
    return { message, hint: 'Add its price, or choose another model in the settings.' };
  }
  if (code === 'ledger-uncertain') {
    return { message, hint: 'Accept that to go on: budgets then count what is left in the ledger.' };
  }
  return { message, hint };
}

/**
 * The budget that has no room for the worst case of a question, if there is
 * one: that with the least room. It is what the question would be refused with.
 * @param here the workspace of this window, as spending is booked
 */
export function misfitOf(
  { budgets, model, maxNanoUsd }: Pick<Quote, 'budgets' | 'model' | 'maxNanoUsd'>,
  here: string,
): Refusal | undefined {
  const subjects = { all: '', workspace: here, model };
  const tight = budgets.flatMap((budget) => {
    const { scope, period, capNanoUsd, renewsAt } = budget;
    if (capNanoUsd === null || budget.subject !== subjects[scope]) return [];
    const subject = budget.isEveryones ? '' : budget.subject;
    const { spentNanoUsd, heldNanoUsd, allowedNanoUsd } = budget;
    const used = spentNanoUsd + heldNanoUsd - allowedNanoUsd;
    const room = capNanoUsd - used;
    // What is free fits, even where a cap was lowered below what is spent.
    if (maxNanoUsd <= Math.max(0, room)) return [];
    const figures = { leftNanoUsd: Math.max(0, room), neededNanoUsd: maxNanoUsd };
    const raiseToNanoUsd = roundCap(used + maxNanoUsd);
    return [{ room, refusal: { scope, subject, period, capNanoUsd, ...figures, raiseToNanoUsd, renewsAt } }];
  });
  return tight.toSorted((a, b) => a.room - b.room)[0]?.refusal;
}

/** “Does not fit today’s budget: $0.0012 left, and it may cost $0.0070.” */
export function misfitSentence(refusal: Refusal, here: string): string {
  const { leftNanoUsd, neededNanoUsd } = refusal;
  const left = formatUsd(leftNanoUsd);
  return `Does not fit ${budgetPhrase(refusal, here)}: ${left} left, and it may cost ${formatUsd(neededNanoUsd, 'up')}.`;
}
