import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { KEY_BYTES } from '../storage/sealing.ts';
import { AnswerCache, type Asking, type CacheLimits } from './answers.ts';
import { cacheFile, openCacheFile } from './cache-file.ts';
import type { Handed } from './handed.ts';

const LIMITS: CacheLimits = { answerSeconds: 300, readingSeconds: 3600, maxBytes: 1_000_000 };
const ANSWER = { text: 'Because ⟦api-key-1⟧ is missing.', costNanoUsd: 2_100_000 };
const KEY = 'a'.repeat(64);

interface Setup {
  directory?: string;
  key?: Buffer | undefined;
  limits?: Partial<CacheLimits>;
  clock?: { now: number };
}

/** A window's cache, with a key of the test's own. */
function open(setup: Setup = {}) {
  const { directory = scratchDirectory(), limits, clock } = setup;
  const key = 'key' in setup ? setup.key : randomBytes(KEY_BYTES);
  const troubles: string[] = [];
  const cache = new AnswerCache(
    {
      directory,
      key: async () => key,
      onTrouble: (sentence) => troubles.push(sentence),
      ...(clock && { now: () => clock.now }),
    },
    { ...LIMITS, ...limits },
  );
  onTestFinished(() => cache.close());
  return { cache, directory, key, troubles };
}

test('an answer is given again, in another window, too', async () => {
  const one = open();
  expect(await one.cache.get(KEY)).toBeUndefined();
  await one.cache.put(KEY, ANSWER);
  const two = open(one);
  expect(await two.cache.get(KEY)).toEqual(ANSWER);
  expect(await one.cache.get(KEY)).toEqual(ANSWER);
  expect(await two.cache.get('b'.repeat(64))).toBeUndefined();
  expect([...one.troubles, ...two.troubles]).toEqual([]);
});

test('it is forgotten after its time, by the clock and by the setting as it is now', async () => {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const setup = open({ clock });
  const other = open({ ...setup, clock });
  await setup.cache.put(KEY, ANSWER);
  clock.now += 299_999;
  expect(await setup.cache.get(KEY)).toEqual(ANSWER);
  expect(await other.cache.get(KEY)).toEqual(ANSWER);
  other.cache.configure({ ...LIMITS, answerSeconds: 60 });
  expect(await other.cache.get(KEY)).toBeUndefined();
  clock.now += 1;
  expect(await setup.cache.get(KEY)).toBeUndefined();
  expect((await setup.cache.state()).answers).toBe(0);
});

test('an answer of a time to come is none: the clock was put back', async () => {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const { cache } = open({ clock });
  await cache.put(KEY, ANSWER);
  clock.now -= 1000;
  expect(await cache.get(KEY)).toBeUndefined();
});

test('with 0 seconds nothing is kept, and no file is made', async () => {
  const { cache, directory } = open({ limits: { answerSeconds: 0 } });
  await cache.put(KEY, ANSWER);
  expect(await cache.get(KEY)).toBeUndefined();
  expect(readdirSync(directory)).toEqual([]);
});

test('what is newer takes its place, in windows that had the older one in memory, too', async () => {
  const one = open();
  const two = open(one);
  await one.cache.put(KEY, ANSWER);
  expect(await two.cache.get(KEY)).toEqual(ANSWER);
  await one.cache.put(KEY, { text: 'New.', costNanoUsd: 1 });
  expect(await two.cache.get(KEY)).toEqual({ text: 'New.', costNanoUsd: 1 });
  await two.cache.clear();
  expect(await one.cache.get(KEY)).toBeUndefined();
});

test('the disk has neither answer nor key in clear', async () => {
  const setup = open();
  await setup.cache.put(KEY, ANSWER);
  const onDisk = () =>
    readdirSync(setup.directory).map((name) => readFileSync(join(setup.directory, name), 'latin1'));
  const look = () => {
    expect(onDisk().join('').length).toBeGreaterThan(4096);
    for (const bytes of onDisk())
      for (const word of [
        'Because',
        'missing',
        'api-key',
        'costNanoUsd',
        KEY,
        setup.key?.toString('latin1') ?? '',
      ])
        expect(bytes).not.toContain(word);
  };
  look();
  await setup.cache.close();
  look();
});

