import { looksRandom } from '../value.ts';
import type { ReadText } from './layout.ts';
import { isHexLike } from './skeleton.ts';

/** What a value may contain: not what delimits it in code, tables and prose. */
const PIECE = /[^\s"'`‘’“”<>(){}[\];,|]+/y;
const QUOTE = /["'`‘’“”]/;

/** Gaps up to this stand where one character was not read, or between two words. */
const LOOSE = 1.7;
/** Lines of one text follow each other within so many characters' widths; fields of a form stand further apart. */
const NEXT_LINE = 4.6;
/** A token that is so long already goes on with whatever is no word. */
const LONG = 60;

export interface Token {
  start: number;
  end: number;
  /** Further ranges, where it is wrapped. */
  more: { start: number; end: number }[];
}

/** How far a token reaches, whose beginning is known: over spurious gaps, and around the edge of the window. */
export function extend(read: ReadText, start: number, end: number, expected?: number): Token {
  const { text } = read;
  const token: Token = { start, end: pieceEnd(text, end), more: [] };
  const quoted = QUOTE.test(text[start - 1] ?? '');
  const length = (): number =>
    solid(text.slice(token.start, token.end)) +
    token.more.reduce((sum, part) => sum + solid(text.slice(part.start, part.end)), 0);
  const missing = (): number => (expected === undefined ? Number.POSITIVE_INFINITY : expected - length());
  token.end = alongLine(read, start, token.end, quoted, missing);
  wrap(read, token, quoted, missing);
  return token;
}

function alongLine(
  read: ReadText,
  start: number,
  from: number,
  quoted: boolean,
  missing: () => number,
): number {
  const { text } = read;
  let end = from;
  const closing = closingQuote(read, end, quoted);
  if (closing !== undefined) return closing;
  const known = Number.isFinite(missing());
  let budget = missing();
  while (text[end] === ' ' && read.gap(end) <= LOOSE) {
    if (known && budget <= 1) break;
    const next = end + 1;
    const stop = pieceEnd(text, next);
    const piece = text.slice(next, stop);
    const further = text[stop] === ' ' ? text.slice(stop + 1, pieceEnd(text, stop + 1)) : '';
    const joined = read.isTight(end);
    const length = end - start;
    const isHex = length < 64 && /^[\da-f]+$/i.test(piece) && isHexLike(text.slice(start, end));
    const before = text[end - 1] ?? '';
    if (!isHex && !continues({ piece, further, before, joined, length, known, budget })) break;
    budget -= piece.length;
    end = stop;
  }
  return end;
}

interface Gap {
  /** What follows the gap, and what follows that after another. */
  piece: string;
  further: string;
  /** The character before. */
  before: string;
  /** The gap is narrower than a space. */
  joined: boolean;
  /** How many characters have been read so far. */
  length: number;
  /** Whether it is known how many characters are missing. */
  known: boolean;
  budget: number;
}

/** Whether a piece after a gap is more of the token. */
function continues({ piece, further, before, joined, length, known, budget }: Gap): boolean {
  if (piece === '' || /^(?:[|&>=:/\\]|--?[a-z]|\/\/|https?:)/.test(piece)) return false;
  const isWord = /^(?:[A-Z]?[a-z]{2,}|[A-Z]{2,})[.!?:]?$|^[aI]$/.test(piece) || /^\d{1,3}$/.test(piece);
  const isFurtherWord = /^(?:[A-Z]?[a-z]+|[A-Z]{2,})[.!?:]?$/.test(further);
  if (known) {
    if (piece.length > budget + Math.max(4, budget * 0.3)) return false;
    return !isWord || joined || (budget > 12 && isTokenish(further));
  }
  if (isTokenish(piece)) return true;
  // Groups of a token that is made of several.
  if (/^[-–—_]$/.test(piece)) return /\d/.test(further) && further.length >= 4;
  if (/[-–—_]/.test(before + (piece[0] ?? '')) && /\d/.test(piece) && piece.length >= 4) return true;
  if (joined && (!isWord || isTokenish(further) || piece.length <= 3)) return true;
  if (length >= LONG && !isWord) return true;
  return piece.length <= 2 && !isFurtherWord && isTokenish(further);
}

/** Whether a piece on its own can be part of a token: no word, no number. */
export function isTokenish(piece: string): boolean {
  if (piece.length < 5 || piece.includes('=')) return false;
  // Capitals that stand too close for words.
  if (looksRandom(piece) || /[A-Z][a-z][A-Z][a-z][A-Z]/.test(piece)) return true;
  return (
    /\d[A-Za-z]+\d|[A-Za-z]\d+[A-Za-z]|[a-z][A-Z]{2}|[a-z][A-Z][a-z][A-Z]|[A-Z]{2}[a-z][A-Z]/.test(piece) &&
    !/[.:/]{1,2}[a-z]{2,}/.test(piece)
  );
}

/** More of the token where the line, or its column, goes on below. */
function wrap(read: ReadText, token: Token, quoted: boolean, missing: () => number): void {
  const { text } = read;
  let end = token.end;
  let head = token.start;
  for (let lines = 0; lines < 12; lines++) {
    const lineEnd = read.lineEnd(end);
    if (/[^\s_.:=-]/.test(text.slice(end, lineEnd).replace(/^\t.*$/, ''))) return;
    const open = missing();
    const atEdge = (read.place(end - 1)?.box.x ?? 0) > read.right * 0.85;
    const known = Number.isFinite(open);
    if (known ? open < 3 : !atEdge) return;
    const part = continuation(read, head, lineEnd);
    if (part === undefined || (!known && distance(read, end - 1, part.start) > NEXT_LINE)) return;
    const piece = text.slice(part.start, part.end);
    const fits = known ? piece.length <= open + 4 && (atEdge || open > 6) : atEdge;
    const closes = quoted && QUOTE.test(text[part.end] ?? '');
    // What has an identifier's form is one, in the next row.
    if ((!known && /^\w{8}-\w{4}-\w{4}-/.test(piece)) || /^\d{4}-\d\d-\d\d(?:T|$)/.test(piece)) return;
    if (
      !fits ||
      !(
        isTokenish(piece) ||
        closes ||
        (known && Math.abs(piece.length - open) <= 2 && atEdge && !/^[a-z]+$/.test(piece))
      )
    )
      return;
    part.end = alongLine(read, part.start, part.end, false, missing);
    token.more.push(part);
    head = part.start;
    end = part.end;
  }
}

/** How far below one offset another stands, in characters of its line. */
function distance(read: ReadText, upper: number, lower: number): number {
  const [from, to] = [upper, lower].map((offset) => read.place(offset)?.box.y ?? 0);
  return ((to ?? 0) - (from ?? 0)) / read.advance(upper);
}

/** The first piece on the next line in the same column. */
function continuation(
  read: ReadText,
  offset: number,
  lineEnd: number,
): { start: number; end: number } | undefined {
  const { text } = read;
  const advance = read.advance(offset);
  // Line numbers are flush right, and what is wrapped begins flush left.
  const left = columnLeft(read, offset) - 6 * advance;
  const right = (read.place(offset)?.box.x ?? 0) + 2 * advance;
  const next = lineEnd + 1;
  const stop = read.lineEnd(next);
  for (let start = next; start < stop; ) {
    const x = read.place(start)?.box.x ?? 0;
    if (x >= left) {
      let end = pieceEnd(text, start);
      // A character or two may stand apart.
      if (
        end - start <= 2 &&
        text[end] === ' ' &&
        read.gap(end) <= LOOSE &&
        isTokenish(text.slice(end + 1, pieceEnd(text, end + 1)))
      ) {
        end = pieceEnd(text, end + 1);
      }
      return end > start && x <= right ? { start, end } : undefined;
    }
    const gap = text.slice(start, stop).search(/\s/);
    if (gap < 0) return undefined;
    start += gap + 1;
  }
  return undefined;
}

/** The left edge of the column that an offset stands in. */
function columnLeft(read: ReadText, offset: number): number {
  const { text } = read;
  const start = read.lineStart(offset);
  let first = start;
  for (let i = offset - 1; i > start; i--) {
    if (text[i] === '\t' && read.gap(i) > 5) {
      first = i + 1;
      break;
    }
  }
  return read.place(first)?.box.x ?? 0;
}

export function pieceEnd(text: string, from: number): number {
  PIECE.lastIndex = from;
  const match = PIECE.exec(text);
  return match === null ? from : from + match[0].length;
}

/** The closing quote of a value that is open at an offset, if it stands where one can be expected. */
function closingQuote(read: ReadText, from: number, quoted: boolean): number | undefined {
  const rest = read.text.slice(from, read.lineEnd(from));
  const match = QUOTE.exec(rest);
  if (match === null) return undefined;
  const inside = rest.slice(0, match.index);
  if (/[{}()=;\t]|, /.test(inside)) return undefined;
  const pieces = inside.split(' ').filter((piece) => piece !== '');
  // An opening quote may have been misread; then there must be nothing that looks like prose.
  const isOpen = quoted
    ? pieces.length <= 8
    : pieces.length <= 6 && !pieces.some((piece) => /^[A-Za-z]?[a-z]{3,}[,.:]?$/.test(piece));
  return isOpen ? from + match.index : undefined;
}

/** Characters but separators. */
function solid(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}
