import { expect, test } from 'vitest';
import { fillBox, pictureOf, readingOf } from '../../test/support/reading.ts';
import { lookOf } from './look.ts';
import type { Picture } from './reading.ts';

const LINES = Array.from({ length: 14 }, (_, row) => `commit ${row} with a message that is read`).join('\n');
const PAGE = readingOf(LINES, 140, 20);

type Colour = [number, number, number];
const RED: Colour = [220, 40, 40];
const GREY: Colour = [120, 120, 120];

/** Two lines that swing from left to right beside the text and cross, `height` pixels high. */
function swing(picture: Picture, height: number, colour: Colour): void {
  for (let y = 0; y < height; y++) {
    const aside = Math.round(40 * Math.sin(y / 18));
    for (const x of [60 + aside, 60 - aside]) fillBox(picture, { x, y: 20 + y, width: 3, height: 1 }, colour);
  }
}

const curveShare = (draw: (picture: Picture) => void) => {
  const picture = pictureOf(PAGE);
  draw(picture);
  return lookOf(picture, PAGE).curveShare;
};

test('the lanes of a commit graph are curves beside text', () => {
  const share = curveShare((picture) => swing(picture, 260, RED));
  expect(share).toBeGreaterThan(0.04);
});

test('text alone has none, nor has what is no curve', () => {
  expect(curveShare(() => {})).toBe(0);
  // A frame in colour, and a bar at the side.
  const frame = curveShare((picture) => {
    fillBox(picture, { x: 10, y: 10, width: 110, height: 3 }, RED);
    fillBox(picture, { x: 10, y: 240, width: 110, height: 3 }, RED);
    fillBox(picture, { x: 10, y: 10, width: 3, height: 232 }, RED);
    fillBox(picture, { x: 117, y: 10, width: 3, height: 232 }, RED);
  });
  expect(frame).toBeLessThan(0.04);
});

test('what is grey, or no higher than a few lines, is none', () => {
  expect(curveShare((picture) => swing(picture, 260, GREY))).toBe(0);
  expect(curveShare((picture) => swing(picture, 40, RED))).toBe(0);
});

test('frames and tables are lines, whatever their place and width; what slants is none', () => {
  const look = (draw: (picture: Picture) => void) => {
    const picture = pictureOf(PAGE);
    draw(picture);
    return lookOf(picture, PAGE);
  };
  for (const width of [2, 3, 5]) {
    for (const at of [4, 5]) {
      const { textShare, unruledTextShare, pictureShare } = look((picture) => {
        for (const y of [at, 360 + at]) fillBox(picture, { x: 0, y, width: 640, height: width }, GREY);
        for (const x of [at, 600 + at]) fillBox(picture, { x, y: 0, width, height: 400 }, GREY);
      });
      expect(textShare).toBeLessThan(0.9);
      // Their corners, and where they cross, are left.
      expect(unruledTextShare).toBeGreaterThan(0.9);
      expect(pictureShare).toBeLessThan(0.01);
    }
  }
  const slanted = look((picture) => {
    for (let down = 0; down < 80; down++)
      for (const x of [20, 70, 120, 170, 220, 270, 320, 370, 420, 470, 520])
        fillBox(picture, { x: x + Math.floor(down / 2), y: 310 + down, width: 3, height: 1 }, GREY);
  });
  expect(slanted.textShare).toBeLessThan(0.95);
  expect(slanted.unruledTextShare - slanted.textShare).toBeLessThan(0.02);
});

test('coloured bars are told from the lines of tables', () => {
  const shares = ([x, y]: [number, number], thickness: number) => {
    const picture = pictureOf(PAGE);
    for (let bar = 0; bar < 8; bar++)
      fillBox(picture, { x: x + bar * 20, y: y + bar * 11, width: 200, height: thickness }, RED);
    return lookOf(picture, PAGE).barShare;
  };
  expect(shares([100, 310], 6)).toBeGreaterThan(0.08);
  expect(shares([100, 310], 1)).toBe(0);
  expect(lookOf(pictureOf(PAGE), PAGE).barShare).toBe(0);
});
