import type { Outcome } from '../../server/gateway/gateway.ts';

/** What came of a request that was answered, but for what a test says of it. */
export function outcomeOf(more: Partial<Outcome> = {}): Outcome {
  return {
    text: 'Yes.',
    status: 200,
    requestId: 'r',
    finishReason: 'stop',
    usage: undefined,
    serviceTier: null,
    mayBeCharged: true,
    error: undefined,
    firstDeltaMs: 1,
    totalMs: 2,
    ...more,
  };
}