test('without a keychain it is in memory alone', async () => {
  const { cache, directory, troubles } = open({ key: undefined });
  await cache.put(KEY, ANSWER);
  expect(await cache.get(KEY)).toEqual(ANSWER);
  expect(existsSync(cacheFile(directory))).toBe(false);
  expect(await cache.state()).toEqual({ file: undefined, answers: 0, bytes: 0 });
  const { signal } = new AbortController();
  const turns = [1, 2].map(() => cache.turn({ ...ASKING, key: 'b'.repeat(64) }, signal, () => {}));
  expect((await Promise.all(turns)).map(({ kind }) => kind)).toEqual(['mine', 'mine']);
  expect(troubles).toEqual([]);
  await cache.clear();
  expect(await cache.get(KEY)).toBeUndefined();
});

test('with another key it is as if nothing was there', async () => {
  const one = open();
  await one.cache.put(KEY, ANSWER);
  const two = open({ directory: one.directory });
  expect(await two.cache.get(KEY)).toBeUndefined();
  await two.cache.put(KEY, { text: 'Other.', costNanoUsd: 1 });
  expect(await one.cache.get(KEY)).toEqual(ANSWER);
});

test('an answer that was moved to another name is none', async () => {
  const one = open();
  await one.cache.put(KEY, ANSWER);
  await one.cache.put('b'.repeat(64), { text: 'Other.', costNanoUsd: 1 });
  await one.cache.close();
  const sqlite = await openCacheFile(one.directory);
  // What the rows were before: a row that has been changed must not give back what it was given.
  sqlite.exec('create temp table before as select name, sealed from kept');
  sqlite.exec(
    'update kept set sealed = (select sealed from temp.before where temp.before.name <> kept.name)',
  );
  sqlite.close();
  const two = open(one);
  expect(await two.cache.get(KEY)).toBeUndefined();
});

test('the file stays within its bound', async () => {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const { cache, directory } = open({ clock, limits: { answerSeconds: 86_400 } });
  const text = 'x'.repeat(20_000);
  const keyOf = (number: number) => String(number).padStart(64, '0');
  for (let number = 0; number < 150; number++) {
    clock.now += 60_000;
    await cache.put(keyOf(number), { text, costNanoUsd: number });
  }
  const { answers, bytes } = await cache.state();
  expect(bytes).toBeLessThanOrEqual(LIMITS.maxBytes);
  expect(answers).toBeGreaterThan(20);
  expect(answers).toBeLessThan(50);
  await cache.close();
  expect(statSync(cacheFile(directory)).size).toBeLessThanOrEqual(LIMITS.maxBytes);
});

test('what is used stays, and what is not goes', async () => {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const setup = { ...open({ clock, limits: { answerSeconds: 86_400 } }), clock };
  const keyOf = (number: number) => String(number).padStart(64, '0');
  for (let number = 0; number < 100; number++) {
    clock.now += 60_000;
    await setup.cache.put(keyOf(number), { text: 'x'.repeat(20_000), costNanoUsd: number });
    // Another window, so that it is looked up in the file.
    const other = open({ ...setup, limits: { answerSeconds: 86_400 } });
    expect((await other.cache.get(keyOf(0)))?.costNanoUsd).toBe(0);
    await other.cache.close();
  }
  const fresh = open({ ...setup, limits: { answerSeconds: 86_400 } });
  expect(await fresh.cache.get(keyOf(1))).toBeUndefined();
  expect((await fresh.cache.get(keyOf(99)))?.costNanoUsd).toBe(99);
});

test('what is larger than all there may be is not kept on the disk', async () => {
  const one = open();
  await one.cache.put(KEY, { text: 'x'.repeat(1_000_000), costNanoUsd: 1 });
  expect(await open(one).cache.get(KEY)).toBeUndefined();
});

test('a file that is damaged before it is opened is thrown away', async () => {
  const one = open();
  await one.cache.put(KEY, ANSWER);
  await one.cache.close();
  writeFileSync(cacheFile(one.directory), 'This is no database. '.repeat(1000));
  const two = open(one);
  expect(await two.cache.get(KEY)).toBeUndefined();
  await two.cache.put(KEY, ANSWER);
  expect(await open(one).cache.get(KEY)).toEqual(ANSWER);
});

test('one that is damaged while it is used fails no question, and is made anew', async () => {
  const one = open();
  for (let number = 0; number < 20; number++)
    await one.cache.put(String(number).padStart(64, '0'), { text: 'x'.repeat(9000), costNanoUsd: 1 });
  await one.cache.close();
  const bytes = readFileSync(cacheFile(one.directory));
  // The header and the list of tables stay right: it is opened, and found out later.
  bytes.fill(0x5a, 8192);
  writeFileSync(cacheFile(one.directory), bytes);
  const two = open(one);
  for (let number = 0; number < 20; number++) {
    const key = String(number).padStart(64, '0');
    await two.cache.put(key, ANSWER);
    await two.cache.get(key);
  }
  await two.cache.put(KEY, ANSWER);
  expect(await two.cache.get(KEY)).toEqual(ANSWER);
  await expect.poll(() => open(one).cache.get(KEY)).toEqual(ANSWER);
});

