import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { BudgetError } from '../../protocol/errors.ts';
import { booking } from '../../test/support/bookings.ts';
import { openStorage, type Storage } from '../storage/database.ts';
import type { Hold } from './holds.ts';
import { Ledger } from './ledger.ts';

// Two daemons on one ledger, in every order of what they do and of what happens to them. The clock
// is ours, and so is who is alive.

const CAP = 1000;
const CAPPED = ['all day', 'workspace month', 'model week'];
const START = new Date('2026-11-30T23:00:00').getTime();

/** How much each of a hold's counters allows for it, by the counter's id. */
const Allowed = z.record(z.string(), z.int().nonnegative());

type Action =
  | { kind: 'hold'; who: 0 | 1; amount: number; accrued: number }
  | { kind: 'settle'; which: number; percent: number }
  | { kind: 'renew'; which: number; percent: number }
  | { kind: 'recover'; who: 0 | 1 }
  | { kind: 'crash'; who: 0 | 1 }
  | { kind: 'wait'; seconds: number }
  | { kind: 'allow'; who: 0 | 1; amount: number };

const who = fc.constantFrom<0 | 1>(0, 1);
const percent = fc.integer({ min: 0, max: 100 });
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('hold'),
      who,
      amount: fc.integer({ min: 1, max: 700 }),
      accrued: percent,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle'), which: fc.nat(9), percent }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('renew'), which: fc.nat(9), percent }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('recover'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash'), who }) },
  // Past midnight and the end of the month, too; and a clock that is put back.
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait'),
      seconds: fc.constantFrom(5, 29, 31, 1800, -1800, -86_400),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('allow'), who, amount: fc.integer({ min: 1, max: 2000 }) }),
  },
);

