import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import type { Booking } from '../../server/ledger/entries.ts';
import type { HoldRequest } from '../../server/ledger/holds.ts';

/** What a request may cost at most, as tests ask the ledger for it. */
export function holdRequest(maxNanoUsd: number, more: Partial<HoldRequest> = {}): HoldRequest {
  return {
    requestId: 'request',
    questionId: 'question',
    workspace: 'here',
    route: 'vision',
    model: 'gpt-4o',
    maxNanoUsd,
    expectedNanoUsd: 0,
    accruedNanoUsd: 0,
    ...more,
  };
}

/** What came of a request that went well. */
export function booking(costNanoUsd: number, more: Partial<Booking> = {}): Booking {
  return {
    provider: 'openai',
    requestId: 'req_1',
    certainty: 'exact',
    costNanoUsd,
    attempt: 1,
    status: 200,
    finishReason: 'stop',
    serviceTier: null,
    usage: NO_USAGE,
    saved: NOTHING_SAVED,
    firstDeltaMs: null,
    totalMs: 1,
    ...more,
  };
}
