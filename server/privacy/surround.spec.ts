import { expect, test } from 'vitest';
import { fillBox, pictureOf, readingOf } from '../../test/support/reading.ts';
import { lookOf } from './look.ts';
import type { Picture } from './reading.ts';

const LINES = Array.from({ length: 7 }, (_, row) => `line ${row} of what the dialog says`).join('\n');
const WORDS = readingOf(LINES, 180, 130);

/** The picture of the words, each pixel of white given another colour by its place. */
function paintGround(ground: (x: number, y: number) => [number, number, number]): Picture {
  const picture = pictureOf(WORDS);
  for (let at = 0; at < picture.width * picture.height; at++) {
    if (picture.data[at * 3] !== 255) continue;
    picture.data.set(ground(at % picture.width, Math.floor(at / picture.width)), at * 3);
  }
  return picture;
}

const isInDialog = (x: number, y: number) => x >= 100 && x < 560 && y >= 60 && y < 340;

/** A sky over hills, as drawn on a desktop. */
const wallpaper = (x: number, y: number): [number, number, number] =>
  y < 220 + 30 * Math.sin(x / 60) ? [60, 90 + Math.floor(y / 4), 200] : [30, 110, 60];

test('a wallpaper around a dialog is no picture that the question is about', () => {
  const look = lookOf(
    paintGround((x, y) => (isInDialog(x, y) ? [255, 255, 255] : wallpaper(x, y))),
    WORDS,
  );
  expect(look.pictureShare).toBeLessThan(0.02);
  expect(look.textShare).toBeGreaterThan(0.8);
});

test('words on a map or a photograph have no ground of their own: that is a picture', () => {
  expect(lookOf(paintGround(wallpaper), WORDS).pictureShare).toBeGreaterThan(0.5);
});

test('boxes on a coloured canvas are a drawing, not windows', () => {
  const labels = readingOf('one      two      three      four      five      six', 40, 100);
  const picture = pictureOf(labels);
  const canvas = (y: number): [number, number, number] => [40, 90 + Math.floor(y / 4), 180];
  const boxes = labels.lines.flatMap(({ words }) => words.map(({ box }) => box));
  for (let at = 0; at < picture.width * picture.height; at++) {
    const [x, y] = [at % picture.width, Math.floor(at / picture.width)];
    const isInBox = boxes.some(
      (box) => Math.abs(y - 107) < 24 && x > box.x - 12 && x < box.x + box.width + 12,
    );
    if (!isInBox) picture.data.set(canvas(y), at * 3);
  }
  for (const x of [120, 300, 420])
    for (let step = 0; step < 120; step++)
      fillBox(picture, { x: x + step, y: 160 + step, width: 4, height: 4 }, [250, 200, 60]);
  expect(lookOf(picture, labels).pictureShare).toBeGreaterThan(0.5);
});

test('a screen of one colour is a ground, not an area', () => {
  const look = lookOf(
    paintGround(() => [10, 110, 190]),
    WORDS,
  );
  expect(look.pictureShare).toBeLessThan(0.02);
  expect(look.curveShare).toBe(0);
});

test('half a screen of one colour beside text is an area', () => {
  const look = lookOf(
    paintGround((x) => (x < 150 ? [10, 110, 190] : [255, 255, 255])),
    WORDS,
  );
  expect(look.pictureShare).toBeGreaterThan(0.2);
});
