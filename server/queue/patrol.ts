/** Between looks for the network, in milliseconds: twice as long after each. */
const PAUSE_MS = { first: 1_000, longest: 60_000 };

export interface PatrolOptions {
  /**
   * Looks, and does what there is to do.
   * @returns whether there is still something to wait for
   */
  look(): Promise<boolean>;
  /** Calls after a time. @returns what calls it off */
  later(ms: number, call: () => void): () => void;
  onError(error: unknown): void;
}

/** Looks again and again, ever less often, as long as something waits; not at all when nothing does. */
export class Patrol {
  readonly #options: PatrolOptions;
  #callOff: (() => void) | undefined;
  #isLooking = false;
  #isAskedFor = false;
  #isOver = false;
  #pauseMs = PAUSE_MS.first;

  constructor(options: PatrolOptions) {
    this.#options = options;
  }

  /** Looks now, and often at first: something has begun to wait, or the user did something. */
  start(): void {
    this.#pauseMs = PAUSE_MS.first;
    if (this.#isLooking) this.#isAskedFor = true;
    else void this.#look();
  }

  /** Looks again after the pause it has come to, unless it does so anyway. */
  goOn(): void {
    if (!this.#isLooking && !this.#callOff) this.#wait();
  }

  stop(): void {
    this.#isOver = true;
    this.#callOff?.();
  }

  async #look(): Promise<void> {
    this.#callOff?.();
    this.#callOff = undefined;
    if (this.#isOver) return;
    this.#isLooking = true;
    this.#isAskedFor = false;
    let isWaiting = true;
    try {
      isWaiting = await this.#options.look();
    } catch (error) {
      this.#options.onError(error);
    }
    this.#isLooking = false;
    if (!isWaiting && !this.#isAskedFor) return;
    this.#wait();
  }

  #wait(): void {
    if (this.#isOver) return;
    this.#callOff = this.#options.later(this.#pauseMs, () => void this.#look());
    this.#pauseMs = Math.min(this.#pauseMs * 2, PAUSE_MS.longest);
  }
}
