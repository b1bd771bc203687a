import { median } from '../median.ts';
import { type ReadLine, type ReadSymbol, withSymbols } from '../reading.ts';
import { cutGlyph, type Glyph } from './glyph.ts';
import type { Grey } from './grey.ts';
import { pieceAround } from './piece.ts';

/** What zeros with a mark in them are read as, beside zeros; the letters only within what has a digit, or alone. */
const MISREAD = /^[@©®€68]$/;
const MISREAD_IN_NUMBER = /^[éOoQDeEBGPR]$/;

/** What is as high as a zero. */
const UPRIGHT = /^[1-9A-IK-PR-Z]$/;
/** A zero is as high as they are, in their height. An `@` is higher in most fonts, an `o` lower. */
const HEIGHT = { least: 0.93, most: 1.07 };

/** Parts of the most ink that a pixel has. */
const EDGE = 0.35;
const SIDE = 0.5;
/** Parts of a zero's height: where its sides are straight, or bulge. */
const MIDDLE = { from: 0.22, to: 0.78 };
/** How far a side may stand back there, in widths: an 8 has a waist, and a 6, a 9 and an e are open. */
const MOST_RECESS = 0.085;
/** A B, a D and an R have corners. */
const MOST_CORNER = 0.35;
/** Parts of its width and height: where its mark is, which no O has. */
const CENTRE = { from: 0.38, to: 0.62 };
const LEAST_MARK = 0.55;
/** Beside its mark every row has a pixel with no more than that: the bar of an e reaches from side to side. */
const MOST_LIGHT = 0.45;
/** Its top and its bottom are closed. */
const LEAST_CAP = 0.6;
/** Smaller ones, in pixels, are not to be told from others. */
const LEAST_SIZE = { width: 4, height: 6 };
/** Larger ones are read rightly, and are many pixels to look at. */
const MOST_HEIGHT = 200;

/**
 * Puts zeros back that have a dot or a slash in them, as most fonts for code draw them, and that Tesseract took for an
 * `@`, a B, a 6 or an 8. They are told from all of these by their look: closed all around, no waist, no corners, and a
 * mark in the middle.
 */
export function restoreZeros(picture: Grey, line: ReadLine): ReadLine {
  const upright = line.words.flatMap(({ symbols }) => symbols).filter(({ text }) => UPRIGHT.test(text));
  const height = median(upright.map(({ box }) => box.height)) ?? 0;
  const isZero = ({ box }: ReadSymbol) => {
    const least = HEIGHT.least * height;
    if (box.height < least || box.height > Math.min(MOST_HEIGHT, HEIGHT.most * height)) return false;
    const glyph = cutGlyph(picture, box);
    return glyph !== undefined && isMarkedZero(glyph);
  };
  return {
    ...line,
    words: line.words.map((word) => {
      const zeros = word.symbols.filter((symbol, at) => mayBeZero(word.symbols, at) && isZero(symbol));
      if (zeros.length === 0) return word;
      return withSymbols(
        word,
        word.symbols.map((symbol) => (zeros.includes(symbol) ? { ...symbol, text: '0' } : symbol)),
      );
    }),
  };
}

function mayBeZero(symbols: readonly ReadSymbol[], at: number): boolean {
  const text = symbols[at]?.text ?? '';
  const { before, after } = pieceAround(symbols, at);
  const hasDigit = /\d/.test(before + after);
  if (MISREAD_IN_NUMBER.test(text)) return hasDigit || before + after === '';
  // Between letters an @ is one.
  return MISREAD.test(text) && (text !== '@' || hasDigit || before === '' || after === '');
}

function isMarkedZero(glyph: Glyph): boolean {
  const rows = trim(glyph);
  const height = rows.length;
  const width = rows[0]?.length ?? 0;
  if (width < LEAST_SIZE.width || height < LEAST_SIZE.height) return false;
  const middle = rows.slice(Math.round(MIDDLE.from * height), Math.round(MIDDLE.to * height));
  const recess = Math.max(...middle.flatMap((row) => [edgeOf(row), edgeOf(row.toReversed())]));
  if (recess >= MOST_RECESS * width) return false;
  const [top = [], bottom = []] = [rows[0], rows.at(-1)];
  if (Math.max(...[top, bottom].flatMap((row) => [row[0] ?? 0, row.at(-1) ?? 0])) >= MOST_CORNER)
    return false;
  const central = (row: readonly number[]) =>
    row.slice(Math.floor(CENTRE.from * width), Math.ceil(CENTRE.to * width));
  const darkest = (some: readonly number[][]) => Math.max(...some.flatMap(central));
  const cap = Math.max(1, Math.floor(height / 5));
  return (
    darkest(rows.slice(Math.floor(CENTRE.from * height), Math.ceil(CENTRE.to * height))) >= LEAST_MARK &&
    Math.max(...middle.map((row) => Math.min(...row.slice(1, -1)))) <= MOST_LIGHT &&
    darkest(rows.slice(0, cap)) >= LEAST_CAP &&
    darkest(rows.slice(-cap)) >= LEAST_CAP
  );
}

/** The rows of a glyph without what is around it, as parts of the most ink. */
function trim({ ink, width, height }: Glyph): number[][] {
  const rows = Array.from({ length: height }, (_, row) =>
    Array.from(ink.subarray(row * width, (row + 1) * width), (dark) => dark / 255),
  );
  const isInk = (values: readonly number[]) => values.some((value) => value >= EDGE);
  const columns = Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? 0));
  const [left, right] = [columns.findIndex(isInk), columns.findLastIndex(isInk)];
  return rows
    .slice(rows.findIndex(isInk), rows.findLastIndex(isInk) + 1)
    .map((row) => row.slice(left, right + 1));
}

/** How far from the row's beginning its ink is, in pixels and parts of them. */
function edgeOf(row: readonly number[]): number {
  const at = row.findIndex((value) => value >= SIDE);
  if (at < 0) return row.length;
  const [value = 0, before = 0] = [row[at], row[at - 1]];
  return at - (value - SIDE) / (value - before);
}
