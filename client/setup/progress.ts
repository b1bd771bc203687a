import { commands } from 'vscode';
import { whoAnswers } from '../../protocol/setup.ts';
import type { Daemon } from '../daemon.ts';

/** What the walkthrough and the Command Palette ask about; the manifest has the same names. */
export type Milestone =
  /** Somebody can be asked: there is a key, or a server on this machine. */
  | 'lenscap.canAsk'
  /** The user goes on without a model. */
  | 'lenscap.goesWithout'
  | 'lenscap.hasSetBudget'
  | 'lenscap.hasAsked'
  | 'lenscap.isLedgerUncertain';

/** Tells VS Code how far the user has come, as context keys. Each is told when it changes. */
export class Progress {
  readonly #daemon: Pick<Daemon, 'request'>;
  readonly #told = new Map<Milestone, boolean>();

  constructor(daemon: Pick<Daemon, 'request'>) {
    this.#daemon = daemon;
  }

  tell(milestone: Milestone, isReached: boolean): void {
    if ((this.#told.get(milestone) ?? false) === isReached) return;
    this.#told.set(milestone, isReached);
    void commands.executeCommand('setContext', milestone, isReached);
  }

  /** Looks whether anybody can be asked. */
  async lookWhoAnswers(): Promise<void> {
    const { provider, localServer } = await this.#daemon.request(whoAnswers, {});
    this.tell('lenscap.canAsk', provider || localServer);
  }
}
