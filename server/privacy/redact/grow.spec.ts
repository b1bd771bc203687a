import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../protocol/attach.ts';
import { area, clamp, shared } from '../boxes.ts';
import type { Picture } from '../reading.ts';
import { growAlongInk } from './grow.ts';

type Colour = readonly [number, number, number];

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [20, 20, 20];

function canvas(width: number, height: number, colour: Colour): Picture {
  const picture = { data: Buffer.alloc(width * height * 3), width, height };
  fill(picture, { x: 0, y: 0, width, height }, colour);
  return picture;
}

function fill(picture: Picture, box: Box, colour: Colour): void {
  const { x, y, width, height } = clamp(box, picture);
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++)
      picture.data.set(colour, (row * picture.width + column) * 3);
}

/** A letter-like shape of 7 × 12 pixels: two stems and a bar, so that no column of it is all ink. */
function letter(picture: Picture, x: number, y: number, colour: Colour): void {
  fill(picture, { x, y, width: 2, height: 9 }, colour);
  fill(picture, { x: x + 5, y: y + 3, width: 2, height: 9 }, colour);
  fill(picture, { x, y: y + 4, width: 7, height: 2 }, colour);
}

const PITCH = 9;
const LETTER = { width: 7, height: 12 };

/** Letters at a fixed pitch; where the text has a space there is none. */
function write(picture: Picture, text: string, x: number, y: number, colour: Colour): void {
  for (const [index, symbol] of [...text].entries())
    if (symbol !== ' ') letter(picture, x + index * PITCH, y, colour);
}

function textBox(x: number, y: number, from: number, to: number): Box {
  return { x: x + from * PITCH, y, width: (to - from - 1) * PITCH + LETTER.width, height: LETTER.height };
}

function contains(outer: Box, inner: Box): boolean {
  return shared(outer, inner) === area(inner);
}

describe('growing along the ink', () => {
  it('covers the whole word from any part of it, and not its neighbours, in any colours', () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(
        colour,
        colour,
        colour,
        fc.integer({ min: 1, max: 20 }),
        fc.nat(19),
        fc.nat(5),
        (ground, ink, neighbour, length, part, chop) => {
          fc.pre(Math.max(...ground.map((level, i) => Math.abs(level - (ink[i] ?? 0)))) > 40);
          const picture = canvas(400, 60, ground);
          write(picture, 'nn', 20, 20, neighbour);
          write(picture, 'n'.repeat(length), 20 + 3 * PITCH, 20, ink);
          write(picture, 'nn', 20 + (4 + length) * PITCH, 20, neighbour);
          const word = textBox(20, 20, 3, 3 + length);
          const from = 3 + (part % length);
          const seen = textBox(20, 20, from, from + 1);
          const seed = { ...seen, y: seen.y + (chop % 3), height: seen.height - chop };
          const grown = growAlongInk(picture, { box: seed, character: PITCH, space: Infinity, left: 0 });
          expect(contains(grown, word)).toBe(true);
          expect(shared(grown, textBox(20, 20, 0, 2))).toBe(0);
          expect(shared(grown, textBox(20, 20, 4 + length, 6 + length))).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never shrinks, stays inside, and finds no more ink the second time, whatever the picture', () => {
    const byte = fc.nat(255);
    const side = fc.integer({ min: -10, max: 50 });
    fc.assert(
      fc.property(
        fc.array(byte, { minLength: 16, maxLength: 64 }),
        fc.record({ x: side, y: side, width: fc.nat(40), height: fc.nat(30) }),
        fc.integer({ min: 2, max: 12 }),
        (pattern, box, character) => {
          const picture = canvas(40, 32, WHITE);
          for (let i = 0; i < picture.data.length; i++) picture.data[i] = pattern[i % pattern.length] ?? 0;
          const grown = growAlongInk(picture, { box, character, space: Infinity, left: 0 });
          expect(contains(grown, clamp(box, picture))).toBe(true);
          expect(clamp(grown, picture)).toEqual(grown);
        },
      ),
    );
    const picture = canvas(300, 60, WHITE);
    write(picture, 'nnnn nnnn', 20, 20, BLACK);
    const once = growAlongInk(picture, {
      box: textBox(20, 20, 1, 2),
      character: PITCH,
      space: Infinity,
      left: 0,
    });
    const twice = growAlongInk(picture, { box: once, character: PITCH, space: Infinity, left: 0 });
    expect(contains(twice, once)).toBe(true);
    expect(shared(twice, textBox(20, 20, 5, 9))).toBe(0);
  });

  it('grows from a larger part at least as far', () => {
    const picture = canvas(300, 60, WHITE);
    write(picture, 'nnnnnn nn', 20, 20, BLACK);
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), fc.nat(5), (a, b, c) => {
        const [from = 0, middle = 0, to = 0] = [a, b, c].sort((x, y) => x - y);
        const small = growAlongInk(picture, {
          box: textBox(20, 20, from, middle + 1),
          character: PITCH,
          space: Infinity,
          left: 0,
        });
        const large = growAlongInk(picture, {
          box: textBox(20, 20, from, to + 1),
          character: PITCH,
          space: Infinity,
          left: 0,
        });
        expect(contains(large, small)).toBe(true);
      }),
    );
  });

  it('is not led along underlines, borders and highlights', () => {
    const picture = canvas(400, 60, WHITE);
    fill(picture, { x: 0, y: 14, width: 400, height: 1 }, BLACK);
    fill(picture, { x: 0, y: 34, width: 400, height: 1 }, BLACK);
    fill(picture, { x: 0, y: 15, width: 150, height: 19 }, [30, 90, 200]);
    write(picture, 'nnn nnnn nnn', 20, 18, BLACK);
    const grown = growAlongInk(picture, {
      box: textBox(20, 18, 5, 6),
      character: PITCH,
      space: Infinity,
      left: 0,
    });
    expect(contains(grown, textBox(20, 18, 4, 8))).toBe(true);
    expect(shared(grown, textBox(20, 18, 0, 3))).toBe(0);
    expect(shared(grown, textBox(20, 18, 9, 12))).toBe(0);
  });

  it('keeps off the lines above and below', () => {
    const picture = canvas(300, 80, WHITE);
    for (const y of [10, 26, 42]) write(picture, 'nnnnnnnn', 20, y, BLACK);
    const grown = growAlongInk(picture, {
      box: textBox(20, 26, 2, 5),
      character: PITCH,
      space: Infinity,
      left: 0,
    });
    expect(contains(grown, textBox(20, 26, 0, 8))).toBe(true);
    expect(shared(grown, textBox(20, 10, 0, 8))).toBe(0);
    expect(shared(grown, textBox(20, 42, 0, 8))).toBe(0);
  });
});
