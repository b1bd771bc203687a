import { NO_USAGE, NOTHING_SAVED } from '../../../protocol/usage.ts';
import type { Ledger } from '../../../server/ledger/ledger.ts';
import { entry } from '../../support/entries.ts';

/** The row that is written, as it lies in the ledger. */
export const ROW = entry(new Date(), {
  local_day: '2026-11-21',
  previous_hash: '0'.repeat(64),
  hash: 'f'.repeat(64),
});

/** Sets money aside and books a request. */
export async function charge(ledger: Ledger): Promise<void> {
  const hold = await ledger.hold({
    requestId: 'request',
    questionId: 'question',
    workspace: 'here',
    route: 'vision',
    model: 'gpt-4o',
    // So little that a whole bench stays under the caps of a new ledger.
    maxNanoUsd: 10,
    expectedNanoUsd: 5,
    accruedNanoUsd: 1,
  });
  await ledger.settle(hold, {
    provider: 'openai',
    requestId: 'req_1',
    certainty: 'exact',
    costNanoUsd: 5,
    attempt: 1,
    status: 200,
    finishReason: 'stop',
    serviceTier: null,
    usage: { ...NO_USAGE, input: 900, image: 765, output: 40 },
    saved: NOTHING_SAVED,
    firstDeltaMs: 300.5,
    totalMs: 1500.25,
  });
}
