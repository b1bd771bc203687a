import { expect, test } from 'vitest';
import type { Explanation } from '../protocol/explain.ts';
import type { Quote } from '../protocol/quote.ts';
import * as print from './print.ts';

const answer: Explanation = {
  text: 'x',
  masked: 'x',
  route: 'vision',
  model: 'gpt-4o',
  reason: 'the question is about a picture',
  finishReason: 'stop',
  usage: {
    input: 900,
    cachedInput: 0,
    cacheWrite: 0,
    image: 765,
    audio: 0,
    output: 40,
    reasoning: 0,
    audioOutput: 0,
  },
  costNanoUsd: 2_650_000,
  certainty: 'exact',
  cache: 'off',
  requestId: 'req_1',
  attempts: [],
  sent: [],
  timings: { attachMs: 1, firstDeltaMs: 2, totalMs: 1449 },
  notices: [],
};

test('the foot of an answer: exact, estimated, free, with notices', () => {
  expect(print.foot(answer)).toBe('\n— vision · gpt-4o · 900 + 40 tokens · $0.0027 · 1.4 s · req_1');
  expect(print.foot({ ...answer, certainty: 'estimated' })).toContain('about $0.0027 (estimated)');
  const free = { ...answer, model: 'local', certainty: 'free', costNanoUsd: 0 } as const;
  expect(print.foot({ ...free, usage: { ...answer.usage, input: 0 } })).toBe(
    '\n— local · free · 1.4 s · req_1',
  );
  expect(print.foot({ ...answer, notices: ['Cut off.'] })).toMatch(/\nCut off\.$/);
});

test('budgets say whose they are, what is held and allowed, and what has no cap', () => {
  const budget = { subject: '', spentNanoUsd: 0, heldNanoUsd: 0, allowedNanoUsd: 0, renewsAt: '' } as const;
  const text = print.budgets([
    { ...budget, scope: 'all', period: 'day', capNanoUsd: 2_000_000_000, heldNanoUsd: 500_000_000 },
    { ...budget, scope: 'workspace', subject: '日本', period: 'month', capNanoUsd: null },
    { ...budget, scope: 'workspace', period: 'month', capNanoUsd: null },
    {
      ...budget,
      scope: 'model',
      subject: 'gpt-4o',
      period: 'week',
      capNanoUsd: 1_000_000_000,
      spentNanoUsd: 1_200_000_000,
      heldNanoUsd: 100_000_000,
      allowedNanoUsd: 300_000_000,
    },
  ]);
  expect(text.split('\n')).toEqual([
    'all, this day                         $0.00  of $2.00   $0.50 held',
    'workspace 日本, this month            $0.00  of no cap',
    'workspace without a name, this month  $0.00  of no cap',
    'model gpt-4o, this week               $1.20  of $1.00   $0.30 more allowed, $0.10 held',
  ]);
});

test('a question that was answered before is quoted as free', () => {
  const quote: Quote = {
    route: 'text',
    model: 'gpt-4o-mini',
    reason: 'r',
    alternatives: [],
    texts: [],
    frames: [],
    code: [],
    isCached: false,
    tokens: { text: 1, image: 0, audio: 0, expectedOutput: 1, maxOutput: 1 },
    expectedNanoUsd: 0,
    maxNanoUsd: 0,
    budgets: [],
    placeholders: [],
    sent: [],
    legibility: null,
    earlier: { turns: 0, leftOut: 0 },
    maskedPrompt: '',
  };
  expect(print.quote(quote)).toContain('about $0.00, at most $0.00');
  expect(print.quote({ ...quote, isCached: true })).toContain('\nfree, answered before\n');
});
