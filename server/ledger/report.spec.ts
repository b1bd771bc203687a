import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Report } from '../../protocol/report.ts';
import type { BudgetState, SpendSummary } from '../../protocol/spend.ts';
import { type Entry, entry, insertEntries } from '../../test/support/entries.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { openStorage } from '../storage/database.ts';
import { isoDate } from './periods.ts';
import { buildReport, nearestRank, toReportRange } from './report.ts';

const SUMMARY: SpendSummary = { budgets: [], last: null, notes: [], uncertain: null };
const NOW = () => new Date(2026, 10, 21, 15, 30);

/** A report of rows, parsed as the wire has it. */
async function reportOf(
  rows: readonly Entry[],
  options: { now?: Date; from?: string; to?: string; workspace?: string; summary?: SpendSummary } = {},
): Promise<Report> {
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  await insertEntries(db, rows);
  return Report.parse(await buildReport(db, { now: NOW(), summary: SUMMARY, ...options }));
}

/** A row of a local day, booked as the ledger does. */
function booked(at: Date, row: Partial<Entry> = {}): Entry {
  return entry(at, { local_day: isoDate(at), ...row });
}

describe('the range', () => {
  const range = (options: { now?: Date; from?: string; to?: string }) => {
    const { from, to } = toReportRange({ now: NOW(), ...options });
    return [from, to];
  };

  test.each([
    [{}, ['2026-10-23', '2026-11-21']],
    [{ from: '2026-01-05' }, ['2026-01-05', '2026-11-21']],
    [{ to: '2026-03-30' }, ['2026-03-01', '2026-03-30']],
    [{ from: '2026-01-01', to: '2026-01-01' }, ['2026-01-01', '2026-01-01']],
    [{ from: '2100-01-01' }, ['2100-01-01', '2100-01-01']],
  ])('%j is %j', (options, expected) => expect(range(options)).toEqual(expected));

  test('one that ends before it begins is refused', () => {
    expect(() => range({ from: '2026-02-01', to: '2026-01-31' })).toThrow(/ends before it begins/);
  });
});

test('an empty ledger: nothing of anything', async () => {
  expect(await reportOf([])).toEqual({
    from: '2026-10-23',
    to: '2026-11-21',
    workspace: null,
    total: { requests: 0, costNanoUsd: 0 },
    days: [],
    workspaces: [],
    routes: [],
    certainties: [],
    latencies: [],
    dearest: [],
    month: { spentNanoUsd: 0, capNanoUsd: null, forecastNanoUsd: null, runsOutOn: null },
    summary: SUMMARY,
  });
});

test('both ends of the range belong to it, and no day besides', async () => {
  const rows = [9, 10, 11, 12, 13].map((date) => {
    const at = new Date(2026, 10, date, 12);
    return entry(at, { local_day: date % 2 ? null : isoDate(at) });
  });
  const { days } = await reportOf(rows, { from: '2026-11-10', to: '2026-11-12' });
  expect(days.map(({ day }) => day)).toEqual(['2026-11-10', '2026-11-11', '2026-11-12']);
});

test('days by model, the dearer first; workspaces beyond twenty as one', async () => {
  const at = NOW();
  const rows = [
    booked(at, { model: 'cheap', cost_nano_usd: 1, workspace: 'w0' }),
    booked(at, { model: 'dear', cost_nano_usd: 50, workspace: 'w0' }),
    ...Array.from({ length: 22 }, (_, index) =>
      booked(new Date(2026, 10, 20), { cost_nano_usd: 100 + index, workspace: `w${index + 1}` }),
    ),
    booked(at, { model: 'cheap', cost_nano_usd: 2, workspace: '' }),
  ];
  const { days, workspaces } = await reportOf(rows);
  expect(days).toEqual([
    { day: '2026-11-20', model: 'gpt-4o', requests: 22, costNanoUsd: 22 * 100 + 231 },
    { day: '2026-11-21', model: 'dear', requests: 1, costNanoUsd: 50 },
    { day: '2026-11-21', model: 'cheap', requests: 2, costNanoUsd: 3 },
  ]);
  expect(workspaces).toHaveLength(21);
  expect(workspaces[0]).toEqual({ workspace: 'w22', isRest: false, requests: 1, costNanoUsd: 121 });
  // w2 and w1, w0, and those without a workspace.
  expect(workspaces[20]).toEqual({
    workspace: '',
    isRest: true,
    requests: 1 + 1 + 2 + 1,
    costNanoUsd: 101 + 100 + 51 + 2,
  });
});

