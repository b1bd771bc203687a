import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import { expectOk } from './inspect.ts';

// Copies of the ledger, in a folder beside it: `daily-<time>.db`, and
// `from-<migration>-<time>.db` made before a migration, of the state after the one named.

const DAILY = /^daily-(\d{8}-\d{6})\.db$/;
const BEFORE_MIGRATION = /^from-.+-(\d{8}-\d{6})\.db$/;

/** How many copies of each kind are kept. */
const KEPT = [
  { kind: DAILY, count: 5 },
  { kind: BEFORE_MIGRATION, count: 3 },
];

/** All pages in one step: copying in several starts over whenever another process writes in between. */
const ALL_PAGES = 0x7fff_ffff;

export function copiesDirectory(ledger: string): string {
  return join(dirname(ledger), 'backups');
}

export function dailyName(now: Date): string {
  return `daily-${localStamp(now)}.db`;
}

export function beforeMigrationName(last: string, now: Date): string {
  return `from-${last}-${localStamp(now)}.db`;
}

/** Whether today, local time, has no copy yet. */
export function isDailyDue(directory: string, now: Date): boolean {
  const today = localStamp(now).slice(0, 8);
  return !list(directory).some((name) => DAILY.exec(name)?.[1]?.startsWith(today));
}

/** Every copy there is, the newest first: absolute paths. */
export function copiesIn(directory: string): string[] {
  return list(directory)
    .flatMap((name) => {
      const stamp = (DAILY.exec(name) ?? BEFORE_MIGRATION.exec(name))?.[1];
      return stamp === undefined ? [] : [{ name, stamp }];
    })
    .sort((a, b) => (a.stamp < b.stamp ? 1 : -1))
    .map(({ name }) => join(directory, name));
}

/** How far the newest copy has the ledger: the number of its last row, 0 for none; undefined if there is no copy to tell. */
export async function lastCopiedRow(directory: string): Promise<number | undefined> {
  const [newest] = copiesIn(directory);
  if (newest === undefined) return undefined;
  const { default: SqliteDatabase } = await import('better-sqlite3');
  try {
    const copy = new SqliteDatabase(newest, { readonly: true, fileMustExist: true });
    try {
      return lastRow(copy);
    } finally {
      copy.close();
    }
  } catch {
    // It is looked at closely when it is needed.
    return undefined;
  }
}

/** The number of a ledger's last row, 0 for none. */
export function lastRow(sqlite: Sqlite): number {
  return Number(sqlite.prepare('select coalesce(max(id), 0) from entry').pluck().get());
}

/** Puts a copy with faults where it is none any more. */
export function disqualify(copy: string): void {
  renameSync(copy, `${copy}.damaged`);
}

/**
 * Copies a database by SQLite's online backup: a consistent state, whoever
 * writes meanwhile. It gets its name only when it has passed its check.
 * @returns its path
 * @throws Damage if the copy has faults; it is gone then
 * @throws whatever the disk has to say
 */
export async function makeCopy(source: Sqlite, directory: string, name: string): Promise<string> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const partial = join(directory, `${name}.partial`);
  removeDatabase(partial);
  try {
    closeSync(openSync(partial, 'wx', 0o600));
    await source.backup(partial, { progress: () => ALL_PAGES });
    await check(partial);
    const copy = join(directory, name);
    renameSync(partial, copy);
    syncDirectory(directory);
    return copy;
  } finally {
    removeDatabase(partial);
  }
}

/** Removes the oldest copies of each kind beyond those that are kept. */
export function removeOldCopies(directory: string): void {
  for (const { kind, count } of KEPT) {
    const copies = copiesIn(directory).filter((file) => kind.test(file.slice(directory.length + 1)));
    for (const file of copies.slice(count)) rmSync(file, { force: true });
  }
}

/** Removes what copying that was killed left behind; only for who has the lock under which such copies are made. */
export function removePartial(directory: string, prefix: 'daily-' | 'from-'): void {
  for (const name of list(directory)) {
    if (name.startsWith(prefix) && name.includes('.partial')) rmSync(join(directory, name), { force: true });
  }
}

/** Removes a database with whatever SQLite put beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** Makes sure that a rename survives a power cut. */
export function syncDirectory(directory: string): void {
  // Windows cannot open folders; its file systems journal renames.
  if (process.platform === 'win32') return;
  const folder = openSync(directory, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Local time as in `20261121-141530`: sorts, and may stand in a file name. */
export function localStamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

async function check(copy: string): Promise<void> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const sqlite = new SqliteDatabase(copy, { fileMustExist: true });
  try {
    // A copy is one file: nothing shall lie beside it.
    sqlite.pragma('journal_mode = delete');
    expectOk(sqlite, 'quick_check(1)');
  } finally {
    sqlite.close();
  }
}

function list(directory: string): string[] {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(directory) : [];
}
