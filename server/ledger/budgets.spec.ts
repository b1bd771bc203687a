import { describe, expect, onTestFinished, test } from 'vitest';
import { NO_USAGE } from '../../protocol/usage.ts';
import { booking, holdRequest } from '../../test/support/bookings.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { openStorage } from '../storage/database.ts';
import { describeChange } from './changes.ts';
import { rebuildCounters } from './counters.ts';
import type { HoldRequest } from './holds.ts';
import { Ledger } from './ledger.ts';
import { unusualNote } from './usual.ts';

const DOLLAR = 1_000_000_000;

/** An open ledger without caps, and its clock, local time. */
async function open(start = '2026-11-21T12:00:00') {
  const storage = await openStorage(scratchDirectory());
  onTestFinished(() => storage.close());
  const time = { now: new Date(start) };
  const ledger = new Ledger(storage.db, { now: () => time.now });
  await ledger.initialize();
  for (const period of ['day', 'month'] as const)
    await ledger.setBudget({ scope: 'all', subject: '', period }, null);
  const spend = async (cost: number, more: Partial<HoldRequest> = {}) =>
    ledger.settle(await ledger.hold(holdRequest(cost, more)), booking(cost));
  return { ledger, db: storage.db, time, spend };
}

const ALL_DAY = { scope: 'all', subject: '', period: 'day' } as const;

describe('subjects', () => {
  test('a model that has a budget of its own does not fall under that of each model', async () => {
    const { ledger } = await open();
    await ledger.setBudget({ scope: 'model', subject: '', period: 'day' }, 100);
    await ledger.setBudget({ scope: 'model', subject: 'gpt-4o', period: 'day' }, 300);
    await ledger.hold(holdRequest(300));
    await ledger.hold(holdRequest(100, { model: 'gpt-6-luna' }));
    for (const model of ['gpt-4o', 'gpt-6-luna'])
      await expect(ledger.hold(holdRequest(1, { model }))).rejects.toMatchObject({
        refusal: { subject: model === 'gpt-4o' ? model : '' },
      });
    const shown = await ledger.budgets({ workspace: 'here' });
    expect(
      shown.flatMap(({ scope, subject, isEveryones }) => (scope === 'model' ? [[subject, isEveryones]] : [])),
    ).toEqual([
      ['gpt-4o', undefined],
      ['gpt-6-luna', true],
    ]);
  });

  test('are shown where they have a cap', async () => {
    const { ledger, spend } = await open();
    await ledger.setBudget({ scope: 'model', subject: 'gpt-4o', period: 'week' }, 100);
    await ledger.setBudget({ scope: 'workspace', subject: 'elsewhere', period: 'week' }, 100);
    await spend(7);
    const shown = (await ledger.budgets({ workspace: 'here' })).map(
      ({ scope, subject, period, spentNanoUsd }) => `${scope} ${subject} ${period} ${spentNanoUsd}`,
    );
    expect(shown).toEqual([
      'all  day 7',
      'all  month 7',
      'workspace here day 7',
      'workspace here month 7',
      'model gpt-4o week 7',
    ]);
  });

  test('a scope that gets its first budget in mid-month has what was spent before', async () => {
    const { ledger, db, spend, time } = await open('2026-11-18T12:00:00');
    await spend(40);
    time.now = new Date('2026-11-20T12:00:00');
    await spend(30);
    // As a ledger from before there were weeks and models.
    await db.deleteFrom('counter').where('scope', '=', 'model').execute();
    await ledger.setBudget({ scope: 'model', subject: 'gpt-4o', period: 'week' }, 100);
    const week = (await ledger.budgets({ workspace: 'here' })).find(({ scope }) => scope === 'model');
    expect(week).toMatchObject({ spentNanoUsd: 70, renewsAt: new Date('2026-11-23T00:00:00').toISOString() });
    await expect(ledger.hold(holdRequest(31))).rejects.toMatchObject({ refusal: { leftNanoUsd: 30 } });
    await ledger.hold(holdRequest(30));
  });
});