test('savings by route, and shares of what is certain', async () => {
  const saved = { saved_routing_nano_usd: 5, saved_cache_nano_usd: 7, saved_scaling_nano_usd: 11 };
  const { routes, certainties } = await reportOf([
    booked(NOW(), { route: 'text', cost_nano_usd: 3, ...saved }),
    booked(NOW(), { route: 'text', cost_nano_usd: 4, certainty: 'estimated', ...saved }),
    booked(NOW(), { route: 'local', cost_nano_usd: 0, certainty: 'free', saved_routing_nano_usd: 100 }),
    // From before the ledger knew what was saved.
    entry(NOW(), {
      saved_routing_nano_usd: null,
      saved_cache_nano_usd: null,
      saved_scaling_nano_usd: null,
    }),
  ]);
  expect(routes).toEqual([
    { route: 'local', requests: 1, costNanoUsd: 0, saved: { routing: 100, cache: 0, scaling: 0 } },
    { route: 'text', requests: 2, costNanoUsd: 7, saved: { routing: 10, cache: 14, scaling: 22 } },
    { route: 'vision', requests: 1, costNanoUsd: 1_000_000, saved: { routing: 0, cache: 0, scaling: 0 } },
  ]);
  expect(certainties).toEqual([
    { certainty: 'exact', requests: 2, costNanoUsd: 1_000_003 },
    { certainty: 'estimated', requests: 1, costNanoUsd: 4 },
    { certainty: 'free', requests: 1, costNanoUsd: 0 },
  ]);
});

test('the ten dearest rows, whole, the newer first of equals; none that was free', async () => {
  const rows = Array.from({ length: 15 }, (_, index) =>
    booked(NOW(), { cost_nano_usd: Math.max(0, 5 - Math.floor(index / 3)) * 10, request_id: `req_${index}` }),
  );
  const { dearest } = await reportOf([...rows, booked(new Date(2026, 8, 1), { cost_nano_usd: 999 })]);
  expect(dearest.map(({ requestId }) => requestId)).toEqual(
    [2, 1, 0, 5, 4, 3, 8, 7, 6, 11].map((index) => `req_${index}`),
  );
  expect(dearest[0]).toMatchObject({ workspace: 'here', usage: { input: 900 }, totalMs: 1500 });
  const free = await reportOf([booked(NOW(), { cost_nano_usd: 0 })]);
  expect(free.dearest).toEqual([]);
});

test('percentiles are of answers of providers', async () => {
  const at = NOW();
  const answers = Array.from({ length: 100 }, (_, index) =>
    booked(at, { total_ms: 100 - index, first_delta_ms: index === 0 ? null : (100 - index) / 8 }),
  );
  const { latencies } = await reportOf([
    ...answers,
    booked(at, { status: 429, total_ms: 0.1 }),
    booked(at, { status: 0, total_ms: 0 }),
    booked(at, { certainty: 'free', total_ms: 0, status: 200 }),
    booked(at, { route: 'text', total_ms: 0.1 + 0.2, first_delta_ms: null }),
  ]);
  expect(latencies).toEqual([
    {
      route: 'text',
      requests: 1,
      firstDeltaMs: { p50: null, p95: null, p99: null },
      totalMs: { p50: 0.1 + 0.2, p95: 0.1 + 0.2, p99: 0.1 + 0.2 },
    },
    {
      route: 'vision',
      requests: 100,
      firstDeltaMs: { p50: 50 / 8, p95: 95 / 8, p99: 99 / 8 },
      totalMs: { p50: 50, p95: 95, p99: 99 },
    },
  ]);
});

