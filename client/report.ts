import { commands, type LogOutputChannel, l10n, window } from 'vscode';
import type { LenscapError } from '../protocol/errors.ts';
import type { Daemon } from './daemon.ts';
import { CancelledError, failureOf, sentences } from './failure.ts';
import type { WayOn } from './panel/messages.ts';
import { openOurSettings, openWay, refusalOf, told, unpricedModelOf, waysOn } from './ways-on.ts';

/**
 * Tells the user of an error that has no place in the view.
 * @param again asks the same once more, for at most so much where a budget has no room for it
 * @returns when the user has answered or closed the message, and what they chose is done
 */
export type Report = (error: unknown, again?: (allowNanoUsd?: number) => unknown) => Promise<void>;

interface Button {
  readonly title: string;
  readonly run: () => unknown;
}

/** A command that helps, where the failure has no way on of its own. */
function commandFor({ code, kind }: LenscapError): { title: string; command: string } | undefined {
  switch (code) {
    case 'daemon-stopped':
      return { title: l10n.t('Restart Daemon'), command: 'lenscap.restartDaemon' };
    case 'unexpected':
    case 'internal':
      return { title: l10n.t('Open Log'), command: 'lenscap.openLog' };
  }
  return kind === 'budget' ? { title: l10n.t('Set Budget'), command: 'lenscap.setBudget' } : undefined;
}

/** One notification for each error, with what helps most; the log has the rest. */
export function reporter(log: LogOutputChannel, daemon: Pick<Daemon, 'request'>): Report {
  const report: Report = async (error, again) => {
    const failure = failureOf(error);
    if (failure instanceof CancelledError) return;
    log.error(`${failure.name} (${failure.code}): ${failure.message}`);
    if (failure.cause instanceof Error) log.error(failure.cause);
    const buttons = buttonsFor(failure, daemon, again);
    const chosen = await window.showErrorMessage(
      sentences(told(failure)),
      ...buttons.map(({ title }) => title),
    );
    try {
      await buttons.find(({ title }) => title === chosen)?.run();
    } catch (next) {
      await report(next);
    }
  };
  return report;
}

function buttonsFor(
  failure: LenscapError,
  daemon: Pick<Daemon, 'request'>,
  again: ((allowNanoUsd?: number) => unknown) | undefined,
): Button[] {
  const refusal = refusalOf(failure);
  const goOn = async (way: WayOn): Promise<void> => {
    await openWay(daemon, way, refusal);
    await again?.();
  };
  const runs: Record<WayOn, (() => unknown) | undefined> = {
    'allow-once': again && (() => again(refusal?.neededNanoUsd)),
    raise: () => goOn('raise'),
    // Where a click can go on with the question, two are enough.
    'set-budget': again ? undefined : () => commands.executeCommand('lenscap.setBudget', refusal),
    'add-model-price': () => commands.executeCommand('lenscap.addModelPrice', unpricedModelOf(failure)),
    'accept-ledger': () => goOn('accept-ledger'),
    'set-api-key': () => commands.executeCommand('lenscap.setApiKey'),
    'open-settings': () => commands.executeCommand(...openOurSettings),
    'try-again': again && (() => again()),
    // A question waits in the view, where its answer can go when it comes.
    'ask-when-online': undefined,
    'answer-locally': undefined,
    'ask-now': undefined,
    'remove-queued': undefined,
    // There it was compared, too.
    'ask-changes-as-text': undefined,
    'ask-changes-as-picture': undefined,
  };
  const buttons = waysOn(failure).flatMap(({ way, label }) => {
    const run = runs[way];
    return run ? [{ title: label, run }] : [];
  });
  const known = commandFor(failure);
  if (buttons.length > 0 || !known) return buttons;
  return [{ title: known.title, run: () => commands.executeCommand(known.command) }];
}
