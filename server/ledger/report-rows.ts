import { sql } from 'kysely';
import type { SpendRow } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import { toSpendRow } from './entries.ts';
import { addDays } from './report-days.ts';

/** Local calendar days, first and last included, of one workspace or (null) of all. */
export interface ReportRange {
  from: string;
  to: string;
  workspace: string | null;
}

/** Sums of the rows that are alike in everything a report groups by. */
export interface Cell {
  day: string;
  model: string;
  workspace: string;
  route: string;
  certainty: string;
  requests: number;
  cost: number;
  routing: number;
  cache: number;
  scaling: number;
}

/** How long the answers of a route took, in milliseconds, shortest first. */
export interface Latency {
  route: string;
  firstDelta: Float64Array;
  total: Float64Array;
}

/** Rows from before the ledger kept local days count for the day they are in by today's time zone. */
const DAY_BY_CLOCK = sql<string>`date(at, 'localtime')`;
const DAY = sql<string>`coalesce(local_day, ${DAY_BY_CLOCK})`;

/** The ledger, grouped once by everything: each grouping of a report is a sum of these, so they agree. */
export function cells(db: Database, range: ReportRange): Promise<Cell[]> {
  return entries(db, range)
    .select(['model', 'workspace', 'route', 'certainty'])
    .select(({ fn }) => [
      DAY.as('day'),
      fn.countAll<number>().as('requests'),
      fn.sum<number>('cost_nano_usd').as('cost'),
      fn.coalesce(fn.sum<number>('saved_routing_nano_usd'), sql.lit(0)).as('routing'),
      fn.coalesce(fn.sum<number>('saved_cache_nano_usd'), sql.lit(0)).as('cache'),
      fn.coalesce(fn.sum<number>('saved_scaling_nano_usd'), sql.lit(0)).as('scaling'),
    ])
    .groupBy([DAY, 'model', 'workspace', 'route', 'certainty'])
    .execute();
}

/** What each day with rows came to, oldest first. */
export function daySums(db: Database, range: ReportRange): Promise<{ day: string; cost: number }[]> {
  return entries(db, range)
    .select(({ fn }) => [DAY.as('day'), fn.sum<number>('cost_nano_usd').as('cost')])
    .groupBy(DAY)
    .orderBy('day')
    .execute();
}

/** Whether the ledger has rows of a workspace (null: of any) from before a day. */
export async function hasRowsBefore(db: Database, day: string, workspace: string | null): Promise<boolean> {
  const before = { from: '', to: addDays(day, -1), workspace };
  const found = await entries(db, before).select('id').limit(1).executeTakeFirst();
  return found !== undefined;
}

/**
 * How long providers took to answer. Failed requests, what this machine
 * answered and what was cached are left out: they would pass for quick answers.
 */
export async function latencies(db: Database, range: ReportRange): Promise<Latency[]> {
  // A list a route, as text: a hundred thousand rows are an object each otherwise.
  const lists = await entries(db, range)
    .select([
      'route',
      sql<string>`json_group_array(total_ms)`.as('total'),
      sql<string>`json_group_array(first_delta_ms) filter (where first_delta_ms is not null)`.as('first'),
    ])
    .where(sql<boolean>`status between 200 and 299`)
    .where('certainty', '<>', 'free')
    .groupBy('route')
    .execute();
  return lists.map(({ route, total, first }) => ({ route, firstDelta: sorted(first), total: sorted(total) }));
}

/** The rows that cost most, dearest first; of equal ones the newer first. */
export async function dearestRows(db: Database, range: ReportRange, limit: number): Promise<SpendRow[]> {
  const rows = await entries(db, range)
    .selectAll()
    .where('cost_nano_usd', '>', 0)
    .orderBy('cost_nano_usd', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toSpendRow);
}

/** Every row a report of the same range sums up, newest first. */
export async function rowsOfDays(db: Database, range: ReportRange): Promise<SpendRow[]> {
  const rows = await entries(db, range).selectAll().orderBy('id', 'desc').execute();
  return rows.map(toSpendRow);
}

function entries(db: Database, { from, to, workspace }: ReportRange) {
  const rows = db
    .selectFrom('entry')
    .where(({ or, and, between, eb }) =>
      or([
        between('local_day', from, to),
        and([eb('local_day', 'is', null), between(DAY_BY_CLOCK, from, to)]),
      ]),
    );
  return workspace === null ? rows : rows.where('workspace', '=', workspace);
}

function sorted(json: string): Float64Array {
  return Float64Array.from(JSON.parse(json)).sort();
}
