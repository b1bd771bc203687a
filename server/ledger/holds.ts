import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { CompiledQuery, sql, type Transaction } from 'kysely';
import { BudgetError } from '../../protocol/errors.ts';
import { language } from '../../protocol/language.ts';
import { Route } from '../../protocol/route.ts';
import type { BudgetState } from '../../protocol/spend.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import type { Schema } from '../storage/schema.ts';
import { allowBeyond, returnAllowance } from './allowance.ts';
import { stateOf } from './budgets.ts';
import {
  type CappedCounter,
  countersAbove,
  currentCounters,
  settleInCounters,
  takeFromCounters,
} from './counters.ts';
import { appendEntry, type Booking, type EntryHead } from './entries.ts';
import { insertInto } from './insert.ts';
import { isoDate } from './periods.ts';

// Money on its way: set aside in every counter at once, taken back, replaced by what it came to.

/** Why a request ended whose owner did not say. */
const ABANDONED = 'abandoned';

/** How long a hold outlives the last sign of life of an owner nothing else is known of. */
const HOLD_LIFETIME_MS = 30_000;

/** Shares of a cap, in percent, at which the user hears of it. */
export const SOFT_THRESHOLDS = [50, 80, 95] as const;

/** What a request may cost at most, and what it would be booked under. */
export interface HoldRequest extends EntryHead {
  requestId: string;
  maxNanoUsd: number;
  /** What is owed from the moment the request is sent: its input. */
  accruedNanoUsd: number;
  /** What the user agreed to for this one question, budget or not. */
  allowNanoUsd?: number | undefined;
}

/** Proof that money was set aside. The gateway sends nothing without one. */
export interface Hold extends HoldRequest {
  readonly holdId: string;
  /** The day whose budgets it was taken from, local ISO date. */
  readonly localDay: string;
}

/** Who makes holds. */
export interface Owner {
  pid: number;
  id: string;
  startedAt: string;
}

/** What settling did to the budgets. */
export interface Settled {
  /** Soft thresholds that were passed, the highest one of each budget. */
  passed: { budget: BudgetState; percent: (typeof SOFT_THRESHOLDS)[number] }[];
}

/** Which counters a request falls under, so that they need not be looked up again. */
export interface KnownCounters {
  /** The day, workspace and model they are of. */
  of: string;
  ids: readonly number[];
}

/**
 * Sets money aside in every counter the request falls under, or in none.
 * @param known from an earlier hold, of any day, workspace and model
 * @returns the hold, and its counters; those may be known from when the transaction is committed
 * @throws BudgetError naming the budget without room, or because a restored ledger was not accepted yet
 */
export async function placeHold(
  tx: Transaction<Schema>,
  now: Date,
  owner: Owner,
  request: HoldRequest,
  known: KnownCounters | undefined,
): Promise<{ hold: Hold; counters: KnownCounters }> {
  const amount = request.maxNanoUsd;
  const localDay = isoDate(now);
  const of = JSON.stringify([localDay, request.workspace, request.model]);
  let taken = known?.of === of ? known.ids : ids(await currentCounters(tx, now, request));
  let allowed = new Map<number, number>();
  if (!(await takeFromCounters(tx, taken, amount, false))) {
    const counters = await currentCounters(tx, now, request);
    await refuseUncertain(tx, counters);
    allowed = await allowBeyond(tx, now, counters, request);
    taken = ids(counters);
    if (!(await takeFromCounters(tx, taken, amount, true)))
      throw new Error('There is room now in every counter.');
  }
  const hold = { ...request, holdId: randomUUID(), localDay };
  await insertHold(tx, {
    id: hold.holdId,
    request_id: request.requestId,
    question_id: request.questionId,
    created_at: now.toISOString(),
    expires_at: expiry(now),
    owner_pid: owner.pid,
    owner_id: owner.id,
    owner_started_at: owner.startedAt,
    local_day: hold.localDay,
    workspace: request.workspace,
    route: request.route,
    model: request.model,
    amount_nano_usd: amount,
    accrued_nano_usd: request.accruedNanoUsd,
    expected_nano_usd: request.expectedNanoUsd,
    counters: JSON.stringify(Object.fromEntries(taken.map((id) => [id, allowed.get(id) ?? 0]))),
  });
  return { hold, counters: { of, ids: taken } };
}

const insertHold = insertInto('hold');

const END = 'delete from hold where id = ? returning counters';

