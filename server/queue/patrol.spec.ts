import { expect, test } from 'vitest';
import { Patrol } from './patrol.ts';

/** A patrol whose time the test turns. */
function patrol(look: () => Promise<boolean>) {
  const pauses: number[] = [];
  const errors: unknown[] = [];
  let next: (() => void) | undefined;
  const watch = new Patrol({
    look,
    later(ms, call) {
      pauses.push(ms);
      next = call;
      return () => {
        next = undefined;
      };
    },
    onError: (error) => void errors.push(error),
  });
  return {
    watch,
    pauses,
    errors,
    isPausing: () => next !== undefined,
    async turn() {
      next?.();
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('it looks ever less often, a minute apart at last, and at once when something happens', async () => {
  let looks = 0;
  const { watch, pauses, turn } = patrol(async () => {
    looks++;
    return true;
  });
  watch.start();
  await settled();
  for (let turns = 0; turns < 7; turns++) await turn();
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000));
  watch.start();
  await settled();
  expect(looks).toBe(9);
  expect(pauses.at(-1)).toBe(1000);
  watch.stop();
});

test('it does not look when nothing waits, nor after it was stopped', async () => {
  let isWaiting = false;
  const { watch, isPausing } = patrol(async () => isWaiting);
  watch.start();
  await settled();
  expect(isPausing()).toBe(false);
  isWaiting = true;
  watch.start();
  await settled();
  expect(isPausing()).toBe(true);
  watch.stop();
  expect(isPausing()).toBe(false);
});

test('what happens while it looks is looked at, too', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const { watch, isPausing } = patrol(() => promise);
  watch.start();
  watch.start();
  resolve(false);
  await settled();
  expect(isPausing()).toBe(true);
  watch.stop();
});

test('it goes on after a failed look, and after a question that failed at the pace it had', async () => {
  let looks = 0;
  const { watch, pauses, errors, turn } = patrol(async () => {
    looks++;
    if (looks === 1) throw new Error('busy');
    return looks < 3;
  });
  watch.start();
  await settled();
  expect(errors).toHaveLength(1);
  await turn();
  await turn();
  expect(pauses).toEqual([1000, 2000]);
  watch.goOn();
  watch.goOn();
  expect(pauses).toEqual([1000, 2000, 4000]);
  watch.stop();
});
