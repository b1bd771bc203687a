import type { Insertable } from 'kysely';
import type { Database } from '../../server/storage/database.ts';
import type { Schema } from '../../server/storage/schema.ts';

export type Entry = Insertable<Schema['entry']>;

/** A row of the ledger for tests of what is read from it; its hashes are of nothing. */
export function entry(at: Date, row: Partial<Entry> = {}): Entry {
  return {
    at: at.toISOString(),
    workspace: 'here',
    route: 'vision',
    provider: 'openai',
    model: 'gpt-4o',
    certainty: 'exact',
    cost_nano_usd: 1_000_000,
    request_id: 'req_1',
    attempt: 1,
    status: 200,
    finish_reason: 'stop',
    input_tokens: 900,
    cached_input_tokens: 0,
    image_tokens: 765,
    audio_tokens: 0,
    output_tokens: 40,
    reasoning_tokens: 0,
    first_delta_ms: 300,
    total_ms: 1500,
    previous_hash: '',
    hash: '',
    question_id: 'question',
    local_day: null,
    service_tier: null,
    cache_write_tokens: 0,
    audio_output_tokens: 0,
    expected_nano_usd: 1_000_000,
    saved_routing_nano_usd: 0,
    saved_cache_nano_usd: 0,
    saved_scaling_nano_usd: 0,
    ...row,
  };
}

/** Writes rows past the ledger, a few at a time: SQLite takes so many values in one statement. */
export async function insertEntries(db: Database, rows: readonly Entry[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 500)
    await db
      .insertInto('entry')
      .values(rows.slice(start, start + 500))
      .execute();
}
