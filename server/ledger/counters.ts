import { CompiledQuery, type Selectable, sql, type Transaction } from 'kysely';
import { BudgetPeriod, BudgetScope } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
import { PERIODS, periodEnd, periodStart } from './periods.ts';

/** Whose money a question is: the counters it falls under are those of everything, its workspace and its model. */
export interface Spender {
  workspace: string;
  model: string;
}

export type Counter = Selectable<Schema['counter']>;

/** A counter with the cap that holds for it: its subject's own, else everyone's; null for none. */
export type CappedCounter = Counter & { cap_nano_usd: number | null };

/** The cap that holds for a counter, as an expression beside one: the subject's own comes before everyone's. */
const CAP_SQL = `coalesce(
  (select cap_nano_usd from budget where budget.scope = counter.scope
    and budget.subject = counter.subject and budget.period = counter.period),
  (select cap_nano_usd from budget where budget.scope = counter.scope
    and budget.subject = '' and budget.period = counter.period))`;

interface Key {
  scope: BudgetScope;
  subject: string;
  period: BudgetPeriod;
  starts_on: string;
}

function keysOf({ workspace, model }: Spender, now: Date): Key[] {
  return PERIODS.flatMap((period) => {
    const starts_on = periodStart(period, now);
    return [
      { scope: 'all' as const, subject: '', period, starts_on },
      { scope: 'workspace' as const, subject: workspace, period, starts_on },
      { scope: 'model' as const, subject: model, period, starts_on },
    ];
  });
}

/**
 * The counters of this moment's periods, made if this is their first use: then
 * they begin with what the ledger already has in them, because a scope or a
 * period may be younger than the rows.
 */
export async function currentCounters(
  tx: Transaction<Schema>,
  now: Date,
  spender: Spender,
): Promise<CappedCounter[]> {
  const keys = keysOf(spender, now);
  const found = await find(tx, keys);
  if (found.length === keys.length) return found;
  for (const key of keys) {
    if (found.some((counter) => isOf(counter, key))) continue;
    await tx
      .insertInto('counter')
      .values({ ...key, spent_nano_usd: await spentIn(tx, key, now), held_nano_usd: 0 })
      .execute();
  }
  return find(tx, keys);
}

export function isOf(counter: Counter, key: Key): boolean {
  return (
    counter.scope === key.scope &&
    counter.subject === key.subject &&
    counter.period === key.period &&
    counter.starts_on === key.starts_on
  );
}

function find(tx: Transaction<Schema>, keys: readonly Key[]): Promise<CappedCounter[]> {
  // Row values keep the statement one shape, so that it is prepared once.
  const rows = sql.join(
    keys.map((key) => sql`(${key.scope}, ${key.subject}, ${key.period}, ${key.starts_on})`),
  );
  return tx
    .selectFrom('counter')
    .selectAll()
    .select(sql.raw<number | null>(CAP_SQL).as('cap_nano_usd'))
    .where(sql<boolean>`(scope, subject, period, starts_on) in (values ${rows})`)
    .execute();
}

// The two changes every paid request makes are written out, so that they need not be put together each time.

const TAKE = `
  update counter set held_nano_usd = held_nano_usd + ?
  where id in (select value from json_each(?))
    and spent_nano_usd + held_nano_usd + ? <= max(
      -- What is free fits, even where a cap was lowered below what is spent.
      spent_nano_usd + held_nano_usd,
      allowed_nano_usd + coalesce(${CAP_SQL}, ${Number.MAX_SAFE_INTEGER} - allowed_nano_usd))
`;
const UNLESS_RESTORED = 'and not exists (select 1 from restoration where accepted_at is null)';

/**
 * Sets an amount aside in all of these counters, or in none.
 * @param isCertain whether a restored ledger that was not accepted is known not to matter
 * @returns whether it did; not where one is missing or has no room, or a restored ledger is not accepted
 */
