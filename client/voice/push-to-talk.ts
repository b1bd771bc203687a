export interface PushToTalkOptions {
  readonly isRecording: () => boolean;
  readonly start: () => void;
  readonly stop: () => void;
  /** In milliseconds, from anywhere. */
  readonly now: () => number;
}

// An extension is not told when a key is let go, but while it is held its command comes again and again:
// after 250 to 1,000 ms (as the system is set) for the first time, then at least ten times a second.
const REPEATS_WITHIN_MS = 1_000;
const RELEASED_AFTER_MS = 500;

/**
 * One key for both ways of recording: held down, it records as long as it is;
 * pressed, it records until it is pressed again.
 */
export class PushToTalk {
  readonly #options: PushToTalkOptions;
  #pressedAt = Number.NEGATIVE_INFINITY;
  #isTalking = false;
  #release: NodeJS.Timeout | undefined;

  constructor(options: PushToTalkOptions) {
    this.#options = options;
  }

  /** The key's command came. */
  press(): void {
    const { now, start, stop, isRecording } = this.#options;
    const sinceLast = now() - this.#pressedAt;
    this.#pressedAt = now();
    if (sinceLast <= REPEATS_WITHIN_MS) {
      if (this.#isTalking) this.#heldOn();
      return;
    }
    this.#isTalking = !isRecording();
    if (this.#isTalking) start();
    else stop();
  }

  #heldOn(): void {
    clearTimeout(this.#release);
    this.#release = setTimeout(() => {
      this.#isTalking = false;
      this.#options.stop();
    }, RELEASED_AFTER_MS);
  }
}
