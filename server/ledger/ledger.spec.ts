import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NO_USAGE } from '../../protocol/usage.ts';
import { holdRequest, booking as plainBooking } from '../../test/support/bookings.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { type Database, openStorage } from '../storage/database.ts';
import type { Liveness } from '../storage/owner.ts';
import type { Booking } from './entries.ts';
import type { HoldRequest } from './holds.ts';
import { Ledger } from './ledger.ts';

const NOON = '2026-11-21T12:00:00';

/** A clock that stands still until it is set, in local time. */
function clock(start = NOON) {
  let time = new Date(start);
  return {
    now: () => time,
    set(to: string) {
      time = new Date(to);
    },
    wait(milliseconds: number) {
      time = new Date(time.getTime() + milliseconds);
    },
  };
}

async function openLedger(options: { directory?: string; now?: () => Date; liveness?: Liveness } = {}) {
  const { directory = scratchDirectory(), now = () => new Date(NOON), liveness = 'unknown' } = options;
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  const ledger = new Ledger(storage.db, { now, livenessOf: () => liveness });
  await ledger.initialize();
  return { ledger, db: storage.db, directory };
}

function request(maxNanoUsd: number, more: Partial<HoldRequest> = {}): HoldRequest {
  return holdRequest(maxNanoUsd, { requestId: `request-${maxNanoUsd}`, ...more });
}

function booking(costNanoUsd: number, more: Partial<Booking> = {}): Booking {
  const usage = { ...NO_USAGE, input: 10, output: 5 };
  return plainBooking(costNanoUsd, { usage, firstDeltaMs: 100.5, totalMs: 900, ...more });
}

/** Spent and held of the four budgets: all day, all month, this workspace's day and month. */
async function state(ledger: Ledger, workspace = 'here') {
  return (await ledger.budgets({ workspace })).map(({ spentNanoUsd, heldNanoUsd }) => [
    spentNanoUsd,
    heldNanoUsd,
  ]);
}

const rowsOf = (db: Database) => db.selectFrom('entry').selectAll().orderBy('id').execute();

