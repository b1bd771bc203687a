import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { formatUsd } from '../../protocol/money.ts';
import type { SpendRow } from '../../protocol/spend.ts';
import { loadCatalogue } from '../../server/catalogue/catalogue.ts';
import { Ledger } from '../../server/ledger/ledger.ts';
import { fallbacksOf } from '../../server/routing/chain.ts';
import { openStorage } from '../../server/storage/database.ts';
import { createRandom } from '../corpus/random.ts';
import { type Invoiced, PRICES, startInvoicingProvider } from '../support/invoicing-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import type { Task } from './torture-worker.ts';

const PROCESSES = 8;
const QUESTIONS_EACH = 250;
const MODELS = ['gpt-4o-mini', 'gpt-4o-mini', 'gpt-4o-mini', 'gpt-6-luna', 'gpt-4o'];
/** A process is killed about every so many questions. */
const KILL_EVERY = 70;

/** Tight enough that all of them refuse questions before the end. */
const CAPS = [
  { scope: 'all', subject: '', period: 'day', capNanoUsd: 120_000_000 },
  { scope: 'all', subject: '', period: 'month', capNanoUsd: 125_000_000 },
  { scope: 'workspace', subject: '', period: 'day', capNanoUsd: 50_000_000 },
  { scope: 'model', subject: 'gpt-4o', period: 'week', capNanoUsd: 80_000_000 },
] as const;

const Message = z.union([
  z.object({ asked: z.int() }),
  z.object({ ended: z.enum(['answered', 'refused', 'failed']) }),
]);

/** Runs a worker to its end, starting it anew where it was killed, with the question after its last. */
class Worker {
  readonly #task: Omit<Task, 'from'>;
  #process: ChildProcess | undefined;
  #next: number;
  readonly ended = { answered: 0, refused: 0, failed: 0 };
  kills = 0;

  constructor(task: Task) {
    this.#task = task;
    this.#next = task.from;
  }

