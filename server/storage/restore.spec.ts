import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { book, breakIndex, breakTable, copyLedger, rowsOf } from '../../test/support/ledger-file.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { type Database, openStorage, type Storage, type StorageOptions } from './database.ts';

const DAY = { scope: 'all', subject: '', period: 'day' };
const HOLD = {
  request_id: 'r',
  created_at: '2026-11-20T00:00:00.000Z',
  expires_at: '2026-11-20T00:00:30.000Z',
  owner_pid: 1,
  owner_id: 'somebody',
  owner_started_at: '',
  question_id: 'q',
  expected_nano_usd: 1,
  local_day: '2026-11-20',
  workspace: 'mine',
  route: 'text',
  model: 'gpt-4o-mini',
  accrued_nano_usd: 1,
};

async function open(directory: string, options?: StorageOptions): Promise<Storage> {
  const storage = await openStorage(directory, options);
  onTestFinished(() => storage.close());
  return storage;
}

/** A closed ledger with a copy of its first rows, and some more. */
async function ledgerWithCopy({
  copied = 40,
  later = 25,
  before = async (_: Database) => {},
  after = async (_: Database) => {},
} = {}): Promise<{ directory: string; file: string; rows: Awaited<ReturnType<typeof rowsOf>> }> {
  const directory = scratchDirectory();
  const storage = await openStorage(directory);
  await book(storage.db, copied);
  await before(storage.db);
  await copyLedger(directory);
  await book(storage.db, later);
  await after(storage.db);
  const rows = await rowsOf(storage.db);
  await storage.close();
  return { directory, file: storage.file, rows };
}

/** What lies in the folder besides the ledger, its copies, its lock and what SQLite keeps beside open files. */
function others(directory: string): string[] {
  const expected = ['lenscap.db', 'lenscap.lock', 'backups'];
  return readdirSync(directory)
    .filter((name) => !expected.includes(name) && !/-(wal|shm)$/.test(name))
    .sort();
}

test('a damaged ledger is set aside, and its rows are all there again as far as they can be read', async () => {
  const { directory, file, rows } = await ledgerWithCopy();
  breakIndex(file, 'entry_local_day');
  const damaged = readFileSync(file);
  const before = new Date().toISOString();
  const { db, restored } = await open(directory);
  expect(await rowsOf(db)).toEqual(rows);
  expect(restored).toMatchObject({ since: rows.at(-1)?.at, rows: 65 });
  expect(restored && restored.until >= before).toBe(true);
  expect(others(directory)).toEqual([expect.stringMatching(/^lenscap-damaged-\d{8}-\d{6}\.db$/)]);
  expect(readFileSync(restored?.setAside ?? '')).toEqual(damaged);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await db.selectFrom('restoration').selectAll().execute()).toEqual([
    {
      id: 1,
      at: restored?.until,
      certain_until: restored?.since,
      set_aside: restored?.setAside,
      accepted_at: null,
    },
  ]);
  expect((await open(directory)).restored).toBeUndefined();
});

test('rows are taken over up to the first that does not follow', async () => {
  const { directory, file, rows } = await ledgerWithCopy();
  const sqlite = new Sqlite(file);
  sqlite.exec('drop trigger entry_no_update; update entry set cost_nano_usd = 1 where id = 51');
  sqlite.close();
  breakIndex(file, 'entry_local_day');
  const { db, restored } = await open(directory);
  expect(await rowsOf(db)).toEqual(rows.slice(0, 50));
  expect(restored?.since).toBe(rows[49]?.at);
});

test('of a table that cannot be read the copy has the rest', async () => {
  const { directory, file, rows } = await ledgerWithCopy();
  breakTable(file, 'entry');
  const { db, restored } = await open(directory);
  expect(await rowsOf(db)).toEqual(rows.slice(0, 40));
  expect(restored).toMatchObject({ since: rows[39]?.at, rows: 40 });
  await book(db, 2);
  expect((await rowsOf(db)).map(({ id }) => id).slice(-2)).toEqual([41, 42]);
});

test('without a copy the chain is taken over from its start; without anything readable nothing is certain', async () => {
  const { directory, file, rows } = await ledgerWithCopy();
  rmSync(join(directory, 'backups'), { recursive: true });
  breakIndex(file, 'entry_local_day');
  const first = await open(directory);
  expect(await rowsOf(first.db)).toEqual(rows);
  await first.close();
  writeFileSync(file, 'x'.repeat(9000));
  const { db, restored } = await open(directory);
  expect(await rowsOf(db)).toEqual([]);
  expect(restored).toMatchObject({ since: '1970-01-01T00:00:00.000Z', rows: 0 });
});

