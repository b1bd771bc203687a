import type { Clock } from './clock.ts';

/** Why a request was given up: `silence`, nothing for too long; `late`, no word of an answer in time. */
export type Bark = 'silence' | 'late';

export interface Patience {
  /** The longest without a sign of life, in milliseconds. */
  silenceMs: number;
  /** When the first word has to be there, in milliseconds since 1970. */
  firstWordBy: number;
}

/** Watches over a stream: a connection can stand for ever without saying anything. */
export class Watchdog {
  readonly #clock: Pick<Clock, 'now' | 'later'>;
  readonly #patience: Patience;
  readonly #onBark: (bark: Bark) => void;
  #aliveAt: number;
  #hasWords = false;
  #hasEnded = false;
  #callOff: () => void;

  constructor(clock: Pick<Clock, 'now' | 'later'>, patience: Patience, onBark: (bark: Bark) => void) {
    this.#clock = clock;
    this.#patience = { ...patience };
    this.#onBark = onBark;
    this.#aliveAt = clock.now();
    this.#callOff = this.#arm();
  }

  /** Some bytes came: a sign of life while it is waited for the answer. Within it they may be comments for ever. */
  heard(): void {
    if (!this.#hasWords) this.#aliveAt = this.#clock.now();
  }

  /** An event of the answer came, with words or without. */
  told(): void {
    if (!this.#hasEnded) this.#aliveAt = this.#clock.now();
  }

  /** A word of the answer came. */
  spoke(): void {
    this.#hasWords = true;
  }

  /** The end of the answer came. What follows it has so much time from now, in milliseconds, whatever comes. */
  ended(countMs: number): void {
    if (this.#hasEnded) return;
    this.told();
    this.spoke();
    this.#hasEnded = true;
    this.allow(countMs);
  }

  /** From now on so much silence is allowed, in milliseconds. */
  allow(silenceMs: number): void {
    const isSooner = silenceMs < this.#patience.silenceMs;
    this.#patience.silenceMs = silenceMs;
    if (!isSooner) return;
    this.#callOff();
    this.#callOff = this.#arm();
  }

  stop(): void {
    this.#callOff();
  }

  /** Looks again when it may be time: a timer for every byte would cost more than the bytes. */
  #arm(): () => void {
    return this.#clock.later(Math.max(0, this.#due() - this.#clock.now()), () => {
      if (this.#clock.now() < this.#due()) this.#callOff = this.#arm();
      else this.#onBark(this.#silentBy() <= this.#due() ? 'silence' : 'late');
    });
  }

  #due(): number {
    return this.#hasWords ? this.#silentBy() : Math.min(this.#silentBy(), this.#patience.firstWordBy);
  }

  #silentBy(): number {
    return this.#aliveAt + this.#patience.silenceMs;
  }
}

/** The same bytes, each of them heard by a watchdog. */
export function heardBy(watchdog: Watchdog, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        watchdog.heard();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead of whoever reads.
    { highWaterMark: 0 },
  );
}
