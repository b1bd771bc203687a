import * as l10n from '@vscode/l10n';
import { ProviderError } from '../../protocol/errors.ts';
import { type Clock, systemClock } from './clock.ts';

/** `background` waits behind questions that somebody looks at. */
export type Urgency = 'interactive' | 'background';

export interface Place {
  /** Whose limits it needs. Only the first of a lane waits for them; those of another go past it. */
  lane: string;
  urgency: Urgency;
  /** Whether it was taken before, and failed: then it goes before those who come new, and is never turned away. */
  isReturning: boolean;
  /** Leaving the line; what is under way has to see to its own end. */
  signal: AbortSignal;
  /** Called where it does not go at once, with how many are under way or waiting before it. */
  onWait?(before: number): void;
}

/** What is done with a turn: work, or nothing for so many milliseconds. */
export type Turn<T> = { work: () => Promise<T> } | { waitMs: number };

interface Waiter {
  lane: string;
  rank: number;
  /** @returns for how long it cannot go, in milliseconds; undefined where it went, or is gone */
  go(): number | undefined;
}

/** Requests of one provider under way together. More only wait for each other there. */
const MAX_UNDER_WAY = 16;

/** The most that wait in this process. A person has long gone away from the one behind them. */
const MAX_WAITING = 256;

/** Who cannot go asks again within a second, as another window may have left something, but not all the time. */
const ASK_AGAIN_MS = { soonest: 10, latest: 1_000 };

interface QueueOptions {
  maxUnderWay?: number;
  maxWaiting?: number;
  clock?: Pick<Clock, 'sleep'>;
}

/** The line in front of a provider: what is urgent first, then in order of arrival, and bounded. */
export class RequestQueue {
  readonly #maxUnderWay: number;
  readonly #maxWaiting: number;
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #line: Waiter[] = [];
  #underWay = 0;
  #aside = 0;
  #alarm: AbortController | undefined;

  constructor({
    maxUnderWay = MAX_UNDER_WAY,
    maxWaiting = MAX_WAITING,
    clock = systemClock,
  }: QueueOptions = {}) {
    this.#maxUnderWay = maxUnderWay;
    this.#maxWaiting = maxWaiting;
    this.#clock = clock;
  }

  /** How many were taken, and are not under way. */
  get waiting(): number {
    return this.#line.length + this.#aside;
  }

  /** Whether anybody in the line needs these limits. */
  hasWaiting(lane: string): boolean {
    return this.#line.some((waiter) => waiter.lane === lane);
  }

  /**
   * Runs work when it is its turn.
   * @param begin asked when there is room, and nobody of its lane is before it; again and again, until there is work
   * @throws ProviderError `busy` at the bound; the signal's reason when left
   */
  async run<T>(begin: () => Turn<T>, place: Place): Promise<T> {
    const { signal, isReturning, onWait } = place;
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const leave = (error: unknown) => {
      this.#remove(waiter);
      reject(error);
    };
    const stop = () => {
      leave(signal.reason);
      this.#next();
    };
    const waiter: Waiter = {
      lane: place.lane,
      rank: (place.urgency === 'interactive' ? 2 : 0) + (isReturning ? 1 : 0),
      go: () => {
        try {
          const turn = begin();
          if ('waitMs' in turn) return turn.waitMs;
          this.#remove(waiter);
          signal.removeEventListener('abort', stop);
          resolve(this.#work(turn.work));
        } catch (error) {
          leave(error);
        }
        return undefined;
      },
    };
    signal.addEventListener('abort', stop, { once: true });
    this.#insert(waiter);
    this.#next();
    const before = this.#line.indexOf(waiter);
    if (before >= 0) {
      if (!isReturning && this.waiting > this.#maxWaiting) leave(busy(this.waiting - 1));
      else onWait?.(this.#underWay + before);
    }
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Waits outside the line, before coming back to it: that counts as waiting. */
  async aside(wait: () => Promise<void>): Promise<void> {
    this.#aside++;
    try {
      await wait();
    } finally {
      this.#aside--;
    }
  }

  async #work<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      return await work();
    } finally {
      this.#underWay--;
      this.#next();
    }
  }

  /** Lets go who can. */
  #next(): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    const stopped = new Set<string>();
    let againMs = ASK_AGAIN_MS.latest;
    for (const waiter of [...this.#line]) {
      if (this.#underWay >= this.#maxUnderWay) return;
      // Whoever was told something before may have left, or had others leave.
      if (stopped.has(waiter.lane) || !this.#line.includes(waiter)) continue;
      const waitMs = waiter.go();
      if (waitMs === undefined) continue;
      stopped.add(waiter.lane);
      againMs = Math.min(againMs, waitMs);
    }
    if (stopped.size > 0) this.#askAgainIn(Math.max(againMs, ASK_AGAIN_MS.soonest));
  }

  #askAgainIn(ms: number): void {
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#clock.sleep(ms, alarm.signal).then(
      () => this.#next(),
      () => {},
    );
  }

  #insert(waiter: Waiter): void {
    const after = this.#line.findIndex(({ rank }) => rank < waiter.rank);
    this.#line.splice(after < 0 ? this.#line.length : after, 0, waiter);
  }

  #remove(waiter: Waiter): void {
    const at = this.#line.indexOf(waiter);
    if (at >= 0) this.#line.splice(at, 1);
  }
}

function busy(waiting: number): ProviderError {
  return new ProviderError(
    'busy',
    l10n.t('{0} requests are waiting already, so this one was not taken.', waiting),
    l10n.t('Wait until some are answered, then send the question again.'),
  );
}