describe('allowing one question beyond a budget', () => {
  test('lets it pass, and nothing after it', async () => {
    const { ledger } = await open();
    await ledger.setBudget(ALL_DAY, 100);
    await ledger.settle(await ledger.hold(holdRequest(90)), booking(80));
    await expect(ledger.hold(holdRequest(50))).rejects.toMatchObject({ refusal: { neededNanoUsd: 50 } });
    const hold = await ledger.hold(holdRequest(50, { allowNanoUsd: 50 }));
    await expect(ledger.hold(holdRequest(1))).rejects.toMatchObject({ code: 'budget-exceeded' });
    await ledger.settle(hold, booking(45));
    // 100 were there, 125 are spent: the five it did not use are gone with it.
    await expect(ledger.hold(holdRequest(1))).rejects.toMatchObject({ refusal: { leftNanoUsd: 0 } });
    const [day] = await ledger.budgets({ workspace: 'here' });
    expect(day).toMatchObject({ spentNanoUsd: 125, heldNanoUsd: 0, allowedNanoUsd: 25 });
  });

  test('that turns out to fit leaves the budget as it was', async () => {
    const { ledger } = await open();
    await ledger.setBudget(ALL_DAY, 100);
    await ledger.settle(await ledger.hold(holdRequest(150, { allowNanoUsd: 200 })), booking(30));
    const [day] = await ledger.budgets({ workspace: 'here' });
    expect(day).toMatchObject({ spentNanoUsd: 30, allowedNanoUsd: 0 });
    await ledger.hold(holdRequest(70));
    await expect(ledger.hold(holdRequest(1))).rejects.toMatchObject({ code: 'budget-exceeded' });
  });

  test('does not go further than what was agreed to', async () => {
    const { ledger } = await open();
    await ledger.setBudget(ALL_DAY, 0);
    await expect(ledger.hold(holdRequest(51, { allowNanoUsd: 50 }))).rejects.toMatchObject({
      code: 'budget-exceeded',
    });
  });

  test('is recorded, as raised caps are', async () => {
    const { ledger } = await open();
    await ledger.setBudget(ALL_DAY, DOLLAR);
    await ledger.setBudget(ALL_DAY, DOLLAR);
    await ledger.hold(holdRequest(3 * DOLLAR, { allowNanoUsd: 3 * DOLLAR }));
    await ledger.setBudget(ALL_DAY, 4 * DOLLAR);
    const [raised, allowed, set] = (await ledger.changes()).map(describeChange);
    expect(set).toBe("2026-11-21 12:00  the day's budget: no cap → $1.00");
    expect(allowed).toBe(
      "2026-11-21 12:00  question question was allowed beyond the day's budget: $1.00 → $3.00",
    );
    expect(raised).toBe("2026-11-21 12:00  the day's budget: $1.00 → $4.00");
  });

  test.each([
    [0, 10_000_001, 15_000_000],
    [DOLLAR, 2 * DOLLAR, 3 * DOLLAR],
    [DOLLAR, DOLLAR, 2 * DOLLAR],
    [7.5 * DOLLAR, DOLLAR, 10 * DOLLAR],
  ])('spent %i, needed %i: would fit under %i', async (spent, needed, raised) => {
    const { ledger, spend } = await open();
    await spend(spent);
    await ledger.setBudget(ALL_DAY, spent);
    await expect(ledger.hold(holdRequest(needed))).rejects.toMatchObject({
      refusal: { raiseToNanoUsd: raised },
    });
    await ledger.setBudget(ALL_DAY, raised);
    await ledger.hold(holdRequest(needed));
  });
});

describe('soft thresholds', () => {
  test.each([
    [49, []],
    [50, [50]],
    [79, [50]],
    [80, [80]],
    [96, [95]],
    [100, [95]],
  ])('%i of 100: %j', async (cost, percents) => {
    const { ledger, spend } = await open();
    await ledger.setBudget(ALL_DAY, 100);
    const { passed } = await spend(cost);
    expect(passed.map(({ percent }) => percent)).toEqual(percents);
    for (const { budget } of passed) expect(budget).toMatchObject({ scope: 'all', spentNanoUsd: cost });
  });

  test('are passed once', async () => {
    const { ledger, spend } = await open();
    await ledger.setBudget(ALL_DAY, 100);
    expect((await spend(60)).passed).toHaveLength(1);
    expect((await spend(10)).passed).toHaveLength(0);
    expect((await spend(10)).passed).toMatchObject([{ percent: 80 }]);
  });
});

