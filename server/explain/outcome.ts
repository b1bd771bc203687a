import type { Usage } from '../../protocol/explain.ts';
import type { Quote } from '../../protocol/quote.ts';
import { costOf } from '../catalogue/cost.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import type { Outcome } from '../gateway/gateway.ts';
import { type Booking, NO_USAGE } from '../ledger/entries.ts';
import type { Sending } from './plan.ts';

/**
 * What to book for a request: the provider's own count if it gave one; nothing
 * if it never took the request; else an estimate from what was sent and what came.
 */
export async function book(
  outcome: Outcome,
  sending: Sending,
  quote: Pick<Quote, 'tokens'>,
  provider: string,
): Promise<Booking> {
  const { usage, certainty } = await judge(outcome, quote);
  return {
    provider,
    requestId: outcome.requestId,
    certainty,
    costNanoUsd: costOf(sending.price, usage),
    attempt: 1,
    status: outcome.status,
    finishReason: outcome.finishReason,
    usage,
    firstDeltaMs: outcome.firstDeltaMs,
    totalMs: outcome.totalMs,
  };
}

async function judge(
  outcome: Outcome,
  { tokens }: Pick<Quote, 'tokens'>,
): Promise<{ usage: Usage; certainty: Booking['certainty'] }> {
  if (outcome.usage) return { usage: outcome.usage, certainty: 'exact' };
  if (!outcome.mayBeCharged) return { usage: NO_USAGE, certainty: 'exact' };
  const usage: Usage = {
    ...NO_USAGE,
    input: tokens.text + tokens.image,
    image: tokens.image,
    output: await countTextTokens(outcome.text),
  };
  return { usage, certainty: 'estimated' };
}

/**
 * A quick upper estimate, in nano-dollars, of what a running request has cost
 * so far: a token of the answer is rarely shorter than three characters.
 */
export function estimateSoFar(sending: Sending, streamed: string): number {
  const output = Math.ceil(streamed.length / 3);
  return sending.inputNanoUsd + costOf(sending.price, { ...NO_USAGE, output });
}
