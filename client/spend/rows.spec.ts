import { describe, expect, it } from 'vitest';
import type { SpendRow } from '../../protocol/spend.ts';
import { aboutRow } from './rows.ts';

const row: SpendRow = {
  id: 1,
  at: '2026-11-21T12:00:00Z',
  workspace: 'w',
  route: 'vision',
  provider: 'openai',
  model: 'gpt-4o',
  certainty: 'exact',
  costNanoUsd: 2_100_000,
  requestId: 'req-1',
  questionId: 'q',
  attempt: 1,
  status: 200,
  finishReason: 'stop',
  serviceTier: null,
  usage: {
    ...{ input: 1, cachedInput: 0, cacheWrite: 0, image: 0, audio: 0 },
    ...{ output: 1, reasoning: 0, audioOutput: 0 },
  },
  expectedNanoUsd: 0,
  saved: { routing: 0, cache: 0, scaling: 0 },
  firstDeltaMs: null,
  totalMs: 1,
};

describe('a row of the ledger', () => {
  it('says what it cost, and with whom', () => {
    const { label, description, detail } = aboutRow(row);
    expect([label, description]).toEqual(['$0.0021', 'gpt-4o · w']);
    expect(detail).toMatch(/ · req-1$/);
  });

  it('says which attempt it is, if it is not the first', () => {
    expect(aboutRow({ ...row, attempt: 3 }).description).toBe('gpt-4o · w · attempt 3');
  });

  it('says that it failed, is free, or is estimated', () => {
    const failed = aboutRow({ ...row, status: 503, certainty: 'free', requestId: '', workspace: '' });
    expect([failed.label, failed.description]).toEqual(['Free', 'gpt-4o · no workspace · failed (503)']);
    expect(failed.detail).not.toContain('·');
    expect(aboutRow({ ...row, certainty: 'estimated' }).label).toBe('$0.0021 (estimated)');
  });
});
