import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import { showsDamage } from '../storage/failure.ts';
import { withLock } from '../storage/lock.ts';

/** Version of the tables below: a file of another one is thrown away. */
const SHAPE = 2;

const TABLES = `
  create table kept (
    name text primary key,
    sealed text not null,
    expires_at integer not null,
    used_at integer not null
  ) without rowid, strict;
  create index kept_by_use on kept (used_at);
  create index kept_by_expiry on kept (expires_at);
  create table lease (
    name text primary key,
    holder text not null,
    pid integer not null,
    started_at text not null,
    expires_at integer not null,
    is_awaited integer not null
  ) without rowid, strict;
  create table handed (
    holder text primary key,
    sealed text not null,
    expires_at integer not null
  ) without rowid, strict;
  pragma user_version = ${SHAPE};
`;

/** How long a statement waits for another process, in milliseconds: whoever asks waits with it. */
const BUSY_TIMEOUT_MS = 250;

/** How long to wait for another process that opens the file, or makes its key. */
const PATIENCE_MS = 5_000;

export function cacheFile(directory: string): string {
  return join(directory, 'cache.db');
}

/** Does something that one process at a time may do with the cache: opening its file, making its key. */
export function alone<T>(directory: string, action: () => Promise<T>): Promise<T> {
  return withLock(join(directory, 'cache.lock'), PATIENCE_MS, action);
}

/**
 * Opens the file that all windows and the command line share. One that is
 * damaged, or of another version, is thrown away: everything in it can be
 * asked for again. Call it `alone`.
 * @throws SQLite's error where no file can be made
 */
export async function openCacheFile(directory: string): Promise<Sqlite> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const file = cacheFile(directory);
  const open = () => {
    const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      // Before the first table: what is deleted leaves the file, so that its size is what is kept.
      sqlite.pragma('auto_vacuum = full');
      sqlite.pragma('journal_mode = WAL');
      // Lost answers are asked for again: a power cut may take the last ones.
      sqlite.pragma('synchronous = NORMAL');
      sqlite.pragma('journal_size_limit = 1000000');
      const shape = sqlite.pragma('user_version', { simple: true });
      if (shape === 0) sqlite.transaction(() => sqlite.exec(TABLES)).immediate();
      else if (shape !== SHAPE) throw new OtherShape();
      sqlite
        .prepare(
          'select (select count(*) from kept), (select count(*) from lease), (select count(*) from handed)',
        )
        .get();
      return sqlite;
    } catch (error) {
      sqlite.close();
      throw error;
    }
  };
  try {
    return open();
  } catch (error) {
    if (!showsDamage(error) && !(error instanceof OtherShape)) throw error;
    throwAway(directory);
    return open();
  }
}

/** Removes the file. Processes that have it open go on with what they have, by themselves. */
export function throwAway(directory: string): void {
  const file = cacheFile(directory);
  // The log first: a new file must not find the old one's.
  for (const path of [`${file}-wal`, `${file}-shm`, file]) rmSync(path, { force: true });
}

class OtherShape extends Error {}
