import { expect, it } from 'vitest';
import type { ReadLine } from '../reading.ts';
import { lineSeedsOf, seedsOf } from './spans.ts';

/** Words at given places, each character so wide. */
function line(words: [x: number, text: string][], character: number): ReadLine {
  const read = words.map(([x, text]) => ({
    text,
    confidence: 0.9,
    box: { x, y: 10, width: text.length * character, height: 12 },
    symbols: [...text].map((symbol, i) => ({
      text: symbol,
      box: { x: x + i * character, y: 10, width: character, height: 12 },
    })),
  }));
  return { box: { x: 0, y: 10, width: 500, height: 12 }, words: read };
}

it('joins the boxes of a span over words, counted without spaces', () => {
  const reading = {
    lines: [
      line(
        [
          [0, 'abc'],
          [40, 'defg'],
        ],
        10,
      ),
    ],
  };
  const [seed] = seedsOf(reading, [{ line: 0, from: 1, to: 5 }]);
  expect(seed?.box).toEqual({ x: 10, y: 10, width: 50, height: 12 });
});

it('takes whole lines, each once', () => {
  const reading = {
    lines: [
      line(
        [
          [0, 'abc'],
          [40, 'defg'],
        ],
        10,
      ),
      line([[5, 'x']], 10),
    ],
  };
  const spans = [
    { line: 0, from: 0, to: 1 },
    { line: 0, from: 4, to: 6 },
    { line: 1, from: 0, to: 1 },
  ];
  expect(lineSeedsOf(reading, spans).map(({ box }) => [box.x, box.width])).toEqual([
    [0, 80],
    [5, 10],
  ]);
});

it('measures the characters of the words it stands in, not of others on the line', () => {
  const [said, code] = [line([[0, 'said']], 6), line([[40, 'abcd']], 10)];
  const chat = { lines: [{ ...said, words: [...said.words, ...code.words] }] };
  expect(seedsOf(chat, [{ line: 0, from: 4, to: 8 }])[0]?.character).toBe(10);
  expect(seedsOf(chat, [{ line: 0, from: 0, to: 2 }])[0]?.character).toBe(6);
});

it('knows how far words of the line usually stand apart', () => {
  const span = [{ line: 0, from: 0, to: 1 }];
  const reading = {
    lines: [
      line(
        [
          [0, 'abc'],
          [36, 'defg'],
          [82, 'h'],
          [192, 'i'],
        ],
        10,
      ),
    ],
  };
  expect(seedsOf(reading, span)[0]?.space).toBe(6);
  expect(seedsOf({ lines: [line([[0, 'abc']], 10)] }, span)[0]?.space).toBe(Infinity);
});

it('ends at the sign after a name, and nowhere if there is none', () => {
  const reading = {
    lines: [
      line(
        [
          [0, 'KEY="abcd"'],
          [150, 'uv:wx'],
          [250, 'yz'],
        ],
        10,
      ),
    ],
  };
  const left = (from: number, to: number) => seedsOf(reading, [{ line: 0, from, to }])[0]?.left;
  expect(left(5, 9)).toBe(30);
  expect(left(4, 9)).toBe(30);
  expect(left(6, 9)).toBe(0);
  expect(left(13, 15)).toBe(170);
  expect(left(15, 17)).toBe(0);
});

it('has nothing for spans of nothing', () => {
  const reading = { lines: [line([[0, 'abc']], 10)] };
  expect(seedsOf(reading, [{ line: 3, from: 0, to: 1 }])).toEqual([]);
  expect(seedsOf(reading, [{ line: 0, from: 3, to: 9 }])).toEqual([]);
});
