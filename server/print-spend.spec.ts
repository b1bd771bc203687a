import { describe, expect, test } from 'vitest';
import type { Report } from '../protocol/report.ts';
import type { SpendRow } from '../protocol/spend.ts';
import { NO_USAGE, NOTHING_SAVED } from '../protocol/usage.ts';
import * as print from './print-spend.ts';

const TERMINAL = { columns: 80, unicode: true };

const ROW: SpendRow = {
  id: 1,
  // A local time, so that it reads the same in every time zone.
  at: new Date(2026, 10, 20, 10, 5).toISOString(),
  workspace: 'api',
  route: 'vision',
  provider: 'openai',
  model: 'gpt-4o',
  certainty: 'exact',
  costNanoUsd: 30_000_000,
  requestId: 'req_1',
  questionId: 'question',
  attempt: 1,
  status: 200,
  finishReason: 'stop',
  serviceTier: null,
  usage: NO_USAGE,
  expectedNanoUsd: 0,
  saved: NOTHING_SAVED,
  firstDeltaMs: 1,
  totalMs: 2,
};

const CENT = 10_000_000;

const REPORT: Report = {
  from: '2026-10-23',
  to: '2026-11-21',
  workspace: null,
  total: { requests: 9, costNanoUsd: 100 * CENT },
  days: [
    { day: '2026-11-18', model: 'gpt-4o', requests: 3, costNanoUsd: 60 * CENT },
    { day: '2026-11-18', model: 'gpt-4o-mini', requests: 2, costNanoUsd: 20 * CENT },
    { day: '2026-11-20', model: 'gpt-4o', requests: 3, costNanoUsd: 20 * CENT },
    { day: '2026-11-21', model: 'local', requests: 1, costNanoUsd: 0 },
  ],
  workspaces: [
    { workspace: 'api', isRest: false, requests: 6, costNanoUsd: 90 * CENT },
    { workspace: '', isRest: false, requests: 1, costNanoUsd: 6 * CENT },
    { workspace: '', isRest: true, requests: 2, costNanoUsd: 4 * CENT },
  ],
  routes: [
    { route: 'local', requests: 1, costNanoUsd: 0, saved: { routing: 0, cache: 0, scaling: 0 } },
    {
      route: 'vision',
      requests: 8,
      costNanoUsd: 100 * CENT,
      saved: { routing: 5 * CENT, cache: 0, scaling: 7 * CENT },
    },
  ],
  certainties: [
    { certainty: 'exact', requests: 7, costNanoUsd: 99 * CENT },
    { certainty: 'estimated', requests: 1, costNanoUsd: CENT },
    { certainty: 'free', requests: 1, costNanoUsd: 0 },
  ],
  latencies: [
    {
      route: 'vision',
      requests: 8,
      firstDeltaMs: { p50: 640, p95: 1250, p99: null },
      totalMs: { p50: 4000, p95: 9949, p99: 12_345 },
    },
  ],
  dearest: [ROW, { ...ROW, costNanoUsd: 20_000_000, workspace: '', route: 'text' }],
  month: {
    spentNanoUsd: 100 * CENT,
    capNanoUsd: 400 * CENT,
    forecastNanoUsd: 450 * CENT,
    runsOutOn: '2026-11-28',
  },
  summary: { budgets: [], last: ROW, notes: ['gpt-4o retires.', 'Today is dear.'], uncertain: null },
};

test('everything the dashboard shows', () => {
  expect(print.report(REPORT, TERMINAL)).toBe(
    `$1.00 for 9 requests from 2026-10-23 to 2026-11-21

This month
  ███████▌░░░░░░░░░░░░░░░░░░░░░░  $1.00 of $4.00 (25%)
  about $4.50 by its end, if it goes on like the last days
  that is more than the budget from 2026-11-28 on

By day
  2026-11-18  █████████████████████████████  $0.80  gpt-4o 75% · gpt-4o-mini 25%
  2026-11-19
  2026-11-20  ███████▎                       $0.20  gpt-4o
  2026-11-21                                 $0.00  local

By model
  gpt-4o       ██████████████████████████████  $0.80  6 requests
  gpt-4o-mini  ███████▌                        $0.20  2 requests
  local                                        $0.00  1 request

By workspace
  api           ██████████████████████████████    $0.90  6 requests
  no workspace  ██                              $0.0600  1 request
  all others    █▍                              $0.0400  2 requests

By route
  local                                   $0.00  1 request
  vision  ██████████████████████████████  $1.00  8 requests
  vision saved $0.0500 by the route, $0.0700 by smaller pictures

Most expensive
  $0.0300  2026-11-20 10:05  vision  gpt-4o  api
  $0.0200  2026-11-20 10:05  text    gpt-4o  no workspace

Seconds to answer
                                    p50  p95   p99
  vision  8 requests  first words   0.6  1.3     -
                      whole answer  4.0  9.9  12.3

Costs are
  exact for 7 requests (78%)
  estimated for 1 request (11%)
  free for 1 request (11%)

gpt-4o retires.
Today is dear.`,
  );
});