const folder = mkdtempSync(join(tmpdir(), 'lenscap-races-'));
const storages: Storage[] = [];
beforeAll(async () => {
  for (const _ of [0, 1]) storages.push(await openStorage(folder));
  // These ledgers are thrown away: waiting for the disk proves nothing here.
  for (const { db } of storages) await sql`pragma synchronous = off`.execute(db);
});
afterAll(async () => {
  for (const storage of storages) await storage.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => clear());

function storage(index: 0 | 1): Storage {
  const found = storages[index];
  if (!found) throw new Error('There are two connections.');
  return found;
}

async function clear(): Promise<void> {
  for (const table of ['hold', 'counter', 'budget'] as const) {
    await storage(0).db.deleteFrom(table).execute();
  }
  // Rows are append-only for everybody else.
  await sql`drop trigger if exists entry_no_delete`.execute(storage(0).db);
  await storage(0).db.deleteFrom('entry').execute();
  await sql`delete from sqlite_sequence where name = 'entry'`.execute(storage(0).db);
}

class World {
  #now = START;
  readonly #dead = new Set<string>();
  readonly #ledgers: [Ledger, Ledger];
  readonly holds: { hold: Hold; by: Ledger }[] = [];
  /** What owners booked that others had taken for dead: money that really was spent without room for it. */
  late = 0;
  #requests = 0;

  constructor() {
    this.#ledgers = [this.#start(0), this.#start(1)];
  }

  #start(index: 0 | 1): Ledger {
    // All are one process here: who is dead, the ledger under test learns by age alone.
    return new Ledger(storage(index).db, { now: () => new Date(this.#now), livenessOf: () => 'unknown' });
  }

  async prepare(): Promise<void> {
    await clear();
    await this.#ledgers[0].setBudget({ scope: 'all', subject: '', period: 'day' }, CAP);
    await this.#ledgers[0].setBudget({ scope: 'workspace', subject: '', period: 'month' }, CAP);
    await this.#ledgers[0].setBudget({ scope: 'model', subject: 'gpt-4o', period: 'week' }, CAP);
  }

  async do(step: Action): Promise<void> {
    switch (step.kind) {
      case 'hold':
        return this.#hold(step);
      case 'settle':
        return this.#settle(step);
      case 'renew': {
        const found = this.#pick(step.which);
        await found?.by.renew(found.hold, share(found.hold.maxNanoUsd, step.percent));
        return;
      }
      case 'recover':
        await this.#ledgers[step.who].recoverOrphans();
        return;
      case 'crash': {
        const dead = this.#ledgers[step.who];
        for (const { hold, by } of this.holds) if (by === dead) this.#dead.add(hold.holdId);
        this.#ledgers[step.who] = this.#start(step.who);
        return;
      }
      case 'wait':
        this.#now += step.seconds * 1000;
        return;
      case 'allow':
        return this.#hold({ ...step, kind: 'hold', accrued: 50 }, step.amount);
    }
  }

  async #hold(
    { who: index, amount, accrued }: Extract<Action, { kind: 'hold' }>,
    allowNanoUsd?: number,
  ): Promise<void> {
    const by = this.#ledgers[index];
    try {
      const hold = await by.hold({
        requestId: `request-${this.#requests++}`,
        questionId: 'question',
        workspace: 'here',
        route: 'text',
        model: 'gpt-4o',
        maxNanoUsd: amount,
        expectedNanoUsd: 0,
        accruedNanoUsd: share(amount, accrued),
        allowNanoUsd,
      });
      this.holds.push({ hold, by });
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error;
      expect(allowNanoUsd).toBeUndefined();
      // Refused only where there truly was no room.
      const fits = (await by.budgets({ workspace: 'here' })).every(
        ({ capNanoUsd, allowedNanoUsd, spentNanoUsd, heldNanoUsd }) =>
          capNanoUsd === null || spentNanoUsd + heldNanoUsd + amount <= capNanoUsd + allowedNanoUsd,
      );
      expect(fits).toBe(false);
    }
  }

  async #settle({ which, percent: of }: Extract<Action, { kind: 'settle' }>): Promise<void> {
    const found = this.#pick(which);
    if (!found) return;
    const before = await total('entry');
    const isOpen = (await storage(0).db.selectFrom('hold').select('id').execute()).some(
      ({ id }) => id === found.hold.holdId,
    );
    await found.by.settle(
      found.hold,
      booking(share(found.hold.maxNanoUsd, of), { requestId: found.hold.requestId }),
    );
    this.holds.splice(this.holds.indexOf(found), 1);
    if (!isOpen) this.late += (await total('entry')) - before;
  }

  /** A hold whose owner lives: the dead neither renew nor settle. */
  #pick(which: number) {
    const living = this.holds.filter(({ hold }) => !this.#dead.has(hold.holdId));
    return living.length === 0 ? undefined : living[which % living.length];
  }
}

function share(amount: number, of: number): number {
  return Math.floor((amount * of) / 100);
}

async function total(table: 'entry'): Promise<number> {
  const { sum } = await storage(0)
    .db.selectFrom(table)
    .select(({ fn }) => fn.sum<number | null>('cost_nano_usd').as('sum'))
    .executeTakeFirstOrThrow();
  return sum ?? 0;
}

/** What holds at every moment, whoever looks. */
async function check(late: number): Promise<void> {
  const { db } = storage(1);
  const counters = await db.selectFrom('counter').selectAll().execute();
  const holds = await db.selectFrom('hold').selectAll().execute();
  for (const counter of counters) {
    const here = holds.flatMap(({ amount_nano_usd: amount, counters: taken }) => {
      const allowed = Allowed.parse(JSON.parse(taken))[counter.id];
      return allowed === undefined ? [] : [{ amount, allowed }];
    });
    expect(counter.held_nano_usd).toBe(here.reduce((sum, { amount }) => sum + amount, 0));
    const allowed = here.reduce((sum, each) => sum + each.allowed, 0);
    expect(counter.allowed_nano_usd).toBeGreaterThanOrEqual(allowed);
    if (CAPPED.includes(`${counter.scope} ${counter.period}`))
      expect(counter.spent_nano_usd + counter.held_nano_usd).toBeLessThanOrEqual(
        CAP + counter.allowed_nano_usd + late,
      );
  }
  for (const { counters: taken } of holds)
    expect(Object.keys(Allowed.parse(JSON.parse(taken)))).toHaveLength(9);
  for (const period of ['day', 'week', 'month']) {
    for (const scope of ['all', 'workspace', 'model']) {
      const spent = counters
        .filter((counter) => counter.period === period && counter.scope === scope)
        .reduce((sum, counter) => sum + counter.spent_nano_usd, 0);
      expect(spent).toBe(await total('entry'));
    }
  }
}

test('in whatever order: no cap is passed, nothing is lost, nothing is counted twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (actions) => {
      const world = new World();
      await world.prepare();
      for (const step of actions) {
        await world.do(step);
        await check(world.late);
      }
      // In the end everybody is gone, and nothing stays held.
      await world.do({ kind: 'crash', who: 0 });
      await world.do({ kind: 'crash', who: 1 });
      await world.do({ kind: 'wait', seconds: 31 });
      // Once to suspect, once to be sure.
      await world.do({ kind: 'recover', who: 0 });
      await world.do({ kind: 'wait', seconds: 5 });
      await world.do({ kind: 'recover', who: 0 });
      await check(world.late);
      expect(await storage(0).db.selectFrom('hold').select('id').execute()).toEqual([]);
      const verified = await new Ledger(storage(0).db).verify();
      expect(verified.flaw).toBeNull();
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('many questions at once in one process: as many are held as fit', async () => {
  const ledger = new Ledger(storage(0).db);
  await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, CAP);
  const asked = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      ledger.hold({
        requestId: `${index}`,
        questionId: `${index}`,
        workspace: 'here',
        route: 'text',
        model: 'gpt-4o',
        maxNanoUsd: 30,
        expectedNanoUsd: 0,
        accruedNanoUsd: 0,
      }),
    ),
  );
  const held = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  expect(held).toHaveLength(33);
  await Promise.all(held.map((hold) => ledger.settle(hold, booking(30, { requestId: hold.requestId }))));
  const [day] = await ledger.budgets({ workspace: 'here' });
  expect(day).toMatchObject({ spentNanoUsd: 990, heldNanoUsd: 0 });
  expect(await ledger.verify()).toEqual({ rows: 33, flaw: null });
});
