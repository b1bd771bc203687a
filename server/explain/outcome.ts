import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../protocol/money.ts';
import type { Quote } from '../../protocol/quote.ts';
import type { Usage } from '../../protocol/usage.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import type { Price } from '../catalogue/catalogue.ts';
import { costOf } from '../catalogue/cost.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import type { Outcome } from '../gateway/gateway.ts';
import type { Booking } from '../ledger/entries.ts';
import type { Booked } from './paid.ts';
import type { Sending } from './plan.ts';

/** What was quoted before sending, which the provider's word is held against. */
export type Quoted = Pick<Quote, 'tokens' | 'maxNanoUsd'>;

/**
 * What to book for one request. The provider's own count, priced by the tier its
 * answer named, is exact if it can be true and the answer was not broken off. A
 * request that was rejected, or never reached anybody, costs nothing, and that is
 * exact too: it is a row for the attempt. Everything else is an estimate from what was sent and what came,
 * never above the worst case that was held.
 * @param provider its name, for the row
 * @param insteadNanoUsd what the vision model would have cost, where pictures were attached and not sent to it
 */
export async function book(
  outcome: Outcome,
  sending: Sending,
  quoted: Quoted,
  provider: string,
  insteadNanoUsd: number,
): Promise<Booked> {
  const { notice, ...judged } = await judge(outcome, sending, quoted);
  const saved = outcome.mayBeCharged
    ? {
        ...NOTHING_SAVED,
        routing: outcome.text === '' ? 0 : Math.max(0, insteadNanoUsd - judged.costNanoUsd),
        scaling: savedByScaling(sending, outcome.serviceTier, judged.usage),
      }
    : NOTHING_SAVED;
  const { requestId, status, finishReason, serviceTier, firstDeltaMs, totalMs } = outcome;
  return {
    booking: {
      provider,
      requestId,
      attempt: 1,
      status,
      finishReason,
      serviceTier,
      firstDeltaMs,
      totalMs,
      saved,
      ...judged,
    },
    notice,
  };
}

/** Ends of answers that are not whole, and were not stopped by the user. */
const BROKEN_OFF = new Set(['interrupted', 'failed']);

type Judged = Pick<Booking, 'certainty' | 'costNanoUsd' | 'usage'> & { notice: string | undefined };

async function judge(outcome: Outcome, { price }: Sending, quoted: Quoted): Promise<Judged> {
  const { usage, serviceTier } = outcome;
  const { maxNanoUsd, tokens } = quoted;
  if (!outcome.mayBeCharged)
    return { certainty: 'exact', costNanoUsd: 0, usage: NO_USAGE, notice: undefined };
  const counted = usage ? costOf(price, usage, serviceTier) : 0;
  if (usage && counted <= maxNanoUsd && isCredible(usage, outcome.text, tokens)) {
    // At an unknown tier it is priced as the dearest: the count is right, and the cost may not be. Nor does anybody
    // know what is charged for an answer that its provider broke off.
    const isSure = isPriced(price, serviceTier) && !BROKEN_OFF.has(outcome.finishReason);
    const certainty = isSure ? 'exact' : 'estimated';
    return { certainty, costNanoUsd: counted, usage, notice: undefined };
  }
  const estimated = await estimateUsage(outcome, tokens);
  if (usage && counted > maxNanoUsd) {
    const notice = l10n.t(
      'The provider counted more than this question can have cost ({0} tokens of input and {1} of output, {2}); it is booked as estimated at {3}. Compare with its bill.',
      usage.input,
      usage.output,
      formatUsd(counted),
      formatUsd(maxNanoUsd),
    );
    return { certainty: 'estimated', costNanoUsd: maxNanoUsd, usage: estimated, notice };
  }
  const costNanoUsd = Math.min(costOf(price, estimated, serviceTier), maxNanoUsd);
  return { certainty: 'estimated', costNanoUsd, usage: estimated, notice: undefined };
}

/** Whether the price of a tier is known. Models without tiers have one price. */
function isPriced({ serviceTiers }: Price, tier: string | null): boolean {
  return tier === null || serviceTiers.size === 0 || serviceTiers.has(tier);
}

/** Whether a count can be true: something was sent, words were counted, and no part is larger than its whole. */
function isCredible(usage: Usage, text: string, tokens: Quote['tokens']): boolean {
  const { input, cachedInput, cacheWrite, image, audio, output, reasoning, audioOutput } = usage;
  return (
    input > 0 &&
    (output > 0 || text === '') &&
    output <= tokens.maxOutput &&
    cachedInput + cacheWrite <= input &&
    image + audio <= input &&
    // Who was sent a sound and counts none priced it as words.
    (tokens.audio === 0 || audio > 0) &&
    reasoning + audioOutput <= output
  );
}

/**
 * From what was sent and what came. What a model thought without a word of it coming cannot be told, but
 * where it came to the limit before its first word: that is all there may be.
 */
async function estimateUsage({ text, finishReason }: Outcome, tokens: Quote['tokens']): Promise<Usage> {
  const { maxOutput } = tokens;
  const output =
    text === '' && finishReason === 'length' ? maxOutput : Math.min(await countTextTokens(text), maxOutput);
  return { ...sentUsage(tokens), output };
}

function sentUsage({ text, image, audio }: Quote['tokens']): Usage {
  return { ...NO_USAGE, input: text + image + audio, image, audio };
}

/** What the pictures would have cost more at their source's size. */
function savedByScaling(
  { price, wholeImageTokens, imageTokens }: Sending,
  tier: string | null,
  usage: Usage,
): number {
  const more = wholeImageTokens - imageTokens;
  if (more <= 0) return 0;
  const whole = { ...usage, input: usage.input + more, image: usage.image + more };
  return costOf(price, whole, tier) - costOf(price, usage, tier);
}

/**
 * Bytes of an answer to a token, low rather than high: prose and code have four
 * of them in o200k_base, other scripts five to seven; rows of symbols have fewer.
 */
const BYTES_PER_TOKEN = 3;

/**
 * A quick estimate, in nano-dollars, of what a running request has cost so far,
 * high rather than low: for the ledger, every second, should this process end.
 * The tokenizer would take longer with every word that comes.
 */
export function estimateSoFar({ price }: Sending, { tokens, maxNanoUsd }: Quoted, streamed: string): number {
  const output = Math.ceil(Buffer.byteLength(streamed) / BYTES_PER_TOKEN);
  return Math.min(costOf(price, { ...sentUsage(tokens), output }), maxNanoUsd);
}
