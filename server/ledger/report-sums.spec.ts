import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Report } from '../../protocol/report.ts';
import { Route } from '../../protocol/route.ts';
import { Certainty, type SpendSummary } from '../../protocol/spend.ts';
import { type Entry, entry, insertEntries } from '../../test/support/entries.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { openStorage } from '../storage/database.ts';
import { isoDate } from './periods.ts';
import { buildReport } from './report.ts';
import { rowsOfDays } from './report-rows.ts';

// Reports compared with counting row by row, in time zones whose days have 23, 24 and 25 hours.

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const SUMMARY: SpendSummary = { budgets: [], last: null, notes: [], uncertain: null };

type Range = { from?: string; to?: string; workspace?: string };

/** A ledger that can be had with other rows again and again: what is never committed was never there. */
async function open() {
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  return async (rows: readonly Entry[], now: Date, range: Range = {}) => {
    const attempt = await db.startTransaction().execute();
    try {
      await insertEntries(attempt, rows);
      const report = Report.parse(await buildReport(attempt, { now, summary: SUMMARY, ...range }));
      return { report, listed: await rowsOfDays(attempt, report) };
    } finally {
      await attempt.rollback().execute();
    }
  };
}

describe.each(['Pacific/Auckland', 'America/St_Johns', 'Europe/Oslo', 'Australia/Lord_Howe'])(
  'in %s',
  (where) => {
    beforeEach(() => {
      process.env['TZ'] = where;
      expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(where);
    });

    /** The days of the year on which the clock goes forward and back: they have not 24 hours. */
    const oddDays = () =>
      Array.from({ length: 365 }, (_, index) => new Date(2026, 0, 1 + index)).filter(
        (day) =>
          new Date(2026, day.getMonth(), day.getDate() + 1).getTime() - day.getTime() !== 24 * 60 * 60 * 1000,
      );

    test('the first and the last minute of a day are that day’s, also when it has 23 or 25 hours', async () => {
      const reportOf = await open();
      expect(oddDays()).toHaveLength(2);
      for (const day of [...oddDays(), new Date(2026, 1, 28), new Date(2026, 5, 30)]) {
        const next = new Date(2026, day.getMonth(), day.getDate() + 1);
        const at = [new Date(day.getTime() - 1), day, new Date(next.getTime() - 60_000), next];
        for (const local of [true, false]) {
          const rows = at.map((each, index) =>
            entry(each, { cost_nano_usd: 10 ** index, local_day: local ? isoDate(each) : null }),
          );
          const name = isoDate(day);
          const { report } = await reportOf(rows, next, { from: name, to: name });
          expect(report.total, name).toEqual({ requests: 2, costNanoUsd: 110 });
          expect(report.days.map((each) => each.day)).toEqual([name]);
        }
      }
    });

    test('days are where the user was when they were booked, not where they are now', async () => {
      const at = new Date(2026, 10, 20, 23, 59);
      const rows = [entry(at, { local_day: isoDate(at) })];
      process.env['TZ'] = 'UTC';
      const reportOf = await open();
      const { report } = await reportOf(rows, new Date('2026-11-22T12:00:00Z'));
      expect(report.days.map(({ day }) => day)).toEqual(['2026-11-20']);
    });
  },
);

