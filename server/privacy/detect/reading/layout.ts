import type { Box } from '../../../../protocol/attach.ts';
import type { ReadingSpan } from '../../detector.ts';
import { median } from '../../median.ts';
import type { Reading, ReadLine } from '../../reading.ts';
import { monospaced, pitches } from './pitch.ts';

/** Gaps wider than this many characters separate columns: a tab in the text. */
const COLUMN_GAP = 3;
/** Gaps narrower than this, in characters, cannot be a space in any writing. */
const NO_SPACE = 0.25;
/** In writing whose characters all have one width a space has it, too: narrower gaps stand within a word. */
const TIGHT_MONOSPACED = 0.78;
const TIGHT_PROPORTIONAL = 0.35;

/** What an offset of the text stands for: a symbol, or what separates it from the one before. */
interface Place {
  line: number;
  /** Counted over the line's words without spaces. For a separator, that of the symbol after it. */
  symbol: number;
  box: Box;
}

/** A symbol of a line, and the word it belongs to. */
interface Glyph {
  text: string;
  box: Box;
  symbol: number;
  word: number;
}

/**
 * A reading as one text: words of a line apart by a space or, between
 * columns, a tab; lines by a line break. Knows where its offsets stand in
 * the picture. Gaps that no space can have made are left out.
 */
export class ReadText {
  readonly text: string;
  readonly #places: Place[] = [];
  /** Width of a character with the gap after it, by line, in pixels. */
  readonly #advances: number[] = [];
  /** Offsets of separators that are narrower than a space. */
  readonly #tight = new Set<number>();
  /** Offsets of the lines' first characters, and their boxes. */
  readonly #lines: { start: number; box: Box }[] = [];
  /** Right edge of what was read. */
  readonly right: number;

