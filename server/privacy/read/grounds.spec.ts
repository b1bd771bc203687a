import { expect, test } from 'vitest';
import type { Picture } from '../reading.ts';
import { type Grey, toGrey } from './grey.ts';
import { levelGrounds } from './grounds.ts';

const WIDTH = 300;
const HEIGHT = 80;

type Colour = readonly [red: number, green: number, blue: number];
const WHITE: Colour = [255, 255, 255];
const NIGHT: Colour = [15, 23, 42];
const ORANGE: Colour = [217, 119, 6];
const GREY: Colour = [96, 96, 96];

interface Mark {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: Colour;
}

/** A page with rectangles on it. */
function page(ground: Colour, ...marks: Mark[]): Picture {
  return drawn(HEIGHT, ground, marks);
}

function drawn(height: number, ground: Colour, marks: readonly Mark[]): Picture {
  const data = Buffer.alloc(WIDTH * height * 3, Buffer.from(ground));
  for (const { x, y, width, height, colour } of marks) {
    for (let row = y; row < y + height; row++) {
      const from = (row * WIDTH + x) * 3;
      data.fill(Buffer.from(colour), from, from + width * 3);
    }
  }
  return { data, width: WIDTH, height };
}

const chip = { x: 30, y: 20, width: 90, height: 24 };
/** Strokes as of letters, in the middle of the chip. */
const strokes = [40, 46, 52, 60, 66].map((x) => ({ x, y: 27, width: 2, height: 10 }));

const lightAt = ({ light }: Grey, x: number, y: number) => light[y * WIDTH + x];

const darkPixels = ({ light }: Grey) => light.filter((level) => level < 230).length;

const inkOf = (marks: readonly { width: number; height: number }[]) =>
  marks.reduce((sum, { width, height }) => sum + width * height, 0);

test.each([
  ['light on dark, on a light page', WHITE, NIGHT, WHITE],
  ['light on orange, on a dark page', NIGHT, ORANGE, WHITE],
  ['dark on orange, on a light page', WHITE, ORANGE, NIGHT],
])('writing becomes dark on white, and its area is gone: %s', (_, ground, area, colour) => {
  const picture = page(
    ground,
    { ...chip, colour: area },
    ...strokes.map((stroke) => ({ ...stroke, colour })),
  );
  const before = Buffer.from(picture.data);
  const level = levelGrounds(picture);
  expect(lightAt(level, 40, 30)).toBeLessThan(160);
  expect(lightAt(level, 43, 30)).toBe(255);
  expect(lightAt(level, 5, 5)).toBe(255);
  expect(darkPixels(level)).toBe(inkOf(strokes));
  expect(picture.data.equals(before)).toBe(true);
});

test('letters up to both edges do not part an area where there is a space between two words', () => {
  const dense = Array.from({ length: 30 }, (_, at) => ({
    x: 30 + at * 3,
    y: 27,
    width: 2,
    height: 10,
  })).toSpliced(14, 1);
  const level = levelGrounds(
    page(WHITE, { ...chip, colour: NIGHT }, ...dense.map((stroke) => ({ ...stroke, colour: WHITE }))),
  );
  expect(darkPixels(level)).toBe(inkOf(dense));
});

test('a bold letter as large as a button stays, with what it encloses', () => {
  // An O and an E of a heading: strokes as wide as a run, as high as a chip.
  const frame = { x: 30, y: 10, width: 34, height: 40, colour: NIGHT };
  const counter = { x: 38, y: 18, width: 18, height: 24, colour: WHITE };
  const stem = { x: 80, y: 10, width: 9, height: 40, colour: NIGHT };
  const arms = [10, 26, 42].map((y) => ({ x: 80, y, width: 26, height: 8, colour: NIGHT }));
  const level = levelGrounds(page(WHITE, frame, counter, stem, ...arms));
  expect(darkPixels(level)).toBe(34 * 40 - 18 * 24 + 9 * 40 + 3 * 17 * 8);
  expect(lightAt(level, 47, 30)).toBe(255);
  expect(lightAt(level, 33, 30)).toBeLessThan(60);
});

test('a badge with a digit is an area all the same', () => {
  const badge = { x: 30, y: 10, width: 40, height: 40, colour: NIGHT };
  const digit = { x: 47, y: 20, width: 6, height: 20, colour: WHITE };
  const level = levelGrounds(page(WHITE, badge, digit));
  expect(darkPixels(level)).toBe(6 * 20);
  expect(lightAt(level, 50, 30)).toBeLessThan(60);
});

test('a disc with a digit, too', () => {
  const rows = Array.from({ length: 40 }, (_, row) => Math.round(Math.sqrt(20 ** 2 - (row - 19.5) ** 2)));
  const disc = rows.map((half, row) => ({ x: 60 - half, y: 10 + row, width: 2 * half, height: 1 }));
  const digit = { x: 57, y: 20, width: 6, height: 20, colour: WHITE };
  const level = levelGrounds(page(WHITE, ...disc.map((row) => ({ ...row, colour: NIGHT })), digit));
  expect(lightAt(level, 60, 30)).toBeLessThan(60);
  expect(lightAt(level, 50, 30)).toBe(255);
});

