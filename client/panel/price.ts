import type { LenscapError, Refusal } from '../../protocol/errors.ts';
import type { Quote } from '../../protocol/quote.ts';
import { misfitOf, misfitSentence, waysAround } from '../ways-on.ts';
import type { QuoteLine } from './messages.ts';

const TYPING_PAUSE_MS = 300;

/** What the question being composed would cost, and the budget that has no room for it. */
export interface Offer {
  readonly line: QuoteLine;
  readonly refusal?: Refusal | undefined;
  /** What it was refused with before there was a price. */
  readonly failure?: LenscapError | undefined;
  /** The places in code it names, and the lines that go along; missing where it was refused. */
  readonly about?: Pick<Quote, 'frames' | 'code'>;
}

/**
 * What a view shows of a quote.
 * @param texts what is sent instead of pictures, by the key of each
 * @param here the workspace of this window, as spending is booked
 * @param isChosen whether the user chose the way it goes
 */
export function offerOf(
  { frames, code, ...quote }: Omit<Quote, 'sent' | 'texts'>,
  texts: readonly { key: string; text: string }[],
  here: string,
  isChosen: boolean,
): Offer {
  const { budgets: _, tokens: __, ...about } = quote;
  const refusal = quote.isCached ? undefined : misfitOf(quote, here);
  const misfit = refusal ? { sentence: misfitSentence(refusal, here), ways: waysAround(refusal) } : null;
  return {
    line: { kind: 'quote', ...about, texts: [...texts], isChosen, misfit },
    refusal,
    about: { frames, code },
  };
}

/** The same offer, where the ways on from a refusal are shown elsewhere. */
export function withoutWays(offer: Offer): Offer {
  const { line } = offer;
  if (line.kind === 'refused') return { ...offer, line: { ...line, trouble: { ...line.trouble, ways: [] } } };
  if (line.kind === 'none' || !line.misfit) return offer;
  return { ...offer, line: { ...line, misfit: { ...line.misfit, ways: [] } } };
}

/** The price of the question being composed, asked anew as it changes. */
export class Price {
  readonly #ask: () => Promise<Offer>;
  readonly #show: (line: QuoteLine) => void;
  #run = 0;
  #pause: NodeJS.Timeout | undefined;
  #offer: Offer = { line: { kind: 'none' } };

  /** @param ask must not throw: a refusal is a line too */
  constructor(ask: () => Promise<Offer>, show: (line: QuoteLine) => void) {
    this.#ask = ask;
    this.#show = show;
  }

  /** What was shown last. */
  get offer(): Offer {
    return this.#offer;
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
    const offer = await this.#ask();
    if (run !== this.#run) return;
    this.#offer = offer;
    this.#show(offer.line);
  }
}
