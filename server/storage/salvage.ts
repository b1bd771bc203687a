import * as l10n from '@vscode/l10n';
import type { Database as Sqlite } from 'better-sqlite3';
import * as z from 'zod';
import { CHAIN_START, follows } from './chain.ts';
import { Damage, failedBy } from './failure.ts';

// What can still be read from a damaged ledger is taken over where something proves it right, or
// where believing it can only make budgets smaller.

const Amount = z.int().nonnegative();
const Entry = z.looseObject({ id: z.int().positive(), at: z.string(), hash: z.string() });
const Change = z.object({
  id: z.int().positive(),
  at: z.string(),
  kind: z.string(),
  scope: z.string(),
  subject: z.string(),
  period: z.string(),
  from_nano_usd: Amount.nullable(),
  to_nano_usd: Amount.nullable(),
  question_id: z.string(),
});
const Restoration = z.object({
  id: z.int().positive(),
  at: z.string(),
  certain_until: z.string(),
  set_aside: z.string(),
  accepted_at: z.string().nullable(),
});
const Cap = z.object({
  scope: z.enum(['all', 'workspace', 'model']),
  subject: z.string(),
  period: z.enum(['day', 'week', 'month']),
  cap_nano_usd: Amount,
});
const CounterKey = Cap.omit({ cap_nano_usd: true }).extend({ starts_on: z.iso.date() });
const Hold = z.looseObject({
  id: z.string(),
  owner_pid: z.int(),
  amount_nano_usd: Amount,
  accrued_nano_usd: Amount,
  expected_nano_usd: Amount,
});
const HeldIn = CounterKey.extend({ hold_id: z.string(), allowed_nano_usd: Amount });

/**
 * Takes over from a damaged ledger what is not in its copy: rows as long as
 * their chain of hashes holds, requests under way, lower caps, what was
 * changed and restored since. Changes nothing in the damaged one.
 * @param to a copy in the newest version
 */
export function salvage(from: Sqlite, to: Sqlite): void {
  to.transaction(() => {
    salvageEntries(from, to);
    salvageBeyond(from, to, 'budget_change', Change);
    salvageBeyond(from, to, 'restoration', Restoration);
    salvageCaps(from, to);
    salvageHolds(from, to);
  })();
}

function salvageEntries(from: Sqlite, to: Sqlite): void {
  const last = z
    .object({ id: z.int(), hash: z.string() })
    .default({ id: 0, hash: CHAIN_START })
    .parse(to.prepare('select id, hash from entry order by id desc limit 1').get());
  const columns = to.prepare("select name from pragma_table_info('entry')").pluck().all();
  let previous = last.hash;
  for (const row of readable(from, 'select * from entry where id > ? order by id', Entry, last.id)) {
    // A column that is empty is not in the hash: its name may be damaged too.
    if (!follows(previous, row) || !Object.keys(row).every((name) => columns.includes(name))) return;
    insert(to, 'entry', row);
    previous = row.hash;
  }
}

function salvageBeyond<T extends { id: number }>(
  from: Sqlite,
  to: Sqlite,
  table: string,
  Row: z.ZodType<T>,
): void {
  const last = Number(to.prepare(`select coalesce(max(id), 0) from ${table}`).pluck().get());
  for (const row of readable(from, `select * from ${table} where id > ? order by id`, Row, last)) {
    insert(to, table, row, 'or ignore');
  }
}

/** The lower one of two caps holds: the user cannot be asked here which one is right. */
function salvageCaps(from: Sqlite, to: Sqlite): void {
  const set = to.prepare(
    `insert into budget (scope, subject, period, cap_nano_usd) values (@scope, @subject, @period, @cap_nano_usd)
     on conflict (scope, subject, period) do update set cap_nano_usd = min(cap_nano_usd, excluded.cap_nano_usd)`,
  );
  for (const cap of readable(from, 'select scope, subject, period, cap_nano_usd from budget', Cap))
    set.run(cap);
}

/**
 * Requests under way, if every one of them can be read: those of the copy are
 * over by now. Otherwise the copy's stay, which may count some twice but none too little.
 */
function salvageHolds(from: Sqlite, to: Sqlite): void {
  const holds = allOf(from, 'select * from hold', Hold);
  const heldIn = allOf(
    from,
    `select hold.id as hold_id, value as allowed_nano_usd, scope, subject, period, starts_on
     from hold, json_each(hold.counters) join counter on counter.id = key`,
    HeldIn,
  );
  try {
    // In a savepoint: either all of them or none.
    if (holds && heldIn) to.transaction(() => replaceHolds(to, holds, heldIn))();
  } catch (error) {
    if (!failedBy(error, 'CONSTRAINT', 'ERROR') && !(error instanceof Damage)) throw error;
  }
  to.exec(`
    update counter set
      held_nano_usd = coalesce((
        select sum(amount_nano_usd) from hold, json_each(hold.counters) where key = counter.id), 0),
      allowed_nano_usd = max(allowed_nano_usd, coalesce((
        select sum(value) from hold, json_each(hold.counters) where key = counter.id), 0))`);
}

function replaceHolds(to: Sqlite, holds: z.output<typeof Hold>[], heldIn: z.output<typeof HeldIn>[]): void {
  to.exec('delete from hold');
  const addCounter = to.prepare(
    `insert or ignore into counter (scope, subject, period, starts_on) values (@scope, @subject, @period, @starts_on)`,
  );
  const idOf = to
    .prepare(
      `select id from counter
       where scope = @scope and subject = @subject and period = @period and starts_on = @starts_on`,
    )
    .pluck();
  for (const hold of holds) {
    const counters: Record<string, number> = {};
    for (const { hold_id, allowed_nano_usd, ...key } of heldIn) {
      if (hold_id !== hold.id) continue;
      addCounter.run(key);
      counters[String(idOf.get(key))] = allowed_nano_usd;
    }
    if (Object.keys(counters).length === 0) throw new Damage(l10n.t('a request is in no budget'));
    insert(to, 'hold', { ...hold, counters: JSON.stringify(counters) });
  }
}

/** All rows of a query; undefined if any of them cannot be read. */
function allOf<T>(from: Sqlite, query: string, Row: z.ZodType<T>): T[] | undefined {
  try {
    return z.array(Row).parse(from.prepare(query).all());
  } catch {
    return undefined;
  }
}

/** The rows of a query up to the first that cannot be read. Only the reading may fail: writing has to be heard of. */
function* readable<T>(
  from: Sqlite,
  query: string,
  Row: z.ZodType<T>,
  ...parameters: unknown[]
): Generator<T> {
  let rows: IterableIterator<unknown> | undefined;
  const next = (): T | undefined => {
    try {
      rows ??= from.prepare(query).iterate(...parameters);
      const { done, value } = rows.next();
      return done ? undefined : Row.parse(value);
    } catch {
      return undefined;
    }
  };
  try {
    for (let row = next(); row !== undefined; row = next()) yield row;
  } finally {
    // Until then the connection can do nothing else.
    rows?.return?.();
  }
}

function insert(to: Sqlite, table: string, row: object, conflict = ''): void {
  const columns = Object.keys(row);
  to.prepare(
    `insert ${conflict} into ${table} (${columns.map((name) => `"${name}"`).join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`,
  ).run(row);
}