/** @throws BudgetError where a budget began before a damaged ledger was restored and accepted */
async function refuseUncertain(tx: Transaction<Schema>, counters: readonly CappedCounter[]): Promise<void> {
  const restored = await tx
    .selectFrom('restoration')
    .select(['at', 'certain_until'])
    .where('accepted_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!restored) return;
  const day = isoDate(new Date(restored.at));
  if (!counters.some(({ cap_nano_usd, starts_on }) => cap_nano_usd !== null && starts_on <= day)) return;
  throw new BudgetError(
    'ledger-uncertain',
    l10n.t(
      'The ledger was damaged and restored on {0}: what was spent since {1} may be missing, so nothing that costs money is sent.',
      day,
      new Date(restored.certain_until).toLocaleString(language()),
    ),
    l10n.t(
      'Run “Lenscap: Accept Restored Ledger” (or “lenscap ledger accept”) to count what is left, or use the local route.',
    ),
  );
}

/** Replaces a hold by what it came to, and appends the row. */
export async function settleHold(
  tx: Transaction<Schema>,
  now: Date,
  hold: Hold,
  booking: Booking,
): Promise<Settled> {
  const cost = booking.costNanoUsd;
  const { rows } = await tx.executeQuery<{ counters: string }>(CompiledQuery.raw(END, [hold.holdId]));
  const [ended] = rows;
  if (!ended) return settleLate(tx, now, hold, booking);
  await settleInCounters(tx, ended.counters, hold.maxNanoUsd, cost);
  await returnAllowance(tx, hold, ended.counters, cost);
  await appendEntry(tx, now, hold.localDay, hold, booking);
  const above = await countersAbove(tx, ended.counters, SOFT_THRESHOLDS[0]);
  return { passed: above.flatMap((counter) => passedBy(counter, cost, now)) };
}

/** The highest soft threshold that an amount lifted a counter over. */
function passedBy(counter: CappedCounter, cost: number, now: Date): Settled['passed'] {
  const { cap_nano_usd: cap, spent_nano_usd: spent } = counter;
  if (cap === null) return [];
  const percent = SOFT_THRESHOLDS.toReversed().find(
    // A hundred times any sum of money is exact up to ninety thousand dollars.
    (each) => (spent - cost) * 100 < cap * each && spent * 100 >= cap * each,
  );
  return percent === undefined ? [] : [{ budget: stateOf(counter, now), percent }];
}

/**
 * Settles a hold that is gone. Another process took it for orphaned, because
 * this one slept, and booked what had accrued; or it was booked already; or a
 * restored ledger does not know of it. Whatever is not booked yet is owed.
 */
async function settleLate(
  tx: Transaction<Schema>,
  now: Date,
  hold: Hold,
  booking: Booking,
): Promise<Settled> {
  const booked = await tx
    .selectFrom('entry')
    .select('cost_nano_usd')
    .where('question_id', '=', hold.questionId)
    .where('request_id', 'in', [hold.requestId, booking.requestId])
    .execute();
  const rest = booking.costNanoUsd - booked.reduce((sum, row) => sum + row.cost_nano_usd, 0);
  if (booked.length > 0 && rest <= 0) return { passed: [] };
  const counters = await currentCounters(tx, now, hold);
  await tx
    .updateTable('counter')
    .set({ spent_nano_usd: sql`spent_nano_usd + ${rest}` })
    .where('id', 'in', ids(counters))
    .execute();
  await appendEntry(tx, now, isoDate(now), hold, { ...booking, costNanoUsd: rest });
  return { passed: [] };
}

/** Settles a hold without an owner at what had accrued. */
export async function settleOrphan(
  tx: Transaction<Schema>,
  now: Date,
  orphan: Schema['hold'],
): Promise<void> {
  const hold: Hold = {
    holdId: orphan.id,
    // Holds from before the ledger kept local days have none.
    localDay: orphan.local_day || isoDate(new Date(orphan.created_at)),
    requestId: orphan.request_id,
    questionId: orphan.question_id,
    workspace: orphan.workspace,
    route: Route.parse(orphan.route),
    model: orphan.model,
    expectedNanoUsd: orphan.expected_nano_usd,
    maxNanoUsd: orphan.amount_nano_usd,
    // Whether anything was allowed for it, its counters know.
    allowNanoUsd: orphan.amount_nano_usd,
    accruedNanoUsd: orphan.accrued_nano_usd,
  };
  await settleHold(tx, now, hold, {
    provider: 'unknown',
    requestId: orphan.request_id,
    certainty: 'estimated',
    costNanoUsd: orphan.accrued_nano_usd,
    attempt: 1,
    status: 0,
    finishReason: ABANDONED,
    serviceTier: null,
    usage: NO_USAGE,
    saved: NOTHING_SAVED,
    firstDeltaMs: null,
    totalMs: 0,
  });
}

export function expiry(now: Date): string {
  return new Date(now.getTime() + HOLD_LIFETIME_MS).toISOString();
}

function ids(counters: readonly { id: number }[]): number[] {
  return counters.map(({ id }) => id);
}