test('nearest rank: at least so many percent are no larger, and none smaller will do', () => {
  expect(nearestRank(new Float64Array(), 50)).toBeNull();
  const values = fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.constantFrom(50, 95, 99), (list, percent) => {
      const rank = nearestRank(Float64Array.from(list).sort(), percent) ?? Number.NaN;
      const enough = (count: number) => count * 100 >= percent * list.length;
      return (
        list.includes(rank) &&
        enough(list.filter((value) => value <= rank).length) &&
        !enough(list.filter((value) => value < rank).length)
      );
    }),
  );
});

describe('the running month', () => {
  const month: BudgetState = {
    scope: 'all',
    subject: '',
    period: 'month',
    capNanoUsd: 2000,
    spentNanoUsd: 0,
    heldNanoUsd: 0,
    allowedNanoUsd: 0,
    renewsAt: '',
  };
  const summary: SpendSummary = {
    ...SUMMARY,
    budgets: [
      { ...month, period: 'day', capNanoUsd: 1 },
      { ...month, scope: 'model', subject: 'gpt-4o', capNanoUsd: 2 },
      { ...month, scope: 'workspace', subject: 'here', capNanoUsd: 300 },
      month,
    ],
  };
  const rows = [17, 18, 19, 20].flatMap((day) => [
    booked(new Date(2026, 10, day, 9), { cost_nano_usd: 100 }),
    booked(new Date(2026, 10, day, 9), { cost_nano_usd: 50, workspace: 'there' }),
  ]);

  test('of everything, whatever the range', async () => {
    const report = await reportOf(rows, { from: '2026-01-01', to: '2026-01-31', summary });
    expect(report.total.requests).toBe(0);
    expect(report.month).toEqual({
      spentNanoUsd: 600,
      capNanoUsd: 2000,
      forecastNanoUsd: 600 + 10 * 150,
      runsOutOn: '2026-11-30',
    });
  });

  test('of one workspace', async () => {
    const report = await reportOf(rows, { workspace: 'here', summary });
    expect(report.total).toEqual({ requests: 4, costNanoUsd: 400 });
    expect(report.month).toEqual({
      spentNanoUsd: 400,
      capNanoUsd: 300,
      forecastNanoUsd: 400 + 10 * 100,
      runsOutOn: '2026-11-21',
    });
    expect((await reportOf(rows, { workspace: 'there', summary })).month.capNanoUsd).toBeNull();
  });

  test('days of the month before say what a day costs, and are no part of this one', async () => {
    const october = [28, 29, 30].map((day) => booked(new Date(2026, 9, day), { cost_nano_usd: 60 }));
    const report = await reportOf(october, { now: new Date(2026, 10, 2, 8) });
    // 180 in five days, and none of November's first two has passed without a question.
    expect(report.month).toMatchObject({ spentNanoUsd: 0, forecastNanoUsd: 29 * 36 });
  });

  test('rows of the same workspace from before the last 14 days thin out the mean', async () => {
    const old = booked(new Date(2026, 9, 1), { cost_nano_usd: 0, workspace: 'there' });
    const forecast = async (workspace: string) =>
      (await reportOf([...rows, old], { workspace })).month.forecastNanoUsd;
    expect(await forecast('here')).toBe(400 + 10 * 100);
    expect(await forecast('there')).toBe(200 + Math.round((10 * 200) / 14));
  });
});

test('a month of a long ledger takes no longer than a month', { timeout: 60_000 }, async () => {
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const day = (index: number) => new Date(2026, 10, 21 - Math.floor(index / 40));
  await insertEntries(
    db,
    Array.from({ length: 20_000 }, (_, index) => booked(day(index))),
  );
  const time = async (from: string) => {
    const startedAt = performance.now();
    const { total } = await buildReport(db, { now: NOW(), summary: SUMMARY, from });
    return { ms: performance.now() - startedAt, rows: total.requests };
  };
  // Side by side, so that whatever else the machine does slows both.
  const ratios: number[] = [];
  for (let round = 0; round < 5; round++) {
    const month = await time('2026-10-23');
    const all = await time('2025-01-01');
    expect([month.rows, all.rows]).toEqual([1200, 20_000]);
    ratios.push(month.ms / all.ms);
  }
  expect(ratios.sort((a, b) => a - b)[2]).toBeLessThan(0.5);
});
