import type { Box } from '../../../../protocol/attach.ts';
import type { ReadingSpan } from '../../detector.ts';
import type { Reading } from '../../reading.ts';

/** Gaps wider than this many characters separate columns: a tab in the text. */
const COLUMN_GAP = 3;

/** What an offset of the text stands for: a symbol, or what separates it from the one before. */
interface Place {
  line: number;
  /** Counted over the line's words without spaces. For a separator, that of the symbol after it. */
  symbol: number;
  box: Box;
}

/**
 * A reading as one text: words of a line apart by a space or, between
 * columns, a tab; lines by a line break. Knows where its offsets stand in
 * the picture.
 */
export class ReadText {
  readonly text: string;
  readonly #places: Place[] = [];
  /** Width of a character with the gap after it, by line, in pixels. */
  readonly #advances: number[] = [];
  /** Right edge of what was read. */
  readonly right: number;

  constructor(reading: Reading) {
    let text = '';
    let right = 0;
    for (const [line, { words }] of reading.lines.entries()) {
      const advance = advanceOf(words);
      this.#advances.push(advance);
      let symbol = 0;
      let edge: number | undefined;
      for (const word of words) {
        const first = word.symbols[0];
        if (first === undefined) continue;
        if (edge !== undefined) {
          text += first.box.x - edge > COLUMN_GAP * advance ? '\t' : ' ';
          this.#places.push({
            line,
            symbol,
            box: { ...first.box, x: edge, width: Math.max(0, first.box.x - edge) },
          });
        }
        for (const { text: characters, box } of word.symbols) {
          text += characters;
          for (let i = 0; i < characters.length; i++) this.#places.push({ line, symbol, box });
          symbol++;
          edge = box.x + box.width;
        }
        right = Math.max(right, edge ?? 0);
      }
      text += '\n';
      this.#places.push({ line, symbol, box: { x: edge ?? 0, y: 0, width: 0, height: 0 } });
    }
    this.text = text;
    this.right = right;
  }

  /** Line, symbol and box at an offset. */
  place(offset: number): Place | undefined {
    return this.#places[offset];
  }

  /** Width of the gap at an offset, in characters of its line. */
  gap(offset: number): number {
    const place = this.#places[offset];
    if (place === undefined) return Number.POSITIVE_INFINITY;
    return place.box.width / (this.#advances[place.line] ?? 1);
  }

  advance(offset: number): number {
    return this.#advances[this.#places[offset]?.line ?? 0] ?? 1;
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end;
  }

  /** The symbols of a range, line by line. Separators at its edges do not count. */
  spans(start: number, end: number): ReadingSpan[] {
    const spans: ReadingSpan[] = [];
    for (let offset = start; offset < end; offset++) {
      const character = this.text[offset];
      const place = this.#places[offset];
      if (place === undefined || character === ' ' || character === '\t' || character === '\n') continue;
      const last = spans.at(-1);
      if (last !== undefined && last.line === place.line) last.to = place.symbol + 1;
      else spans.push({ line: place.line, from: place.symbol, to: place.symbol + 1 });
    }
    return spans;
  }
}

/** The median distance from one character's left edge to the next one's, within words. */
function advanceOf(words: Reading['lines'][number]['words']): number {
  const distances: number[] = [];
  for (const { symbols } of words) {
    for (let i = 1; i < symbols.length; i++) {
      const distance = (symbols[i]?.box.x ?? 0) - (symbols[i - 1]?.box.x ?? 0);
      if (distance > 0) distances.push(distance);
    }
  }
  distances.sort((a, b) => a - b);
  const height = words[0]?.box.height ?? 12;
  return distances[distances.length >> 1] ?? Math.max(1, height * 0.6);
}
