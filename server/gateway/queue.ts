import * as l10n from '@vscode/l10n';
import PQueue from 'p-queue';
import { ProviderError } from '../../protocol/errors.ts';

/** `background` waits behind questions that somebody looks at. */
export type Urgency = 'interactive' | 'background';

export interface Place {
  urgency: Urgency;
  /** Whether it waited before, and failed or was sent back: then it goes before those who come new. */
  isReturning: boolean;
  /** Leaving the line; what is under way has to see to its own end. */
  signal: AbortSignal;
}

/** Requests of one provider under way together. More only wait for each other there. */
const MAX_UNDER_WAY = 16;

/** The most that wait in this process. A person has long gone away from the one behind them. */
const MAX_WAITING = 256;

/** The line in front of a provider: what is urgent first, then in order of arrival, and bounded. */
export class RequestQueue {
  readonly #queue: PQueue;
  readonly #maxWaiting: number;

  constructor({ maxUnderWay = MAX_UNDER_WAY, maxWaiting = MAX_WAITING } = {}) {
    this.#queue = new PQueue({ concurrency: maxUnderWay });
    this.#maxWaiting = maxWaiting;
  }

  /** How many are before one that comes now. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Whether one that comes now has to wait. */
  get isOccupied(): boolean {
    return this.#queue.pending >= this.#queue.concurrency;
  }

  /**
   * Runs work when it is its turn.
   * @throws ProviderError `busy` at the bound; the signal's reason when left
   */
  async run<T>(work: () => Promise<T>, { urgency, isReturning, signal }: Place): Promise<T> {
    signal.throwIfAborted();
    if (this.isOccupied && this.waiting >= this.#maxWaiting) {
      throw new ProviderError(
        'busy',
        l10n.t('{0} requests are waiting already, so this one was not taken.', this.waiting),
        l10n.t('Wait until some are answered, then send the question again.'),
      );
    }
    // Aborted, the library would let go of work that runs, whose cost has yet to be booked.
    const leaving = new AbortController();
    const leave = () => leaving.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      const working = await this.#queue.add(
        // Wrapped, so that the library sees neither values nor errors.
        async () => {
          signal.removeEventListener('abort', leave);
          const result = work();
          await result.catch(() => {});
          return { result };
        },
        { priority: (urgency === 'interactive' ? 2 : 0) + (isReturning ? 1 : 0), signal: leaving.signal },
      );
      return await working.result;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}
