import type { QuoteLine } from './messages.ts';

const TYPING_PAUSE_MS = 300;

/** What the question being composed would cost, asked anew as it changes. */
export class Price {
  readonly #ask: () => Promise<QuoteLine>;
  readonly #show: (line: QuoteLine) => void;
  #run = 0;
  #pause: NodeJS.Timeout | undefined;
  #line: QuoteLine = { kind: 'none' };

  /** @param ask must not throw: a refusal is a line too */
  constructor(ask: () => Promise<QuoteLine>, show: (line: QuoteLine) => void) {
    this.#ask = ask;
    this.#show = show;
  }

  /** What was shown last. */
  get line(): QuoteLine {
    return this.#line;
  }

  /** Asks when the typing pauses. */
  soon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.now(), TYPING_PAUSE_MS);
  }

  /** Asks, and shows the answer unless something was asked since. */
  async now(): Promise<void> {
    clearTimeout(this.#pause);
    this.#run += 1;
    const run = this.#run;
    const line = await this.#ask();
    if (run !== this.#run) return;
    this.#line = line;
    this.#show(line);
  }
}