test('in plain ASCII where the terminal has no more', () => {
  const text = print.report(REPORT, { columns: 60, unicode: false });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text).toContain('[########......................]  $1.00 of $4.00 (25%)');
  expect(text).toMatch(/2026-11-18 {2}#+ {2}\$0\.80 {2}gpt-4o/);
});

test('the overview has the last 14 days, --by day all since the first with rows', () => {
  const first = { day: '2026-10-25', model: 'gpt-4o', requests: 1, costNanoUsd: CENT };
  const report = { ...REPORT, days: [first, ...REPORT.days] };
  const daysIn = (text: string) => text.match(/^ *2026-\d\d-\d\d/gm)?.map((day) => day.trim()) ?? [];
  expect(daysIn(print.report(report, TERMINAL))).toEqual(
    Array.from({ length: 14 }, (_, index) => `2026-11-${String(index + 8).padStart(2, '0')}`),
  );
  const all = daysIn(print.grouping(report, 'day', TERMINAL));
  expect(all).toHaveLength(28);
  expect(all[0]).toBe('2026-10-25');
});

test.each(print.GROUPINGS)('by %s alone', (by) => {
  const text = print.grouping(REPORT, by, TERMINAL);
  expect(text).toMatch(/^\$1\.00 for 9 requests from 2026-10-23 to 2026-11-21\n\n/);
  const marks = { day: '2026-11-20', model: 'gpt-4o-mini', workspace: 'all others', route: 'vision saved' };
  const shown = Object.entries(marks).flatMap(([each, mark]) =>
    text.split('\n').some((line) => line.startsWith(mark)) ? [each] : [],
  );
  expect(shown).toEqual([by]);
});

describe('the month', () => {
  const monthOf = (month: Partial<Report['month']>) =>
    print.report({ ...REPORT, month: { ...REPORT.month, ...month } }, TERMINAL).split('\n\n')[1];

  test('without a cap, and too young for a forecast', () => {
    expect(monthOf({ capNanoUsd: null, forecastNanoUsd: null, runsOutOn: null })).toBe(
      'This month\n  $1.00, of no cap',
    );
  });

  test('a cap of nothing, and spending above the cap', () => {
    expect(monthOf({ capNanoUsd: 0 })).toContain('█  $1.00 of $0.00 (100%)');
    expect(monthOf({ capNanoUsd: 0, spentNanoUsd: 0 })).toContain('░  $0.00 of $0.00 (0%)');
    expect(monthOf({ spentNanoUsd: 500 * CENT })).toContain('█  $5.00 of $4.00 (125%)');
  });

  test('nearly nothing is not nothing, nearly all is not all', () => {
    expect(monthOf({ spentNanoUsd: 1 })).toContain(
      '▏░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  $0.000000001 of $4.00 (<1%)',
    );
    expect(monthOf({ spentNanoUsd: 400 * CENT - 1 })).toContain('(>99%)');
  });
});

describe('with nothing to show', () => {
  const NONE = { ...REPORT, total: { requests: 0, costNanoUsd: 0 }, days: [], dearest: [] };
  const never = { ...NONE, summary: { ...REPORT.summary, last: null } };

  test('an empty ledger: what to do', () => {
    for (const text of [
      print.report(never, TERMINAL),
      print.grouping(never, 'day', TERMINAL),
      print.rowList(never, []),
    ])
      expect(text).toMatch(/^Nothing has been asked yet: ask something with "lenscap explain .*\.$/);
  });

  test('an empty range: which, and still the month', () => {
    const text = print.report({ ...NONE, workspace: 'api' }, TERMINAL);
    expect(text).toMatch(
      /^Nothing was asked in api from 2026-10-23 to 2026-11-21: .*\n\nThis month in api\n/,
    );
    expect(print.rowList({ ...NONE, from: NONE.to }, [])).toMatch(/^Nothing was asked on 2026-11-21: /);
  });
});

test('rows: aligned, harmless, with their sum', () => {
  const text = print.rowList(REPORT, [
    ROW,
    { ...ROW, workspace: '日本\u001b[2J', costNanoUsd: 4, model: 'x' },
  ]);
  expect(text.split('\n')).toEqual([
    '2026-11-20 10:05  api       vision  gpt-4o  exact       $0.0300',
    '2026-11-20 10:05  日本\ufffd[2J  vision  x       exact  $0.000000004',
    '$1.00 for 9 requests from 2026-10-23 to 2026-11-21',
  ]);
});

test('a restored ledger says what may be missing', () => {
  const since = new Date(2026, 10, 19, 8).toISOString();
  const summary = { ...REPORT.summary, uncertain: { since, until: since, setAside: '' } };
  expect(print.report({ ...REPORT, summary }, TERMINAL)).toContain(
    'what was spent from 2026-11-19 08:00 on may be missing.\ngpt-4o retires.',
  );
});
