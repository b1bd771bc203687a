// What a daemon does when the world around it breaks: its process, its ledger, its disk.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { attach } from '../../protocol/attach.ts';
import { quote } from '../../protocol/quote.ts';
import { png } from '../support/images.ts';
import { scratchDirectory } from '../support/scratch.ts';
import {
  answerWell,
  ask,
  dayOf,
  environmentOf,
  failureOf,
  provideRaw,
  spawnDaemon,
  startDaemon,
  type TestDaemon,
} from './harness.ts';

const QUESTION = { prompt: 'Why?' };
const COST = 1000 * 150 + 40 * 600;

async function kill(daemon: TestDaemon): Promise<void> {
  daemon.client.process.kill('SIGKILL');
  await once(daemon.client.process, 'exit');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a daemon that dies in the middle of an answer', () => {
  test('leaves a hold, which the next one books as estimated, once', async () => {
    const provider = await provideRaw();
    const dying = await startDaemon({ baseUrl: provider.baseUrl, workspace: 'mine' });
    const { tokens, maxNanoUsd } = await dying.request(quote, QUESTION);
    const asking = ask(dying, QUESTION);
    const exchange = await provider.next();
    exchange.open().delta('Because');
    await asking.came('Because');
    expect(await dayOf(dying)).toEqual({ spent: 0, held: maxNanoUsd });
    await kill(dying);
    await exchange.aborted;

    const { directory } = dying;
    const [next, another] = await Promise.all([startDaemon({ directory }), startDaemon({ directory })]);
    const day = await dayOf(next);
    expect(day.held).toBe(0);
    expect(day.spent).toBeGreaterThanOrEqual(tokens.text * 150);
    expect(day.spent).toBeLessThanOrEqual(maxNanoUsd);
    const { rows } = await another.spend();
    expect(rows).toMatchObject([
      { workspace: 'mine', model: 'gpt-4o-mini', certainty: 'estimated', costNanoUsd: day.spent },
    ]);
  });

  test('is found by a daemon that runs already', async () => {
    const provider = await provideRaw();
    const dying = await startDaemon({ baseUrl: provider.baseUrl });
    const living = await startDaemon({ directory: dying.directory });
    const asking = ask(dying, QUESTION);
    (await provider.next()).open().delta('Because');
    await asking.came('Because');
    await living.meter(({ budgets }) => (budgets[0]?.heldNanoUsd ?? 0) > 0);
    await kill(dying);
    await living.meter(({ budgets }) => budgets[0]?.heldNanoUsd === 0 && budgets[0].spentNanoUsd > 0);
  });

  test('with its editor, ends, and what it asked ends too', async () => {
    const provider = await provideRaw();
    const directory = scratchDirectory();
    // An editor of its own process, so that it can be killed.
    const client = join(import.meta.dirname, '../../scripts/daemon-client.ts');
    const script = `
      const { DaemonClient } = await import(${JSON.stringify(client)});
      const daemon = await DaemonClient.start();
      process.stdout.write(String(daemon.process.pid) + '\\n');
      await daemon.explain({ prompt: 'Why?' });
    `;
    const editor = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: environmentOf({ directory, baseUrl: provider.baseUrl }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void editor.kill('SIGKILL'));
    const [chunk]: [Buffer] = await once(editor.stdout, 'data').then(([first]) => [first]);
    const pid = Number(chunk.toString());
    onTestFinished(() => void (isRunning(pid) && process.kill(pid, 'SIGKILL')));
    const exchange = await provider.next();
    exchange.open().delta('Because');
    expect(isRunning(pid)).toBe(true);
    editor.kill('SIGKILL');
    await exchange.aborted;
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 20_000);
    const next = await startDaemon({ directory });
    expect(await dayOf(next)).toMatchObject({ held: 0 });
    expect((await next.spend()).rows).toMatchObject([{ certainty: 'estimated' }]);
  });
});

