import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import * as z from 'zod';
import { loadCatalogue } from '../../server/catalogue/catalogue.ts';
import { Ledger } from '../../server/ledger/ledger.ts';
import { estimate } from '../../server/routing/estimate.ts';
import { openStorage, type Storage } from '../../server/storage/database.ts';
import { PUBLISHED_COUNTS } from '../corpus/published-tokens.ts';
import { entry, insertEntries } from '../support/entries.ts';
import { openBare } from './ledger/bare.ts';
import { charge } from './ledger/charge.ts';
import { interleave, side, summarize, timed } from './measure.ts';
import { type Bench, type BenchOptions, counted, type Row } from './row.ts';

/** Holding and settling are two transactions; the bare insert is one. */
const LEAST_SPEED = 1 / 4;
/** A hold in a ledger of a million rows takes at most 1.2 times as long as in one of a thousand. */
const LEAST_SPEED_WHEN_FULL = 1 / 1.2;
const PROCESSES = 8;
/** Turns of one sample: single ones are too short to be compared. */
const AT_ONCE = 25;

/** What booking costs, against writing the same row without a budget; and whether quotes are right. */
export const ledger: Bench = {
  name: 'ledger',
  async run(options) {
    const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
    try {
      return [
        await compareWithInsert(directory),
        await compareProcesses(directory, options),
        await compareSizes(directory, options),
        await countQuoteErrors(),
      ];
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

async function open(directory: string): Promise<{ storage: Storage; ledger: Ledger }> {
  const storage = await openStorage(directory);
  const ledger = new Ledger(storage.db);
  await ledger.initialize();
  return { storage, ledger };
}

/** What a worker says when it is done. */
const Result = z.object({ count: z.int(), ms: z.number() });

async function compareWithInsert(directory: string): Promise<Row> {
  const { storage, ledger } = await open(join(directory, 'one'));
  const bare = openBare(join(directory, 'bare.db'));
  try {
    const ours = side(() => timed(() => repeat(() => charge(ledger))));
    const theirs = side(() => timed(() => repeat(async () => bare.insert())));
    await interleave({ warmUp: 20, rounds: 200 }, [ours, theirs]);
    return {
      what: 'hold and settle, one process',
      unit: 'ms',
      ours: summarize(ours.samples.map((total) => total / AT_ONCE)),
      bare: { name: 'bare insert', ...summarize(theirs.samples.map((total) => total / AT_ONCE)) },
      target: { kind: 'faster', least: LEAST_SPEED },
    };
  } finally {
    bare.close();
    await storage.close();
  }
}

async function repeat(action: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < AT_ONCE; turn++) await action();
}

/** Eight processes on one file, ours and bare by turns: how long one takes on the average of all. */
async function compareProcesses(directory: string, { quick }: BenchOptions): Promise<Row> {
  const race = (kind: 'ledger' | 'bare') => async () => {
    const workers = Array.from({ length: PROCESSES }, () =>
      fork(join(import.meta.dirname, 'ledger', 'worker.ts'), [kind, join(directory, `eight-${kind}`)]),
    );
    try {
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      const results = workers.map((worker) => once(worker, 'message'));
      for (const worker of workers) worker.send('go');
      const done = (await Promise.all(results)).map(([message]) => Result.parse(message));
      const perMs = done.reduce((sum, { count, ms }) => sum + count / ms, 0);
      return 1 / perMs;
    } finally {
      for (const worker of workers) worker.kill('SIGKILL');
    }
  };
  const ours = side(race('ledger'));
  const bare = side(race('bare'));
  await interleave({ warmUp: 1, rounds: quick ? 1 : 5 }, [ours, bare]);
  return {
    what: `hold and settle, ${PROCESSES} processes`,
    unit: 'ms',
    ours: summarize(ours.samples),
    bare: { name: 'bare insert', ...summarize(bare.samples) },
  };
}

async function compareSizes(directory: string, { quick }: BenchOptions): Promise<Row> {
  const small = await open(join(directory, 'small'));
  const large = await open(join(directory, 'large'));
  try {
    await fill(small.storage, 1_000);
    await fill(large.storage, quick ? 100_000 : 1_000_000);
    const hold = ({ ledger }: { ledger: Ledger }) => timed(() => repeat(() => charge(ledger)));
    const ours = side(() => hold(large));
    const bare = side(() => hold(small));
    await interleave({ warmUp: 20, rounds: 200 }, [ours, bare]);
    return {
      what: `hold and settle in a ledger of ${quick ? '100,000' : '1,000,000'} rows`,
      unit: 'ms',
      ours: summarize(ours.samples.map((total) => total / AT_ONCE)),
      bare: { name: 'in one of 1,000', ...summarize(bare.samples.map((total) => total / AT_ONCE)) },
      target: { kind: 'faster', least: LEAST_SPEED_WHEN_FULL },
    };
  } finally {
    await small.storage.close();
    await large.storage.close();
  }
}

/** Writes rows of the last two years, most of them of earlier months. */
async function fill({ db }: Storage, rows: number): Promise<void> {
  const now = Date.now();
  const step = (2 * 365 * 86_400_000) / rows;
  await sql`pragma synchronous = off`.execute(db);
  for (let start = 0; start < rows; start += 10_000) {
    const some = Array.from({ length: Math.min(10_000, rows - start) }, (_, index) => {
      const at = new Date(now - (rows - start - index) * step);
      return entry(at, { local_day: at.toISOString().slice(0, 10), workspace: `workspace ${index % 20}` });
    });
    await db.transaction().execute((tx) => insertEntries(tx, some));
  }
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  await sql`pragma synchronous = full`.execute(db);
}

async function countQuoteErrors(): Promise<Row> {
  const catalogue = loadCatalogue();
  let most = 0;
  for (const { model: name, messages, picture, tokens } of PUBLISHED_COUNTS) {
    const model = catalogue.find(name);
    if (!model) throw new Error(`The catalogue has no ${name}.`);
    const draft = {
      messages: [...messages],
      pictures: picture ? [picture] : [],
      maxOutputTokens: 16,
      typicalOutputTokens: undefined,
    };
    const quoted = (await estimate(model, draft, catalogue.collected)).tokens;
    most = Math.max(most, Math.abs((picture ? quoted.image : quoted.text) - tokens));
  }
  return {
    what: 'quote against published token counts, largest error',
    unit: 'tokens',
    ours: counted(most, PUBLISHED_COUNTS.length),
    target: { kind: 'most', most: 0 },
  };
}
