import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { Route } from '../../protocol/route.ts';
import type { BudgetPeriod, BudgetScope, BudgetState, SpendRow, SpendSummary } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
import { budgetStates, currentCounters, noRoom, seedCaps, setCap } from './budgets.ts';
import {
  appendEntry,
  type Booking,
  type EntryHead,
  entriesSince,
  lastEntry,
  NO_USAGE,
  verifyEntries,
} from './entries.ts';
import { isoDate } from './periods.ts';

/** Why a request ended whose owner did not say. */
const ABANDONED = 'abandoned';

/** How long a hold outlives the last sign of life of its owner. */
const HOLD_LIFETIME_MS = 30_000;

/** What a request may cost at most, and what it would be booked under. */
export interface HoldRequest extends EntryHead {
  requestId: string;
  maxNanoUsd: number;
  /** What is owed from the moment the request is sent: its input. */
  accruedNanoUsd: number;
}

/** Proof that money was set aside. The gateway sends nothing without one. */
export interface Hold extends HoldRequest {
  readonly holdId: string;
}

export interface LedgerOptions {
  /** The time now; tests turn the clock. */
  now?: () => Date;
  /** Whether a process is still there; tests kill some. */
  isAlive?: (pid: number) => boolean;
}

/** The money: budgets, holds and the append-only list of what was paid. */
export class Ledger {
  readonly #db: Database;
  readonly #now: () => Date;
  readonly #isAlive: (pid: number) => boolean;
  readonly #ownerId = randomUUID();
  /** What could not be written yet; tried again whenever orphans are looked for. */
  readonly #unsettled = new Map<string, { hold: Hold; booking: Booking }>();

  constructor(db: Database, options: LedgerOptions = {}) {
    this.#db = db;
    this.#now = options.now ?? (() => new Date());
    this.#isAlive = options.isAlive ?? processIsAlive;
  }

  /** Puts the default caps into a ledger that was never given any. */
  async initialize(): Promise<void> {
    await this.#db.transaction().execute((tx) => seedCaps(tx, this.#now()));
  }

