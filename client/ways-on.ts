import * as l10n from '@vscode/l10n';
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
    const title = l10n.t('Says what the model costs, so that it can be asked');
    return [{ way: 'add-model-price', label: l10n.t('Add Model Price…'), title }];
  }
  if (failure.code === 'ledger-uncertain') {
    const title = l10n.t('Accepts that spending may be missing from the restored ledger, and asks');
    return [{ way: 'accept-ledger', label: l10n.t('Accept and Go On'), title }];
  }
  if (BAD_KEY.has(failure.code)) return [setKey(), tryAgain(), answerLocally()];
  if (BAD_SETTINGS.has(failure.code)) return [openSettings(), tryAgain(), answerLocally()];
  return OFFLINE.has(failure.code) ? [...waysOffline(), answerLocally()] : [];
}

/** Failures that another key mends. */
const BAD_KEY = new Set(['invalid-key', 'malformed-key', 'forbidden']);

/** Failures that another address or model mends. */
const BAD_SETTINGS = new Set(['invalid-base-url', 'no-such-model', 'not-understood', 'untrusted']);

/** Failures of the way to the provider: the network will be back. */
const OFFLINE = new Set(['unreachable', 'provider-paused']);

function tryAgain(): Way {
  return { way: 'try-again', label: l10n.t('Try Again'), title: l10n.t('Asks now') };
}

function setKey(): Way {
  return {
    way: 'set-api-key',
    label: l10n.t('Set API Key…'),
    title: l10n.t('Sets another key; your provider is asked whether it works'),
  };
}

function openSettings(): Way {
  return {
    way: 'open-settings',
    label: l10n.t('Open Settings'),
    title: l10n.t('Opens the settings of Lenscap'),
  };
}

/** The ways on where nobody could be reached. */
export function waysOffline(): Way[] {
  return [
    {
      way: 'ask-when-online',
      label: l10n.t('Ask When Online'),
      title: l10n.t('Keeps the question, and asks it by itself when the network is back'),
    },
    tryAgain(),
  ];
}

function answerLocally(): Way {
  return {
    way: 'answer-locally',
    label: l10n.t('Answer Locally'),
    title: l10n.t('Says what can be said of the picture on this machine, for nothing'),
  };
}

/** VS Code's command for the settings, with ours in them. */
export const openOurSettings = ['workbench.action.openSettings', '@ext:lenscap.lenscap'] as const;

/** What is said of a question that waits for the network, and what can be done about it. */
export function troubleOfQueued(question?: QueuedQuestion): Trouble {
  const { trouble, nowNanoUsd, maxNanoUsd } = question ?? {};
  const amount = nowNanoUsd ?? maxNanoUsd;
  const most = amount === undefined ? undefined : formatUsd(amount, 'up');
  const ways: Way[] = [
    {
      way: 'ask-now',
      label: l10n.t('Ask Now'),
      title: most === undefined ? l10n.t('Asks now') : l10n.t('Asks now, for at most {0}', most),
    },
    { way: 'remove-queued', label: l10n.t('Remove'), title: l10n.t('Removes the question') },
  ];
  if (trouble) return { code: trouble.code, message: trouble.message, hint: trouble.hint, ways };
  const hint = [
    most === undefined
      ? l10n.t('The question is asked by itself when it is back.')
      : l10n.t('The question is asked by itself when it is back, for at most {0}.', most),
    ...(question?.isDurable === false
      ? [l10n.t('It is lost when this window is closed: this system has no keychain to keep it with.')]
      : []),
  ].join(' ');
  return { code: 'queued', message: l10n.t('Waiting for the network.'), hint, ways };
}

/** The ways around a budget that has no room. */
export function waysAround({ neededNanoUsd, raiseToNanoUsd, scope, subject, period }: Refusal): Way[] {
  const needed = formatUsd(neededNanoUsd, 'up');
  const raised = formatUsd(raiseToNanoUsd);
  return [
    {
      way: 'allow-once',
      label: l10n.t('Allow Once'),
      title: l10n.t('Asks this one question for at most {0}; the budget stays as it is', needed),
    },
    {
      way: 'raise',
      label: l10n.t('Raise to {0}', raised),
      title: raiseTitle(scope !== 'all' && subject === '' ? scope : undefined, raised, period),
    },
    {
      way: 'set-budget',
      label: l10n.t('Set Budget…'),
      title: l10n.t('Sets this budget to another amount'),
    },
  ];
}

function raiseTitle(
  everyones: 'workspace' | 'model' | undefined,
  raised: string,
  period: Refusal['period'],
): string {
  const amount = {
    day: l10n.t('{0} a day', raised),
    week: l10n.t('{0} a week', raised),
    month: l10n.t('{0} a month', raised),
  }[period];
  if (everyones === 'workspace')
    return l10n.t('Raises the budget of each workspace without one of its own to {0}, and asks', amount);
  if (everyones === 'model')
    return l10n.t('Raises the budget of each model without one of its own to {0}, and asks', amount);
  return l10n.t('Raises the budget to {0}, and asks', amount);
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
    return {
      message,
      hint: l10n.t(
        'Allow it once, raise the budget, or ask for a shorter answer; it renews {0}.',
        renewal(refusal),
      ),
    };
  }
  if (code === 'unknown-price') {
    return { message, hint: l10n.t('Add its price, or choose another model in the settings.') };
  }
  if (code === 'ledger-uncertain') {
    return { message, hint: l10n.t('Accept that to go on: budgets then count what is left in the ledger.') };
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
  return l10n.t(
    'Does not fit {0}: {1} left, and it may cost {2}.',
    budgetPhrase(refusal, here),
    formatUsd(leftNanoUsd),
    formatUsd(neededNanoUsd, 'up'),
  );
}
