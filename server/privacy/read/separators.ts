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
/** So much of a comma is below the digits' feet; so far above them a colon's upper half ends. */
const TAIL = 0.08;
const RAISED = 0.3;

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

/** The figure as the picture has it; undefined if that is how it was read, or cannot be told. */
function restore(picture: Grey, read: readonly ReadSymbol[]): ReadSymbol[] | undefined {
  const digits = read.filter(({ text }) => /\d/.test(text));
  const box = read.map((symbol) => symbol.box).reduce(join);
  const height = digits.map((digit) => digit.box.height).toSorted((a, b) => b - a)[0] ?? 0;
  const foot = Math.max(...digits.map((digit) => digit.box.y + digit.box.height));
  const deeper = { ...box, height: foot + Math.ceil(DOT * height) - box.y };
  const glyph = cutGlyph(picture, deeper);
  if (!glyph) return undefined;
  const pieces = findPieces(glyph);
  const highest = Math.max(...pieces.map(({ parts }) => spanOf(parts)));
  const isDigit = ({ parts }: Piece) => spanOf(parts) >= DIGIT * highest && parts.length === 1;
  const inPicture = pieces.filter(isDigit);
  if (inPicture.length !== digits.length) return undefined;
  const feet = Math.max(...inPicture.map(({ parts }) => parts.at(-1)?.to ?? 0));
  const restored: ReadSymbol[] = [];
  let before: Piece | undefined;
  let digit = 0;
  for (const piece of pieces) {
    const isOne = isDigit(piece);
    const text = isOne ? digits[digit++]?.text : separatorOf(piece, highest, feet);
    // Something else stands there, or two of them.
    if (text === undefined || (!isOne && (!before || !isDigit(before)))) return undefined;
    const [first, last] = [piece.parts[0]?.from ?? 0, piece.parts.at(-1)?.to ?? 0];
    restored.push({
      text,
      box: { x: box.x + piece.from, y: box.y + first, width: piece.to - piece.from, height: last - first },
    });
    before = piece;
  }
  const text = restored.map((symbol) => symbol.text).join('');
  const isSame = text === read.map((symbol) => symbol.text).join('');
  return isSame || restored.length < read.length ? undefined : restored;
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
  if (second) return first.to <= feet - RAISED * height && second.to >= feet - 1 ? ':' : undefined;
  if (first.from < feet - DOT * height) return undefined;
  return first.to - feet >= TAIL * height ? ',' : '.';
}
