import { copyFileSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { LocalError } from '../../protocol/errors.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { openStorage, type Storage } from './database.ts';

async function open(directory = scratchDirectory()): Promise<Storage> {
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  return storage;
}

const cap = { scope: 'all', subject: '', period: 'day', cap_nano_usd: 1 };

test('a new ledger is made in a folder that only its user may enter', async () => {
  const directory = join(scratchDirectory(), 'new/folder');
  const { file } = await open(directory);
  expect(file).toBe(join(directory, 'lenscap.db'));
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test('opened again it has what it had', async () => {
  const directory = scratchDirectory();
  const first = await open(directory);
  await first.db.insertInto('budget').values(cap).execute();
  const second = await open(directory);
  expect(await second.db.selectFrom('budget').selectAll().execute()).toEqual([cap]);
});

test("another connection's commits show, and so do its own", async () => {
  const directory = scratchDirectory();
  const [here, there] = [await open(directory), await open(directory)];
  const before = { version: here.dataVersion(), changes: here.changes() };
  await there.db.insertInto('budget').values(cap).execute();
  expect(here.dataVersion()).not.toBe(before.version);
  expect(here.changes()).toBe(before.changes);
  const version = here.dataVersion();
  await here.db.deleteFrom('budget').execute();
  expect(here.dataVersion()).toBe(version);
  expect(here.changes()).toBeGreaterThan(before.changes);
});

test('commits reach the disk before they are reported, and readers do not block', async () => {
  const { db } = await open();
  const pragma = async (name: string) =>
    Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0];
  expect(await pragma('journal_mode')).toBe('wal');
  expect(await pragma('synchronous')).toBe(2);
  expect(await pragma('foreign_keys')).toBe(1);
});

test.each([
  [
    'a file stands where the folder should be',
    (directory: string) => writeFileSync(directory, ''),
    /EEXIST|ENOTDIR/,
  ],
  [
    'something is in the file that stays empty',
    (directory: string) => writeFileSync(join(directory, 'lenscap.lock'), 'x'.repeat(5000)),
    'should be empty',
  ],
  [
    'a folder stands where the file should be',
    (directory: string) => mkdirSync(join(directory, 'lenscap.db')),
    'unable to open database file',
  ],
])('where %s, one sentence says so', async (_, spoil, why) => {
  const directory = join(scratchDirectory(), 'data');
  if (!String(why).includes('EEXIST')) mkdirSync(directory);
  spoil(directory);
  const error: unknown = await openStorage(directory).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(LocalError);
  expect(error).toMatchObject({
    code: 'ledger-unavailable',
    message: expect.stringMatching(why),
    hint: expect.stringContaining('Nothing is sent'),
  });
});

test('a full disk in the middle of a transaction is told as such, and leaves no half of it', async () => {
  const { db } = await open();
  await sql`pragma max_page_count = 1`.execute(db);
  const filling = db.transaction().execute(async (tx) => {
    await tx.insertInto('budget').values(cap).execute();
    const large = 'x'.repeat(1_000_000);
    await tx
      .insertInto('counter')
      .values({
        scope: large,
        subject: '',
        period: 'day',
        starts_on: '',
        spent_nano_usd: 0,
        held_nano_usd: 0,
      })
      .execute();
  });
  await expect(filling).rejects.toMatchObject({
    code: 'ledger-unavailable',
    message: expect.stringContaining('database or disk is full'),
  });
  expect(await db.selectFrom('budget').selectAll().execute()).toEqual([]);
  // The connection is good for more.
  await sql`pragma max_page_count = 1000000`.execute(db);
  await db.insertInto('budget').values(cap).execute();
});

test('a fault of ours stays what it is', async () => {
  const { db } = await open();
  await db.insertInto('budget').values(cap).execute();
  const again: unknown = await db
    .insertInto('budget')
    .values(cap)
    .execute()
    .catch((error: unknown) => error);
  expect(again).not.toBeInstanceOf(LocalError);
  expect(again).toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
});

test('what is held never falls below zero, whatever the program does', async () => {
  const { db } = await open();
  const counter = { scope: 'all', subject: '', period: 'day', starts_on: '2026-11-21', spent_nano_usd: 0 };
  await expect(
    db
      .insertInto('counter')
      .values({ ...counter, held_nano_usd: -1 })
      .execute(),
  ).rejects.toThrow('CHECK');
});

test('where it was replaced while it was open, it is neither read nor written any more', async () => {
  const { db, file, dataVersion } = await open();
  await db.insertInto('budget').values(cap).execute();
  const before = dataVersion();
  renameSync(file, `${file}.moved`);
  copyFileSync(`${file}.moved`, file);
  expect(dataVersion()).not.toBe(before);
  const moved = { code: 'ledger-moved', hint: expect.stringContaining('Reload Window') };
  await expect(db.selectFrom('budget').selectAll().execute()).rejects.toMatchObject(moved);
  const replacing = db.transaction().execute((tx) => tx.deleteFrom('budget').execute());
  await expect(replacing).rejects.toMatchObject(moved);
});

test('where it is replaced in the middle of a transaction, the commit does not count', async () => {
  const { db, file } = await open();
  const spending = db.transaction().execute(async (tx) => {
    await tx.insertInto('budget').values(cap).execute();
    renameSync(file, `${file}.moved`);
  });
  await expect(spending).rejects.toMatchObject({ code: 'ledger-moved' });
});

test('damage that shows in use stops everything, and the next start looks for it everywhere', async () => {
  const directory = scratchDirectory();
  const { db, file } = await open(directory);
  await sql`drop table told`.execute(db);
  const damaged = {
    code: 'ledger-damaged',
    message: expect.stringMatching(/^The ledger .* is damaged: no such table: told\.$/),
    hint: expect.stringContaining('Nothing is sent until Lenscap is started again'),
  };
  await expect(db.selectFrom('told').selectAll().execute()).rejects.toMatchObject(damaged);
  await expect(db.insertInto('budget').values(cap).execute()).rejects.toMatchObject(damaged);
  expect(existsSync(`${file}-suspect`)).toBe(true);
  const next = await open(directory);
  expect(next.restored).toBeDefined();
  expect(existsSync(`${file}-suspect`)).toBe(false);
});

test('a suspicion without ground does no harm', async () => {
  const directory = scratchDirectory();
  const first = await open(directory);
  await first.db.insertInto('budget').values(cap).execute();
  writeFileSync(`${first.file}-suspect`, '');
  const second = await open(directory);
  expect(second.restored).toBeUndefined();
  expect(existsSync(`${first.file}-suspect`)).toBe(false);
  expect(await second.db.selectFrom('budget').selectAll().execute()).toEqual([cap]);
});
