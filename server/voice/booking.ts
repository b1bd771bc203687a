import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../protocol/money.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import { costOf, costOfSeconds } from '../catalogue/cost.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import type { Booked } from '../explain/paid.ts';
import type { Outcome } from '../gateway/gateway.ts';
import type { Booking } from '../ledger/entries.ts';
import { type Estimate, expectedCost } from './price.ts';

type Judged = Pick<Booking, 'certainty' | 'costNanoUsd' | 'usage'> & { notice?: string };

/**
 * What to book for one transcription. What the provider counted, tokens or
 * seconds, is exact if its price is known in that form and it can be true. What
 * was rejected costs nothing. Everything else is an estimate from the length of
 * the sound and the words that came, never above the worst case that was held.
 */
export async function bookTranscription(
  outcome: Outcome,
  quoted: Estimate,
  seconds: number,
  provider: string,
): Promise<Booked> {
  const { notice, ...judged } = await judge(outcome, quoted, seconds);
  const { requestId, status, finishReason, serviceTier, firstDeltaMs, totalMs } = outcome;
  const booking = {
    provider,
    requestId,
    attempt: 1,
    status,
    finishReason,
    serviceTier,
    firstDeltaMs,
    totalMs,
    saved: NOTHING_SAVED,
    ...judged,
  };
  return { booking, notice };
}

async function judge(outcome: Outcome, quoted: Estimate, seconds: number): Promise<Judged> {
  if (!outcome.mayBeCharged) return { certainty: 'exact', costNanoUsd: 0, usage: NO_USAGE };
  const { price, maxNanoUsd } = quoted;
  const counted = countedCost(outcome, quoted);
  if (counted !== undefined && counted <= maxNanoUsd && isCredible(outcome, quoted))
    return { certainty: 'exact', costNanoUsd: counted, usage: outcome.usage ?? NO_USAGE };
  const output = Math.min(await countTextTokens(outcome.text), quoted.tokens.maxOutput);
  const { audio, text } = quoted.tokens;
  const isByTokens = price.tokenPicoUsd !== undefined;
  const usage = isByTokens ? { ...NO_USAGE, input: audio + text, audio, output } : NO_USAGE;
  if (counted !== undefined && counted > maxNanoUsd) {
    const notice = l10n.t(
      'The provider counted more than this recording can have cost ({0}); it is booked as estimated at {1}. Compare with its bill.',
      formatUsd(counted),
      formatUsd(maxNanoUsd),
    );
    return { certainty: 'estimated', costNanoUsd: maxNanoUsd, usage, notice };
  }
  // Whatever it counts, a server of one's own costs nothing.
  if (maxNanoUsd === 0) return { certainty: 'exact', costNanoUsd: 0, usage };
  const estimated = expectedCost(price, { audio, text, output }, seconds);
  return { certainty: 'estimated', costNanoUsd: Math.min(estimated, maxNanoUsd), usage };
}

/** By what the provider counted; undefined if that has no price here. */
function countedCost({ usage, seconds, serviceTier }: Outcome, { price }: Estimate): number | undefined {
  if (usage && price.tokenPicoUsd) return costOf(price, usage, serviceTier);
  return seconds === undefined ? undefined : costOfSeconds(price, seconds);
}

/** Whether a count can be true: something was heard, words were counted, and no part is larger than its whole. */
function isCredible({ usage, seconds, text }: Outcome, { tokens, price, maxSeconds }: Estimate): boolean {
  if (usage && price.tokenPicoUsd) {
    const { input, audio, output } = usage;
    return input > 0 && audio <= input && output <= tokens.maxOutput && (output > 0 || text === '');
  }
  return seconds !== undefined && seconds > 0 && seconds <= maxSeconds;
}