describe('a restored ledger', () => {
  const restored = {
    at: new Date('2026-11-21T11:00:00').toISOString(),
    certain_until: new Date('2026-11-19T18:00:00').toISOString(),
    set_aside: 'lenscap-damaged.db',
  };

  test('lets nothing pass that costs money until it is accepted', async () => {
    const { ledger, db } = await open();
    await ledger.setBudget(ALL_DAY, DOLLAR);
    await db.insertInto('restoration').values(restored).execute();
    expect((await ledger.summary('here')).uncertain).toEqual({
      since: restored.certain_until,
      until: restored.at,
      setAside: restored.set_aside,
    });
    await expect(ledger.hold(holdRequest(1, { allowNanoUsd: 1 }))).rejects.toMatchObject({
      kind: 'budget',
      code: 'ledger-uncertain',
    });
    await ledger.acceptRestored();
    await ledger.hold(holdRequest(1));
    expect((await ledger.summary('here')).uncertain).toBeNull();
    expect((await ledger.changes())[0]).toMatchObject({ kind: 'accept' });
  });

  test('matters to no budget that began after it', async () => {
    const { ledger, db, time } = await open();
    await ledger.setBudget(ALL_DAY, DOLLAR);
    await db.insertInto('restoration').values(restored).execute();
    time.now = new Date('2026-11-22T00:00:00');
    await ledger.hold(holdRequest(1));
    await ledger.setBudget({ scope: 'all', subject: '', period: 'month' }, DOLLAR);
    await expect(ledger.hold(holdRequest(1))).rejects.toMatchObject({ code: 'ledger-uncertain' });
    time.now = new Date('2026-12-01T00:00:00');
    await ledger.hold(holdRequest(1));
  });

  test('and no ledger without budgets', async () => {
    const { ledger, db } = await open();
    await db.insertInto('restoration').values(restored).execute();
    await ledger.hold(holdRequest(1));
  });

  test('that was damaged twice is uncertain from the first time on', async () => {
    const { ledger, db } = await open();
    const later = {
      ...restored,
      certain_until: restored.at,
      at: new Date('2026-11-21T11:30:00').toISOString(),
    };
    for (const each of [restored, later]) await db.insertInto('restoration').values(each).execute();
    expect((await ledger.summary('here')).uncertain).toMatchObject({
      since: restored.certain_until,
      until: later.at,
    });
  });

  test('counts rows of months that have no counter', async () => {
    const { ledger, db, spend, time } = await open('2026-10-31T12:00:00');
    await spend(5);
    await db.deleteFrom('counter').execute();
    time.now = new Date('2026-11-01T12:00:00');
    await rebuildCounters(db);
    expect(await ledger.verify()).toEqual({ rows: 1, flaw: null });
  });

  test('counts its rows anew', async () => {
    const { ledger, db, spend, time } = await open('2026-10-31T12:00:00');
    await spend(5);
    time.now = new Date('2026-11-01T12:00:00');
    await spend(7);
    await db.updateTable('counter').set({ spent_nano_usd: 99 }).execute();
    await rebuildCounters(db);
    expect((await ledger.verify()).flaw).toBeNull();
    const [day, month] = await ledger.budgets({ workspace: 'here' });
    expect([day?.spentNanoUsd, month?.spentNanoUsd]).toEqual([7, 7]);
  });
});

describe('what is usual', () => {
  test('of answers: the median of the latest fifty, once there are five', async () => {
    const { ledger } = await open();
    const answer = async (output: number) =>
      ledger.settle(await ledger.hold(holdRequest(1)), booking(1, { usage: { ...NO_USAGE, output } }));
    for (const output of [100, 900, 200, 800]) await answer(output);
    expect(await ledger.typicalOutput('vision', 'gpt-4o')).toBeUndefined();
    await answer(300);
    expect(await ledger.typicalOutput('vision', 'gpt-4o')).toBe(300);
    expect(await ledger.typicalOutput('text', 'gpt-4o')).toBeUndefined();
    for (let count = 0; count < 50; count++) await answer(70);
    expect(await ledger.typicalOutput('vision', 'gpt-4o')).toBe(70);
  });

  /** A week of days that cost about ten cents. */
  async function usualWeek() {
    const opened = await open('2026-11-10T12:00:00');
    for (let day = 10; day < 17; day++) {
      opened.time.now = new Date(2026, 10, day, 12);
      await opened.spend(DOLLAR / 10 + day);
    }
    opened.time.now = new Date('2026-11-17T12:00:00');
    return opened;
  }

  test('of days: three times the median is not', async () => {
    const { ledger, spend } = await usualWeek();
    await spend(0.29 * DOLLAR);
    expect(await ledger.unusualToday()).toBeUndefined();
    await spend(0.02 * DOLLAR);
    const unusual = await ledger.unusualToday();
    expect(unusual && unusualNote(unusual)).toBe(
      'Today cost $0.31 so far; a usual day of yours is about $0.10.',
    );
  });

  test('of days: nothing is unusual before there is a week to go by', async () => {
    const { ledger, spend, db } = await usualWeek();
    await db.deleteFrom('counter').where('starts_on', '=', '2026-11-10').execute();
    await spend(5 * DOLLAR);
    expect(await ledger.unusualToday()).toBeUndefined();
  });
});

test('what is told once a week is told once a week, whoever asks and whatever the clock does', async () => {
  const { ledger, db, time } = await open();
  const week = 7 * 86_400_000;
  const other = new Ledger(db, { now: () => time.now });
  expect(await ledger.tellOnce('retiring', week)).toBe(true);
  expect(await other.tellOnce('retiring', week)).toBe(false);
  expect(await ledger.tellOnce('another', week)).toBe(true);
  time.now = new Date(time.now.getTime() + week - 1);
  expect(await other.tellOnce('retiring', week)).toBe(false);
  time.now = new Date(time.now.getTime() + 1);
  expect(await other.tellOnce('retiring', week)).toBe(true);
  time.now = new Date('2026-01-01T00:00:00');
  expect(await ledger.tellOnce('retiring', week)).toBe(true);
});
