import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { Ledger } from '../../server/ledger/ledger.ts';
import { openStorage } from '../../server/storage/database.ts';
import type { Exchange } from '../support/raw-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import type { Errand } from './cache-worker.ts';
import { ask, provideRaw, startDaemon } from './harness.ts';

const PROMPT = 'Why is the sky above the port so grey?';
const TEXT = 'It is tuned to a dead channel.';
const USAGE = { prompt_tokens: 200, completion_tokens: 40 };
/** gpt-4o-mini's: 200 × 150 + 40 × 600. */
const COST = 54_000;

const Errands = z.object({
  texts: z.array(z.string()),
  caches: z.array(z.string()),
  costNanoUsd: z.int(),
  milliseconds: z.number(),
});

function answer(exchange: Exchange): void {
  exchange.open().delta(TEXT).finish().usage(USAGE).done();
}

/** More than are asked for, if all goes well. */
const ANSWERS = Array<typeof answer>(300).fill(answer);

/** Starts windows that wait for the word, so that they ask at the same moment. */
async function openWindows(count: number): Promise<ChildProcess[]> {
  const windows = Array.from({ length: count }, () => fork(join(import.meta.dirname, 'cache-worker.ts')));
  onTestFinished(() => {
    for (const window of windows) window.kill('SIGKILL');
  });
  await Promise.all(windows.map((window) => once(window, 'message')));
  return windows;
}

/** Until so many windows have said that another one is asking. */
function untilWaiting(windows: readonly ChildProcess[], count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = new Set<ChildProcess>();
  for (const window of windows)
    window.on('message', (message) => {
      if (message === 'waits' && waiting.add(window).size === count) resolve();
    });
  return promise;
}

function errandsOf(window: ChildProcess): Promise<z.output<typeof Errands>> {
  return new Promise((resolve, reject) => {
    window.on('message', (message) => {
      const errands = Errands.safeParse(message);
      if (errands.success) resolve(errands.data);
    });
    window.once('exit', () => reject(new Error('A window ended without a word.')));
  });
}

async function prepare() {
  const provider = await provideRaw();
  const errand: Errand = {
    directory: scratchDirectory(),
    baseUrl: provider.baseUrl,
    key: randomBytes(32).toString('hex'),
    prompt: PROMPT,
    model: 'gpt-4o-mini',
    questions: 50,
  };
  const send = (window: ChildProcess, changed: Partial<Errand> = {}) => {
    const errands = errandsOf(window);
    window.send({ ...errand, ...changed });
    return errands;
  };
  const rows = async () => {
    const storage = await openStorage(errand.directory);
    const found = await new Ledger(storage.db).rows({ since: new Date(0) });
    await storage.close();
    return found;
  };
  return { provider, errand, send, rows };
}

test('the same question, asked fifty times at once in each of four windows, is asked once', async () => {
  const { provider, errand, send, rows } = await prepare();
  provider.reply(...ANSWERS);
  const windows = await openWindows(4);
  const done = await Promise.all(windows.map((window) => send(window)));
  expect(provider.exchanges).toHaveLength(1);
  expect(done.flatMap(({ texts }) => texts)).toEqual(Array(4).fill(TEXT));
  expect(done.flatMap(({ caches }) => caches).filter((cache) => cache === 'miss')).toHaveLength(1);
  const booked = await rows();
  expect(booked).toHaveLength(200);
  expect(booked.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0)).toBe(COST);
  expect(booked.reduce((sum, { saved }) => sum + saved.cache, 0)).toBe(199 * COST);

  // And what all of that left on the disk says neither what was asked nor what was answered.
  const files = readdirSync(errand.directory).filter((name) => name.startsWith('cache.'));
  expect(files).toContain('cache.db');
  for (const name of files) {
    const bytes = readFileSync(join(errand.directory, name));
    for (const word of ['grey', 'port', 'dead channel', errand.key, Buffer.from(errand.key, 'hex')])
      expect(bytes.includes(word)).toBe(false);
  }
});

test('what is not kept is given to the windows that wait for it, too', async () => {
  const { provider, send } = await prepare();
  const windows = await openWindows(3);
  const first = provider.next();
  const wait = untilWaiting(windows, 2);
  const done = Promise.all(windows.map((window) => send(window, { questions: 1 })));
  const asked = await first;
  await wait;
  asked.open().delta(TEXT).finish('length').usage(USAGE).done();
  const joined = await done;
  expect(joined.flatMap(({ texts }) => texts)).toEqual([TEXT, TEXT, TEXT]);
  expect(joined.flatMap(({ caches }) => caches).toSorted()).toEqual(['hit', 'hit', 'miss']);
  expect(joined.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0)).toBe(COST);
  expect(provider.exchanges).toHaveLength(1);
});

test('when the window that asks is killed, another one asks, once', async () => {
  const { provider, send } = await prepare();
  const first = provider.next();
  const [victim, ...others] = await openWindows(3);
  if (!victim) throw new Error('There are three windows.');
  send(victim).catch(() => {});
  const asked = await first;
  asked.open().delta('It is tuned');
  provider.reply(...ANSWERS);
  const waiting = others.map((window) => send(window));
  victim.kill('SIGKILL');
  await asked.aborted;
  const done = await Promise.all(waiting);
  expect(provider.exchanges).toHaveLength(2);
  expect(done.flatMap(({ texts }) => texts)).toEqual([TEXT, TEXT]);
});

test('another model, other words or another key is another question', async () => {
  const { provider, send } = await prepare();
  provider.reply(...ANSWERS);
  const windows = await openWindows(4);
  const [first, ...others] = windows;
  if (!first) throw new Error('There are four windows.');
  await send(first);
  const changes = [
    { model: 'gpt-4o' },
    { prompt: `${PROMPT} Today.` },
    { key: randomBytes(32).toString('hex') },
  ];
  const done = await Promise.all(others.map((window, index) => send(window, changes[index])));
  expect(done.map(({ caches }) => caches.filter((cache) => cache === 'miss').length)).toEqual([1, 1, 1]);
  expect(provider.exchanges).toHaveLength(4);
});

test('a question that was answered is quoted as free, is free, and can be asked anew', async () => {
  const provider = await provideRaw();
  provider.reply(...ANSWERS);
  const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: { cache: {} } });
  const question = { prompt: PROMPT, model: 'gpt-4o-mini' };
  expect(await ask(daemon, question).answer).toMatchObject({ cache: 'miss', costNanoUsd: COST });
  const hit = ask(daemon, question);
  expect(await hit.answer).toMatchObject({
    cache: 'hit',
    text: TEXT,
    certainty: 'free',
    costNanoUsd: 0,
    notices: ['From the cache, saved $0.000054.'],
  });
  expect(hit.text()).toBe(TEXT);
  expect(provider.exchanges).toHaveLength(1);
  expect(await ask(daemon, { ...question, fresh: true }).answer).toMatchObject({ cache: 'miss' });
  expect(provider.exchanges).toHaveLength(2);
  await daemon.stop();
});