test('a folder that cannot be used leaves the memory, and says so once', async () => {
  const directory = join(scratchDirectory(), 'file');
  writeFileSync(directory, '');
  const { cache, troubles } = open({ directory });
  await cache.put(KEY, ANSWER);
  expect(await cache.get(KEY)).toEqual(ANSWER);
  expect(troubles).toHaveLength(1);
});

const SHARE = 'those who ask alike';
const ASKING: Asking = { key: KEY, share: SHARE, priority: 'interactive' };
const HANDED = {
  answer: {
    text: 'Because ⟦api-key-1⟧ is',
    finishReason: 'length',
    route: 'text',
    model: 'gpt-4o-mini',
    costNanoUsd: 7,
    notices: ['It was cut off.'],
  },
} satisfies Handed;

/** One window whose turn it is, and another one that waits for it. */
async function waitingForTurn({
  limits = {},
  share = SHARE,
  signal = new AbortController().signal,
}: {
  limits?: Partial<CacheLimits>;
  share?: string;
  signal?: AbortSignal;
} = {}) {
  const one = open({ limits });
  const two = open({ ...one, limits });
  const mine = await one.cache.turn(ASKING, signal, () => {});
  if (mine.kind !== 'mine') throw new Error('It is the first one’s turn.');
  const waits = Promise.withResolvers<void>();
  const theirs = two.cache.turn({ ...ASKING, share }, signal, waits.resolve);
  await waits.promise;
  return { one, two, mine, theirs };
}

test('one after the other asks; who waits gets the answer', async () => {
  const { one, mine, theirs } = await waitingForTurn();
  await one.cache.put(KEY, ANSWER);
  mine.release();
  expect(await theirs).toEqual({ kind: 'kept', answer: ANSWER });
});

test.each([300, 0])(
  'what is not kept is handed to who waits (kept for %i seconds)',
  async (answerSeconds) => {
    const { one, two, mine, theirs } = await waitingForTurn({ limits: { answerSeconds } });
    mine.release(HANDED);
    expect(await theirs).toEqual({ kind: 'handed', ...HANDED });
    // Who comes later asks.
    const later = await two.cache.turn(ASKING, new AbortController().signal, () => {});
    expect(later.kind).toBe('mine');
    for (const name of readdirSync(one.directory))
      for (const word of ['Because', 'api-key', 'cut off', SHARE])
        expect(readFileSync(join(one.directory, name), 'latin1')).not.toContain(word);
  },
);

test('a failure is handed over, too', async () => {
  const failure = { kind: 'provider', code: 'provider-down', message: 'It is down.', hint: 'Wait.' } as const;
  const { mine, theirs } = await waitingForTurn();
  mine.release({ failure });
  expect(await theirs).toEqual({ kind: 'failed', failure });
});

test('who asks otherwise is not told what came, but it is their turn', async () => {
  const { mine, theirs } = await waitingForTurn({ share: 'another' });
  mine.release(HANDED);
  expect((await theirs).kind).toBe('mine');
});

test('what cannot be sealed is handed to nobody, and it is the next one’s turn', async () => {
  const { one, mine, theirs } = await waitingForTurn();
  const unsealable = { answer: { ...HANDED.answer, costNanoUsd: 7n } } as never;
  mine.release(unsealable);
  expect((await theirs).kind).toBe('mine');
  expect(one.troubles).toHaveLength(1);
});

test('when the one who asks gives up, the next one may', async () => {
  const { mine, theirs } = await waitingForTurn();
  mine.release();
  expect((await theirs).kind).toBe('mine');
});

test('who is stopped waits no longer, and takes nothing from who asks', async () => {
  const one = open();
  const two = open(one);
  await one.cache.turn(ASKING, new AbortController().signal, () => {});
  const controller = new AbortController();
  const theirs = await two.cache.turn(ASKING, controller.signal, () => controller.abort());
  if (theirs.kind === 'mine') theirs.release(HANDED);
  const third = open(one);
  const other = new AbortController();
  await third.cache.turn(ASKING, other.signal, () => other.abort());
  expect(theirs.kind).toBe('mine');
  expect(other.signal.aborted).toBe(true);
});