  /**
   * Sets money aside in every budget the request falls under, or in none.
   * @throws BudgetError naming the budget without room.
   */
  async hold(request: HoldRequest): Promise<Hold> {
    const holdId = randomUUID();
    const now = this.#now();
    await this.#db.transaction().execute(async (tx) => {
      const counters = await currentCounters(tx, now, request.workspace);
      await tx
        .insertInto('hold')
        .values({
          id: holdId,
          request_id: request.requestId,
          created_at: now.toISOString(),
          expires_at: expiry(now),
          owner_pid: process.pid,
          owner_id: this.#ownerId,
          workspace: request.workspace,
          route: request.route,
          model: request.model,
          amount_nano_usd: request.maxNanoUsd,
          accrued_nano_usd: request.accruedNanoUsd,
        })
        .execute();
      for (const counter of counters) {
        const taken = await tx
          .updateTable('counter')
          .set({ held_nano_usd: sql`held_nano_usd + ${request.maxNanoUsd}` })
          .where('id', '=', counter.id)
          .where(
            sql<boolean>`spent_nano_usd + held_nano_usd + ${request.maxNanoUsd} <= coalesce((select cap_nano_usd from budget where budget.scope = counter.scope and budget.period = counter.period), ${Number.MAX_SAFE_INTEGER})`,
          )
          .executeTakeFirst();
        if (taken.numUpdatedRows === 0n) throw await noRoom(tx, now, counter, request.maxNanoUsd);
        await tx.insertInto('hold_counter').values({ hold_id: holdId, counter_id: counter.id }).execute();
      }
    });
    return { ...request, holdId };
  }

  /** A sign of life from a request under way: moves its expiry, and what is booked should its owner die. */
  async renew(hold: Hold, accruedNanoUsd: number): Promise<void> {
    await this.#db
      .updateTable('hold')
      .set({ expires_at: expiry(this.#now()), accrued_nano_usd: accruedNanoUsd })
      .where('id', '=', hold.holdId)
      .execute();
  }

  /**
   * Replaces a hold by what it came to, in one transaction. The row is on disk
   * when this returns; if it throws, the hold stays and booking it is tried again later.
   */
  async settle(hold: Hold, booking: Booking): Promise<void> {
    this.#unsettled.set(hold.holdId, { hold, booking });
    await this.#db.transaction().execute((tx) => this.#settle(tx, hold, booking));
    this.#unsettled.delete(hold.holdId);
  }

  /** Books something that needed no hold because it cost nothing. */
  async bookFree(entry: EntryHead, booking: Booking): Promise<void> {
    if (booking.costNanoUsd !== 0) throw new Error('Only what is free is booked without a hold.');
    await this.#db.transaction().execute((tx) => appendEntry(tx, this.#now(), entry, booking));
  }

  /**
   * Settles the holds of owners that are gone, as estimated, at what had
   * accrued; and those of this process that could not be settled before.
   * @returns how many owners were gone.
   */
  async recoverOrphans(): Promise<number> {
    for (const { hold, booking } of [...this.#unsettled.values()]) await this.settle(hold, booking);
    return this.#db.transaction().execute(async (tx) => {
      const holds = await tx.selectFrom('hold').selectAll().execute();
      const now = this.#now().toISOString();
      const orphans = holds.filter(
        (hold) =>
          hold.owner_id !== this.#ownerId && (hold.expires_at <= now || !this.#isAlive(hold.owner_pid)),
      );
      for (const orphan of orphans) {
        const hold: Hold = {
          holdId: orphan.id,
          requestId: orphan.request_id,
          workspace: orphan.workspace,
          route: Route.parse(orphan.route),
          model: orphan.model,
          maxNanoUsd: orphan.amount_nano_usd,
          accruedNanoUsd: orphan.accrued_nano_usd,
        };
        await this.#settle(tx, hold, orphanBooking(orphan.request_id, orphan.accrued_nano_usd));
      }
      return orphans.length;
    });
  }

  /** Sets a cap, or with null lifts it. */
  setBudget(scope: BudgetScope, period: BudgetPeriod, capNanoUsd: number | null): Promise<void> {
    return setCap(this.#db, scope, period, capNanoUsd);
  }

  /** Every budget's state now, for a workspace. */
  budgets(workspace: string): Promise<BudgetState[]> {
    return budgetStates(this.#db, this.#now(), workspace);
  }

  /** What the meter shows. */
  async summary(workspace: string): Promise<SpendSummary> {
    return { budgets: await this.budgets(workspace), last: await lastEntry(this.#db) };
  }

  /** The rows since an instant, newest first. */
  rows(since: Date): Promise<SpendRow[]> {
    return entriesSince(this.#db, since);
  }

  /** Checks that no row was changed or lost: how many are right, and the first that is not. */
  verify(): Promise<{ rows: number; brokenId: number | null }> {
    return verifyEntries(this.#db);
  }

  /** The first of this month, local time: where a list of spending starts unless asked otherwise. */
  startOfMonth(): Date {
    const now = this.#now();
    return new Date(now.getFullYear(), now.getMonth(), 1);
  }

  /** Today's local date, ISO: the day prices and successors are looked up for. */
  today(): string {
    return isoDate(this.#now());
  }

  async #settle(tx: Transaction<Schema>, hold: Hold, booking: Booking): Promise<void> {
    const counters = await tx
      .selectFrom('hold_counter')
      .select('counter_id')
      .where('hold_id', '=', hold.holdId)
      .execute();
    if (counters.length === 0) {
      await this.#settleLate(tx, hold, booking);
      return;
    }
    await tx
      .updateTable('counter')
      .set({
        held_nano_usd: sql`held_nano_usd - ${hold.maxNanoUsd}`,
        spent_nano_usd: sql`spent_nano_usd + ${booking.costNanoUsd}`,
      })
      .where(
        'id',
        'in',
        counters.map((counter) => counter.counter_id),
      )
      .execute();
    await tx.deleteFrom('hold').where('id', '=', hold.holdId).execute();
    await appendEntry(tx, this.#now(), hold, booking);
  }

  /**
   * Settles what another process took for orphaned, because this one slept: it
   * booked what had accrued, so only the rest is still owed.
   */
  async #settleLate(tx: Transaction<Schema>, hold: Hold, booking: Booking): Promise<void> {
    const booked = await tx
      .selectFrom('entry')
      .select('cost_nano_usd')
      .where('request_id', '=', hold.requestId)
      .where('finish_reason', '=', ABANDONED)
      .executeTakeFirst();
    const rest = booking.costNanoUsd - (booked?.cost_nano_usd ?? booking.costNanoUsd);
    if (rest <= 0) return;
    const counters = await currentCounters(tx, this.#now(), hold.workspace);
    await tx
      .updateTable('counter')
      .set({ spent_nano_usd: sql`spent_nano_usd + ${rest}` })
      .where(
        'id',
        'in',
        counters.map((counter) => counter.id),
      )
      .execute();
    await appendEntry(tx, this.#now(), hold, { ...booking, costNanoUsd: rest });
  }
}

function expiry(now: Date): string {
  return new Date(now.getTime() + HOLD_LIFETIME_MS).toISOString();
}

function orphanBooking(requestId: string, costNanoUsd: number): Booking {
  return {
    provider: 'unknown',
    requestId,
    certainty: 'estimated',
    costNanoUsd,
    attempt: 1,
    status: 0,
    finishReason: ABANDONED,
    usage: NO_USAGE,
    firstDeltaMs: null,
    totalMs: 0,
  };
}

function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
