import * as l10n from '@vscode/l10n';
import { CompiledQuery, type Selectable, sql, type Transaction } from 'kysely';
import { formatUsd } from '../../protocol/money.ts';
import { Route } from '../../protocol/route.ts';
import { Certainty, type SpendRow } from '../../protocol/spend.ts';
import type { Saved, Usage } from '../../protocol/usage.ts';
import { CHAIN_START, type EntryContent, entryHash, follows } from '../storage/chain.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
import { insertInto } from './insert.ts';
import { isoDate } from './periods.ts';

/** What a row is booked under. */
export interface EntryHead {
  /** The same for all attempts at one question. */
  questionId: string;
  workspace: string;
  route: Route;
  model: string;
  /** What the question was quoted as. */
  expectedNanoUsd: number;
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
  /** As the answer named it; null if it named none. */
  serviceTier: string | null;
  usage: Usage;
  saved: Saved;
  firstDeltaMs: number | null;
  totalMs: number;
}

/**
 * Appends a row to the chain. Rows are never changed and never deleted.
 * @param localDay the day whose budgets it was taken from, local ISO date
 */
export async function appendEntry(
  tx: Transaction<Schema>,
  at: Date,
  localDay: string,
  entry: EntryHead,
  booking: Booking,
): Promise<void> {
  const { rows } = await tx.executeQuery<{ hash: string }>(CompiledQuery.raw(LAST_HASH));
  const previousHash = rows[0]?.hash ?? CHAIN_START;
  const { usage, saved } = booking;
  const content: EntryContent = {
    at: at.toISOString(),
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
    input_tokens: usage.input,
    cached_input_tokens: usage.cachedInput,
    image_tokens: usage.image,
    audio_tokens: usage.audio,
    output_tokens: usage.output,
    reasoning_tokens: usage.reasoning,
    first_delta_ms: booking.firstDeltaMs,
    total_ms: booking.totalMs,
    question_id: entry.questionId,
    local_day: localDay,
    service_tier: booking.serviceTier,
    cache_write_tokens: usage.cacheWrite,
    audio_output_tokens: usage.audioOutput,
    expected_nano_usd: entry.expectedNanoUsd,
    saved_routing_nano_usd: saved.routing,
    saved_cache_nano_usd: saved.cache,
    saved_scaling_nano_usd: saved.scaling,
  };
  const hash = entryHash(previousHash, content);
  await insertEntry(tx, { ...content, previous_hash: previousHash, hash });
}

const LAST_HASH = 'select hash from entry order by id desc limit 1';

const insertEntry = insertInto('entry');

/** Which rows are asked for. */
export interface RowRange {
  since: Date;
  /** Undefined: until now. */
  until?: Date | undefined;
  limit?: number | undefined;
}

/** How many days before an instant those are that were booked since: over midnight, in any time zone. */
const DAYS_BEFORE = 2;

/** The rows of a time, newest first. What was recovered of days before it is left out, as its budgets are of those days. */
export async function entriesBetween(db: Database, range: RowRange): Promise<SpendRow[]> {
  // The plus has SQLite sort what it found by its day: it would look through all rows in order otherwise.
  let query = entries(db, range).selectAll().orderBy(sql`+id`, 'desc');
  if (range.limit !== undefined) query = query.limit(range.limit);
  return (await query.execute()).map(toSpendRow);
}

/** What the rows of a time come to. */
export async function spentBetween(db: Database, range: RowRange): Promise<number> {
  const query = entries(db, range).select(({ fn }) => fn.sum<number | null>('cost_nano_usd').as('spent'));
  return (await query.executeTakeFirstOrThrow()).spent ?? 0;
}

function entries(db: Database, { since, until }: RowRange) {
  const firstDay = isoDate(new Date(since.getTime() - DAYS_BEFORE * 86_400_000));
  // Days have an index.
  const query = db
    .selectFrom('entry')
    .where(({ or, eb }) => or([eb('local_day', '>=', firstDay), eb('local_day', 'is', null)]))
    .where('at', '>=', since.toISOString());
  return until ? query.where('at', '<', until.toISOString()) : query;
}

/** The newest row, of any workspace. */
export async function lastEntry(db: Database): Promise<SpendRow | null> {
  const last = await db.selectFrom('entry').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
  return last ? toSpendRow(last) : null;
}

/** How many answers must be there before they say what is usual, and how many of the latest are looked at. */
const USUAL = { atLeast: 5, latest: 50, within: 2_000 };

/**
 * The median of the output tokens of the latest exact answers of a kind.
 * @returns undefined before there are five
 */
