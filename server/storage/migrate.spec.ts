import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { breakTable } from '../../test/support/ledger-file.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { openStorage, type Storage } from './database.ts';
import { migrate, versionOf } from './migrate.ts';
import { migrations } from './migrations.ts';

const FIRST = '2026-11-21-ledger';
const newest = Object.keys(migrations).sort().at(-1);

async function open(directory: string): Promise<Storage> {
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  return storage;
}

/** A ledger as the first version left it, with a cap. */
async function firstVersion(): Promise<{ directory: string; file: string }> {
  const directory = scratchDirectory();
  const file = join(directory, 'lenscap.db');
  const db = new Kysely<{ budget: { scope: string; period: string; cap_nano_usd: number } }>({
    dialect: new SqliteDialect({ database: new Sqlite(file) }),
  });
  await migrate(db, FIRST);
  await db.insertInto('budget').values({ scope: 'all', period: 'day', cap_nano_usd: 77 }).execute();
  await db.destroy();
  return { directory, file };
}

function versionIn(file: string) {
  const sqlite = new Sqlite(file);
  try {
    return versionOf(sqlite, file);
  } finally {
    sqlite.close();
  }
}

const copies = (directory: string) => readdirSync(join(directory, 'backups'));

test('a new ledger is of the newest version, and nothing is copied for it', async () => {
  const directory = scratchDirectory();
  const { file } = await open(directory);
  expect(versionIn(file)).toEqual({ last: newest, isPending: false });
  expect(existsSync(join(directory, 'backups'))).toBe(false);
});

test('an older one is copied, then brought up to date with what it has', async () => {
  const { directory, file } = await firstVersion();
  expect(versionIn(file)).toEqual({ last: FIRST, isPending: true });
  const { db, restored } = await open(directory);
  expect(restored).toBeUndefined();
  expect(await db.selectFrom('budget').selectAll().execute()).toEqual([
    { scope: 'all', subject: '', period: 'day', cap_nano_usd: 77 },
  ]);
  const [copy = '', ...more] = copies(directory);
  expect(more).toEqual([]);
  expect(copy).toMatch(/^from-2026-11-21-ledger-\d{8}-\d{6}\.db$/);
  expect(versionIn(join(directory, 'backups', copy))).toEqual({ last: FIRST, isPending: true });
});

test('requests under way keep the counters they were taken from', async () => {
  const { directory, file } = await firstVersion();
  const sqlite = new Sqlite(file);
  sqlite.exec(`
    insert into counter (id, scope, subject, period, starts_on, held_nano_usd)
      values (1, 'all', '', 'day', '2026-11-21', 5), (2, 'all', '', 'month', '2026-11-01', 5);
    insert into hold values ('h', 'r', '', '', 1, 'o', 'w', 'text', 'm', 5, 0);
    insert into hold_counter values ('h', 1), ('h', 2)`);
  sqlite.close();
  const { db } = await open(directory);
  const { counters } = await db.selectFrom('hold').select('counters').executeTakeFirstOrThrow();
  expect(JSON.parse(counters)).toEqual({ 1: 0, 2: 0 });
});

test('two that open it at once copy and migrate it once', async () => {
  const { directory } = await firstVersion();
  const all = await Promise.all([open(directory), open(directory), open(directory)]);
  for (const { db } of all) expect(await db.selectFrom('told').selectAll().execute()).toEqual([]);
  expect(copies(directory)).toHaveLength(1);
});

test('where no copy can be made, nothing is migrated', async () => {
  const { directory, file } = await firstVersion();
  writeFileSync(join(directory, 'backups'), 'a file where the folder should be');
  await expect(openStorage(directory)).rejects.toMatchObject({
    code: 'ledger-unavailable',
    message: expect.stringMatching(
      /^The ledger .* has to be brought up to date, but no copy of it could be made in .*backups before: .*\.$/,
    ),
    hint: expect.stringContaining('the ledger is as it was'),
  });
  expect(versionIn(file)).toEqual({ last: FIRST, isPending: true });
});

test('a damaged older one is restored from a copy, which is brought up to date', async () => {
  const { directory, file } = await firstVersion();
  await (await openStorage(directory)).close();
  breakTable(file, 'budget');
  const { db, restored } = await open(directory);
  expect(restored).toBeDefined();
  expect(await db.selectFrom('budget').select('cap_nano_usd').execute()).toEqual([{ cap_nano_usd: 77 }]);
  expect(versionIn(file)).toEqual({ last: newest, isPending: false });
});

test('one that is damaged before it is migrated is not copied, but restored', async () => {
  const { directory, file } = await firstVersion();
  breakTable(file, 'counter');
  mkdirSync(join(directory, 'backups'));
  const { restored } = await open(directory);
  expect(restored).toBeDefined();
  expect(copies(directory)).toEqual([]);
});

test('one of a later version is refused, untouched', async () => {
  const directory = scratchDirectory();
  const { file, close } = await openStorage(directory);
  await close();
  const sqlite = new Sqlite(file);
  sqlite.exec("insert into kysely_migration values ('2999-01-01-later', ''); drop table told");
  sqlite.pragma('wal_checkpoint(truncate)');
  sqlite.close();
  const before = readFileSync(file);
  for (const mark of [false, true]) {
    // Neither a look at its newest rows nor one at the whole of it takes it for damaged.
    if (mark) writeFileSync(`${file}-suspect`, '');
    await expect(openStorage(directory)).rejects.toMatchObject({
      code: 'ledger-newer',
      message: `The ledger ${file} was written by a later version of Lenscap.`,
      hint: expect.stringContaining('Update Lenscap'),
    });
  }
  expect(readFileSync(file)).toEqual(before);
});
