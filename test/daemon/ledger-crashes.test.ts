// Opening, migrating, copying and restoring a ledger by processes that are killed at many steps of
// it, or whose disk is full: what they leave is what was, or what was to be.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { Failure } from '../../protocol/errors.ts';
import { openStorage } from '../../server/storage/database.ts';
import { migrate } from '../../server/storage/migrate.ts';
import { book, breakIndex, copyLedger, rowsOf } from '../support/ledger-file.ts';
import { scratchDirectory } from '../support/scratch.ts';

const Outcome = z.object({
  calls: z.int(),
  restored: z.boolean().optional(),
  copy: z.string().optional(),
  failure: Failure.optional(),
});

/** Killed at more steps than these, evenly spread, it would take minutes. */
const MOST_STEPS = 20;

const COPIED = 40;
const BOOKED = 60;

function start(action: 'open' | 'copy', directory: string, step = 0): ChildProcess {
  const child = fork(join(import.meta.dirname, 'ledger-opener.ts'), [action, directory, String(step)]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** What a process came to; undefined if it was killed. */
async function outcomeOf(child: ChildProcess): Promise<z.output<typeof Outcome> | undefined> {
  let outcome: z.output<typeof Outcome> | undefined;
  child.on('message', (message) => {
    outcome = Outcome.parse(message);
  });
  await once(child, 'exit');
  return outcome;
}

/** Has processes do it to a copy of a folder each, each killed at another step; looks at what every one of them leaves. */
async function killAtSteps(
  action: 'open' | 'copy',
  folder: string,
  look: (directory: string, step: number) => Promise<void>,
): Promise<number> {
  const copyOf = () => {
    const directory = join(scratchDirectory(), 'data');
    cpSync(folder, directory, { recursive: true });
    return directory;
  };
  const { calls } = (await outcomeOf(start(action, copyOf()))) ?? { calls: 0 };
  expect(calls).toBeGreaterThan(10);
  const stride = Math.max(1, Math.floor(calls / MOST_STEPS));
  for (let step = calls; step >= 1; step -= stride) {
    const directory = copyOf();
    const child = start(action, directory, step);
    expect(await outcomeOf(child), `step ${step} of ${calls}`).toBeUndefined();
    expect(child.signalCode).toBe('SIGKILL');
    await look(directory, step);
  }
  return calls;
}

/** A closed ledger with a copy of its first rows. */
async function ledgerWithCopy(): Promise<string> {
  const directory = scratchDirectory();
  const { db, close } = await openStorage(directory);
  await book(db, COPIED);
  await copyLedger(directory);
  await book(db, BOOKED - COPIED);
  await close();
  return directory;
}

/** A ledger of the first version, with a cap. */
async function firstVersion(): Promise<string> {
  const directory = scratchDirectory();
  const db = new Kysely<{ budget: { scope: string; period: string; cap_nano_usd: number } }>({
    dialect: new SqliteDialect({ database: new Sqlite(join(directory, 'lenscap.db')) }),
  });
  await migrate(db, '2026-11-21-ledger');
  await db.insertInto('budget').values({ scope: 'all', period: 'day', cap_nano_usd: 77 }).execute();
  await db.destroy();
  return directory;
}

const leftovers = (directory: string) =>
  readdirSync(directory, { recursive: true })
    .map(String)
    .filter((name) => /partial|restoring|restored|suspect/.test(name));

describe('killed', { timeout: 600_000 }, () => {
  test('while it restores: the next one has every row, and the damaged file is kept', async () => {
    const folder = await ledgerWithCopy();
    breakIndex(join(folder, 'lenscap.db'), 'entry_local_day');
    const damaged = readFileSync(join(folder, 'lenscap.db'));
    await killAtSteps('open', folder, async (directory) => {
      const { db, close } = await openStorage(directory);
      expect(await rowsOf(db)).toHaveLength(BOOKED);
      const restorations = await db.selectFrom('restoration').selectAll().execute();
      expect(restorations).toHaveLength(1);
      expect(leftovers(directory)).toEqual([]);
      await close();
      const kept = readdirSync(directory).filter((name) => /^lenscap-damaged.*db$/.test(name));
      expect(kept).toHaveLength(1);
      expect(readFileSync(join(directory, kept[0] ?? ''))).toEqual(damaged);
    });
  });

  test('while it migrates: the next one has what was there, and a copy of it', async () => {
    await killAtSteps('open', await firstVersion(), async (directory) => {
      const { db, restored, close } = await openStorage(directory);
      expect(restored).toBeUndefined();
      expect(await db.selectFrom('budget').select('cap_nano_usd').execute()).toEqual([{ cap_nano_usd: 77 }]);
      expect(leftovers(directory)).toEqual([]);
      await close();
      const copies = readdirSync(join(directory, 'backups'));
      expect(copies.length).toBeGreaterThan(0);
      for (const copy of copies) expect(copy).toMatch(/^from-2026-11-21-ledger-.*\.db$/);
    });
  });

  test('while it copies: the ledger and the copies there were are as they were', async () => {
    await killAtSteps('copy', await ledgerWithCopy(), async (directory) => {
      const { db, restored, close } = await openStorage(directory);
      expect(restored).toBeUndefined();
      expect(await rowsOf(db)).toHaveLength(BOOKED);
      await close();
      await copyLedger(directory);
      expect(leftovers(directory)).toEqual([]);
    });
  });
});

test('four processes open a damaged ledger at once: one of them restores it', async () => {
  const directory = await ledgerWithCopy();
  breakIndex(join(directory, 'lenscap.db'), 'entry_local_day');
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => outcomeOf(start('open', directory))));
  expect(outcomes.map((outcome) => outcome?.failure)).toEqual(Array(4).fill(undefined));
  expect(outcomes.filter((outcome) => outcome?.restored)).toHaveLength(1);
});

