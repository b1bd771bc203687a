import { chmodSync, copyFileSync, existsSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Database as Sqlite } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { LocalError } from '../../protocol/errors.ts';
import {
  copiesDirectory,
  copiesIn,
  disqualify,
  localStamp,
  removeDatabase,
  syncDirectory,
} from './copies.ts';
import { Damage, failedBy, isOfTheWorld, reasonOf } from './failure.ts';
import { examine } from './inspect.ts';
import { migrate } from './migrate.ts';
import { salvage } from './salvage.ts';
import type { Schema } from './schema.ts';
import { clear } from './suspicion.ts';

/** What became of a damaged ledger. */
export interface Restored {
  /** When the last row that is certain was booked, ISO 8601: what was spent later may be missing. */
  since: string;
  /** When the copy took over, ISO 8601. */
  until: string;
  /** Where the damaged file is kept, if there was one. */
  setAside: string;
  /** How many rows the ledger has now. */
  rows: number;
}

/** Everything is uncertain of which no row is left. */
const NEVER = new Date(0).toISOString();

/** What is being put together, and what is complete and only has to take its place. */
const beingBuilt = (file: string) => join(dirname(file), 'lenscap-restoring.db');
const complete = (file: string) => join(dirname(file), 'lenscap-restored.db');

/**
 * Replaces a damaged ledger by its newest copy that is sound, or else by an
 * empty one, with whatever of the damaged one can be proved right; and keeps
 * the damaged one under another name. Killed at any point, it leaves the old
 * state or the new one, or what `finishRestoration` makes the new one of.
 * Only for who has the ledger's lock.
 * @param rebuild recomputes what is derived from rows, before the copy takes over
 * @throws LocalError if the disk is full, say; the damaged ledger is where it was then.
 */
export async function restore(
  file: string,
  damage: unknown,
  rebuild: (db: Kysely<Schema>) => Promise<void>,
): Promise<Restored> {
  const building = beingBuilt(file);
  removeDatabase(building);
  removeDatabase(complete(file));
  const damaged = await lockDamaged(file);
  try {
    const sqlite = await openNewestCopy(file, building);
    const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
    try {
      await migrate(db);
      if (damaged) salvage(damaged, sqlite);
      await rebuild(db);
      const { at } = (await db
        .selectFrom('entry')
        .select('at')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()) ?? {
        at: NEVER,
      };
      const now = new Date();
      await db
        .insertInto('restoration')
        .values({ at: now.toISOString(), certain_until: at, set_aside: asideName(file, now) })
        .execute();
      sqlite.pragma('journal_mode = delete');
    } finally {
      await db.destroy();
    }
    chmodSync(building, 0o600);
    renameSync(building, complete(file));
    const restored = await finishRestoration(file);
    if (!restored) throw new Error('The restored ledger vanished.');
    return restored;
  } catch (error) {
    if (error instanceof LocalError) throw error;
    throw new LocalError(
      'ledger-unavailable',
      l10n.t(
        'The ledger {0} is damaged ({1}), and it could not be restored: {2}.',
        file,
        reasonOf(damage),
        reasonOf(error),
      ),
      l10n.t(
        'Nothing is sent without a ledger. Check that the folder can be written and the disk has room, and start Lenscap again.',
      ),
      { cause: error },
    );
  } finally {
    removeDatabase(building);
    damaged?.close();
  }
}

/**
 * Puts a restored ledger in its place, if there is one that is not there yet.
 * @throws Damage or SQLite's own error if it is none any more.
 */
export async function finishRestoration(file: string): Promise<Restored | undefined> {
  if (!existsSync(complete(file))) return undefined;
  const restored = await describe(complete(file));
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, restored.setAside + suffix);
  }
  renameSync(complete(file), file);
  syncDirectory(dirname(file));
  clear(file);
  return restored;
}

async function describe(file: string): Promise<Restored> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const sqlite = new SqliteDatabase(file, { fileMustExist: true });
  try {
    const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
    const row = await db
      .selectFrom('restoration')
      .select(['certain_until', 'at', 'set_aside'])
      .select((eb) =>
        eb
          .selectFrom('entry')
          .select(({ fn }) => fn.countAll<number>().as('rows'))
          .as('rows'),
      )
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!row) throw new Damage(l10n.t('the restored ledger does not say what it replaces'));
    return { since: row.certain_until, until: row.at, setAside: row.set_aside, rows: row.rows ?? 0 };
  } finally {
    sqlite.close();
  }
}

/**
 * Opens the damaged file and keeps every other process from writing into it,
 * as far as it still can be opened at all.
 * @returns undefined if nothing can be read of it
 * @throws if another process does not stop writing.
 */
async function lockDamaged(file: string): Promise<Sqlite | undefined> {
  if (!existsSync(file)) return undefined;
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const sqlite = new SqliteDatabase(file, { fileMustExist: true, timeout: 5_000 });
  try {
    sqlite.exec('begin immediate');
  } catch (error) {
    // What cannot be locked cannot be written by others either, and may still be read.
    if (!failedBy(error, 'BUSY')) return sqlite;
    sqlite.close();
    throw error;
  }
  return sqlite;
}

/** Copies the newest copy that is sound to where the ledger is put together, and opens it; or makes a new one there. */
async function openNewestCopy(file: string, building: string): Promise<Sqlite> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  for (const copy of copiesIn(copiesDirectory(file))) {
    if (!statSync(copy).isFile()) continue;
    copyFileSync(copy, building);
    const sqlite = new SqliteDatabase(building);
    try {
      await examine(sqlite, file);
      return sqlite;
    } catch (error) {
      sqlite.close();
      removeDatabase(building);
      // What a later version wrote is not damaged; an older copy would forget what it knows.
      if (error instanceof LocalError || isOfTheWorld(error)) throw error;
      disqualify(copy);
    }
  }
  return new SqliteDatabase(building);
}

/** A name for the damaged file that nothing has yet. */
function asideName(file: string, now: Date): string {
  const name = join(dirname(file), `lenscap-damaged-${localStamp(now)}`);
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? `${name}.db` : `${name}-${count}.db`;
    if (!existsSync(candidate)) return candidate;
  }
}
