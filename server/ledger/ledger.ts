import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { BudgetError, LocalError } from '../../protocol/errors.ts';
import type { Usage } from '../../protocol/explain.ts';
import { formatUsd } from '../../protocol/money.ts';
import { Route } from '../../protocol/route.ts';
import {
  BudgetPeriod,
  type BudgetScope,
  type BudgetState,
  Certainty,
  type SpendRow,
  type SpendSummary,
} from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
import { CHAIN_START, type EntryContent, entryHash } from './chain.ts';
import { isoDate, periodEnd, periodStart } from './periods.ts';

/** Caps a new ledger starts with, until the user sets their own: two dollars a day, forty a month. */
export const DEFAULT_CAPS = [
  { scope: 'all', period: 'day', capNanoUsd: 2_000_000_000 },
  { scope: 'all', period: 'month', capNanoUsd: 40_000_000_000 },
] as const;

/** Every budget there can be, in the order people are shown them. */
const BUDGETS = [
  { scope: 'all', period: 'day' },
  { scope: 'all', period: 'month' },
  { scope: 'workspace', period: 'day' },
  { scope: 'workspace', period: 'month' },
] as const;

export const NO_USAGE: Usage = { input: 0, cachedInput: 0, image: 0, audio: 0, output: 0, reasoning: 0 };

/** Why a request ended whose owner did not say. */
const ABANDONED = 'abandoned';

/** How long a hold outlives the last sign of life of its owner. */
const HOLD_LIFETIME_MS = 30_000;

/** What a request may cost at most, and what it would be booked under. */
export interface HoldRequest {
  requestId: string;
  workspace: string;
  route: Route;
  model: string;
  maxNanoUsd: number;
  /** What is owed from the moment the request is sent: its input. */
  accruedNanoUsd: number;
}

/** What a row is booked under. */
export type EntryHead = Pick<HoldRequest, 'workspace' | 'route' | 'model'>;

/** Proof that money was set aside. The gateway sends nothing without one. */
export interface Hold extends HoldRequest {
  readonly holdId: string;
}