  constructor(reading: Reading) {
    let text = '';
    let right = 0;
    for (const [line, { words, box }] of reading.lines.entries()) {
      const advance = Math.max(1, median(words.flatMap(pitches)) ?? box.height * 0.6);
      const isOneWidth = monospaced(words);
      this.#advances.push(advance);
      this.#lines.push({ start: text.length, box });
      let last: Glyph | undefined;
      for (const glyph of glyphs(words)) {
        if (last !== undefined && last.word !== glyph.word) {
          const edge = last.box.x + last.box.width;
          const gap = (glyph.box.x - edge) / advance;
          if (gap >= NO_SPACE) {
            const isOne = isOneWidth[last.word] === true && isOneWidth[glyph.word] === true;
            if (gap < (isOne ? TIGHT_MONOSPACED : TIGHT_PROPORTIONAL)) this.#tight.add(text.length);
            text += gap > COLUMN_GAP ? '\t' : ' ';
            const width = glyph.box.x - edge;
            this.#places.push({ line, symbol: glyph.symbol, box: { ...glyph.box, x: edge, width } });
          }
        }
        text += glyph.text;
        for (let i = 0; i < glyph.text.length; i++)
          this.#places.push({ line, symbol: glyph.symbol, box: glyph.box });
        last = glyph;
      }
      const edge = last === undefined ? 0 : last.box.x + last.box.width;
      right = Math.max(right, edge);
      text += '\n';
      this.#places.push({
        line,
        symbol: last?.symbol ?? 0,
        box: { x: edge, y: box.y, width: 0, height: box.height },
      });
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
    return place.box.width / this.advance(offset);
  }

  /** Whether the separator at an offset is narrower than a space: one word was read as two. */
  isTight(offset: number): boolean {
    return this.#tight.has(offset);
  }

  /** Width of a character with the gap after it, in pixels, in the line of an offset. */
  advance(offset: number): number {
    return this.#advances[this.#places[offset]?.line ?? 0] ?? 1;
  }

  lineStart(offset: number): number {
    return offset <= 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end;
  }

  /** Offsets of the lines that stand right below a place, the nearest first, wherever they come in the reading. */
  below(offset: number): number[] {
    const place = this.#places[offset];
    if (place === undefined) return [];
    const { x, y, width, height } = this.#lines[place.line]?.box ?? place.box;
    const reach = 4 * Math.max(height, 2 * this.advance(offset));
    return this.#lines
      .filter(
        ({ box }) =>
          box.y > y + height * 0.5 && box.y < y + reach && box.x <= x + width && box.x + box.width >= x,
      )
      .toSorted((a, b) => a.box.y - b.box.y)
      .map(({ start }) => start);
  }

  /** Whether an offset stands in the column of another: not left of where its cell begins, nor far right of it. */
  isUnder(label: number, offset: number): boolean {
    const line = this.lineStart(label);
    const cell = line + this.text.slice(line, label).lastIndexOf('\t') + 1;
    const [left, right, x] = [cell, label, offset].map((each) => this.#places[each]?.box.x ?? 0);
    const advance = this.advance(label);
    return (x ?? 0) > (left ?? 0) - 3 * advance && (x ?? 0) < (right ?? 0) + 8 * advance;
  }

  /** Offsets of the next few words on the line of an offset, signs between left out. */
  wordsAfter(offset: number): number[] {
    const end = this.lineEnd(offset);
    return this.#words(offset, end).slice(0, 2);
  }

  /** Offsets of the first words of other lines that stand right of a place at the same height, the nearest first. */
  rightOf(offset: number): number[] {
    const place = this.#places[offset];
    if (place === undefined) return [];
    const { x, y, width, height } = place.box;
    const middle = y + height / 2;
    return this.#lines
      .filter(({ box }) => box.y < middle && box.y + box.height > middle && box.x >= x + width)
      .toSorted((a, b) => a.box.x - b.box.x)
      .slice(0, 1)
      .flatMap(({ start }) => this.#words(start, this.lineEnd(start)).slice(0, 2));
  }

  /**
   * Offsets of words that begin in the column below one of two places, line by
   * line, the nearest first, as far as lines follow each other without a gap.
   */
  column(first: number, second: number): number[][] {
    const place = this.#places[second];
    if (place === undefined) return [];
    const lefts = [first, second].map((offset) => this.#places[offset]?.box.x ?? 0);
    const advance = this.advance(second);
    let bottom = place.box.y + Math.max(place.box.height, advance);
    const rows: number[][] = [];
    for (const { start, box } of this.#lines.toSorted((a, b) => a.box.y - b.box.y)) {
      if (box.y < place.box.y + place.box.height * 0.8) continue;
      if (box.y > bottom + 4.5 * Math.max(2 * advance, Math.min(box.height, 3 * advance))) break;
      bottom = Math.max(bottom, box.y + Math.min(box.height, 3 * advance));
      const words = this.#words(start, this.lineEnd(start)).filter((offset) => {
        const x = this.#places[offset]?.box.x ?? 0;
        return lefts.some((left) => x > left - 2 * advance && x < left + 3.5 * advance);
      });
      if (words.length > 0) rows.push(words);
    }
    return rows;
  }

  /** Where words of a range begin that have a letter or a digit. */
  #words(from: number, end: number): number[] {
    return Array.from(
      this.text.slice(from, end).matchAll(/[^\s|[\]"'‘’“”:=]*[A-Za-z\d][^\s]*/g),
      ({ index }) => from + index,
    );
  }

  /** The symbols of a range, line by line. Separators at its edges do not count. */
  spans(start: number, end: number): ReadingSpan[] {
    const spans: ReadingSpan[] = [];
    for (let offset = start; offset < end; offset++) {
      const character = this.text[offset];
      const place = this.#places[offset];
      if (place === undefined || character === ' ' || character === '\t' || character === '\n') continue;
      const last = spans.at(-1);
      if (last?.line === place.line) last.to = place.symbol + 1;
      else spans.push({ line: place.line, from: place.symbol, to: place.symbol + 1 });
    }
    return spans;
  }
}

function glyphs(words: ReadLine['words']): Glyph[] {
  let symbol = 0;
  return words.flatMap(({ symbols }, word) =>
    symbols.map(({ text, box }) => ({ text, box, symbol: symbol++, word })),
  );
}
