import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, end: resolve };
}

test('lets in what fits together, the rest in order of arrival', async () => {
  const gate = new Gate(10);
  const started: string[] = [];
  const [a, b, c, d] = [work(), work(), work(), work()];
  const run = (name: string, weight: number, { promise }: ReturnType<typeof work>) =>
    gate.run(weight, () => {
      started.push(name);
      return promise;
    });
  const all = [run('a', 6, a), run('b', 6, b), run('c', 1, c), run('d', 4, d)];
  await nextTurn();
  // The last two would fit, but then what is heavy could wait for ever.
  expect(started).toEqual(['a']);
  a.end();
  await nextTurn();
  expect(started).toEqual(['a', 'b', 'c']);
  b.end();
  await nextTurn();
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  for (const each of [c, d]) each.end();
  await Promise.all(all);
});

test('what is heavier than all it holds runs alone; what fails makes room, too', async () => {
  const gate = new Gate(10);
  await expect(gate.run(1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.run(1000, async () => 'yes')).toBe('yes');
});

test('never lets in more than it holds, and everybody gets in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 30 }), async (weights) => {
      const gate = new Gate(12);
      let load = 0;
      const done = await Promise.all(
        weights.map((weight) =>
          gate.run(weight, async () => {
            load += Math.min(weight, 12);
            expect(load).toBeLessThanOrEqual(12);
            await nextTurn();
            load -= Math.min(weight, 12);
            return weight;
          }),
        ),
      );
      expect(done).toEqual(weights);
    }),
    { numRuns: 50 },
  );
});