test.each<[string, (file: string) => void]>([
  ['no database', (file) => writeFileSync(file, 'x'.repeat(9000))],
  ['empty', (file) => writeFileSync(file, '')],
  ['missing', (file) => rmSync(file)],
  [
    'an earlier state of itself',
    (file) => run(file, 'drop trigger entry_no_delete; delete from entry where id > 30'),
  ],
  ['cut off in its first page', (file) => truncateSync(file, 1000)],
  ['cut off', (file) => truncateSync(file, 8192)],
  ['read-only by its header', (file) => overwrite(file, 18, 3)],
  ['of an unknown format', (file) => overwrite(file, 47, 200)],
  ['without a table', (file) => run(file, 'drop table counter')],
  ['without its list of migrations', (file) => run(file, 'delete from kysely_migration')],
  [
    'of another program',
    (file) => {
      rmSync(file);
      run(file, 'create table other (id)');
    },
  ],
])('where the file is %s, the copy takes its place', async (_, spoil) => {
  const { directory, file, rows } = await ledgerWithCopy();
  spoil(file);
  const { db, restored } = await open(directory);
  expect(restored).toBeDefined();
  expect((await rowsOf(db)).slice(0, 40)).toEqual(rows.slice(0, 40));
  expect(others(directory)).toHaveLength(existsSync(restored?.setAside ?? '') ? 1 : 0);
  const again = await open(directory);
  expect(again.restored).toBeUndefined();
});

test('a log without its ledger is set aside, too', async () => {
  const { directory, file, rows } = await ledgerWithCopy();
  rmSync(file);
  writeFileSync(`${file}-wal`, 'what is left');
  const { db, restored } = await open(directory);
  expect(await rowsOf(db)).toEqual(rows.slice(0, 40));
  expect(readFileSync(`${restored?.setAside}-wal`, 'utf8')).toBe('what is left');
});

test('an empty file where no ledger ever was is a new ledger', async () => {
  const directory = scratchDirectory();
  writeFileSync(join(directory, 'lenscap.db'), '');
  expect((await open(directory)).restored).toBeUndefined();
});

test('what is only in the log of a ledger whose process was killed is taken over', async () => {
  const { directory, file } = await ledgerWithCopy();
  const running = await openStorage(directory);
  await book(running.db, 5);
  // What a killed process leaves: file and log, unclosed.
  const killed = join(scratchDirectory(), 'data');
  cpSync(directory, killed, { recursive: true });
  await running.close();
  expect(statSync(`${join(killed, 'lenscap.db')}-wal`).size).toBeGreaterThan(0);
  run(join(killed, 'lenscap.db'), 'drop table told', { checkpoint: false });
  const { db, restored } = await open(killed);
  expect(restored).toBeDefined();
  expect(await rowsOf(db)).toHaveLength(70);
  expect(file).not.toContain(killed);
});

test('a copy that is damaged itself is passed over', async () => {
  const { directory, file, rows } = await ledgerWithCopy();
  const newest = join(directory, 'backups/daily-20261121-120000.db');
  cpSync(join(directory, 'backups/daily-20261120-120000.db'), newest);
  breakTable(newest, 'entry');
  breakTable(file, 'entry');
  const { db } = await open(directory);
  expect(await rowsOf(db)).toEqual(rows.slice(0, 40));
  expect(readdirSync(join(directory, 'backups')).sort()).toEqual([
    'daily-20261120-120000.db',
    'daily-20261121-120000.db.damaged',
  ]);
});

describe('besides rows', () => {
  test('the lower cap holds, and what was changed and restored since is kept', async () => {
    const change = { at: 'now', kind: 'cap', ...DAY, from_nano_usd: 9, to_nano_usd: 5, question_id: '' };
    const { directory, file } = await ledgerWithCopy({
      before: async (db) => {
        const month = { ...DAY, period: 'month' };
        await db
          .insertInto('budget')
          .values([
            { ...DAY, cap_nano_usd: 9 },
            { ...month, cap_nano_usd: 9 },
          ])
          .execute();
      },
      after: async (db) => {
        await db.updateTable('budget').set({ cap_nano_usd: 5 }).where('period', '=', 'day').execute();
        await db.updateTable('budget').set({ cap_nano_usd: 50 }).where('period', '=', 'month').execute();
        await db
          .insertInto('budget')
          .values({ ...DAY, period: 'week', cap_nano_usd: 7 })
          .execute();
        await db.insertInto('budget_change').values(change).execute();
        await db.insertInto('restoration').values({ at: 'b', certain_until: 'a', set_aside: 'c' }).execute();
      },
    });
    breakIndex(file, 'entry_local_day');
    const { db } = await open(directory);
    const caps = await db.selectFrom('budget').select(['period', 'cap_nano_usd']).orderBy('period').execute();
    expect(caps.map((cap) => `${cap.period} ${cap.cap_nano_usd}`)).toEqual(['day 5', 'month 9', 'week 7']);
    expect(await db.selectFrom('budget_change').selectAll().execute()).toEqual([{ id: 1, ...change }]);
    expect(await db.selectFrom('restoration').select('certain_until').execute()).toHaveLength(2);
  });

  test('requests under way are those of the damaged ledger, not those of the copy', async () => {
    const hold = async (db: Database, id: string, amount: number, starts_on: string) => {
      const { id: counter } = await db
        .insertInto('counter')
        .values({ ...DAY, starts_on, spent_nano_usd: 0, held_nano_usd: amount, allowed_nano_usd: 3 })
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .insertInto('hold')
        .values({ ...HOLD, id, amount_nano_usd: amount, counters: `{"${counter}":2}` })
        .execute();
    };
    const { directory, file } = await ledgerWithCopy({
      before: (db) => hold(db, 'over', 100, '2026-11-20'),
      after: async (db) => {
        await db.deleteFrom('hold').execute();
        await db.updateTable('counter').set({ held_nano_usd: 0 }).execute();
        await hold(db, 'under way', 70, '2026-11-21');
      },
    });
    breakIndex(file, 'entry_local_day');
    const { db } = await open(directory);
    const counters = await db.selectFrom('counter').selectAll().orderBy('starts_on').execute();
    expect(await db.selectFrom('hold').select(['id', 'amount_nano_usd', 'counters']).execute()).toEqual([
      { id: 'under way', amount_nano_usd: 70, counters: `{"${counters[1]?.id}":2}` },
    ]);
    expect(counters).toMatchObject([
      { starts_on: '2026-11-20', held_nano_usd: 0, allowed_nano_usd: 3 },
      { starts_on: '2026-11-21', held_nano_usd: 70, allowed_nano_usd: 2 },
    ]);
  });
});

