import { expect, test } from 'vitest';
import { Pieces } from './pieces.ts';

/** A digit for the darkness of each pixel: 0 none, 9 most. */
function inkOf(rows: readonly string[], near = 10): Pieces {
  const [width, height] = [rows[0]?.length ?? 0, rows.length];
  const light = Buffer.from(rows.flatMap((row) => [...row].map((digit) => 255 - Number(digit) * 28)));
  return new Pieces({ light, width, height }, { box: { x: 0, y: 0, width, height }, dark: false }, near);
}

const boxesOf = (ink: Pieces) => ink.all().map(({ x, y, width, height }) => `${x},${y} ${width}x${height}`);

test('what touches, also at a corner, is one piece, in whatever order it is found', () => {
  expect(boxesOf(inkOf(['9009', '9009', '0990']))).toEqual(['0,0 4x3']);
  expect(boxesOf(inkOf(['900', '090', '009']))).toEqual(['0,0 3x3']);
  expect(boxesOf(inkOf(['90009', '09090', '00900']))).toEqual(['0,0 5x3']);
  expect(boxesOf(inkOf(['9090', '0000', '9090']))).toHaveLength(4);
});

test('each pixel knows its piece, and outside there is none', () => {
  const ink = inkOf(['900', '000', '009']);
  expect(ink.at(0, 0)).toMatchObject({ x: 0, y: 0 });
  expect(ink.at(2, 2)).toMatchObject({ x: 2, y: 2 });
  expect(ink.at(1, 1)).toBeUndefined();
  for (const [x, y] of [
    [-1, 0],
    [3, 0],
    [0, -1],
    [0, 3],
  ] as const)
    expect([ink.at(x, y), ink.darknessAt(x, y)]).toEqual([undefined, 0]);
});

test('pale ink is ink where nothing darker is near, and ground beside what is darker', () => {
  expect(boxesOf(inkOf(['3009'], 1))).toEqual(['0,0 1x1', '3,0 1x1']);
  expect(boxesOf(inkOf(['3009'], 4))).toEqual(['3,0 1x1']);
});
