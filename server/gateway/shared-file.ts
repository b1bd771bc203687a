import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { Buckets } from './buckets.ts';
import type { Clock } from './clock.ts';
import { HealthBook } from './health.ts';

/** What windows tell each other about providers. Nothing in it is missed when it is lost, so it is never copied. */
const FILE = 'gateway.db';

/** Version of the tables below: a file of another one is thrown away. */
const SHAPE = 3;

const SCHEMA = `
  create table if not exists bucket (
    key text not null,
    kind text not null,
    capacity real not null,
    level real not null,
    refill_per_ms real not null,
    at real not null,
    taken real not null,
    primary key (key, kind)
  ) without rowid;
  create table if not exists rest (
    key text primary key,
    at real not null,
    ms real not null
  ) without rowid;
  create table if not exists turn (
    key text not null,
    who text not null,
    number integer not null,
    is_urgent integer not null,
    requests real not null,
    tokens real not null,
    until real not null,
    primary key (key, who)
  ) without rowid;
  create table if not exists health (
    provider text not null,
    model text not null,
    answered_at real,
    failed_at real,
    code text not null default '',
    failures integer not null default 0,
    paused_until real,
    limited_until real,
    primary key (provider, model)
  ) without rowid;
  pragma user_version = ${SHAPE};
`;

/** What all windows know of the providers. */
export interface Shared {
  buckets: Buckets;
  health: HealthBook;
  close(): void;
}

/** Opens the file, anew if it is damaged; in memory, for this window alone, if the disk cannot be written. */
export async function openShared(directory: string, clock: Pick<Clock, 'now'>): Promise<Shared> {
  const db = await openAnyhow(directory);
  return { buckets: new Buckets(db, clock), health: new HealthBook(db), close: () => db.close() };
}

async function openAnyhow(directory: string): Promise<BetterSqlite3.Database> {
  const file = join(directory, FILE);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return await open(file);
  } catch {
    try {
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      return await open(file);
    } catch {
      return open(':memory:');
    }
  }
}

async function open(file: string): Promise<BetterSqlite3.Database> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const db = new SqliteDatabase(file, { timeout: 1_000 });
  try {
    db.pragma('journal_mode = wal');
    // A power cut may undo the last second; that is good enough for what lives a minute.
    db.pragma('synchronous = off');
    db.transaction(() => {
      const shape = db.pragma('user_version', { simple: true });
      const isNew = db.prepare('select 1 from sqlite_schema').get() === undefined;
      if (!isNew && shape !== SHAPE) throw new Error('This file is of another version.');
      db.exec(SCHEMA);
    }).immediate();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
