import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { Database as Sqlite } from 'better-sqlite3';
import { Kysely } from 'kysely';
import { LocalError } from '../../protocol/errors.ts';
import {
  beforeMigrationName,
  copiesDirectory,
  lastCopiedRow,
  lastRow,
  makeCopy,
  removeOldCopies,
  removePartial,
} from './copies.ts';
import { sharedSqlite, type Watched, watchFile } from './dialect.ts';
import {
  Damage,
  failedBy,
  isOfTheWorld,
  isReadOnlyByItself,
  reasonOf,
  showsDamage,
  unavailable,
} from './failure.ts';
import { examine, glance } from './inspect.ts';
import { withLock } from './lock.ts';
import { migrate, versionOf } from './migrate.ts';
import { finishRestoration, type Restored, restore } from './restore.ts';
import type { Schema } from './schema.ts';
import { clear, isSuspect, suspect } from './suspicion.ts';

export type Database = Kysely<Schema>;

export interface Storage {
  readonly db: Database;
  /** Path of the database file. */
  readonly file: string;
  /** What happened to a damaged ledger when this one was opened. */
  readonly restored: Restored | undefined;
  /** Changes when another connection, in this process or another, has committed. Costs microseconds. */
  dataVersion(): number;
  /** Rows changed by this connection so far. Costs microseconds. */
  changes(): number;
  close(): Promise<void>;
}

export interface StorageOptions {
  /** Recomputes what is derived from rows (the counters), in a restored ledger before it is used. */
  rebuild?: (db: Database) => Promise<void>;
  /** How long to wait for another process that is opening, migrating or restoring, in milliseconds. */
  patienceMs?: number;
}

/** How long a statement waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** Copying and restoring a ledger of a million rows takes seconds. */
const PATIENCE_MS = 60_000;

/**
 * Opens (creating it if need be) the one database that all windows and the
 * command line share, and brings its shape up to date; before that, it copies
 * a ledger that has data. A damaged one is set aside and restored from the
 * newest copy that is sound.
 * @throws LocalError if the folder or file cannot be written, or a later version wrote the ledger.
 */
export async function openStorage(dataDirectory: string, options: StorageOptions = {}): Promise<Storage> {
  const file = join(dataDirectory, 'lenscap.db');
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    // One process after the other: whoever comes second finds it migrated or restored.
    const { sqlite, watched, restored } = await withLock(
      join(dataDirectory, 'lenscap.lock'),
      options.patienceMs ?? PATIENCE_MS,
      () => openOrRestore(file, options.rebuild ?? (async () => {})),
    );
    // From here on waiting for others is the connection's: SQLite's own stops the whole process.
    sqlite.pragma('busy_timeout = 0');
    const db = new Kysely<Schema>({ dialect: sharedSqlite(sqlite, watched) });
    const totalChanges = sqlite.prepare('select total_changes()').pluck();
    return {
      db,
      file,
      restored,
      // A ledger that was replaced has changed, too: the next question to it says so.
      dataVersion: () => (watched.isMoved() ? -1 : Number(sqlite.pragma('data_version', { simple: true }))),
      changes: () => Number(totalChanges.get()),
      close: () => db.destroy(),
    };
  } catch (error) {
    throw error instanceof LocalError ? error : unavailable(file, error);
  }
}

interface Opened {
  sqlite: Sqlite;
  watched: Watched;
}

async function openOrRestore(
  file: string,
  rebuild: (db: Database) => Promise<void>,
): Promise<Opened & { restored: Restored | undefined }> {
  let restored: Restored | undefined;
  try {
    restored = await finishRestoration(file);
    return { ...(await openSound(file)), restored };
  } catch (error) {
    if (!(await isDamaged(file, error))) throw error;
    restored = await restore(file, error, rebuild);
    return { ...(await openSound(file)), restored };
  }
}

/**
 * Opens a database that shows no damage, in the newest version.
 * @throws Damage, or SQLite's own error, if something is wrong with it.
 */
async function openSound(file: string): Promise<Opened> {
  expectFile(file);
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // From the first moment on, while nobody else can replace it.
    const watched = watchFile(file, () => suspect(file));
    await switchToWal(sqlite);
    // A booked cent survives a power cut: every commit reaches the disk before it is reported.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    const { last, isPending } = versionOf(sqlite, file);
    await expectWhatWasCopied(sqlite, file, last === undefined);
    if (isSuspect(file)) {
      await examine(sqlite, file);
      clear(file);
    }
    if (isPending) {
      if (last !== undefined) await copyBeforeMigration(sqlite, file, last);
      await migrate(new Kysely<Schema>({ dialect: sharedSqlite(sqlite) }));
    } else glance(sqlite);
    return { sqlite, watched };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** @throws Damage if only a log is there, which SQLite would throw away. */
function expectFile(file: string): void {
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size(file) === 0 && size(`${file}-wal`) > 0) throw new Damage(l10n.t('only its log is left'));
}

/** @throws Damage if rows are missing that a copy has: the end of the log was lost, or the whole file. */
async function expectWhatWasCopied(sqlite: Sqlite, file: string, isNew: boolean): Promise<void> {
  const copied = await lastCopiedRow(copiesDirectory(file));
  if (copied === undefined) return;
  if (isNew) throw new Damage(l10n.t('it is empty'));
  if (lastRow(sqlite) < copied) throw new Damage(l10n.t('it has fewer rows than its copy'));
}

/** Whether it is the file that is at fault, not the world around it, and not we. */
async function isDamaged(file: string, error: unknown): Promise<boolean> {
  if (error instanceof LocalError) return false;
  if (showsDamage(error) || isReadOnlyByItself(file, error)) return true;
  if (isOfTheWorld(error) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  // Anything else may be a mistake of ours, for which no ledger shall be replaced.
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const sqlite = new SqliteDatabase(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    await examine(sqlite, file);
    return false;
  } catch (fault) {
    return !(fault instanceof LocalError) && !isOfTheWorld(fault);
  } finally {
    sqlite.close();
  }
}

/** @throws LocalError if the copy cannot be made: then nothing is migrated. */
async function copyBeforeMigration(sqlite: Sqlite, file: string, last: string): Promise<void> {
  const directory = copiesDirectory(file);
  try {
    removePartial(directory, 'from-');
    await makeCopy(sqlite, directory, beforeMigrationName(last, new Date()));
  } catch (error) {
    if (showsDamage(error)) throw error;
    throw new LocalError(
      'ledger-unavailable',
      l10n.t(
        'The ledger {0} has to be brought up to date, but no copy of it could be made in {1} before: {2}.',
        file,
        directory,
        reasonOf(error),
      ),
      l10n.t(
        'Nothing is sent, and the ledger is as it was. Check that the folder can be written and the disk has room, and start Lenscap again.',
      ),
      { cause: error },
    );
  }
  removeOldCopies(directory);
}

/** Switches to the write-ahead log. For this one statement SQLite does not wait for other processes by itself. */
async function switchToWal(sqlite: Sqlite): Promise<void> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      sqlite.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!failedBy(error, 'BUSY') || performance.now() > deadline) throw error;
      await sleep(10);
    }
  }
}