export async function takeFromCounters(
  tx: Transaction<Schema>,
  ids: readonly number[],
  amount: number,
  isCertain: boolean,
): Promise<boolean> {
  const parameters = [amount, JSON.stringify(ids), amount];
  const { rows } = await tx.executeQuery<{ id: number }>(
    CompiledQuery.raw(`${TAKE} ${isCertain ? '' : UNLESS_RESTORED} returning id`, parameters),
  );
  if (rows.length === ids.length) return true;
  const taken = rows.map(({ id }) => id);
  if (taken.length > 0)
    await tx
      .updateTable('counter')
      .set({ held_nano_usd: sql`held_nano_usd - ${amount}` })
      .where('id', 'in', taken)
      .execute();
  return false;
}

const SETTLE = `
  update counter set held_nano_usd = held_nano_usd - ?, spent_nano_usd = spent_nano_usd + ?
  where id in (select key from json_each(?))`;

/** Nearly always there is none, and fetching all nine takes longer than changing them. */
const ABOVE = `
  select * from (select *, ${CAP_SQL} as cap_nano_usd from counter where id in (select key from json_each(?)))
  where spent_nano_usd * 100 >= cap_nano_usd * ?`;

/**
 * Replaces what a hold took by what it came to.
 * @param counters those it was taken from, as its row has them
 */
export async function settleInCounters(
  tx: Transaction<Schema>,
  counters: string,
  amount: number,
  cost: number,
): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(SETTLE, [amount, cost, counters]));
}

/**
 * Which counters have spent a share of their cap.
 * @param counters as a hold's row has them
 */
export async function countersAbove(
  tx: Transaction<Schema>,
  counters: string,
  percent: number,
): Promise<CappedCounter[]> {
  const { rows } = await tx.executeQuery<CappedCounter>(CompiledQuery.raw(ABOVE, [counters, percent]));
  return rows;
}

/** What the ledger's rows of a period come to, in one scope. */
export async function spentIn(
  db: Database,
  { scope, subject, period, starts_on }: Key,
  now: Date,
): Promise<number> {
  const before = periodStart(period, periodEnd(period, now));
  let rows = db
    .selectFrom('entry')
    .select(({ fn }) => fn.sum<number | null>('cost_nano_usd').as('spent'))
    .where(({ or, and, eb }) =>
      or([
        and([eb('local_day', '>=', starts_on), eb('local_day', '<', before)]),
        // Rows from before the ledger kept local days.
        and([
          eb('local_day', 'is', null),
          eb(sql`date(at, 'localtime')`, '>=', starts_on),
          eb(sql`date(at, 'localtime')`, '<', before),
        ]),
      ]),
    );
  if (scope === 'workspace') rows = rows.where('workspace', '=', subject);
  if (scope === 'model') rows = rows.where('model', '=', subject);
  return (await rows.executeTakeFirstOrThrow()).spent ?? 0;
}

/**
 * Counts the rows anew for every counter: after a damaged ledger was restored,
 * the rows are what is left of the truth.
 */
export async function rebuildCounters(db: Database): Promise<void> {
  await addMissingMonths(db);
  const counters = await db
    .selectFrom('counter')
    .select(['id', 'scope', 'subject', 'period', 'starts_on'])
    .execute();
  for (const { id, scope, subject, period, starts_on } of counters) {
    const [year = 0, month = 1, day = 1] = starts_on.split('-').map(Number);
    const key = { scope: BudgetScope.parse(scope), subject, period: BudgetPeriod.parse(period), starts_on };
    const spent = await spentIn(db, key, new Date(year, month - 1, day));
    await db.updateTable('counter').set({ spent_nano_usd: spent }).where('id', '=', id).execute();
  }
}

/** Rows taken over from a damaged ledger may be of months that the copy had not begun. */
async function addMissingMonths(db: Database): Promise<void> {
  const months = await db
    .selectFrom('entry')
    .select(sql<string>`substr(coalesce(local_day, date(at, 'localtime')), 1, 7) || '-01'`.as('starts_on'))
    .distinct()
    .execute();
  for (const { starts_on } of months)
    await db
      .insertInto('counter')
      .values({ scope: 'all', subject: '', period: 'month', starts_on, spent_nano_usd: 0, held_nano_usd: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
