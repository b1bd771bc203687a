import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingOf } from '../../test/support/reading.ts';
import type { ReadingFinding, ReadingSpan } from './detector.ts';
import type { Reading } from './reading.ts';
import { apart, shorten, toText } from './reading-text.ts';

function reading(...lines: string[][]): Reading {
  return readingOf(lines.map((words) => words.join(' ')).join('\n'));
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

test('findings of two detectors become one list in which nothing is twice', () => {
  const found = (rule: string, start: number, end: number) => ({
    ...{ rule, title: rule, confidence: 1, value: 'v', start, end },
  });
  const merged = apart([found('a', 4, 9), found('b', 0, 5), found('c', 6, 8)]);
  expect(merged.map(({ rule, start, end }) => [rule, start, end])).toEqual([
    ['b', 0, 5],
    ['a', 5, 9],
  ]);
});

describe('a text that is too long', () => {
  const lines = Array.from({ length: 200 }, (_, row) => `line ${row} secret${row} end`);
  const read = toText(
    reading(...lines.map((line) => line.split(' '))),
    lines.map((_, row) => {
      const from = `line${row}`.length;
      return finding({ line: row, from, to: from + `secret${row}`.length });
    }),
  );

  test('loses its middle in whole lines, and says how much', () => {
    const { text } = shorten(read, 1000);
    expect(text.length).toBeLessThanOrEqual(1000);
    expect(text.length).toBeGreaterThan(900);
    const left = text.split('\n');
    expect(left[0]).toBe('line 0 secret0 end');
    expect(left.at(-1)).toBe('line 199 secret199 end');
    const note = left.find((line) => line.startsWith('[…'));
    const kept = left.filter((line) => line !== note);
    expect(kept.every((line) => lines.includes(line))).toBe(true);
    // The end is worth more than the beginning.
    expect(left.indexOf(note ?? '')).toBeLessThan(left.length / 2);
    const characters = Number(/\d+/.exec(note ?? '')?.[0]);
    expect(characters + kept.join('\n').length).toBeCloseTo(read.text.length, -1);
  });

  test('keeps its secrets where they are then', () => {
    const { text, findings } = shorten(read, 1000);
    expect(findings.length).toBe(text.match(/secret/g)?.length);
    for (const { start, end } of findings) expect(text.slice(start, end)).toMatch(/^secret\d+$/);
  });

  test('is left alone where it is not', () => {
    expect(shorten(read, read.text.length)).toEqual(read);
  });
});