export async function typicalOutput(db: Database, route: Route, model: string): Promise<number | undefined> {
  // Within the newest rows alone, so that it takes as long however many there are.
  const newest = db
    .selectFrom('entry')
    .select(['id', 'route', 'model', 'certainty', 'output_tokens'])
    .orderBy('id', 'desc')
    .limit(USUAL.within)
    .as('newest');
  const rows = await db
    .selectFrom(newest)
    .select('output_tokens')
    .where('route', '=', route)
    .where('model', '=', model)
    .where('certainty', '=', 'exact')
    .where('output_tokens', '>', 0)
    .orderBy('id', 'desc')
    .limit(USUAL.latest)
    .execute();
  if (rows.length < USUAL.atLeast) return undefined;
  const sorted = rows.map((row) => row.output_tokens).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** What is wrong with a ledger. */
export type Flaw =
  | { kind: 'changed' | 'missing'; id: number }
  /** The counters know of more or less than the rows come to. */
  | { kind: 'sum'; rowsNanoUsd: number; countersNanoUsd: number };

const VERIFY_AT_ONCE = 5_000;

/**
 * Recomputes the chain of hashes, and compares the rows with the last number
 * that was given out and with the counters: rows missing at the end break no chain.
 * @returns the number of rows that are right before the first flaw, and the flaw
 */
export async function verifyEntries(db: Database): Promise<{ rows: number; flaw: Flaw | null }> {
  // One statement, so that rows booked meanwhile do not count.
  const { last_id: lastId, spent } = await db
    .selectNoFrom([
      sql<number | null>`(select seq from sqlite_sequence where name = 'entry')`.as('last_id'),
      sql<
        number | null
      >`(select sum(spent_nano_usd) from counter where scope = 'all' and period = 'month')`.as('spent'),
    ])
    .executeTakeFirstOrThrow();
  let previous = CHAIN_START;
  let sum = 0;
  let seen = 0;
  while (seen < (lastId ?? 0)) {
    const batch = await db
      .selectFrom('entry')
      .selectAll()
      .where('id', '>', seen)
      .where('id', '<=', lastId ?? 0)
      .orderBy('id')
      .limit(VERIFY_AT_ONCE)
      .execute();
    for (const entry of batch) {
      if (entry.id !== seen + 1) return { rows: seen, flaw: { kind: 'missing', id: seen + 1 } };
      if (!follows(previous, entry)) return { rows: seen, flaw: { kind: 'changed', id: entry.id } };
      previous = entry.hash;
      sum += entry.cost_nano_usd;
      seen = entry.id;
    }
    if (batch.length === 0) return { rows: seen, flaw: { kind: 'missing', id: seen + 1 } };
  }
  const counters = spent ?? 0;
  return {
    rows: seen,
    flaw: sum === counters ? null : { kind: 'sum', rowsNanoUsd: sum, countersNanoUsd: counters },
  };
}

/** A flaw in words, without a full stop. */
export function describeFlaw(flaw: Flaw): string {
  switch (flaw.kind) {
    case 'changed':
      return l10n.t('row {0} was changed', flaw.id);
    case 'missing':
      return l10n.t('row {0} is missing', flaw.id);
    case 'sum':
      return l10n.t(
        'its rows come to {0}, the budgets count {1}',
        formatUsd(flaw.rowsNanoUsd),
        formatUsd(flaw.countersNanoUsd),
      );
  }
}

export function toSpendRow(entry: Selectable<Schema['entry']>): SpendRow {
  return {
    id: entry.id,
    at: entry.at,
    workspace: entry.workspace,
    route: Route.parse(entry.route),
    provider: entry.provider,
    model: entry.model,
    certainty: Certainty.parse(entry.certainty),
    costNanoUsd: entry.cost_nano_usd,
    requestId: entry.request_id,
    questionId: entry.question_id ?? entry.request_id,
    attempt: entry.attempt,
    status: entry.status,
    finishReason: entry.finish_reason,
    serviceTier: entry.service_tier,
    usage: {
      input: entry.input_tokens,
      cachedInput: entry.cached_input_tokens,
      cacheWrite: entry.cache_write_tokens ?? 0,
      image: entry.image_tokens,
      audio: entry.audio_tokens,
      output: entry.output_tokens,
      reasoning: entry.reasoning_tokens,
      audioOutput: entry.audio_output_tokens ?? 0,
    },
    expectedNanoUsd: entry.expected_nano_usd ?? entry.cost_nano_usd,
    saved: {
      routing: entry.saved_routing_nano_usd ?? 0,
      cache: entry.saved_cache_nano_usd ?? 0,
      scaling: entry.saved_scaling_nano_usd ?? 0,
    },
    firstDeltaMs: entry.first_delta_ms,
    totalMs: entry.total_ms,
  };
}
