import { describe, expect, test } from 'vitest';
import type { Picture } from '../reading.ts';
import { eraseRulings } from './rulings.ts';

const WIDTH = 200;
const HEIGHT = 120;

/** A light page with rectangles on it: x, y, width, height, brightness. */
function page(...marks: [number, number, number, number, number?][]): Picture {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3, 250);
  for (const [left, top, width, height, level = 30] of marks) {
    for (let y = top; y < top + height; y++)
      data.fill(level, (y * WIDTH + left) * 3, (y * WIDTH + left + width) * 3);
  }
  return { data, width: WIDTH, height: HEIGHT };
}

const isBlank = ({ data }: Picture) => data.every((value) => value === 250);

test.each([
  ['a line across', page([20, 40, 150, 1])],
  ['a thicker one', page([20, 40, 150, 3])],
  ['a faint one', page([20, 40, 150, 1, 235])],
  ['a line down', page([60, 10, 1, 90])],
  ['an underline', page([20, 60, 70, 2, 120])],
])('%s is erased', (_, picture) => {
  const before = Buffer.from(picture.data);
  expect(isBlank(eraseRulings(picture))).toBe(true);
  expect(picture.data.equals(before)).toBe(true);
});

test('of a grid hardly anything is left', () => {
  const across: [number, number, number, number][] = [10, 40, 70, 100].map((y) => [10, y, 180, 1]);
  const down: [number, number, number, number][] = [10, 60, 120, 189].map((x) => [x, 10, 1, 91]);
  const { data } = eraseRulings(page(...across, ...down));
  const left = data.filter((value) => value !== 250).length / 3;
  expect(left).toBeLessThan(20);
});

describe('what is no ruling stays as it is', () => {
  test.each([
    ['strokes of letters', page([20, 20, 2, 14], [30, 20, 12, 2], [50, 20, 2, 20])],
    ['an area', page([20, 20, 120, 40])],
    ['a bar', page([20, 20, 120, 5])],
    [
      'stems in lines below each other',
      page([20, 10, 2, 14], [20, 28, 2, 14], [20, 46, 2, 14], [20, 64, 2, 14]),
    ],
    ['nothing', page()],
  ])('%s', (_, picture) => expect(eraseRulings(picture)).toBe(picture));
});

test('on either side of a ruling its ground stays', () => {
  const picture = page([0, 0, WIDTH, 50, 200], [0, 50, WIDTH, 2, 20]);
  const { data } = eraseRulings(picture);
  expect(data[50 * WIDTH * 3]).toBe(200);
  expect(data[51 * WIDTH * 3]).toBe(250);
});
