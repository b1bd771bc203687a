import * as l10n from '@vscode/l10n';
import { BudgetError } from '../../protocol/errors.ts';
import type { Quote } from '../../protocol/quote.ts';
import { type Model, type Price, priceOn } from '../catalogue/catalogue.ts';
import { costOf, costOfSeconds, worstCostOf } from '../catalogue/cost.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';

/** What transcribing a sound may cost. */
export interface Estimate {
  price: Price;
  /** What would be paid for at most, where the model is paid for by the minute. */
  maxSeconds: number;
  tokens: Quote['tokens'];
  expectedNanoUsd: number;
  maxNanoUsd: number;
}

/** People say about 150 words a minute, of a token and a third each. */
const WORD_TOKENS_PER_SECOND = 3.4;
/** What a model counts for a second of sound unless the catalogue says otherwise. */
const SOUND_TOKENS_PER_SECOND = 10;

/** How far a provider's count of the input may be above ours: 5 % of the sound, 35 % of the words, and a frame. */
const MARGINS = { sound: 1.05, words: 1.35, tokens: 16 };

/**
 * Prices a transcription before it is sent. A model that is paid for by tokens
 * decides itself how much it writes: the worst case is the most that it can.
 * By the minute, a second more than the begun one is held.
 * @param day local ISO date, for the price in force
 * @throws BudgetError if no price is known: what cannot be priced is not sent.
 */
export async function estimateTranscription(
  model: Model,
  { seconds, hint }: { seconds: number; hint: string },
  day: string,
): Promise<Estimate> {
  const price = priceOn(model, day);
  if (!price) throw unknownPrice(model.name);
  const text = hint === '' ? 0 : await countTextTokens(hint);
  const audio = soundTokens(model, seconds);
  const maxOutput = model.maxOutputTokens;
  const expectedOutput = Math.min(Math.ceil(seconds * WORD_TOKENS_PER_SECOND), maxOutput);
  const maxSeconds = Math.ceil(seconds) + 1;
  const most = {
    input: Math.ceil(audio * MARGINS.sound + text * MARGINS.words) + MARGINS.tokens,
    output: maxOutput,
  };
  const byTheMinute = costOfSeconds(price, maxSeconds) ?? 0;
  return {
    price,
    maxSeconds,
    tokens: { text, image: 0, audio, expectedOutput, maxOutput },
    expectedNanoUsd: expectedCost(price, { audio, text, output: expectedOutput }, seconds),
    maxNanoUsd: Math.max(byTheMinute, price.tokenPicoUsd ? worstCostOf(price, most) : 0),
  };
}

/** The same quickly, while somebody speaks; undefined if no price is known. */
export function costSoFar(model: Model, seconds: number, day: string): number | undefined {
  const price = priceOn(model, day);
  if (!price) return undefined;
  const output = Math.min(Math.ceil(seconds * WORD_TOKENS_PER_SECOND), model.maxOutputTokens);
  return expectedCost(price, { audio: soundTokens(model, seconds), text: 0, output }, seconds);
}

/** What so much sound and so many words come to: by tokens where they have a price, else by the minute. */
export function expectedCost(
  price: Price,
  { audio, text, output }: { audio: number; text: number; output: number },
  seconds: number,
): number {
  if (!price.tokenPicoUsd) return costOfSeconds(price, seconds) ?? 0;
  return costOf(price, {
    input: audio + text,
    cachedInput: 0,
    cacheWrite: 0,
    image: 0,
    audio,
    output,
    reasoning: 0,
    audioOutput: 0,
  });
}

function soundTokens({ soundTokens: rule }: Model, seconds: number): number {
  return Math.ceil(seconds * (rule?.inPerSecond ?? SOUND_TOKENS_PER_SECOND));
}

function unknownPrice(model: string): BudgetError {
  return new BudgetError(
    'unknown-price',
    l10n.t('The price of {0} is not known, so no sound is sent to it.', model),
    l10n.t(
      'Add it to lenscap.models.custom with a price "perMinute", or choose another model in lenscap.voice.model.',
    ),
    { model },
  );
}
