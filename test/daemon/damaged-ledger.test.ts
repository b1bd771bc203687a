// A ledger that was damaged while nobody looked, as a person meets it: in a shell, and in the editor.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { acceptLedger } from '../../protocol/spend.ts';
import { png } from '../support/images.ts';
import { breakIndex, breakTable, copyLedger } from '../support/ledger-file.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { answerWell, environmentOf, failureOf, provideRaw, startDaemon } from './harness.ts';

const CLI = join(import.meta.dirname, '../../out/cli.js');
const QUESTION = { prompt: 'Why?' };
const FIRST_COPY = 'daily-20260101-000000';

/** A ledger with a copy of its first row, and a second row. */
async function ledgerOfTwo(): Promise<{ directory: string; file: string }> {
  const provider = await provideRaw();
  provider.reply(answerWell);
  const daemon = await startDaemon({ baseUrl: provider.baseUrl });
  const { directory } = daemon;
  await daemon.explain(QUESTION);
  await copyLedger(directory, `${FIRST_COPY}.db`);
  provider.reply(answerWell);
  await daemon.explain(QUESTION);
  expect(await daemon.stop()).toBe(0);
  // A daemon that ends copies what has not been copied that day.
  for (const name of readdirSync(join(directory, 'backups')))
    if (!name.startsWith(FIRST_COPY)) rmSync(join(directory, 'backups', name));
  return { directory, file: join(directory, 'lenscap.db') };
}

function lenscap(directory: string, ...args: string[]) {
  return spawnSync(process.execPath, [CLI, ...args], {
    env: environmentOf({ directory }),
    cwd: directory,
    encoding: 'utf8',
  });
}

test('is restored: one sentence says so, free questions work, what costs waits for the user', async () => {
  const { directory, file } = await ledgerOfTwo();
  breakIndex(file, 'entry_local_day');
  const damaged = readFileSync(file);

  const spent = lenscap(directory, 'spend');
  expect(spent.status).toBe(0);
  expect(spent.stdout + spent.stderr).toMatch(
    /The ledger was damaged and restored: what was spent from .* may be missing\./,
  );
  const [kept = ''] = readdirSync(directory).filter((name) => /^lenscap-damaged-.*\.db$/.test(name));
  expect(readFileSync(join(directory, kept))).toEqual(damaged);

  const picture = join(directory, 'a.png');
  writeFileSync(picture, await png());
  expect(lenscap(directory, 'explain', '--route', 'local', picture).status).toBe(0);

  const provider = await provideRaw();
  provider.reply(answerWell);
  const daemon = await startDaemon({ directory, baseUrl: provider.baseUrl });
  const { rows, summary } = await daemon.spend();
  expect(rows.filter(({ costNanoUsd }) => costNanoUsd > 0)).toHaveLength(2);
  expect(summary.uncertain).toMatchObject({ setAside: join(directory, kept) });
  expect(await failureOf(daemon.explain(QUESTION))).toMatchObject({
    kind: 'budget',
    code: 'ledger-uncertain',
  });
  expect(provider.exchanges).toHaveLength(0);

  expect(lenscap(directory, 'ledger', 'accept').status).toBe(0);
  expect((await daemon.explain(QUESTION)).text).toBe('Because.');
  expect((await daemon.spend()).summary.uncertain).toBeNull();
  expect(lenscap(directory, 'ledger', 'verify').status).toBe(0);
});

test.each([
  ['of which nothing is left', (file: string) => writeFileSync(file, 'x'.repeat(9000))],
  ['whose rows cannot be read', (file: string) => breakTable(file, 'entry')],
  ['that is empty', (file: string) => writeFileSync(file, '')],
])('%s: the copy takes its place, in the editor as well', async (_, spoil) => {
  const { directory, file } = await ledgerOfTwo();
  spoil(file);
  const daemon = await startDaemon({ directory });
  const { rows, summary } = await daemon.spend();
  expect(rows).toHaveLength(1);
  expect(summary.uncertain?.since).toBe(rows[0]?.at);
  expect((await daemon.request(acceptLedger, {})).uncertain).toBeNull();
  expect(await daemon.stop()).toBe(0);
  expect(lenscap(directory, 'ledger', 'verify').stdout).toContain('1 row');
});

describe('a ledger that is damaged while a daemon runs', () => {
  test('is not written any more, nothing is sent, and the next daemon restores it', async () => {
    const { directory, file } = await ledgerOfTwo();
    const provider = await provideRaw();
    provider.reply(answerWell);
    const daemon = await startDaemon({ directory, baseUrl: provider.baseUrl });
    writeFileSync(`${file}-suspect`, '');
    breakIndex(file, 'entry_local_day');
    const next = await startDaemon({ directory, baseUrl: provider.baseUrl });
    expect((await next.spend()).summary.uncertain).not.toBeNull();
    const failure = await failureOf(daemon.explain(QUESTION));
    // By its own look at the file, or because it was replaced: whichever it noticed first.
    expect(failure).toMatchObject({
      kind: 'failed',
      code: expect.stringMatching(/^ledger-(moved|damaged)$/),
    });
    expect(failure.hint).toContain('Reload Window');
    expect(provider.exchanges).toHaveLength(0);
    expect((await next.spend()).rows).toHaveLength(2);
  });
});

test('a daemon copies the ledger of the day, and the copy is good', async () => {
  const { directory, file } = await ledgerOfTwo();
  const today = () =>
    readdirSync(join(directory, 'backups')).find((name) => !/20260101|lock|partial/.test(name));
  const daemon = await startDaemon({ directory });
  await vi.waitFor(() => expect(today()).toBeDefined(), 30_000);
  await daemon.stop();
  const copied = scratchDirectory();
  copyFileSync(join(directory, 'backups', today() ?? ''), join(copied, 'lenscap.db'));
  expect(existsSync(file)).toBe(true);
  expect(lenscap(copied, 'ledger', 'verify').stdout).toContain('2 rows');
});