describe('a ledger that cannot be opened', () => {
  test.each<[string, (directory: string) => void | Promise<void>, string, string]>([
    [
      'is a folder',
      (directory) => mkdirSync(join(directory, 'lenscap.db')),
      'ledger-unavailable',
      'unable to open',
    ],
    [
      'is of a later version',
      async (directory) => {
        await (await startDaemon({ directory })).stop();
        spoil(directory, "insert into kysely_migration values ('2999-01-01-later', '')");
      },
      'ledger-newer',
      'later version of Lenscap',
    ],
    [
      'has a list of models beside it that is none',
      (directory) => writeFileSync(join(directory, 'models.json'), '{'),
      'catalogue-invalid',
      'models.json',
    ],
  ])('because it %s: initialize says so, and may be sent again', async (_, breakIt, code, words) => {
    const directory = scratchDirectory();
    await breakIt(directory);
    const daemon = spawnDaemon({ directory });
    const failure = await failureOf(daemon.client.initialize());
    expect(failure).toMatchObject({ kind: 'failed', code });
    expect(failure.message).toContain(words);
    await daemon.client.initialize({ dataDirectory: scratchDirectory() });
    expect((await daemon.spend()).rows).toEqual([]);
  });

  test('because a file stands where its folder should be', async () => {
    const file = join(scratchDirectory(), 'data');
    writeFileSync(file, 'mine');
    const daemon = spawnDaemon({ directory: file });
    expect(await failureOf(daemon.client.initialize())).toMatchObject({ code: 'ledger-unavailable' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

/** Changes a ledger behind Lenscap's back. */
function spoil(directory: string, statement: string): void {
  const database = new Sqlite(join(directory, 'lenscap.db'));
  database.pragma('foreign_keys = off');
  database.exec(statement);
  database.close();
}

describe('a ledger that breaks while the daemon runs', () => {
  test('by damage to its file: one sentence, nothing is sent, the daemon lives', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    spoil(daemon.directory, 'drop table hold');
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure).toMatchObject({ kind: 'failed', code: 'ledger-damaged' });
    expect(provider.exchanges).toHaveLength(0);
    const file = await png();
    const attached = await daemon.request(attach, { name: 'a.png', data: file.toString('base64') });
    expect(attached.safe).toBe(true);
  });

  test('by another program that keeps it locked: nothing is sent; afterwards all is well', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const database = new Sqlite(join(daemon.directory, 'lenscap.db'));
    onTestFinished(() => void database.close());
    database.exec('begin immediate');
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure).toMatchObject({ code: 'ledger-unavailable', message: expect.stringContaining('locked') });
    expect(provider.exchanges).toHaveLength(0);
    database.exec('rollback');
    provider.reply(answerWell);
    expect((await daemon.explain(QUESTION)).costNanoUsd).toBe(COST);
  });
});

const prlimit = spawnSync('prlimit', ['--version']);

describe.skipIf(prlimit.error !== undefined)('a full disk', () => {
  /** From now on the daemon can write nothing to any file; or everything again. */
  function limit({ client }: TestDaemon, size: '1' | 'unlimited'): void {
    const { status } = spawnSync('prlimit', [
      '--pid',
      String(client.process.pid),
      `--fsize=${size}:unlimited`,
    ]);
    expect(status).toBe(0);
  }

  test('before a question: one sentence, nothing is sent, the daemon lives; with room again all is well', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    limit(daemon, '1');
    for (const question of [QUESTION, { ...QUESTION, route: 'local' as const }]) {
      const failure = await failureOf(daemon.explain(question));
      expect(failure).toMatchObject({ kind: 'failed', code: 'ledger-unavailable' });
      expect(failure.hint).toContain('the disk has room');
    }
    expect(provider.exchanges).toHaveLength(0);
    limit(daemon, 'unlimited');
    provider.reply(answerWell);
    expect(await daemon.explain(QUESTION)).toMatchObject({ text: 'Because.', costNanoUsd: COST });
    expect(await dayOf(daemon)).toEqual({ spent: COST, held: 0 });
  });

  test('during an answer: the cost stays held, and is booked exactly once there is room', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { maxNanoUsd } = await daemon.request(quote, QUESTION);
    const asking = ask(daemon, QUESTION);
    const exchange = await provider.next();
    limit(daemon, '1');
    answerWell(exchange);
    const failure = await failureOf(asking.answer);
    expect(failure).toMatchObject({ kind: 'failed', code: 'ledger-unwritable' });
    expect(failure.message).toMatch(/^The cost of \$0\.0002 could not be booked\. The ledger /);
    // What came was shown.
    expect(asking.text()).toBe('Because.');
    expect(await dayOf(daemon)).toEqual({ spent: 0, held: maxNanoUsd });
    limit(daemon, 'unlimited');
    expect(await daemon.stop()).toBe(0);
    const next = await startDaemon({ directory: daemon.directory });
    expect(await dayOf(next)).toEqual({ spent: COST, held: 0 });
    expect((await next.spend()).rows).toMatchObject([{ certainty: 'exact', costNanoUsd: COST }]);
  });

  test('from the start: initialize says so', async () => {
    const daemon = spawnDaemon();
    limit(daemon, '1');
    expect(await failureOf(daemon.client.initialize())).toMatchObject({ code: 'ledger-unavailable' });
    limit(daemon, 'unlimited');
    await daemon.client.initialize();
    expect((await daemon.spend()).rows).toEqual([]);
  });
});
