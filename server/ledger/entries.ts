import type { Selectable, Transaction } from 'kysely';
import type { Usage } from '../../protocol/explain.ts';
import { Route } from '../../protocol/route.ts';
import { Certainty, type SpendRow } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
import { CHAIN_START, type EntryContent, entryHash } from './chain.ts';

/** What a row is booked under. */
export interface EntryHead {
  workspace: string;
  route: Route;
  model: string;
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

export const NO_USAGE: Usage = { input: 0, cachedInput: 0, image: 0, audio: 0, output: 0, reasoning: 0 };

/** Appends a row to the chain. Rows are never changed and never deleted. */
export async function appendEntry(
  tx: Transaction<Schema>,
  at: Date,
  entry: EntryHead,
  booking: Booking,
): Promise<void> {
  const last = await tx.selectFrom('entry').select('hash').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const previousHash = last?.hash ?? CHAIN_START;
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

/** The rows since an instant, newest first. */
export async function entriesSince(db: Database, since: Date): Promise<SpendRow[]> {
  const entries = await db
    .selectFrom('entry')
    .selectAll()
    .where('at', '>=', since.toISOString())
    .orderBy('id', 'desc')
    .execute();
  return entries.map(toSpendRow);
}

/** The newest row, of any workspace. */
export async function lastEntry(db: Database): Promise<SpendRow | null> {
  const last = await db.selectFrom('entry').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
  return last ? toSpendRow(last) : null;
}

/**
 * Recomputes the chain of hashes, and compares its sum with the counters':
 * rows missing at the end break no chain.
 * @returns the number of rows that are right, and the id of the first that is not, if any.
 */
export async function verifyEntries(db: Database): Promise<{ rows: number; brokenId: number | null }> {
  const entries = await db.selectFrom('entry').selectAll().orderBy('id').execute();
  const { spent } = await db
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

function toSpendRow(entry: Selectable<Schema['entry']>): SpendRow {
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
