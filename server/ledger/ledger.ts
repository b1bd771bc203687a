import { randomUUID } from 'node:crypto';
import type { Route } from '../../protocol/route.ts';
import type { BudgetKey, BudgetState, SpendRow, SpendSummary } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import { type Liveness, livenessOf, processStart } from '../storage/owner.ts';
import { type BudgetsOf, budgetStates, seedCaps, setCap } from './budgets.ts';
import { type BudgetChange, budgetChanges } from './changes.ts';
import {
  appendEntry,
  type Booking,
  type EntryHead,
  entriesBetween,
  type Flaw,
  lastEntry,
  type RowRange,
  spentBetween,
  typicalOutput,
  verifyEntries,
} from './entries.ts';
import {
  expiry,
  type Hold,
  type HoldRequest,
  type KnownCounters,
  type Owner,
  placeHold,
  type Settled,
  settleHold,
  settleOrphan,
} from './holds.ts';
import { isoDate } from './periods.ts';
import { type UnusualDay, unusualDay } from './usual.ts';

/** How long an owner that may just have slept has to show that it lives, in milliseconds: a few renewals. */
const WAKE_UP_MS = 5_000;

interface Suspicion {
  expiresAt: string;
  /** By this machine's clock, in milliseconds. */
  seenAt: number;
}

export interface LedgerOptions {
  /** The time now; tests turn the clock. */
  now?: () => Date;
  /** Whether the process that made a hold is still there; tests kill some. */
  livenessOf?: (pid: number, startedAt: string) => Liveness;
}

/** The money: budgets, holds and the append-only list of what was paid. */
export class Ledger {
  readonly #db: Database;
  /** The time, by the clock the ledger goes by. */
  readonly now: () => Date;
  readonly #livenessOf: (pid: number, startedAt: string) => Liveness;
  readonly #owner: Owner = { pid: process.pid, id: randomUUID(), startedAt: processStart(process.pid) };
  /** Those of the last hold. */
  #counters: KnownCounters | undefined;
  /** What could not be written yet; tried again whenever orphans are looked for. */
  readonly #unsettled = new Map<string, { hold: Hold; booking: Booking }>();
  /** Expired holds of owners nothing is known of: when they had expired, and when that was seen first. */
  #suspects = new Map<string, Suspicion>();

  constructor(db: Database, options: LedgerOptions = {}) {
    this.#db = db;
    this.now = options.now ?? (() => new Date());
    this.#livenessOf = options.livenessOf ?? livenessOf;
  }

  /** Puts the default caps into a ledger that was never given any. */
  async initialize(): Promise<void> {
    await this.#db.transaction().execute((tx) => seedCaps(tx, this.now()));
  }