describe.skipIf(spawnSync('prlimit', ['--version']).error !== undefined)('on a full disk', () => {
  /** Opens a ledger in a process that can write no file beyond a size, in bytes. */
  function openLimited(directory: string, size: number): z.output<typeof Failure> | undefined {
    const script = `
      const { openStorage } = await import(${JSON.stringify(join(import.meta.dirname, '../../server/storage/database.ts'))});
      const failure = await openStorage(process.argv[1]).then(() => null, (error) => error.toFailure());
      process.stdout.write(JSON.stringify(failure));
    `;
    const command = [process.execPath, '--input-type=module', '-e', script, directory];
    const { stdout, stderr } = spawnSync('prlimit', [`--fsize=${size}:${size}`, ...command], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return Failure.nullable().parse(JSON.parse(stdout)) ?? undefined;
  }

  test.each([1, 5_000, 20_000])(
    'of %i bytes a damaged ledger stays where it is, until there is room',
    async (size) => {
      const directory = await ledgerWithCopy();
      const file = join(directory, 'lenscap.db');
      breakIndex(file, 'entry_local_day');
      const damaged = readFileSync(file);
      expect(openLimited(directory, size)).toMatchObject({
        code: 'ledger-unavailable',
        hint: expect.stringContaining('the disk has room'),
      });
      expect(readFileSync(file)).toEqual(damaged);
      expect(leftovers(directory)).toEqual([]);
      const { db, restored, close } = await openStorage(directory);
      expect(restored?.rows).toBe(BOOKED);
      expect(await rowsOf(db)).toHaveLength(BOOKED);
      await close();
    },
  );

  test('nothing is migrated without a copy', async () => {
    const directory = await firstVersion();
    expect(openLimited(directory, 8_000)).toMatchObject({ code: 'ledger-unavailable' });
    expect(leftovers(directory)).toEqual([]);
    const { db, close } = await openStorage(directory);
    expect(await db.selectFrom('budget').select('cap_nano_usd').execute()).toEqual([{ cap_nano_usd: 77 }]);
    await close();
    expect(readdirSync(join(directory, 'backups'))).toHaveLength(1);
  });
});
