import { join } from '../boxes.ts';
import { type ReadLine, type ReadSymbol, withSymbols } from '../reading.ts';
import { cutGlyph, type Glyph } from './glyph.ts';
import type { Grey } from './grey.ts';

/** A figure with what parts its digits: a price, a time, a version, an address. */
const FIGURE = /\d[\d.,:]*\d/g;

/** What is ink, of 255. */
const INK = 90;
/** Heights in those of the figure's digits: a digit is higher, and a dot, a comma or a half of a colon lower. */
const DIGIT = 0.7;
const DOT = 0.4;
/** So far above the digits' feet a colon's upper half ends, and so far apart these are at most; 1 pixel is none. */
const RAISED = 0.3;
const UNEVEN = 0.06;
/** So much of a comma is below them at least, in pixels. */
const TAIL = 2;

/**
 * Puts back the dots, commas and colons within figures, which Tesseract loses in small print or takes for each other:
 * 1.38 is not 138. Only where the picture has as many digits side by side as were read, none touching the next.
 */
export function restoreSeparators(picture: Grey, line: ReadLine): ReadLine {
  return {
    ...line,
    words: line.words.map((word) => {
      // Symbols and letters go by the same numbers only where each symbol is one.
      if (word.symbols.some(({ text }) => text.length !== 1)) return word;
      let symbols: ReadSymbol[] | undefined;
      for (const { 0: figure, index } of [...word.text.matchAll(FIGURE)].reverse()) {
        const restored = restore(picture, word.symbols.slice(index, index + figure.length));
        if (restored) symbols = (symbols ?? word.symbols).toSpliced(index, figure.length, ...restored);
      }
      return symbols ? withSymbols(word, symbols) : word;
    }),
  };
}

/** The figure with what the picture has between its digits; undefined if that is how it was read, or cannot be told. */
function restore(picture: Grey, read: readonly ReadSymbol[]): ReadSymbol[] | undefined {
  const digits = read.filter(({ text }) => /\d/.test(text));
  const box = read.map((symbol) => symbol.box).reduce(join);
  const height = Math.max(...digits.map((digit) => digit.box.height));
  const foot = Math.max(...digits.map((digit) => digit.box.y + digit.box.height));
  const glyph = cutGlyph(picture, { ...box, height: foot + Math.ceil(DOT * height) - box.y });
  if (!glyph) return undefined;
  const pieces = findPieces(glyph);
  const highest = Math.max(0, ...pieces.map(({ parts }) => spanOf(parts)));
  const isDigit = ({ parts }: Piece) => parts.length === 1 && spanOf(parts) >= DIGIT * highest;
  const drawn = pieces.filter(isDigit);
  if (drawn.length !== digits.length) return undefined;
  const ends = drawn.map(({ parts }) => parts.at(-1)?.to ?? 0);
  const feet = Math.max(...ends);
  // Old-style figures stand on no line: what is below it cannot be told.
  if (feet - Math.min(...ends) > Math.max(1, UNEVEN * highest)) return undefined;
  const gaps = gapsOf(read);
  const restored: ReadSymbol[] = [];
  for (const [index, digit] of digits.entries()) {
    const [piece, next] = [drawn[index], drawn[index + 1]];
    restored.push(digit);
    if (!piece || !next) continue;
    const marks = pieces.filter(({ from }) => from >= piece.to && from < next.from);
    const text = separatorIn(marks, gaps[index] ?? '', highest, feet);
    if (text === undefined) return undefined;
    const [mark] = marks;
    if (!mark) continue;
    const [first, last] = [mark.parts[0]?.from ?? 0, mark.parts.at(-1)?.to ?? 0];
    const place = {
      x: box.x + mark.from,
      y: box.y + first,
      width: mark.to - mark.from,
      height: last - first,
    };
    restored.push({ text, box: place });
  }
  const spell = (symbols: readonly ReadSymbol[]) => symbols.map(({ text }) => text).join('');
  return spell(restored) === spell(read) ? undefined : restored;
}

/** What was read between each digit and the next. */
function gapsOf(read: readonly ReadSymbol[]): string[] {
  const gaps: string[] = [];
  let gap = '';
  for (const { text } of read.slice(1)) {
    if (/\d/.test(text)) gaps.push(gap);
    gap = /\d/.test(text) ? '' : gap + text;
  }
  return gaps;
}

/**
 * What stands between two digits; nothing where nothing does, and undefined where it cannot be told. What was read is
 * believed, but for a colon, which has two parts.
 */
function separatorIn(
  marks: readonly Piece[],
  read: string,
  height: number,
  feet: number,
): string | undefined {
  const [mark, ...more] = marks;
  if (!mark) return read === '' ? '' : undefined;
  if (more.length > 0 || read.length > 1) return undefined;
  const seen = separatorOf(mark, height, feet);
  const isColon = seen === ':';
  return seen !== undefined && read !== '' && isColon === (read === ':') ? read : seen;
}

/** Columns with ink, half-open, and the rows of it that hang together. */
interface Piece {
  from: number;
  to: number;
  parts: { from: number; to: number }[];
}

function findPieces({ ink, width, height }: Glyph): Piece[] {
  const isInk = (x: number, y: number) => (ink[y * width + x] ?? 0) >= INK;
  const columns = Array.from({ length: width }, (_, x) => x);
  const rows = Array.from({ length: height }, (_, y) => y);
  return runsOf(columns, (x) => rows.some((y) => isInk(x, y))).map(({ from, to }) => ({
    from,
    to,
    parts: runsOf(rows, (y) => columns.slice(from, to).some((x) => isInk(x, y))),
  }));
}

/** Half-open stretches of what is so. */
function runsOf(all: readonly number[], isSo: (at: number) => boolean): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const at of all) {
    if (!isSo(at)) continue;
    const last = runs.at(-1);
    if (last?.to === at) last.to = at + 1;
    else runs.push({ from: at, to: at + 1 });
  }
  return runs;
}

function spanOf(parts: Piece['parts']): number {
  return (parts.at(-1)?.to ?? 0) - (parts[0]?.from ?? 0);
}

/** @param feet where the digits end */
function separatorOf({ from, to, parts }: Piece, height: number, feet: number): string | undefined {
  if (to - from > DOT * height || parts.some((part) => part.to - part.from > DOT * height)) return undefined;
  const [first, second] = parts;
  if (!first || parts.length > 2) return undefined;
  // The lower half of a semicolon goes deeper.
  if (second) return first.to <= feet - RAISED * height && Math.abs(second.to - feet) <= 1 ? ':' : undefined;
  if (first.from < feet - DOT * height) return undefined;
  const below = first.to - feet;
  if (below <= 0) return '.';
  // A single row may be the smoothed edge of a dot.
  return below >= TAIL ? ',' : undefined;
}
