import { expect, test } from 'vitest';
import { empty, toGrey } from './grey.ts';

test('brightness is as an eye sees it', () => {
  const colours = Buffer.from([255, 255, 255, 0, 0, 0, 90, 90, 90, 0, 255, 0, 0, 0, 255]);
  const { light } = toGrey({ data: colours, width: 5, height: 1 });
  expect([...light.subarray(0, 3)]).toEqual([255, 0, 90]);
  expect(light[3]).toBeGreaterThan(4 * (light[4] ?? 255));
});

test('boxes are emptied to the ground around them, in each place its own, and in a copy', () => {
  const grey = { light: Buffer.alloc(40 * 30, 200), width: 40, height: 30 };
  for (let y = 0; y < 30; y++) grey.light.fill(40, y * 40 + 20, y * 40 + 40);
  for (let y = 10; y < 15; y++) for (const x of [5, 8, 25, 28]) grey.light[y * 40 + x] = x * 9;
  const before = Buffer.from(grey.light);
  const { light } = empty(grey, [
    { x: 3, y: 8, width: 10, height: 9 },
    { x: 23, y: 8, width: 10, height: 9 },
  ]);
  expect([...light]).toEqual(Array.from({ length: 40 * 30 }, (_, at) => (at % 40 < 20 ? 200 : 40)));
  expect(grey.light.equals(before)).toBe(true);
});

test('a box beyond the edge empties what is inside', () => {
  const grey = { light: Buffer.alloc(4 * 3, 255), width: 4, height: 3 };
  grey.light[5] = 0;
  expect(empty(grey, [{ x: -2, y: -2, width: 9, height: 9 }]).light.every((level) => level === 255)).toBe(
    true,
  );
});
