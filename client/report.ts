import { commands, type LogOutputChannel, window } from 'vscode';
import { CancelledError, failureOf, sentences } from './failure.ts';

/** What helps most with an error, by its code: one button at most. */
const buttons: Record<string, { title: string; command: string }> = {
  'daemon-stopped': { title: 'Restart Daemon', command: 'lenscap.restartDaemon' },
  unexpected: { title: 'Open Log', command: 'lenscap.openLog' },
  internal: { title: 'Open Log', command: 'lenscap.openLog' },
};

/** Tells the user of an error that has no place in the view: one notification, and the log has the rest. */
export function reporter(log: LogOutputChannel): (error: unknown) => void {
  return (error) => {
    const failure = failureOf(error);
    if (failure instanceof CancelledError) return;
    log.error(`${failure.name} (${failure.code}): ${failure.message}`);
    if (failure.cause instanceof Error) log.error(failure.cause);
    const button =
      buttons[failure.code] ??
      (failure.kind === 'budget' ? { title: 'Set Budget', command: 'lenscap.setBudget' } : undefined);
    void window.showErrorMessage(sentences(failure), ...(button ? [button.title] : [])).then((chosen) => {
      if (button && chosen) void commands.executeCommand(button.command);
    });
  };
}
