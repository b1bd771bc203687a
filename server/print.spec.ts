import { expect, test } from 'vitest';
import type { Explanation } from '../protocol/explain.ts';
import type { Spend } from '../protocol/spend.ts';
import { loadCatalogue } from './catalogue/catalogue.ts';
import * as print from './print.ts';

const answer: Explanation = {
  text: 'x',
  route: 'vision',
  model: 'gpt-4o',
  reason: 'the question is about a picture',
  finishReason: 'stop',
  usage: { input: 900, cachedInput: 0, image: 765, audio: 0, output: 40, reasoning: 0 },
  costNanoUsd: 2_650_000,
  certainty: 'exact',
  cache: 'off',
  requestId: 'req_1',
  attempts: [],
  sent: [],
  timings: { attachMs: 1, firstDeltaMs: 2, totalMs: 1449 },
  notices: [],
};

const spend: Spend = {
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-11-21T00:00:00.000Z',
  spentNanoUsd: 3,
  heldNanoUsd: 0,
  rows: [
    {
      at: '2026-11-20T10:00:00.000Z',
      workspace: '=HYPERLINK("http://example")',
      route: 'text',
      model: 'a,b',
      certainty: 'exact',
      costNanoUsd: 3,
      requestId: 'two\nlines',
    },
  ],
  summary: { budgets: [], last: null },
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

test('CSV quotes what needs it, and nothing in it is a formula', () => {
  expect(print.spendCsv(spend)).toBe(
    [
      'at,workspace,route,model,certainty,costNanoUsd,requestId',
      `2026-11-20T10:00:00.000Z,"'=HYPERLINK(""http://example"")",text,"a,b",exact,3,"two\nlines"`,
    ].join('\n'),
  );
});

test('a list of spending ends with its sum; an empty one says so', () => {
  expect(print.spend(spend)).toMatch(/\n\$0\.000000003 since 2026-/);
  expect(print.spend({ ...spend, rows: [] })).toMatch(/^Nothing was spent since 2026-/);
});

test('every model has a line with its price, and its end if there is one', () => {
  const text = print.models(loadCatalogue(), '2026-11-21');
  expect(text).toMatch(
    /^gpt-4o +\$2\.5 in, \$1\.25 cached, \$10 out +pictures +until 2027-01-14, then gpt-6-luna$/m,
  );
  expect(text).toContain('as of 2026-11-21');
});

test('budgets say what is held, and what has no cap', () => {
  const budget = { period: 'day', spentNanoUsd: 0, renewsAt: '' } as const;
  const text = print.budgets([
    { ...budget, scope: 'all', capNanoUsd: 2_000_000_000, heldNanoUsd: 500_000_000 },
    { ...budget, scope: 'workspace', capNanoUsd: null, heldNanoUsd: 0 },
  ]);
  expect(text.split('\n')).toEqual([
    'all, this day             $0.00  of $2.00   $0.50 held',
    'this workspace, this day  $0.00  of no cap',
  ]);
});