  /**
   * Sets money aside in every budget the request falls under, or in none.
   * @throws BudgetError naming the budget without room.
   */
  async hold(request: HoldRequest): Promise<Hold> {
    const { hold, counters } = await this.#db
      .transaction()
      .execute((tx) => placeHold(tx, this.now(), this.#owner, request, this.#counters));
    // Not before it is committed: counters that a transaction made and took back leave their ids to others.
    this.#counters = counters;
    return hold;
  }

  /** A sign of life from a request under way: moves its expiry, and what is booked should its owner die. */
  async renew(hold: Hold, accruedNanoUsd: number): Promise<void> {
    await this.#db
      .updateTable('hold')
      .set({
        expires_at: expiry(this.now()),
        accrued_nano_usd: Math.min(accruedNanoUsd, hold.maxNanoUsd),
      })
      .where('id', '=', hold.holdId)
      .execute();
  }

  /**
   * Replaces a hold by what it came to, in one transaction, and never by more
   * than was held. The row is on disk when this returns; if it throws, the hold
   * stays and booking it is tried again later.
   */
  async settle(hold: Hold, booking: Booking): Promise<Settled> {
    const bounded: Booking =
      booking.costNanoUsd <= hold.maxNanoUsd
        ? booking
        : { ...booking, costNanoUsd: hold.maxNanoUsd, certainty: 'estimated' };
    this.#unsettled.set(hold.holdId, { hold, booking: bounded });
    const settled = await this.#db.transaction().execute((tx) => settleHold(tx, this.now(), hold, bounded));
    this.#unsettled.delete(hold.holdId);
    return settled;
  }

  /** Books something that needed no hold because it cost nothing. */
  async bookFree(entry: EntryHead, booking: Booking): Promise<void> {
    if (booking.costNanoUsd !== 0) throw new Error('Only what is free is booked without a hold.');
    const now = this.now();
    await this.#db.transaction().execute((tx) => appendEntry(tx, now, isoDate(now), entry, booking));
  }

  /**
   * Settles the holds of owners that are gone, as estimated, at what had
   * accrued; and those of this process that could not be settled before.
   * @returns how many holds had no owner.
   */
  async recoverOrphans(): Promise<number> {
    for (const { hold, booking } of [...this.#unsettled.values()]) await this.settle(hold, booking);
    // Looked at before anything is locked: nearly always there is none.
    const others = await this.#db
      .selectFrom('hold')
      .selectAll()
      .where('owner_id', '!=', this.#owner.id)
      .execute();
    const now = this.now();
    const suspects = new Map<string, Suspicion>();
    const gone = others.filter((hold) => {
      const liveness = this.#livenessOf(hold.owner_pid, hold.owner_started_at);
      // An expiry further away than any is set was set by a clock that has been put back since.
      const isFresh = hold.expires_at > now.toISOString() && hold.expires_at <= expiry(now);
      if (liveness !== 'unknown' || isFresh) return liveness === 'dead';
      // The machine may have slept, and the owner be about to show that it lives: look twice.
      const before = this.#suspects.get(hold.id);
      const isNew = before?.expiresAt !== hold.expires_at || before.seenAt > now.getTime();
      const seenAt = isNew ? now.getTime() : before.seenAt;
      suspects.set(hold.id, { expiresAt: hold.expires_at, seenAt });
      return now.getTime() - seenAt >= WAKE_UP_MS;
    });
    this.#suspects = suspects;
    if (gone.length === 0) return 0;
    return this.#db.transaction().execute(async (tx) => {
      let count = 0;
      for (const { id, expires_at } of gone) {
        // Unless somebody else was quicker, or its owner has woken up.
        const orphan = await tx
          .selectFrom('hold')
          .selectAll()
          .where('id', '=', id)
          .where('expires_at', '=', expires_at)
          .executeTakeFirst();
        if (!orphan) continue;
        await settleOrphan(tx, this.now(), orphan);
        count++;
      }
      return count;
    });
  }

  /** Sets a cap, or with null lifts it. */
  async setBudget(key: BudgetKey, capNanoUsd: number | null): Promise<void> {
    await this.#db.transaction().execute((tx) => setCap(tx, this.now(), key, capNanoUsd));
  }

  /** What was changed about budgets, newest first. */
  changes(): Promise<BudgetChange[]> {
    return budgetChanges(this.#db);
  }

  /** The user knows that spending may be missing from a restored ledger: budgets count what is left. */
  async acceptRestored(): Promise<void> {
    const at = this.now().toISOString();
    await this.#db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('restoration')
        .set({ accepted_at: at })
        .where('accepted_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return;
      const change = { at, kind: 'accept', scope: 'all', subject: '', period: '', question_id: '' };
      await tx
        .insertInto('budget_change')
        .values({ ...change, from_nano_usd: null, to_nano_usd: null })
        .execute();
    });
  }

  /** Every budget's state now, for a workspace and, if named, models. */
  budgets(spender: BudgetsOf): Promise<BudgetState[]> {
    return budgetStates(this.#db, this.now(), spender);
  }

  /** What the meter shows, but for notes about models. */
  async summary(workspace: string): Promise<SpendSummary> {
    // Newest first; more than one where a ledger was damaged again before the user accepted the first.
    const restorations = await this.#db
      .selectFrom('restoration')
      .selectAll()
      .where('accepted_at', 'is', null)
      .orderBy('id', 'desc')
      .execute();
    const [newest] = restorations;
    const since = restorations.map(({ certain_until }) => certain_until).sort()[0];
    return {
      budgets: await this.budgets({ workspace }),
      last: await lastEntry(this.#db),
      notes: [],
      uncertain:
        newest && since !== undefined ? { since, until: newest.at, setAside: newest.set_aside } : null,
    };
  }

  /** The rows of a time, newest first. */
  rows(range: RowRange): Promise<SpendRow[]> {
    return entriesBetween(this.#db, range);
  }

  /** What the rows of a time come to, in nano-dollars. */
  spent(range: RowRange): Promise<number> {
    return spentBetween(this.#db, range);
  }

  /** What answers of this kind usually take, in output tokens; undefined before there are some. */
  typicalOutput(route: Route, model: string): Promise<number | undefined> {
    return typicalOutput(this.#db, route, model);
  }

  /** Whether today is a day out of the ordinary. */
  unusualToday(): Promise<UnusualDay | undefined> {
    return unusualDay(this.#db, this.now());
  }

  /**
   * Whether it is time to tell something again; if so, it counts as told, in every window.
   * @param everyMs how long it is not told again, in milliseconds
   */
  async tellOnce(what: string, everyMs: number): Promise<boolean> {
    const now = this.now();
    const at = now.toISOString();
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('told')
      .values({ what, at })
      .onConflict((conflict) =>
        conflict
          .column('what')
          .doUpdateSet({ at })
          // What was told in the future was told by a clock that has been put right since.
          .where(({ or, eb }) =>
            or([
              eb('told.at', '<=', new Date(now.getTime() - everyMs).toISOString()),
              eb('told.at', '>', at),
            ]),
          ),
      )
      .executeTakeFirstOrThrow();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** Checks that no row was changed or lost: how many are right, and what is wrong first. */
  verify(): Promise<{ rows: number; flaw: Flaw | null }> {
    return verifyEntries(this.#db);
  }

  /** The first of this month, local time: where a list of spending starts unless asked otherwise. */
  startOfMonth(): Date {
    const now = this.now();
    return new Date(now.getFullYear(), now.getMonth(), 1);
  }

  /** Today's local date, ISO: the day prices and successors are looked up for. */
  today(): string {
    return isoDate(this.now());
  }
}
