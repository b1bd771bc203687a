import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import { showsDamage } from '../storage/failure.ts';
import { KEY_BYTES, Seal } from '../storage/sealing.ts';

const TABLES = `
  create table if not exists waiting (
    id text primary key,
    workspace text not null,
    queued_at integer not null,
    question text not null,
    pictures text not null,
    answer text,
    owner_pid integer,
    owner_started_at text
  ) strict;
`;

/** How long a statement waits for another process, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

export interface QueueFileOptions {
  directory: string;
  /** The key to seal with; undefined where there is no keychain. Called by one process at a time. */
  key: () => Promise<Buffer | undefined>;
  /** Does what one process at a time may do. */
  alone<T>(action: () => Promise<T>): Promise<T>;
  onTrouble(sentence: string): void;
}

/** Where questions wait, and what they are sealed with. */
export interface QueueFile {
  sqlite: Sqlite;
  seal: Seal;
  /** Whether it is on the disk. */
  isDurable: boolean;
}

export function queueFile(directory: string): string {
  return join(directory, 'queue.db');
}

/** Whether anything was ever queued here: only then there is a reason to open it. */
export function hasQueueFile(directory: string): boolean {
  return existsSync(queueFile(directory));
}

/**
 * Opens the file that all windows and the command line share. Without a
 * keychain nothing is written: then it is in memory, and of this process alone.
 * A damaged file is set aside, and said.
 */
export function openQueueFile({ directory, key, alone, onTrouble }: QueueFileOptions): Promise<QueueFile> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return alone(async () => {
    const found = await key();
    const { default: SqliteDatabase } = await import('better-sqlite3');
    const seal = new Seal(found ?? randomBytes(KEY_BYTES), 'queue');
    const file = found ? queueFile(directory) : ':memory:';
    const open = () => {
      const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
      try {
        // What is removed leaves the file, and nothing of it stays behind.
        sqlite.pragma('auto_vacuum = full');
        sqlite.pragma('secure_delete = on');
        sqlite.pragma('journal_mode = WAL');
        // A question the user was told is kept outlives a power cut.
        sqlite.pragma('synchronous = FULL');
        sqlite.exec(TABLES);
        return sqlite;
      } catch (error) {
        sqlite.close();
        throw error;
      }
    };
    try {
      return { sqlite: open(), seal, isDurable: found !== undefined };
    } catch (error) {
      if (!showsDamage(error)) throw error;
      const aside = `${file}.damaged-${Date.now()}`;
      for (const suffix of ['-wal', '-shm', ''])
        if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
      onTrouble(`The questions that waited for the network cannot be read; their file is kept as ${aside}.`);
      return { sqlite: open(), seal, isDurable: found !== undefined };
    }
  });
}