describe('hold and settle', () => {
  test('a hold counts against every budget it falls under, settling replaces it', async () => {
    const { ledger } = await openLedger();
    const hold = await ledger.hold(request(500));
    expect(await state(ledger)).toEqual([
      [0, 500],
      [0, 500],
      [0, 500],
      [0, 500],
    ]);
    expect(await state(ledger, 'elsewhere')).toEqual([
      [0, 500],
      [0, 500],
      [0, 0],
      [0, 0],
    ]);
    await ledger.settle(hold, booking(123));
    expect(await state(ledger)).toEqual([
      [123, 0],
      [123, 0],
      [123, 0],
      [123, 0],
    ]);
    expect(await state(ledger, 'elsewhere')).toEqual([
      [123, 0],
      [123, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  test('the row has everything that was booked', async () => {
    const { ledger, db } = await openLedger();
    const usage = {
      input: 9,
      cachedInput: 8,
      cacheWrite: 1,
      image: 7,
      audio: 6,
      output: 5,
      reasoning: 4,
      audioOutput: 3,
    };
    const saved = { routing: 11, cache: 12, scaling: 13 };
    await ledger.settle(
      await ledger.hold(request(500, { expectedNanoUsd: 99 })),
      booking(123, { usage, saved, serviceTier: 'flex', certainty: 'estimated' }),
    );
    expect(await ledger.rows({ since: new Date(0) })).toMatchObject([
      { id: 1, questionId: 'question', usage, saved, serviceTier: 'flex', expectedNanoUsd: 99 },
    ]);
    expect(await rowsOf(db)).toMatchObject([
      {
        at: new Date(NOON).toISOString(),
        workspace: 'here',
        route: 'vision',
        provider: 'openai',
        model: 'gpt-4o',
        certainty: 'estimated',
        cost_nano_usd: 123,
        request_id: 'req_1',
        attempt: 1,
        status: 200,
        finish_reason: 'stop',
        input_tokens: 9,
        cached_input_tokens: 8,
        image_tokens: 7,
        audio_tokens: 6,
        output_tokens: 5,
        reasoning_tokens: 4,
        first_delta_ms: 100.5,
        total_ms: 900,
      },
    ]);
  });

  test('settling twice books once', async () => {
    const { ledger } = await openLedger();
    const hold = await ledger.hold(request(500));
    await ledger.settle(hold, booking(123));
    await ledger.settle(hold, booking(123));
    expect(await state(ledger)).toEqual([
      [123, 0],
      [123, 0],
      [123, 0],
      [123, 0],
    ]);
    expect(await ledger.rows({ since: new Date(0) })).toHaveLength(1);
  });

  test('never books more than was held: what is more is no exact row', async () => {
    const { ledger } = await openLedger();
    await ledger.settle(await ledger.hold(request(500)), booking(700));
    expect((await state(ledger))[0]).toEqual([500, 0]);
    expect((await ledger.summary('here')).last).toMatchObject({ costNanoUsd: 500, certainty: 'estimated' });
  });

  test('what is free is booked without a hold; anything else is not', async () => {
    const { ledger } = await openLedger();
    const head = {
      questionId: 'question',
      workspace: 'here',
      route: 'local',
      model: 'local',
      expectedNanoUsd: 0,
    } as const;
    await ledger.bookFree(head, booking(0, { certainty: 'free' }));
    await expect(ledger.bookFree(head, booking(1))).rejects.toThrow('without a hold');
    expect(await ledger.rows({ since: new Date(0) })).toMatchObject([
      { route: 'local', certainty: 'free', costNanoUsd: 0 },
    ]);
  });
});

describe('caps', () => {
  test('a new ledger has two dollars a day and forty a month', async () => {
    const { ledger } = await openLedger();
    expect(
      (await ledger.budgets({ workspace: 'here' })).map(({ scope, period, capNanoUsd }) => [
        scope,
        period,
        capNanoUsd,
      ]),
    ).toEqual([
      ['all', 'day', 2_000_000_000],
      ['all', 'month', 40_000_000_000],
      ['workspace', 'day', null],
      ['workspace', 'month', null],
    ]);
  });

  test('are exact to the nano-dollar', async () => {
    const { ledger } = await openLedger();
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 1000);
    await ledger.settle(await ledger.hold(request(400)), booking(399));
    await expect(ledger.hold(request(602))).rejects.toMatchObject({ code: 'budget-exceeded' });
    const hold = await ledger.hold(request(601));
    await expect(ledger.hold(request(1))).rejects.toMatchObject({ code: 'budget-exceeded' });
    await ledger.settle(hold, booking(0));
    await ledger.hold(request(1));
  });

  test.each([
    ['all', 'day', 'the daily budget of $0.50', '2026-11-22'],
    ['all', 'month', 'the monthly budget of $0.50', '2026-12-01'],
    ['workspace', 'day', "this workspace's daily budget of $0.50", '2026-11-22'],
    ['workspace', 'month', "this workspace's monthly budget of $0.50", '2026-12-01'],
    ['all', 'week', 'the weekly budget of $0.50', '2026-11-23'],
    ['model', 'day', 'the daily budget for gpt-4o of $0.50', '2026-11-22'],
  ] as const)(
    '%s, %s: the refusal names the budget and its figures, and nothing is held',
    async (scope, period, name, renewal) => {
      const { ledger, db } = await openLedger();
      await ledger.setBudget({ scope, subject: '', period }, 500_000_000);
      await ledger.settle(await ledger.hold(request(250_000_000)), booking(200_000_000));
      const held = await ledger.hold(request(100_000_000));
      await expect(ledger.hold(request(300_000_000))).rejects.toMatchObject({
        kind: 'budget',
        refusal: {
          scope,
          subject: '',
          period,
          capNanoUsd: 500_000_000,
          leftNanoUsd: 200_000_000,
          neededNanoUsd: 300_000_000,
          raiseToNanoUsd: 600_000_000,
        },
        message: `This question may cost up to $0.30, but ${name} has $0.20 left ($0.20 spent, $0.10 held).`,
        hint: expect.stringContaining(`It renews on ${renewal}.`),
      });
      expect(await db.selectFrom('hold').select('id').execute()).toEqual([{ id: held.holdId }]);
      expect((await state(ledger))[0]).toEqual([200_000_000, 100_000_000]);
    },
  );

  test('of a workspace bind each workspace on its own', async () => {
    const { ledger } = await openLedger();
    await ledger.setBudget({ scope: 'workspace', subject: '', period: 'day' }, 100);
    await ledger.hold(request(100));
    await expect(ledger.hold(request(1))).rejects.toMatchObject({ code: 'budget-exceeded' });
    await ledger.hold(request(100, { workspace: 'elsewhere' }));
  });

  test('may be below what is spent, and be lifted again', async () => {
    const { ledger } = await openLedger();
    await ledger.settle(await ledger.hold(request(900)), booking(900));
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 0);
    await expect(ledger.hold(request(1))).rejects.toThrow('has $0.00 left');
    // What is free fits everywhere.
    await ledger.settle(await ledger.hold(request(0)), booking(0));
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, null);
    await ledger.setBudget({ scope: 'all', subject: '', period: 'month' }, null);
    await ledger.hold(request(1_000_000_000_000_000));
  });

  test('that were lifted do not come back with the next start', async () => {
    const { ledger, directory } = await openLedger();
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, null);
    await ledger.setBudget({ scope: 'all', subject: '', period: 'month' }, null);
    const { ledger: again } = await openLedger({ directory });
    expect((await again.budgets({ workspace: 'here' })).map(({ capNanoUsd }) => capNanoUsd)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('set by one process bind another', async () => {
    const { ledger, directory } = await openLedger();
    const { ledger: other } = await openLedger({ directory });
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 10);
    await expect(other.hold(request(11))).rejects.toMatchObject({ code: 'budget-exceeded' });
  });

  test('an amount no ledger can hold is refused even without a cap', async () => {
    const { ledger } = await openLedger();
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, null);
    await ledger.setBudget({ scope: 'all', subject: '', period: 'month' }, null);
    await ledger.hold(request(Number.MAX_SAFE_INTEGER - 1));
    await expect(ledger.hold(request(2))).rejects.toMatchObject({ code: 'ledger-overflow' });
  });
});

describe('time', () => {
  test('each day and each month has a budget of its own', async () => {
    const time = clock();
    const { ledger } = await openLedger({ now: time.now });
    await ledger.settle(await ledger.hold(request(500)), booking(500));
    time.set('2026-11-22T00:00:00');
    expect(await state(ledger)).toEqual([
      [0, 0],
      [500, 0],
      [0, 0],
      [500, 0],
    ]);
    time.set('2026-12-01T00:00:00');
    expect(await state(ledger)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect((await ledger.budgets({ workspace: 'here' })).map(({ renewsAt }) => renewsAt)).toEqual(
      ['2026-12-02T00:00:00', '2027-01-01T00:00:00', '2026-12-02T00:00:00', '2027-01-01T00:00:00'].map(
        (local) => new Date(local).toISOString(),
      ),
    );
  });

  test('a question asked before midnight is paid from the budget it was held from', async () => {
    const time = clock('2026-11-30T23:59:50');
    const { ledger, db } = await openLedger({ now: time.now });
    const hold = await ledger.hold(request(500));
    time.set('2026-12-01T00:00:10');
    expect(await state(ledger)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    await ledger.settle(hold, booking(123));
    expect(await state(ledger)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    time.set('2026-11-30T12:00:00');
    expect(await state(ledger)).toEqual([
      [123, 0],
      [123, 0],
      [123, 0],
      [123, 0],
    ]);
    expect((await rowsOf(db))[0]?.at).toBe(new Date('2026-12-01T00:00:10').toISOString());
  });

  test('rows since an instant, newest first', async () => {
    const time = clock();
    const { ledger } = await openLedger({ now: time.now });
    for (const cost of [1, 2, 3]) {
      await ledger.settle(await ledger.hold(request(10)), booking(cost));
      time.wait(60_000);
    }
    const since = (local: string) =>
      ledger.rows({ since: new Date(local) }).then((rows) => rows.map((row) => row.costNanoUsd));
    expect(await since('2026-11-21T12:00:00')).toEqual([3, 2, 1]);
    expect(await since('2026-11-21T12:01:00')).toEqual([3, 2]);
    expect(await since('2026-11-21T12:02:01')).toEqual([]);
    expect((await ledger.summary('here')).last).toMatchObject({ costNanoUsd: 3, workspace: 'here' });
    expect(ledger.startOfMonth()).toEqual(new Date('2026-11-01T00:00:00'));
    expect(ledger.today()).toBe('2026-11-21');
  });
});

describe('orphans', () => {
  test('of a process that is gone are booked once, as estimated, at what had accrued', async () => {
    const { ledger: dead, directory, db } = await openLedger();
    const hold = await dead.hold(request(500, { accruedNanoUsd: 40 }));
    await dead.renew(hold, 70);
    const { ledger } = await openLedger({ directory, liveness: 'dead' });
    expect(await ledger.recoverOrphans()).toBe(1);
    expect(await ledger.recoverOrphans()).toBe(0);
    expect(await state(ledger)).toEqual([
      [70, 0],
      [70, 0],
      [70, 0],
      [70, 0],
    ]);
    expect(await rowsOf(db)).toMatchObject([
      {
        cost_nano_usd: 70,
        certainty: 'estimated',
        finish_reason: 'abandoned',
        request_id: 'request-500',
        model: 'gpt-4o',
      },
    ]);
    expect((await ledger.verify()).flaw).toBeNull();
  });

  test('of a process whose number another has now are found by their age', async () => {
    const time = clock();
    const { ledger: dead, directory } = await openLedger({ now: time.now });
    const hold = await dead.hold(request(500));
    const { ledger } = await openLedger({ directory, now: time.now });
    time.wait(29_999);
    expect(await ledger.recoverOrphans()).toBe(0);
    await dead.renew(hold, 10);
    time.wait(29_999);
    expect(await ledger.recoverOrphans()).toBe(0);
    time.wait(1);
    // The machine may have slept: only who shows no life for some seconds more is gone.
    expect(await ledger.recoverOrphans()).toBe(0);
    time.wait(4_999);
    expect(await ledger.recoverOrphans()).toBe(0);
    time.wait(1);
    expect(await ledger.recoverOrphans()).toBe(1);
    expect((await state(ledger))[0]).toEqual([10, 0]);
  });

  test('a process never takes its own requests for orphaned, however long it slept', async () => {
    const time = clock();
    const { ledger } = await openLedger({ now: time.now });
    await ledger.hold(request(500));
    time.wait(8 * 3_600_000);
    expect(await ledger.recoverOrphans()).toBe(0);
  });

  test('that were none: their owner books only what is still owed, and nothing twice', async () => {
    const time = clock();
    const { ledger: sleeper, directory, db } = await openLedger({ now: time.now });
    const dear = await sleeper.hold(request(500, { accruedNanoUsd: 100, requestId: 'dear' }));
    const cheap = await sleeper.hold(request(500, { accruedNanoUsd: 100, requestId: 'cheap' }));
    time.wait(60_000);
    const { ledger: other } = await openLedger({ directory, now: time.now });
    expect(await other.recoverOrphans()).toBe(0);
    time.wait(5_000);
    expect(await other.recoverOrphans()).toBe(2);
    await sleeper.settle(dear, booking(130));
    await sleeper.settle(cheap, booking(60));
    expect((await rowsOf(db)).map((row) => row.cost_nano_usd)).toEqual([100, 100, 30]);
    expect((await state(other))[0]).toEqual([230, 0]);
    expect((await other.verify()).flaw).toBeNull();
  });
});

test('what a restored ledger does not know of is booked all the same', async () => {
  const { ledger, db } = await openLedger();
  const hold = await ledger.hold(request(500));
  await db.deleteFrom('hold').execute();
  await db.updateTable('counter').set({ held_nano_usd: 0 }).execute();
  await ledger.settle(hold, booking(123));
  await ledger.settle(hold, booking(123));
  expect((await rowsOf(db)).map((row) => row.cost_nano_usd)).toEqual([123]);
  expect((await state(ledger))[0]).toEqual([123, 0]);
  expect((await ledger.verify()).flaw).toBeNull();
});

describe('verify', () => {
  /** A ledger of five rows, in a file that may be tampered with. */
  async function ledgerOfFive() {
    const opened = await openLedger();
    for (const cost of [1, 2, 3, 4, 5]) {
      await opened.ledger.settle(await opened.ledger.hold(request(10)), booking(cost));
    }
    expect(await opened.ledger.verify()).toEqual({ rows: 5, flaw: null });
    for (const change of ['update', 'delete'])
      await sql.raw(`drop trigger entry_no_${change}`).execute(opened.db);
    return opened;
  }

  test('an empty ledger is whole', async () => {
    const { ledger } = await openLedger();
    expect(await ledger.verify()).toEqual({ rows: 0, flaw: null });
  });

  test.each([
    ['cost_nano_usd', 0],
    ['at', '2020-01-01T00:00:00.000Z'],
    ['workspace', 'elsewhere'],
    ['certainty', 'free'],
    ['total_ms', 901],
    ['question_id', 'another'],
    ['saved_cache_nano_usd', 1],
    ['service_tier', 'flex'],
    ['local_day', null],
  ])('finds a changed %s', async (column, value) => {
    const { ledger, db } = await ledgerOfFive();
    await sql`update entry set ${sql.ref(column)} = ${value} where id = 3`.execute(db);
    expect(await ledger.verify()).toEqual({ rows: 2, flaw: { kind: 'changed', id: 3 } });
  });

  test.each([1, 3, 5])('finds that row %i is missing', async (id) => {
    const { ledger, db } = await ledgerOfFive();
    await db.deleteFrom('entry').where('id', '=', id).execute();
    expect(await ledger.verify()).toEqual({ rows: id - 1, flaw: { kind: 'missing', id } });
  });

  test('finds rows that changed places', async () => {
    const { ledger, db } = await ledgerOfFive();
    await sql`update entry set id = 99 where id = 2`.execute(db);
    expect((await ledger.verify()).flaw).toEqual({ kind: 'missing', id: 2 });
  });

  test('finds an emptied ledger', async () => {
    const { ledger, db } = await ledgerOfFive();
    await db.deleteFrom('entry').execute();
    expect(await ledger.verify()).toEqual({ rows: 0, flaw: { kind: 'missing', id: 1 } });
  });

  test('finds counters that know of other sums', async () => {
    const { ledger, db } = await ledgerOfFive();
    await db.updateTable('counter').set({ spent_nano_usd: 14 }).where('period', '=', 'month').execute();
    expect((await ledger.verify()).flaw).toEqual({ kind: 'sum', rowsNanoUsd: 15, countersNanoUsd: 14 });
  });

  test('rows cannot be changed or deleted by mistake', async () => {
    const { ledger, db } = await openLedger();
    await ledger.settle(await ledger.hold(request(10)), booking(1));
    await expect(db.updateTable('entry').set({ cost_nano_usd: 0 }).execute()).rejects.toThrow('append-only');
    await expect(db.deleteFrom('entry').execute()).rejects.toThrow('append-only');
  });
});