/** What came of a request, as it is booked. */
export interface Booking {
  provider: string;
  /** The provider's id of the request, or ours where it gave none. */
  requestId: string;
  certainty: Certainty;
  costNanoUsd: number;
  attempt: number;
  /** HTTP status, 0 if there was none. */
  status: number;
  finishReason: string;
  usage: Usage;
  firstDeltaMs: number | null;
  totalMs: number;
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
    await this.#db.transaction().execute(async (tx) => {
      const used = await tx.selectFrom('counter').select('id').limit(1).executeTakeFirst();
      const capped = await tx.selectFrom('budget').select('scope').limit(1).executeTakeFirst();
      if (used || capped) return;
      await tx
        .insertInto('budget')
        .values(
          DEFAULT_CAPS.map((cap) => ({ scope: cap.scope, period: cap.period, cap_nano_usd: cap.capNanoUsd })),
        )
        .execute();
      // The counters mark the ledger as begun: a user who lifts every cap does not get these back.
      await this.#counters(tx, '');
    });
  }

  /**
   * Sets money aside in every budget the request falls under, or in none.
   * @throws BudgetError naming the budget without room.
   */
  async hold(request: HoldRequest): Promise<Hold> {
    const holdId = randomUUID();
    const now = this.#now();
    await this.#db.transaction().execute(async (tx) => {
      const counters = await this.#counters(tx, request.workspace);
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
        if (taken.numUpdatedRows === 0n) throw await this.#noRoom(tx, counter, request.maxNanoUsd);
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
    await this.#db.transaction().execute((tx) => this.#append(tx, entry, booking));
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
  async setBudget(scope: BudgetScope, period: BudgetPeriod, capNanoUsd: number | null): Promise<void> {
    if (capNanoUsd === null) {
      await this.#db.deleteFrom('budget').where('scope', '=', scope).where('period', '=', period).execute();
      return;
    }
    await this.#db
      .insertInto('budget')
      .values({ scope, period, cap_nano_usd: capNanoUsd })
      .onConflict((conflict) =>
        conflict.columns(['scope', 'period']).doUpdateSet({ cap_nano_usd: capNanoUsd }),
      )
      .execute();
  }

  /** Every budget's state now, for a workspace. Reads only. */
  async budgets(workspace: string): Promise<BudgetState[]> {
    const now = this.#now();
    const caps = await this.#db.selectFrom('budget').selectAll().execute();
    const counters = await this.#db
      .selectFrom('counter')
      .selectAll()
      .where('starts_on', 'in', [periodStart('day', now), periodStart('month', now)])
      .where('subject', 'in', ['', workspace])
      .execute();
    return BUDGETS.map(({ scope, period }) => {
      const subject = scope === 'workspace' ? workspace : '';
      const startsOn = periodStart(period, now);
      const counter = counters.find(
        (row) =>
          row.scope === scope &&
          row.period === period &&
          row.subject === subject &&
          row.starts_on === startsOn,
      );
      const cap = caps.find((row) => row.scope === scope && row.period === period);
      return {
        scope,
        period,
        capNanoUsd: cap?.cap_nano_usd ?? null,
        spentNanoUsd: counter?.spent_nano_usd ?? 0,
        heldNanoUsd: counter?.held_nano_usd ?? 0,
        renewsAt: periodEnd(period, now).toISOString(),
      };
    });
  }

  /** What the meter shows. */
  async summary(workspace: string): Promise<SpendSummary> {
    const last = await this.#db
      .selectFrom('entry')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return { budgets: await this.budgets(workspace), last: last ? toSpendRow(last) : null };
  }

  /** The rows since an instant, newest first. */
  async rows(since: Date): Promise<SpendRow[]> {
    const entries = await this.#db
      .selectFrom('entry')
      .selectAll()
      .where('at', '>=', since.toISOString())
      .orderBy('id', 'desc')
      .execute();
    return entries.map(toSpendRow);
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

  /**
   * Recomputes the chain of hashes, and compares its sum with the counters':
   * rows missing at the end break no chain.
   * @returns the number of rows that are right, and the id of the first that is not, if any.
   */
  async verify(): Promise<{ rows: number; brokenId: number | null }> {
    const entries = await this.#db.selectFrom('entry').selectAll().orderBy('id').execute();
    const { spent } = await this.#db
      .selectFrom('counter')
      .select(({ fn }) => fn.sum<number | null>('spent_nano_usd').as('spent'))
      .where('scope', '=', 'all')
      .where('period', '=', 'month')
      .executeTakeFirstOrThrow();
    let previous = CHAIN_START;
    let sum = 0;
    for (const [index, entry] of entries.entries()) {
      const { id, previous_hash, hash, ...content } = entry;
      if (previous_hash !== previous || hash !== entryHash(previous, content))
        return { rows: index, brokenId: id };
      previous = hash;
      sum += entry.cost_nano_usd;
    }
    const lastId = entries.at(-1)?.id ?? 0;
    return { rows: entries.length, brokenId: sum === (spent ?? 0) ? null : lastId + 1 };
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
    await this.#append(tx, hold, booking);
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
    const counters = await this.#counters(tx, hold.workspace);
    await tx
      .updateTable('counter')
      .set({ spent_nano_usd: sql`spent_nano_usd + ${rest}` })
      .where(
        'id',
        'in',
        counters.map((counter) => counter.id),
      )
      .execute();
    await this.#append(tx, hold, { ...booking, costNanoUsd: rest });
  }

  async #append(tx: Transaction<Schema>, entry: EntryHead, booking: Booking): Promise<void> {
    const last = await tx
      .selectFrom('entry')
      .select('hash')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    const previousHash = last?.hash ?? CHAIN_START;
    const content: EntryContent = {
      at: this.#now().toISOString(),
      workspace: entry.workspace,
      route: entry.route,
      provider: booking.provider,
      model: entry.model,
      certainty: booking.certainty,
      cost_nano_usd: booking.costNanoUsd,
      request_id: booking.requestId,
      attempt: booking.attempt,
      status: booking.status,
      finish_reason: booking.finishReason,
      input_tokens: booking.usage.input,
      cached_input_tokens: booking.usage.cachedInput,
      image_tokens: booking.usage.image,
      audio_tokens: booking.usage.audio,
      output_tokens: booking.usage.output,
      reasoning_tokens: booking.usage.reasoning,
      first_delta_ms: booking.firstDeltaMs,
      total_ms: booking.totalMs,
    };
    await tx
      .insertInto('entry')
      .values({ ...content, previous_hash: previousHash, hash: entryHash(previousHash, content) })
      .execute();
  }

  /** The counters of this moment's periods, made if this is their first use. */
  async #counters(tx: Transaction<Schema>, workspace: string) {
    const now = this.#now();
    const keys = BUDGETS.map(({ scope, period }) => ({
      scope,
      subject: scope === 'workspace' ? workspace : '',
      period,
      starts_on: periodStart(period, now),
    }));
    await tx
      .insertInto('counter')
      .values(keys.map((key) => ({ ...key, spent_nano_usd: 0, held_nano_usd: 0 })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return tx
      .selectFrom('counter')
      .selectAll()
      .where((where) => where.or(keys.map((key) => where.and(key))))
      .execute();
  }

  async #noRoom(
    tx: Transaction<Schema>,
    counter: { scope: string; period: string; spent_nano_usd: number; held_nano_usd: number },
    wanted: number,
  ): Promise<Error> {
    const budget = await tx
      .selectFrom('budget')
      .select('cap_nano_usd')
      .where('scope', '=', counter.scope)
      .where('period', '=', counter.period)
      .executeTakeFirst();
    if (!budget)
      return new LocalError(
        'ledger-overflow',
        'The ledger cannot hold an amount this large.',
        'Lower the limit on output tokens.',
      );
    const left = Math.max(0, budget.cap_nano_usd - counter.spent_nano_usd - counter.held_nano_usd);
    const whose = counter.scope === 'workspace' ? "this workspace's " : '';
    const name = counter.period === 'day' ? 'daily' : 'monthly';
    const renews = periodEnd(BudgetPeriod.parse(counter.period), this.#now());
    return new BudgetError(
      'budget-exceeded',
      `This question may cost up to ${formatUsd(wanted, 'up')}, but ${whose || 'the '}${name} budget of ${formatUsd(budget.cap_nano_usd)} has ${formatUsd(left)} left (${formatUsd(counter.spent_nano_usd)} spent, ${formatUsd(counter.held_nano_usd)} held).`,
      `It renews on ${isoDate(renews)}. Raise it with "Lenscap: Set Budget" (or "lenscap budget set"), or ask for a shorter answer.`,
    );
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

function toSpendRow(entry: {
  at: string;
  workspace: string;
  route: string;
  model: string;
  certainty: string;
  cost_nano_usd: number;
  request_id: string;
}): SpendRow {
  return {
    at: entry.at,
    workspace: entry.workspace,
    route: Route.parse(entry.route),
    model: entry.model,
    certainty: Certainty.parse(entry.certainty),
    costNanoUsd: entry.cost_nano_usd,
    requestId: entry.request_id,
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
