// Ledgers as files: rows as the ledger books them, copies, damage.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CHAIN_START, type EntryContent, entryHash } from '../../server/storage/chain.ts';
import { copiesDirectory, makeCopy } from '../../server/storage/copies.ts';
import type { Database } from '../../server/storage/database.ts';

/** What row `id` of these ledgers is. */
function contentOf(id: number): EntryContent {
  return {
    at: new Date(Date.UTC(2026, 10, 20, 0, 0, id)).toISOString(),
    workspace: `workspace ${id % 3}`,
    route: 'text',
    provider: 'openai',
    model: 'gpt-4o-mini',
    certainty: 'exact',
    cost_nano_usd: 1000 + id,
    request_id: `request-${id}`,
    attempt: 1,
    status: 200,
    finish_reason: 'stop',
    input_tokens: id,
    cached_input_tokens: 0,
    image_tokens: 0,
    audio_tokens: 0,
    output_tokens: 7,
    reasoning_tokens: 0,
    first_delta_ms: id % 2 ? 0.5 : null,
    total_ms: 1.25,
    question_id: `question-${id}`,
    local_day: '2026-11-20',
    service_tier: null,
  };
}

/** Appends rows to the chain. */
export async function book(db: Database, count: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const last = await tx
      .selectFrom('entry')
      .select(['id', 'hash'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    let previous_hash = last?.hash ?? CHAIN_START;
    for (let id = (last?.id ?? 0) + 1, end = id + count; id < end; id++) {
      const content = contentOf(id);
      const hash = entryHash(previous_hash, content);
      await tx
        .insertInto('entry')
        .values({ ...content, previous_hash, hash })
        .execute();
      previous_hash = hash;
    }
  });
}

export async function rowsOf(db: Database) {
  return db.selectFrom('entry').selectAll().orderBy('id').execute();
}

/** Copies a ledger as the daily copy does. */
export async function copyLedger(directory: string, name = 'daily-20261120-120000.db'): Promise<string> {
  const source = new Sqlite(join(directory, 'lenscap.db'), { fileMustExist: true });
  try {
    return await makeCopy(source, copiesDirectory(join(directory, 'lenscap.db')), name);
  } finally {
    source.close();
  }
}

/** Fills a page of an index with noise: every row can still be read. */
export function breakIndex(file: string, name: string): void {
  overwriteRoot(file, 'index', name);
}

/** Fills the first page of a table with noise: no row can be found any more. */
export function breakTable(file: string, name: string): void {
  overwriteRoot(file, 'table', name);
}

function overwriteRoot(file: string, type: string, name: string): void {
  const sqlite = new Sqlite(file, { fileMustExist: true });
  const root = Number(
    sqlite.prepare('select rootpage from sqlite_master where type = ? and name = ?').pluck().get(type, name),
  );
  const pageSize = Number(sqlite.pragma('page_size', { simple: true }));
  sqlite.pragma('wal_checkpoint(truncate)');
  sqlite.close();
  const content = readFileSync(file);
  content.fill(0xa5, (root - 1) * pageSize, root * pageSize);
  writeFileSync(file, content);
}