  async run(onAsked: () => void): Promise<void> {
    while (this.#next < this.#task.to) {
      const child = fork(join(import.meta.dirname, 'torture-worker.ts'));
      this.#process = child;
      child.on('message', (message) => {
        const parsed = Message.safeParse(message);
        if (!parsed.success) return;
        if ('ended' in parsed.data) this.ended[parsed.data.ended] += 1;
        else {
          this.#next = Math.max(this.#next, parsed.data.asked + 1);
          onAsked();
        }
      });
      // It may be killed before it is ready.
      const exit = once(child, 'exit');
      await Promise.race([once(child, 'message'), exit]);
      if (child.connected) child.send({ ...this.#task, from: this.#next });
      const [code, signal] = await exit;
      if (signal !== 'SIGKILL' && code !== 0) throw new Error(`A worker ended with ${code ?? signal}.`);
    }
  }

  kill(): void {
    if (this.#process?.exitCode === null && this.#process.kill('SIGKILL')) this.kills += 1;
  }
}

test('the invoice has a price for whoever may stand in for a model', async () => {
  const catalogue = await loadCatalogue();
  const [textModel = ''] = MODELS;
  const standIns = MODELS.flatMap((model) =>
    (['text', 'vision'] as const).flatMap((route) =>
      fallbacksOf({
        first: { provider: 'main', route, model },
        policy: 'balanced',
        catalogue,
        day: '2026-11-21',
        hasMain: true,
        textModel,
        localModel: undefined,
        hasText: true,
      }),
    ),
  );
  expect(Object.keys(PRICES)).toEqual(expect.arrayContaining(standIns.map(({ model }) => model)));
});

test('eight windows, a provider that lies, and SIGKILL: the ledger is right', async () => {
  const directory = scratchDirectory();
  const random = createRandom(20_261_121);
  const provider = await startInvoicingProvider(createRandom(7));
  onTestFinished(() => provider.stop());
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  const ledger = new Ledger(storage.db);
  await ledger.initialize();
  for (const { capNanoUsd, ...key } of CAPS) await ledger.setBudget(key, capNanoUsd);

  const workers = Array.from(
    { length: PROCESSES },
    (_, worker) =>
      new Worker({
        directory,
        baseUrl: provider.baseUrl,
        models: MODELS,
        worker,
        from: 0,
        to: QUESTIONS_EACH,
      }),
  );
  onTestFinished(() => {
    for (const worker of workers) worker.kill();
  });
  let asked = 0;
  let fullest = 0;
  const watching = setInterval(
    () => void overspend(storage.db).then((now) => (fullest = Math.max(fullest, now))),
    20,
  );
  onTestFinished(() => clearInterval(watching));
  await Promise.all(
    workers.map((worker) =>
      worker.run(() => {
        asked += 1;
        if (asked % KILL_EVERY === 0) random.pick(workers).kill();
      }),
    ),
  );
  clearInterval(watching);
  await ledger.recoverOrphans();

  const rows = await ledger.rows({ since: new Date(0) });
  const { invoice } = provider;
  const byId = Map.groupBy(rows, ({ requestId }) => requestId);
  const rowsOf = ({ id, clientId }: Invoiced): SpendRow[] => [
    ...(byId.get(id) ?? []),
    ...(byId.get(clientId) ?? []),
  ];
  const held = await storage.db.selectFrom('hold').select('id').execute();
  const counters = await storage.db.selectFrom('counter').selectAll().execute();
  const exact = invoice.filter((line) => rowsOf(line)[0]?.certainty === 'exact');
  const sum = (list: readonly { nanoUsd: number }[]) =>
    list.reduce((total, { nanoUsd }) => total + nanoUsd, 0);
  const spent = rows.reduce((total, { costNanoUsd }) => total + costNanoUsd, 0);
  const exactRows = rows.filter(({ certainty }) => certainty === 'exact');
  const exactSpent = exactRows.reduce((total, { costNanoUsd }) => total + costNanoUsd, 0);
  const ended = workers.reduce(
    (all, worker) => ({
      answered: all.answered + worker.ended.answered,
      refused: all.refused + worker.ended.refused,
      failed: all.failed + worker.ended.failed,
    }),
    { answered: 0, refused: 0, failed: 0 },
  );
  const kills = workers.reduce((total, worker) => total + worker.kills, 0);
  const { flaw } = await ledger.verify();
  console.log(
    [
      `${asked} questions from ${PROCESSES} processes, ${kills} of them killed: ${ended.answered} answered, ${ended.refused} refused by a budget, ${ended.failed} failed, ${asked - ended.answered - ended.refused - ended.failed} cut off by SIGKILL`,
      `${invoice.length} requests reached the provider; ${rows.length} rows: ${exactRows.length} exact, ${count(rows, 'estimated')} estimated, ${count(rows, 'free')} free`,
      `exact rows: ledger ${exactSpent} nano-dollars, the provider's invoice ${sum(exact)}`,
      `spent ${formatUsd(spent)}; most over a cap at any moment: ${Math.max(0, fullest)} nano-dollars; holds left: ${held.length}; ledger ${flaw === null ? 'whole' : 'broken'}`,
    ].join('\n'),
  );

  expect(asked).toBeGreaterThanOrEqual(PROCESSES * QUESTIONS_EACH - kills * 4);
  expect(kills).toBeGreaterThan(10);
  expect(ended.refused).toBeGreaterThan(50);
  // Every request has its row, and one only.
  expect(invoice.filter((line) => rowsOf(line).length !== 1)).toEqual([]);
  // What is called exact is what the provider bills, and whoever told no lie is booked exactly.
  for (const line of exact) {
    expect(rowsOf(line)[0]?.costNanoUsd, JSON.stringify(line)).toBe(line.nanoUsd);
    expect(line.isTold, JSON.stringify(line)).toBe(true);
  }
  expect(exact.length).toBeGreaterThan(invoice.length / 3);
  expect(Math.max(0, fullest, await overspend(storage.db))).toBe(0);
  expect(held).toEqual([]);
  expect(counters.filter(({ held_nano_usd }) => held_nano_usd !== 0)).toEqual([]);
  expect(flaw).toBeNull();
}, 600_000);

function count(rows: readonly SpendRow[], certainty: SpendRow['certainty']): number {
  return rows.filter((row) => row.certainty === certainty).length;
}

/** By how much what is spent and held passes the cap that is passed most, in nano-dollars. */
async function overspend(db: Awaited<ReturnType<typeof openStorage>>['db']): Promise<number> {
  const { most } = await db
    .selectFrom('counter')
    .innerJoin('budget', (join) =>
      join
        .onRef('budget.scope', '=', 'counter.scope')
        .onRef('budget.period', '=', 'counter.period')
        .on(sql<boolean>`budget.subject in (counter.subject, '')`),
    )
    .select(
      sql<number | null>`max(spent_nano_usd + held_nano_usd - allowed_nano_usd - cap_nano_usd)`.as('most'),
    )
    .executeTakeFirstOrThrow();
  return most ?? 0;
}
