import type { Transaction } from 'kysely';
import { type BudgetKey, BudgetPeriod, BudgetScope, type BudgetState } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
import { type CappedCounter, currentCounters, isOf, spentIn } from './counters.ts';
import { PERIODS, periodEnd, periodStart } from './periods.ts';

/** Caps a new ledger starts with, until the user sets their own: two dollars a day, forty a month. */
export const DEFAULT_CAPS = [
  { scope: 'all', period: 'day', capNanoUsd: 2_000_000_000 },
  { scope: 'all', period: 'month', capNanoUsd: 40_000_000_000 },
] as const;

/** Budgets people are shown even without a cap. */
const ALWAYS_SHOWN = ['all day', 'all month', 'workspace day', 'workspace month'];

/** Puts the default caps into a ledger that was never given any. */
export async function seedCaps(tx: Transaction<Schema>, now: Date): Promise<void> {
  const used = await tx.selectFrom('counter').select('id').limit(1).executeTakeFirst();
  const capped = await tx.selectFrom('budget').select('scope').limit(1).executeTakeFirst();
  if (used || capped) return;
  await tx
    .insertInto('budget')
    .values(
      DEFAULT_CAPS.map(({ scope, period, capNanoUsd }) => ({
        scope,
        subject: '',
        period,
        cap_nano_usd: capNanoUsd,
      })),
    )
    .execute();
  // The counters mark the ledger as begun: a user who lifts every cap does not get these back.
  await currentCounters(tx, now, { workspace: '', model: '' });
}

/** Sets a cap, or with null lifts it, and records that. */
export async function setCap(
  tx: Transaction<Schema>,
  now: Date,
  { scope, subject, period }: BudgetKey,
  capNanoUsd: number | null,
): Promise<void> {
  const key = { scope, subject: scope === 'all' ? '' : subject, period };
  const before = await tx
    .selectFrom('budget')
    .select('cap_nano_usd')
    .where((where) => where.and(key))
    .executeTakeFirst();
  if ((before?.cap_nano_usd ?? null) === capNanoUsd) return;
  await tx
    .deleteFrom('budget')
    .where((where) => where.and(key))
    .execute();
  if (capNanoUsd !== null)
    await tx
      .insertInto('budget')
      .values({ ...key, cap_nano_usd: capNanoUsd })
      .execute();
  await tx
    .insertInto('budget_change')
    .values({
      ...key,
      at: now.toISOString(),
      kind: 'cap',
      from_nano_usd: before?.cap_nano_usd ?? null,
      to_nano_usd: capNanoUsd,
      question_id: '',
    })
    .execute();
}

/** Whose budgets are asked for: those of models that have none of their own yet are there if they are named. */
export interface BudgetsOf {
  workspace: string;
  model?: string | readonly string[] | undefined;
}

/** The state now of every budget that concerns a workspace and has a cap or is always shown. Reads only. */
export async function budgetStates(
  db: Database,
  now: Date,
  { workspace, model = [] }: BudgetsOf,
): Promise<BudgetState[]> {
  const caps = await db.selectFrom('budget').selectAll().execute();
  const counters = await db
    .selectFrom('counter')
    .selectAll()
    .where(
      'starts_on',
      'in',
      PERIODS.map((period) => periodStart(period, now)),
    )
    .execute();
  const models = new Set([
    ...caps.flatMap(({ scope, subject }) => (scope === 'model' && subject !== '' ? [subject] : [])),
    // The nameless one only marks that the ledger has begun.
    ...counters.flatMap(({ scope, subject }) => (scope === 'model' && subject !== '' ? [subject] : [])),
    ...[model].flat(),
  ]);
  const subjects = [
    { scope: 'all' as const, subject: '' },
    { scope: 'workspace' as const, subject: workspace },
    ...[...models].sort().map((subject) => ({ scope: 'model' as const, subject })),
  ];
  const states: BudgetState[] = [];
  for (const { scope, subject } of subjects) {
    for (const period of PERIODS) {
      const own = caps.find((cap) => cap.scope === scope && cap.period === period && cap.subject === subject);
      const everyones = caps.find(
        (cap) => cap.scope === scope && cap.period === period && cap.subject === '',
      );
      const cap = own ?? everyones;
      if (!cap && !ALWAYS_SHOWN.includes(`${scope} ${period}`)) continue;
      const key = { scope, subject, period, starts_on: periodStart(period, now) };
      const counter = counters.find((row) => isOf(row, key));
      states.push({
        scope,
        subject,
        period,
        capNanoUsd: cap?.cap_nano_usd ?? null,
        ...(cap && cap.subject !== subject && { isEveryones: true as const }),
        spentNanoUsd: counter?.spent_nano_usd ?? (await spentIn(db, key, now)),
        heldNanoUsd: counter?.held_nano_usd ?? 0,
        allowedNanoUsd: counter?.allowed_nano_usd ?? 0,
        renewsAt: periodEnd(period, now).toISOString(),
      });
    }
  }
  return states;
}

/** A counter as the wire shows it. */
export function stateOf(counter: CappedCounter, now: Date): BudgetState {
  const period = BudgetPeriod.parse(counter.period);
  return {
    scope: BudgetScope.parse(counter.scope),
    subject: counter.subject,
    period,
    capNanoUsd: counter.cap_nano_usd,
    spentNanoUsd: counter.spent_nano_usd,
    heldNanoUsd: counter.held_nano_usd,
    allowedNanoUsd: counter.allowed_nano_usd,
    renewsAt: periodEnd(period, now).toISOString(),
  };
}
