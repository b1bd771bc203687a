import { type QueuedQuestion, queue, unqueue } from '../../protocol/queue.ts';
import type { Asking, AskingDaemon } from './asking.ts';
import type { WayOn } from './messages.ts';
import type { Turns } from './turns.ts';

/** The ways on where nobody could be reached, or a question waits for the network. */
export type OfflineWay = Extract<
  WayOn,
  'ask-when-online' | 'try-again' | 'answer-locally' | 'ask-now' | 'remove-queued'
>;

export interface WaitingOptions {
  readonly daemon: AskingDaemon;
  readonly turns: Turns;
  readonly asking: Asking;
}

/** A conversation's questions that wait for the network: shown as they are, and asked when it is back. */
export class Waiting {
  readonly #options: WaitingOptions;
  /** What waits, as the daemon told last. */
  #queued: readonly QueuedQuestion[] | undefined;
  /** Questions the user removed: news that are older than that do not bring them back. */
  readonly #removed = new Set<string>();

  constructor(options: WaitingOptions) {
    this.#options = options;
  }

  /** What waits for the network has changed: it is shown, and what is ready is asked. */
  take(questions: readonly QueuedQuestion[]): void {
    this.#queued = questions.filter(({ id }) => !this.#removed.has(id));
    this.show();
    this.askReady();
  }

  /** Asks the daemon, which is another one, what waits. */
  async refresh(): Promise<void> {
    const { questions } = await this.#options.daemon.request(queue, {});
    this.take(questions);
  }

  /** Shows it in the turns, which have become others. */
  show(): void {
    if (this.#queued) this.#options.turns.showQueue(this.#queued);
  }

  /** Takes the question of a turn out of the queue. */
  async remove(turn: string): Promise<void> {
    const { daemon, turns } = this.#options;
    const queued = turns.find(turn)?.queued;
    if (queued === undefined) return;
    await daemon.request(unqueue, { id: queued });
    this.#removed.add(queued);
    turns.remove(turn);
  }

  /** Asks the question of a turn, for what it costs by now. */
  async askNow(turn: string): Promise<void> {
    const queued = this.#options.turns.find(turn)?.queued;
    const question = this.#queued?.find((each) => each.id === queued);
    if (queued !== undefined) await this.#ask(turn, queued, question?.nowNanoUsd);
  }

  /** Asks the next question that waited for the network and can be asked now. */
  askReady(): void {
    const { asking, turns } = this.#options;
    if (asking.isUnderWay) return;
    const ready = this.#queued?.find(({ state }) => state === 'ready');
    const turn = turns.all.find(({ queued, status }) => queued === ready?.id && status === 'waiting');
    if (ready && turn) void this.#ask(turn.id, ready.id);
  }

  async #ask(turn: string, queued: string, upToNanoUsd?: number): Promise<void> {
    // It is asked once; should that fail, the daemon tells what became of it, now or while it was being asked.
    this.#queued = this.#queued?.map((each) => (each.id === queued ? { ...each, state: 'asking' } : each));
    await this.#options.asking.askQueued(turn, queued, upToNanoUsd);
    this.show();
  }
}