describe('any ledger', () => {
  const row = fc.record({
    minutes: fc.integer({ min: 0, max: 70 * 24 * 60 }),
    isOld: fc.boolean(),
    workspace: fc.constantFrom('here', 'there', '', '日本', ...Array.from({ length: 25 }, (_, i) => `w${i}`)),
    route: fc.constantFrom(...Route.options),
    model: fc.constantFrom('gpt-4o', 'gpt-4o-mini', 'a model'),
    certainty: fc.constantFrom(...Certainty.options),
    cost_nano_usd: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 10 ** 12 })),
    status: fc.constantFrom(0, 200, 429),
    first_delta_ms: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
    total_ms: fc.double({ min: 0, max: 1e5, noNaN: true }),
    saved_routing_nano_usd: fc.option(fc.integer({ min: 0, max: 10 ** 9 })),
    saved_cache_nano_usd: fc.integer({ min: 0, max: 10 ** 9 }),
    saved_scaling_nano_usd: fc.integer({ min: 0, max: 10 ** 9 }),
  });
  const zones = fc.constantFrom('Pacific/Auckland', 'America/St_Johns', 'Europe/Oslo');
  const ranges: fc.Arbitrary<Range> = fc.constantFrom(
    {},
    { from: '2026-09-20', to: '2026-10-30' },
    { workspace: 'here' },
  );

  test('sums are those of the rows, counted one by one', { timeout: 60_000 }, async () => {
    const reportOf = await open();
    const rowsFrom = new Date(2026, 8, 15).getTime();
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 80 }), zones, ranges, async (drawn, where, range) => {
        process.env['TZ'] = where;
        const rows = drawn.map(({ minutes, isOld, ...rest }) => {
          const at = new Date(rowsFrom + minutes * 60_000);
          return entry(at, { ...rest, local_day: isOld ? null : isoDate(at) });
        });
        const { report, listed } = await reportOf(rows, new Date(2026, 10, 21, 15, 30), range);
        const between = (from: string, to: string) =>
          rows.filter(
            (each) =>
              dayOf(each) >= from &&
              dayOf(each) <= to &&
              (report.workspace === null || each.workspace === report.workspace),
          );
        compare(report, between(report.from, report.to));
        expect(report.month.spentNanoUsd).toBe(sum(between('2026-11-01', '2026-11-21').map(costOf)));
        // What is exported comes to what is shown.
        expect(listed).toHaveLength(report.total.requests);
        expect(sum(listed.map(({ costNanoUsd }) => costNanoUsd))).toBe(report.total.costNanoUsd);
      }),
      { numRuns: 60 },
    );
  });
});

/** Compares a report with the rows it is of. */
function compare(report: Report, rows: readonly Entry[]): void {
  const total = count(rows);
  expect(report.total).toEqual(total);
  for (const groups of [report.days, report.workspaces, report.routes, report.certainties]) {
    expect({
      requests: sum(groups.map((group) => group.requests)),
      costNanoUsd: sum(groups.map((group) => group.costNanoUsd)),
    }).toEqual(total);
  }
  for (const { day, model, ...counted } of report.days)
    expect(counted).toEqual(count(rows.filter((each) => dayOf(each) === day && each.model === model)));
  for (const { workspace, isRest, ...counted } of report.workspaces)
    if (!isRest) expect(counted).toEqual(count(rows.filter((each) => each.workspace === workspace)));
  for (const { certainty, ...counted } of report.certainties)
    expect(counted).toEqual(count(rows.filter((each) => each.certainty === certainty)));
  for (const { route, saved, ...counted } of report.routes) {
    const group = rows.filter((each) => each.route === route);
    expect(counted).toEqual(count(group));
    expect(saved).toEqual({
      routing: sum(group.map((each) => each.saved_routing_nano_usd)),
      cache: sum(group.map((each) => each.saved_cache_nano_usd)),
      scaling: sum(group.map((each) => each.saved_scaling_nano_usd)),
    });
  }
  const answers = Map.groupBy(
    rows.filter((each) => each.status === 200 && each.certainty !== 'free'),
    ({ route }) => route,
  );
  expect(report.latencies.map(({ route }) => route)).toEqual([...answers.keys()].sort());
  for (const { route, requests, firstDeltaMs, totalMs } of report.latencies) {
    const group = answers.get(route) ?? [];
    expect(requests).toBe(group.length);
    expect(firstDeltaMs).toEqual(percentilesOf(group.map((each) => each.first_delta_ms)));
    expect(totalMs).toEqual(percentilesOf(group.map((each) => each.total_ms)));
  }
  const costs = rows.map(costOf).filter((cost) => cost > 0);
  expect(report.dearest.map(({ costNanoUsd }) => costNanoUsd)).toEqual(
    costs.sort((a, b) => b - a).slice(0, 10),
  );
}

function dayOf({ at }: Entry): string {
  return isoDate(new Date(at));
}

function costOf({ cost_nano_usd }: Entry): number {
  return cost_nano_usd;
}

function count(rows: readonly Entry[]): Report['total'] {
  return { requests: rows.length, costNanoUsd: sum(rows.map(costOf)) };
}

function sum(values: readonly (number | null | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function percentilesOf(values: readonly (number | null | undefined)[]) {
  const list = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const percentile = (percent: number) =>
    list.find((_, index) => (index + 1) * 100 >= percent * list.length) ?? null;
  return { p50: percentile(50), p95: percentile(95), p99: percentile(99) };
}
