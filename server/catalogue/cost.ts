import * as l10n from '@vscode/l10n';
import { BudgetError } from '../../protocol/errors.ts';
import type { Usage } from '../../protocol/usage.ts';
import type { Price, TokenPrices } from './catalogue.ts';

// Sums are made in pico-dollars times percentages, as big integers: nothing is
// rounded and nothing overflows until the one division at the end.

/** Percent of percent: what a sum is a multiple of once long context and service tier are in it. */
const PERCENT_SQUARED = 100n * 100n;
const PICO_PER_NANO = 1000n;

/**
 * What a request costs, in nano-dollars, rounded up, from the tokens the
 * provider counted.
 *
 * Parts of the input that have prices of their own (cached, written to the
 * cache, sound, and pictures where they have one) are taken as disjoint. If
 * they are more than the input they contradict each other: then the dearer
 * ones count as far as they fit, the rest as plain input, and nothing is
 * believed that would make it cheaper. The same holds for the output.
 * @param tier the service tier as the response named it; none is 100 %. A name
 *   that the price does not list costs the dearest that it lists, 100 % at
 *   least: who cannot tell which one was used must not book too little.
 * @throws BudgetError if the price is by the minute alone
 */
export function costOf(price: Price, usage: Usage, tier?: string | null): number {
  const rates = ratesOf(price);
  const input = sumOf(usage.input, rates.input, [
    [usage.cachedInput, rates.cachedInput],
    [usage.cacheWrite, rates.cacheWrite],
    [usage.audio, rates.audioInput],
    // Elsewhere a picture's tokens are plain input, and may have been cached.
    ...(rates.image === rates.input ? [] : [[usage.image, rates.image] as const]),
  ]);
  const output = sumOf(usage.output, rates.output, [
    [usage.reasoning, rates.reasoning],
    [usage.audioOutput, rates.audioOutput],
  ]);
  return total(price, usage.input, input, output, tier);
}

/**
 * The most that so many tokens can cost, in nano-dollars, whatever classes the
 * provider puts them in: what is held for a request. No usage with these
 * counts, or smaller ones, has a higher `costOf` at the same tier.
 * @throws BudgetError if the price is by the minute alone
 */
export function worstCostOf(
  price: Price,
  tokens: { input: number; output: number },
  tier?: string | null,
): number {
  const rates = ratesOf(price);
  const input = Math.max(rates.input, rates.cachedInput, rates.cacheWrite, rates.image, rates.audioInput);
  const output = Math.max(rates.output, rates.reasoning, rates.audioOutput);
  return total(
    price,
    tokens.input,
    times(count(tokens.input), input),
    times(count(tokens.output), output),
    tier,
  );
}

/**
 * What sound of a length costs, in nano-dollars, rounded up.
 * @param seconds to the microsecond
 * @returns undefined if the model is not paid for by the minute
 */
export function costOfSeconds(price: Price, seconds: number): number | undefined {
  if (price.minutePicoUsd === undefined) return undefined;
  // Through whole microseconds, so that binary fractions play no part.
  const microseconds = count(Math.round(seconds * 1_000_000));
  return toNano(times(microseconds, price.minutePicoUsd), 60_000_000n * PICO_PER_NANO);
}

function ratesOf({ tokenPicoUsd }: Price): TokenPrices {
  if (tokenPicoUsd) return tokenPicoUsd;
  throw new BudgetError(
    'unknown-price',
    l10n.t('This model is paid for by the minute, and what its tokens would cost is not known.'),
    l10n.t('Choose a model that "lenscap models" lists with prices per million tokens.'),
  );
}

/** Pico-dollars of a whole number of tokens, of which some have prices of their own. */
function sumOf(
  whole: number,
  rate: number,
  parts: readonly (readonly [tokens: number, rate: number])[],
): bigint {
  let left = count(whole);
  const fits = parts.reduce((sum, [tokens]) => sum + count(tokens), 0) <= left;
  const believed = fits ? parts : parts.filter(([, own]) => own >= rate);
  let sum = 0n;
  for (const [tokens, own] of believed.toSorted(([, a], [, b]) => b - a)) {
    const taken = Math.min(count(tokens), left);
    sum += times(taken, own);
    left -= taken;
  }
  return sum + times(left, rate);
}

function total(
  price: Price,
  inputTokens: number,
  input: bigint,
  output: bigint,
  tier?: string | null,
): number {
  const { longContext: long } = price;
  const isLong = long !== undefined && inputTokens > long.aboveInputTokens;
  const [ofInput, ofOutput] = isLong ? [long.inputPercent, long.outputPercent] : [100, 100];
  const sum = input * BigInt(ofInput) + output * BigInt(ofOutput);
  return toNano(sum * BigInt(tierPercent(price, tier)), PERCENT_SQUARED * PICO_PER_NANO);
}

function tierPercent({ serviceTiers }: Price, tier: string | null | undefined): number {
  if (tier === undefined || tier === null || tier === '') return 100;
  return serviceTiers.get(tier) ?? Math.max(100, ...serviceTiers.values());
}

/** A count as a whole number: rounded up, at least nothing, at most what numbers hold exactly. */
function count(tokens: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.ceil(tokens)));
}

function times(amount: number, rate: number): bigint {
  return BigInt(amount) * BigInt(rate);
}

/** Divides, rounds up, and stays where numbers are exact: nine million dollars. */
function toNano(sum: bigint, divisor: bigint): number {
  const nano = (sum + divisor - 1n) / divisor;
  return Number(nano > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : nano);
}
