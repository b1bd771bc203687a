import type { Selectable, Transaction } from 'kysely';
import { BudgetError, LocalError } from '../../protocol/errors.ts';
import { formatUsd } from '../../protocol/money.ts';
import { BudgetPeriod, type BudgetScope, type BudgetState } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
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

/** Puts the default caps into a ledger that was never given any. */
export async function seedCaps(tx: Transaction<Schema>, now: Date): Promise<void> {
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
  await currentCounters(tx, now, '');
}

/** The counters of this moment's periods, made if this is their first use. */
export async function currentCounters(tx: Transaction<Schema>, now: Date, workspace: string) {
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

/** Sets a cap, or with null lifts it. */
export async function setCap(
  db: Database,
  scope: BudgetScope,
  period: BudgetPeriod,
  capNanoUsd: number | null,
): Promise<void> {
  if (capNanoUsd === null) {
    await db.deleteFrom('budget').where('scope', '=', scope).where('period', '=', period).execute();
    return;
  }
  await db
    .insertInto('budget')
    .values({ scope, period, cap_nano_usd: capNanoUsd })
    .onConflict((conflict) => conflict.columns(['scope', 'period']).doUpdateSet({ cap_nano_usd: capNanoUsd }))
    .execute();
}

/** Every budget's state now, for a workspace. Reads only. */
export async function budgetStates(db: Database, now: Date, workspace: string): Promise<BudgetState[]> {
  const caps = await db.selectFrom('budget').selectAll().execute();
  const counters = await db
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
        row.scope === scope && row.period === period && row.subject === subject && row.starts_on === startsOn,
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

/** The refusal of a question that does not fit a budget, with its figures. */
export async function noRoom(
  tx: Transaction<Schema>,
  now: Date,
  counter: Selectable<Schema['counter']>,
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
  const whose = counter.scope === 'workspace' ? "this workspace's" : 'the';
  const name = counter.period === 'day' ? 'daily' : 'monthly';
  const renews = periodEnd(BudgetPeriod.parse(counter.period), now);
  return new BudgetError(
    'budget-exceeded',
    `This question may cost up to ${formatUsd(wanted, 'up')}, but ${whose} ${name} budget of ${formatUsd(budget.cap_nano_usd)} has ${formatUsd(left)} left (${formatUsd(counter.spent_nano_usd)} spent, ${formatUsd(counter.held_nano_usd)} held).`,
    `It renews on ${isoDate(renews)}. Raise it with "Lenscap: Set Budget" (or "lenscap budget set"), or ask for a shorter answer.`,
  );
}
