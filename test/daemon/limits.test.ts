// Windows are processes: they share what a provider allows, and take turns where they wait for it.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Advice } from '../../server/gateway/advice.ts';
import { bucketKey } from '../../server/gateway/buckets.ts';
import { systemClock } from '../../server/gateway/clock.ts';
import { openShared } from '../../server/gateway/shared-file.ts';
import { scratchDirectory } from '../support/scratch.ts';
import type { Errand } from './limits-worker.ts';

/** Who is asked. */
const CANDIDATE = {
  provider: { name: 'main', baseUrl: undefined, apiKey: 'a-test-key', isOpenAi: false },
  model: 'a-model',
  maxNanoUsd: 1,
};

const PER_QUESTION = { a: 1, b: 3 };

/** Two windows, where a question of one takes more tokens than one of the other. */
async function openWindows() {
  const directory = scratchDirectory();
  const log = join(directory, 'log');
  writeFileSync(log, '');
  const windows = (['a', 'b'] as const).map((name) => ({
    name,
    child: fork(join(import.meta.dirname, 'limits-worker.ts')),
  }));
  onTestFinished(() => {
    for (const { child } of windows) child.kill('SIGKILL');
  });
  await Promise.all(windows.map(({ child }) => once(child, 'message')));
  const shared = await openShared(directory, systemClock);
  onTestFinished(() => shared.close());
  return {
    allow(limits: Advice['limits']) {
      const advice = { retryAfterMs: undefined, shouldRetry: undefined, limits };
      shared.buckets.learn(bucketKey(CANDIDATE.provider, CANDIDATE.model), advice, {});
    },
    /** Each asks so many questions at once. */
    async ask(questions: number) {
      const asking = windows.map(({ name, child }) => {
        const candidate = { ...CANDIDATE, tokens: PER_QUESTION[name] };
        child.send({ directory, log, name, candidate, questions } satisfies Errand);
        return once(child, 'exit');
      });
      await Promise.all(asking);
    },
    /** Who waited and went, in order. */
    lines: () => readFileSync(log, 'utf8').trimEnd().split('\n'),
  };
}

test('two windows together go no more often than the provider allows', async () => {
  const { allow, ask, lines } = await openWindows();
  // What is used up comes back in ten days.
  allow({ requests: { limit: 20, remaining: 7, resetMs: 864_000_000 } });
  await ask(10);
  expect(lines().filter((line) => line.endsWith('goes'))).toHaveLength(7);
});

test('two windows that wait for the same limit take turns, also where one needs more of it', async () => {
  const { allow, ask, lines } = await openWindows();
  const tokens = { limit: 3, remaining: 0 };
  // The first would go in 4 seconds; when both wait, it gets better.
  allow({ tokens: { ...tokens, resetMs: 12_000 } });
  const asking = ask(8);
  const bothWait = () => lines().includes('a waits') && lines().includes('b waits');
  await expect.poll(bothWait, { timeout: 15_000 }).toBe(true);
  const before = lines().length;
  allow({ tokens: { ...tokens, resetMs: 100 } });
  await asking;
  const went = lines().slice(before);
  const left = { a: count(went, 'a goes'), b: count(went, 'b goes') };
  expect(Math.min(left.a, left.b)).toBeGreaterThan(2);
  // As long as both have questions, none is ahead by more than the one with which it began.
  for (let i = 1; i <= went.length; i++) {
    const gone = { a: count(went.slice(0, i), 'a goes'), b: count(went.slice(0, i), 'b goes') };
    if (gone.a === left.a || gone.b === left.b) break;
    expect(Math.abs(gone.a - gone.b)).toBeLessThanOrEqual(1);
  }
});

function count(lines: readonly string[], wanted: string): number {
  return lines.filter((line) => line === wanted).length;
}
