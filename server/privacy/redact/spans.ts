import type { Box } from '../../../protocol/attach.ts';
import type { ReadingSpan } from '../detector.ts';
import type { Reading, ReadLine } from '../reading.ts';
import { around } from './boxes.ts';

/** Where a span stands, and how wide the writing around it runs. */
export interface Seed {
  box: Box;
  /** Columns without ink that part two words, in pixels. */
  gap: number;
}

/** Parts of a character's width: neighbours in a word are nearer to each other than this, words of a fixed pitch are not. */
const WIDEST_GAP = 0.8;
const NARROWEST_GAP = 0.35;

/** Parts of the usual space between two words of a line; in proportional fonts that is less than a character. */
const PART_OF_SPACE = 0.75;

/** The boxes of spans: their symbols' boxes joined, one a line. Spans of nothing have none. */
export function seedsOf(reading: Reading, spans: readonly ReadingSpan[]): Seed[] {
  return spans.flatMap((span) => {
    const line = reading.lines[span.line];
    if (line === undefined) return [];
    const symbols = line.words.flatMap((word) => word.symbols).slice(span.from, span.to);
    const box = around(symbols.map((symbol) => symbol.box));
    return box === undefined ? [] : [{ box, gap: wordGap(line) }];
  });
}

/** Whole lines instead of spans. */
export function lineSeedsOf(reading: Reading, spans: readonly ReadingSpan[]): Seed[] {
  return [...new Set(spans.map((span) => span.line))].flatMap((index) => {
    const line = reading.lines[index];
    const box = around((line?.words ?? []).map((word) => word.box));
    return line === undefined || box === undefined ? [] : [{ box, gap: wordGap(line) }];
  });
}

/** From how many empty columns on a line's next word begins. */
function wordGap(line: ReadLine): number {
  const symbols = line.words.reduce((sum, word) => sum + word.symbols.length, 0);
  const width = line.words.reduce((sum, word) => sum + word.box.width, 0);
  const character = symbols === 0 ? line.box.height / 2 : width / symbols;
  const spaces = line.words
    .slice(1)
    .map((word, i) => {
      const before = line.words[i]?.box;
      return before === undefined ? 0 : word.box.x - before.x - before.width;
    })
    .filter((space) => space > 0)
    .sort((a, b) => a - b);
  const space = spaces[spaces.length >> 1] ?? Infinity;
  const gap = Math.min(WIDEST_GAP * character, PART_OF_SPACE * space);
  return Math.max(2, Math.round(Math.max(gap, NARROWEST_GAP * character)));
}