test('what is derived from rows is computed before the copy takes over', async () => {
  const { directory, file } = await ledgerWithCopy();
  breakIndex(file, 'entry_local_day');
  const damaged = readFileSync(file);
  const failing = openStorage(directory, { rebuild: () => Promise.reject(new Error('no room')) });
  await expect(failing).rejects.toMatchObject({
    code: 'ledger-unavailable',
    message: expect.stringMatching(
      /^The ledger .* is damaged \(.*\), and it could not be restored: no room\.$/,
    ),
  });
  expect(readFileSync(file)).toEqual(damaged);
  expect(others(directory)).toEqual([]);
  const rebuild = vi.fn(async (db: Database) => expect(await rowsOf(db)).toHaveLength(65));
  expect((await open(directory, { rebuild })).restored?.rows).toBe(65);
  expect(rebuild).toHaveBeenCalledOnce();
});

test('two that open it at once: one restores it, both use it', async () => {
  const { directory, file } = await ledgerWithCopy();
  breakIndex(file, 'entry_local_day');
  const both = await Promise.all([open(directory), open(directory)]);
  expect(both.filter(({ restored }) => restored)).toHaveLength(1);
  for (const { db } of both) expect(await rowsOf(db)).toHaveLength(65);
  expect(others(directory)).toHaveLength(1);
});

test('one that has it open when another restores it writes nothing that would be lost', async () => {
  const { directory, file } = await ledgerWithCopy();
  const running = await open(directory);
  await book(running.db, 1);
  writeFileSync(`${file}-suspect`, '');
  await sql`drop index entry_local_day`.execute(running.db);
  const { db, restored } = await open(directory);
  expect(restored).toBeDefined();
  expect(await rowsOf(db)).toHaveLength(66);
  await expect(book(running.db, 1)).rejects.toMatchObject({ code: 'ledger-moved' });
  await running.close();
  await book(db, 1);
  expect(await rowsOf(db)).toHaveLength(67);
  expect(existsSync(`${file}-wal`)).toBe(true);
});

test('a copy by a later version is not restored by this one', async () => {
  const { directory, file } = await ledgerWithCopy();
  run(
    join(directory, 'backups/daily-20261120-120000.db'),
    "insert into kysely_migration values ('2999-01-01', '')",
  );
  breakTable(file, 'entry');
  const damaged = readFileSync(file);
  await expect(openStorage(directory)).rejects.toMatchObject({ code: 'ledger-newer' });
  expect(readFileSync(file)).toEqual(damaged);
});

test('two ledgers that are damaged in the same second are both kept', async () => {
  const { directory, file } = await ledgerWithCopy();
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 21, 9) });
  onTestFinished(() => void vi.useRealTimers());
  for (const name of ['first', 'second']) {
    mkdirSync(join(directory, name));
    writeFileSync(file, name.repeat(2000));
    await (await openStorage(directory)).close();
    renameSync(join(directory, name), join(scratchDirectory(), name));
  }
  expect(others(directory)).toEqual([
    'lenscap-damaged-20261121-090000-2.db',
    'lenscap-damaged-20261121-090000.db',
  ]);
});

function overwrite(file: string, position: number, value: number): void {
  const content = readFileSync(file);
  content[position] = value;
  writeFileSync(file, content);
}

function run(file: string, statements: string, { checkpoint = true } = {}): void {
  const sqlite = new Sqlite(file);
  sqlite.pragma('foreign_keys = off');
  if (!checkpoint) sqlite.pragma('wal_autocheckpoint = 0');
  sqlite.exec(statements);
  sqlite.close();
}
