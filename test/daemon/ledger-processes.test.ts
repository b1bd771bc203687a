import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { Ledger } from '../../server/ledger/ledger.ts';
import { openStorage } from '../../server/storage/database.ts';
import { scratchDirectory } from '../support/scratch.ts';

const CAP = 400_000;
const Report = z.object({ spent: z.int(), settled: z.int(), refused: z.int() });

async function openLedger(directory: string) {
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  const ledger = new Ledger(storage.db);
  await ledger.initialize();
  return { ledger, db: storage.db };
}

/** Starts processes that wait for the word, so that they begin at the same moment. */
async function startWorkers(count: number): Promise<ChildProcess[]> {
  const workers = Array.from({ length: count }, () => fork(join(import.meta.dirname, 'ledger-worker.ts')));
  onTestFinished(() => {
    for (const worker of workers) worker.kill('SIGKILL');
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return workers;
}

function reportOf(worker: ChildProcess): Promise<z.output<typeof Report>> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => {
      const report = Report.safeParse(message);
      if (report.success) resolve(report.data);
    });
    worker.once('exit', () => reject(new Error('A worker ended without a report.')));
  });
}

test('several processes make one new ledger together', async () => {
  const directory = scratchDirectory();
  const workers = await startWorkers(4);
  // The default caps are far away: set one as soon as the ledger is there, as a user would.
  const reports = workers.map(reportOf);
  for (const worker of workers) worker.send(directory);
  const { ledger } = await openLedger(directory);
  await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 0);
  await Promise.all(reports);
  expect((await ledger.verify()).flaw).toBeNull();
  const [day] = await ledger.budgets({ workspace: 'x' });
  expect(day?.heldNanoUsd).toBe(0);
});

test('they spend what there is together, and not a nano-dollar more', async () => {
  const directory = scratchDirectory();
  const { ledger, db } = await openLedger(directory);
  await ledger.setBudget({ scope: 'all', subject: '', period: 'month' }, CAP);
  const workers = await startWorkers(3);
  const reports = workers.map(reportOf);
  for (const worker of workers) worker.send(directory);
  const done = await Promise.all(reports);
  const spent = done.reduce((sum, report) => sum + report.spent, 0);
  const [, month] = await ledger.budgets({ workspace: 'x' });
  expect(month).toMatchObject({ spentNanoUsd: spent, heldNanoUsd: 0 });
  expect(spent).toBeLessThanOrEqual(CAP);
  // Full, but for less than the largest amount.
  expect(spent).toBeGreaterThan(CAP - 5000);
  const settled = done.reduce((sum, report) => sum + report.settled, 0);
  expect(await ledger.verify()).toEqual({ rows: settled, flaw: null });
  const parts = await db
    .selectFrom('counter')
    .select('spent_nano_usd')
    .where('scope', '=', 'workspace')
    .where('period', '=', 'month')
    .execute();
  expect(parts.reduce((sum, part) => sum + part.spent_nano_usd, 0)).toBe(spent);
});

test('one that is killed while it holds leaves nothing held, and the others go on', async () => {
  const directory = scratchDirectory();
  const { ledger } = await openLedger(directory);
  await ledger.setBudget({ scope: 'all', subject: '', period: 'month' }, CAP);
  const workers = await startWorkers(3);
  const [victim, ...others] = workers;
  if (!victim) throw new Error('There are three workers.');
  const reports = others.map(reportOf);
  const held = once(victim, 'message');
  for (const worker of workers) worker.send(directory);
  await held;
  victim.kill('SIGKILL');
  await once(victim, 'exit');
  await Promise.all(reports);
  await ledger.recoverOrphans();
  const [, month] = await ledger.budgets({ workspace: 'x' });
  expect(month?.heldNanoUsd).toBe(0);
  expect(month?.spentNanoUsd).toBeLessThanOrEqual(CAP);
  const rows = await ledger.rows({ since: new Date(0) });
  expect(rows.reduce((sum, row) => sum + row.costNanoUsd, 0)).toBe(month?.spentNanoUsd);
  expect((await ledger.verify()).flaw).toBeNull();
});
