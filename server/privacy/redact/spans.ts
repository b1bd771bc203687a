import type { Box } from '../../../protocol/attach.ts';
import { around, shared } from '../boxes.ts';
import type { ReadingSpan } from '../detector.ts';
import type { Reading, ReadLine, ReadSymbol } from '../reading.ts';

/** Where a span stands, as it was read. */
export interface Seed {
  box: Box;
  /** How wide a character is there on average, in pixels. */
  character: number;
  /** How far words of the line stand apart, in pixels; infinite if there is but one. */
  space: number;
  /** Writing before this column belongs to something else; 0 if it is not known where the span begins. */
  left: number;
}

/** Signs between a name and its value. */
const ASSIGNMENTS = ['=', ':'];

const QUOTES = ['"', "'", '`', '“', '”', '‘', '’'];

/** The boxes of spans: their symbols' boxes joined, one a line. Spans of nothing have none. */
export function seedsOf(reading: Reading, spans: readonly ReadingSpan[]): Seed[] {
  return spans.flatMap((span) => {
    const line = reading.lines[span.line];
    if (line === undefined) return [];
    const symbols = line.words.flatMap((word) => word.symbols);
    const box = around(symbols.slice(span.from, span.to).map((symbol) => symbol.box));
    if (box === undefined) return [];
    const left = Math.min(box.x, leftEnd(symbols.slice(0, span.from)));
    return [{ box, character: characterWidth(line, box), space: usualSpace(line), left }];
  });
}

/** Whole lines instead of spans. */
export function lineSeedsOf(reading: Reading, spans: readonly ReadingSpan[]): Seed[] {
  return [...new Set(spans.map((span) => span.line))].flatMap((index) => {
    const line = reading.lines[index];
    const box = around((line?.words ?? []).map((word) => word.box));
    if (line === undefined || box === undefined) return [];
    return [{ box, character: characterWidth(line, box), space: usualSpace(line), left: 0 }];
  });
}

/**
 * Where a name ends that stands before a value: it stays readable, which tells
 * a model what was painted over. The sign between them is given up, as
 * recognized boxes are about that exact.
 */
function leftEnd(before: readonly ReadSymbol[]): number {
  const sign = before.findLastIndex(({ text }) => !QUOTES.includes(text));
  const symbol = before[sign];
  return symbol !== undefined && ASSIGNMENTS.includes(symbol.text) ? symbol.box.x : 0;
}

/** Of the words that a box touches: a line may have more than one font. */
function characterWidth({ words }: ReadLine, box: Box): number {
  const touched = words.filter((word) => shared(word.box, box) > 0);
  const symbols = touched.reduce((sum, word) => sum + word.symbols.length, 0);
  const width = touched.reduce((sum, word) => sum + word.box.width, 0);
  return symbols === 0 ? box.height / 2 : width / symbols;
}

function usualSpace({ words }: ReadLine): number {
  const spaces = words
    .slice(1)
    .map(({ box }, index) => {
      const before = words[index]?.box;
      return before === undefined ? 0 : box.x - before.x - before.width;
    })
    .filter((space) => space > 0)
    .sort((a, b) => a - b);
  return spaces[spaces.length >> 1] ?? Infinity;
}
