import { expect, it } from 'vitest';
import { RestartPolicy } from './restart.ts';

it('waits longer each time and gives up at the sixth quick death', () => {
  const policy = new RestartPolicy();
  expect(Array.from({ length: 6 }, () => policy.died(1_000))).toEqual([
    250,
    1_000,
    2_000,
    5_000,
    10_000,
    undefined,
  ]);
});

it('begins again after a long life, and when the user asks', () => {
  const policy = new RestartPolicy();
  policy.died(0);
  policy.died(0);
  expect(policy.died(60_000)).toBe(250);
  policy.died(0);
  policy.reset();
  expect(policy.died(0)).toBe(250);
});
