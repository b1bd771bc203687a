import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadingFinding, ReadingSpan } from './detector.ts';
import type { Reading, ReadLine, ReadWord } from './reading.ts';
import { toText } from './reading-text.ts';

const BOX = { x: 0, y: 0, width: 1, height: 1 };

function word(text: string): ReadWord {
  return { text, confidence: 1, box: BOX, symbols: [...text].map((symbol) => ({ text: symbol, box: BOX })) };
}

function reading(...lines: string[][]): Reading {
  return { lines: lines.map((words): ReadLine => ({ box: BOX, words: words.map(word) })) };
}

function finding(...spans: ReadingSpan[]): ReadingFinding {
  return { rule: 'r', title: 'R', confidence: 1, value: 'v', spans };
}

test('words stand apart, lines below each other, secrets where they are', () => {
  const { text, findings } = toText(reading(['a=', 'bc'], ['😀d', 'e']), [
    finding({ line: 1, from: 0, to: 2 }),
    finding({ line: 0, from: 2, to: 4 }),
  ]);
  expect(text).toBe('a= bc\n😀d e');
  expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(['bc', '😀d']);
});

test('a secret over two words and two lines is as many ranges as lines', () => {
  const { text, findings } = toText(reading(['x', 'ab', 'c'], ['de']), [
    finding({ line: 0, from: 1, to: 4 }, { line: 1, from: 0, to: 2 }),
  ]);
  expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(['ab c', 'de']);
});

test('of overlapping secrets nothing is left open', () => {
  const { text, findings } = toText(reading(['abcdefgh']), [
    finding({ line: 0, from: 2, to: 6 }),
    finding({ line: 0, from: 0, to: 4 }),
    finding({ line: 0, from: 1, to: 3 }),
  ]);
  expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(['abcd', 'ef']);
});

test('a span outside what was read is none', () => {
  const spans = [
    { line: 3, from: 0, to: 1 },
    { line: 0, from: 5, to: 6 },
    { line: 0, from: 0, to: 9 },
  ];
  expect(toText(reading(['ab']), [finding(...spans)]).findings).toEqual([]);
});

test('every range has the symbols of its span, and no space at its ends', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '😀'), minLength: 1 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(fc.array(words, { minLength: 1 }), fc.nat(), fc.nat(), fc.nat(), (lines, l, a, b) => {
      const line = l % lines.length;
      const symbols = [...(lines[line] ?? []).join('')];
      const from = a % symbols.length;
      const to = from + 1 + (b % (symbols.length - from));
      const { text, findings } = toText(reading(...lines), [finding({ line, from, to })]);
      const found = findings.map(({ start, end }) => text.slice(start, end));
      expect(found.map((each) => each.replaceAll(' ', ''))).toEqual([symbols.slice(from, to).join('')]);
      expect(found).toEqual(found.map((each) => each.trim()));
    }),
  );
});