test('what is written in a colour is nearly as dark as what is written in grey', () => {
  const stroke = { y: 30, width: 2, height: 12 };
  const level = levelGrounds(
    page(
      [12, 12, 12],
      { ...stroke, x: 20, colour: [22, 198, 12] },
      { ...stroke, x: 60, colour: [204, 204, 204] },
    ),
  );
  const [one = 0, other = 0] = [lightAt(level, 20, 35), lightAt(level, 60, 35)];
  expect(255 - one).toBeGreaterThan(0.5 * (255 - other));
});

test('an outline and smoothed edges are gone with the area', () => {
  const ring = { x: 28, y: 19, width: 94, height: 26, colour: GREY };
  expect(darkPixels(levelGrounds(page(WHITE, ring, { ...chip, colour: WHITE })))).toBe(0);
  expect(darkPixels(levelGrounds(page(WHITE, ring, { ...chip, colour: NIGHT })))).toBe(0);
});

test('what is no area stays: large letters, dots, underscores', () => {
  const marks = [
    { x: 20, y: 10, width: 12, height: 50 },
    { x: 40, y: 10, width: 40, height: 6 },
    { x: 100, y: 20, width: 8, height: 8 },
    { x: 120, y: 40, width: 24, height: 2 },
  ];
  const level = levelGrounds(page(WHITE, ...marks.map((mark) => ({ ...mark, colour: NIGHT }))));
  expect(darkPixels(level)).toBe(inkOf(marks));
});

test('the steps of a gradient leave writing whole', () => {
  const steps = Array.from({ length: HEIGHT / 10 }, (_, at): [number, Colour] => [
    at * 10,
    [20 + at * 4, 60 + at * 4, 120 + at * 4],
  ]);
  const bands = steps.map(([y, colour]) => ({ x: 0, y, width: WIDTH, height: 10, colour }));
  const level = levelGrounds(
    page(WHITE, ...bands, ...strokes.map((stroke) => ({ ...stroke, colour: WHITE }))),
  );
  expect(darkPixels(level)).toBe(inkOf(strokes));
});

test('noise only becomes grey, however large', () => {
  const width = 1600;
  const height = 1600;
  const data = Buffer.alloc(width * height * 3);
  // Blocks of four pixels by a linear congruential generator: the same each time.
  let state = 1;
  for (let at = 0; at < data.length; at += 12) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    data.fill(state >> 23, at, at + 12);
  }
  const picture = { data, width, height };
  expect(levelGrounds(picture).light.equals(toGrey(picture).light)).toBe(true);
});

test('one pixel, one row, one column and nothing at all are no trouble', () => {
  for (const [width, height] of [
    [0, 0],
    [1, 1],
    [300, 1],
    [1, 300],
  ] as const) {
    const level = levelGrounds({ data: Buffer.alloc(width * height * 3, 90), width, height });
    expect(level.light.length).toBe(width * height);
  }
});

test('a tab reaches into its bar: both are ground, and what stands on them is writing', () => {
  const bar = { x: 0, y: 0, width: WIDTH, height: 30, colour: ORANGE };
  const tab = { x: 20, y: 6, width: 70, height: 24, colour: NIGHT };
  const onTab = [30, 36, 42, 60, 66].map((x) => ({ x, y: 12, width: 2, height: 10, colour: WHITE }));
  const onBar = [120, 126, 132].map((x) => ({ x, y: 12, width: 2, height: 10, colour: WHITE }));
  const level = levelGrounds(page(NIGHT, bar, tab, ...onTab, ...onBar));
  expect(darkPixels(level)).toBe(inkOf([...onTab, ...onBar]));
});

test('a title bar and a status bar that hang together around a page are ground, too', () => {
  const content = { x: 4, y: 14, width: WIDTH - 8, height: 52, colour: WHITE };
  const inTitle = [30, 36, 42].map((x) => ({ x, y: 3, width: 2, height: 8, colour: WHITE }));
  const inStatus = [90, 96, 102].map((x) => ({ x, y: 69, width: 2, height: 8, colour: WHITE }));
  const level = levelGrounds(page(NIGHT, content, ...inTitle, ...inStatus));
  expect(lightAt(level, 60, 5)).toBe(255);
  expect(lightAt(level, 60, 75)).toBe(255);
  for (const { x, y } of [...inTitle, ...inStatus]) expect(lightAt(level, x, y + 2)).toBeLessThan(60);
});

test('the bars of a very large letter are none of a frame', () => {
  const stems = [20, 110].map((x) => ({ x, y: 20, width: 13, height: 150, colour: NIGHT }));
  const bar = { x: 33, y: 88, width: 77, height: 13, colour: NIGHT };
  const level = levelGrounds(drawn(200, WHITE, [...stems, bar]));
  expect(darkPixels(level)).toBe(inkOf([...stems, bar]));
});

test('a very large bold letter is no area: it is dark on what it stands on', () => {
  const stems = [20, 110].map((x) => ({ x, y: 20, width: 36, height: 150, colour: NIGHT }));
  const bar = { x: 56, y: 80, width: 54, height: 36, colour: NIGHT };
  const ink = inkOf([...stems, bar]);
  const dark = darkPixels(levelGrounds(drawn(200, WHITE, [...stems, bar])));
  // But for its outermost pixels, which are taken for an area's smoothed edge.
  expect(dark).toBeLessThanOrEqual(ink);
  expect(dark).toBeGreaterThan(0.8 * ink);
});
