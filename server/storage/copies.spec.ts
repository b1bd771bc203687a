import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { book, breakIndex, copyLedger } from '../../test/support/ledger-file.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { beforeMigrationName, copiesIn, dailyName, isDailyDue, removeOldCopies } from './copies.ts';
import { openStorage, type Storage } from './database.ts';
import { keepCopies } from './keep-copies.ts';

const copiesOf = (directory: string) => join(directory, 'backups');

function folderWith(...names: string[]): string {
  const directory = scratchDirectory();
  for (const name of names) writeFileSync(join(directory, name), '');
  return directory;
}

async function ledger(rows: number): Promise<{ directory: string; storage: Storage }> {
  const directory = scratchDirectory();
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  await book(storage.db, rows);
  return { directory, storage };
}

describe('names', () => {
  test('say what the copy is of, and when it was made, local time', () => {
    const now = new Date(2026, 0, 2, 3, 4, 5);
    expect(dailyName(now)).toBe('daily-20260102-030405.db');
    expect(beforeMigrationName('2026-11-21-ledger', now)).toBe('from-2026-11-21-ledger-20260102-030405.db');
  });

  test('order copies of both kinds; other files are none', () => {
    const directory = folderWith(
      'daily-20260102-030405.db',
      'from-2026-11-21-ledger-20260103-000000.db',
      'daily-20260104-030405.db',
      'daily-20260105-030405.db.partial',
      'notes.txt',
    );
    expect(copiesIn(directory).map((file) => basename(file))).toEqual([
      'daily-20260104-030405.db',
      'from-2026-11-21-ledger-20260103-000000.db',
      'daily-20260102-030405.db',
    ]);
    expect(copiesIn(join(directory, 'none'))).toEqual([]);
  });

  test('tell whether the day has its copy', () => {
    const directory = folderWith('daily-20260102-030405.db', 'from-x-20260103-030405.db');
    expect(isDailyDue(directory, new Date(2026, 0, 2, 23, 59))).toBe(false);
    expect(isDailyDue(directory, new Date(2026, 0, 3))).toBe(true);
  });
});

test('the newest five of the days and three from before migrations are kept', () => {
  const daily = [1, 2, 3, 4, 5, 6, 7].map((day) => `daily-2026010${day}-000000.db`);
  const before = [1, 2, 3, 4, 5].map((day) => `from-${9 - day}-2026010${day}-000000.db`);
  const directory = folderWith(...daily, ...before, 'notes.txt');
  removeOldCopies(directory);
  expect(readdirSync(directory).sort()).toEqual([...daily.slice(2), ...before.slice(2).sort(), 'notes.txt']);
});

test('a copy is one file that only its user may read, with every committed row', async () => {
  const { directory, storage } = await ledger(30);
  const copy = await copyLedger(directory);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(statSync(copiesOf(directory)).mode & 0o777).toBe(0o700);
  await book(storage.db, 5);
  const sqlite = new Sqlite(copy, { readonly: true });
  expect(sqlite.prepare('select count(*) from entry').pluck().get()).toBe(30);
  sqlite.close();
  expect(readdirSync(copiesOf(directory))).toEqual([basename(copy)]);
});

test('a copy with faults is thrown away', async () => {
  const { directory, storage } = await ledger(30);
  await storage.close();
  breakIndex(storage.file, 'entry_local_day');
  await expect(copyLedger(directory)).rejects.toThrow();
  expect(readdirSync(copiesOf(directory))).toEqual([]);
});

describe('the copy of the day', { timeout: 60_000 }, () => {
  const names = (directory: string) =>
    readdirSync(copiesOf(directory)).filter((name) => name !== 'daily.lock');

  /** Looks at once, and waits for what comes of it. */
  async function copyNow(storage: Storage): Promise<string[]> {
    const reports: string[] = [];
    await keepCopies(storage, (sentence) => reports.push(sentence), { lastWaitMs: 60_000 }).stop();
    return reports;
  }

  test('is made in the background after opening, once', async () => {
    const { directory, storage } = await ledger(30);
    const keeper = keepCopies(storage, (sentence) => expect.fail(sentence), { firstAfterMs: 0 });
    await vi.waitFor(() => expect(copiesIn(copiesOf(directory))).toHaveLength(1), 20_000);
    await keeper.stop();
    await copyNow(storage);
    expect(names(directory)).toEqual([expect.stringMatching(/^daily-\d{8}-\d{6}\.db$/)]);
  });

  test('is made at the end, if the process does not live long; two at once make one', async () => {
    const { directory, storage } = await ledger(30);
    await Promise.all([copyNow(storage), copyNow(storage)]);
    expect(names(directory)).toHaveLength(1);
  });

  test('is not made of a ledger without rows', async () => {
    const { directory, storage } = await ledger(0);
    expect(await copyNow(storage)).toEqual([]);
    expect(existsSync(copiesOf(directory))).toBe(false);
  });

  test('removes the sixth and what a killed process left', async () => {
    const { directory, storage } = await ledger(1);
    for (const day of [1, 2, 3, 4, 5]) await copyLedger(directory, `daily-2026010${day}-000000.db`);
    writeFileSync(join(copiesOf(directory), 'daily-20260106-000000.db.partial'), '');
    await copyNow(storage);
    expect(names(directory)).toHaveLength(5);
    expect(names(directory)[0]).toBe('daily-20260102-000000.db');
    expect(names(directory).join()).not.toContain('partial');
  });

  test('of a damaged ledger is reported, and leaves the good ones', async () => {
    const { directory, storage } = await ledger(300);
    await copyLedger(directory, 'daily-20260101-000000.db');
    // As a daemon has it that runs for days.
    breakIndex(storage.file, 'entry_local_day');
    const reports = await copyNow(storage);
    expect(reports).toEqual([
      expect.stringMatching(
        /^The ledger could not be copied: .*\. It is looked through when Lenscap is started next\.$/,
      ),
    ]);
    expect(names(directory)).toEqual(['daily-20260101-000000.db']);
    await storage.close();
    const next = await openStorage(directory);
    onTestFinished(() => next.close());
    expect(next.restored).toBeDefined();
  });

  test('that cannot be written is reported', async () => {
    const { directory, storage } = await ledger(1);
    writeFileSync(copiesOf(directory), 'a file where the folder should be');
    expect(await copyNow(storage)).toEqual([
      expect.stringMatching(/^The ledger could not be copied: .*EEXIST.*\.$/),
    ]);
  });
});
