import type { Box } from '../../../protocol/attach.ts';
import { bottom, join, right } from '../boxes.ts';
import type { ReadLine, ReadWord } from '../reading.ts';
import type { PageCut } from './page.ts';

/** Words read less surely than this are looked at again, */
const UNSURE = 0.8;
/** if they have so many letters and digits: icons and bullets are never sure. */
const SHORTEST = 3;
/** At another size the same letters fall on other pixels: what was misread by chance is not misread again. */
const RESIZED = 0.75;
/** Ground to leave above and below a line that stands among others, in pixels. */
const PADDING = 3;
/** All that is looked at again may have this part of the pixels that were looked at first, in so many pages: it bounds the time. */
const MOST = 0.05;
const MOST_PARTS = 8;

/** A line as it was read from a page. */
export interface Piece {
  line: ReadLine;
  cut: PageCut;
}

/** A run of unsure words in a line, half-open, and where to look again: with a word on either side, which is no harder to read. */
export interface UnsurePart {
  line: ReadLine;
  from: number;
  to: number;
  cut: PageCut;
}

/**
 * What was read unsurely, the longest words first, as much of it as there is time for.
 * @returns none where everything is sure
 */
export function findUnsure(pieces: readonly Piece[]): UnsurePart[] {
  const parts = pieces.flatMap(partsOf).toSorted((a, b) => lettersIn(b) - lettersIn(a));
  const cuts = new Set(pieces.map(({ cut }) => cut));
  let room = MOST * [...cuts].reduce((sum, cut) => sum + pixelsOf(cut), 0);
  const chosen: UnsurePart[] = [];
  for (const part of parts) {
    const pixels = pixelsOf(part.cut);
    if (pixels > room) continue;
    room -= pixels;
    chosen.push(part);
    if (chosen.length === MOST_PARTS) break;
  }
  return chosen;
}

function partsOf({ line, cut }: Piece): UnsurePart[] {
  const parts: UnsurePart[] = [];
  let from = 0;
  while (from < line.words.length) {
    let to = from;
    while (to < line.words.length && (line.words[to]?.confidence ?? 1) < UNSURE) to++;
    if (line.words.slice(from, to).some((word) => letters(word) >= SHORTEST)) {
      const around = line.words.slice(Math.max(0, from - 1), to + 1).map(({ box }) => box);
      parts.push({ line, from, to, cut: cutAround(around.reduce(join), line.box, cut) });
    }
    from = to + 1;
  }
  return parts;
}

/** The part of a page with some words in it, at another size. */
function cutAround(words: Box, line: Box, cut: PageCut): PageCut {
  const x = Math.max(cut.box.x, words.x - PADDING);
  const y = Math.max(cut.box.y, line.y - PADDING);
  const box = {
    x,
    y,
    width: Math.min(right(cut.box), right(words) + PADDING) - x,
    height: Math.min(bottom(cut.box), bottom(line) + PADDING) - y,
  };
  return { box, core: box, dark: cut.dark, scale: Math.max(1, cut.scale * RESIZED) };
}

/**
 * Lines with the surer of two readings in the place of each unsure part.
 * @param again for each part what was read the second time, in the picture
 */
export function takeSurer(
  lines: readonly ReadLine[],
  parts: readonly UnsurePart[],
  again: readonly (readonly ReadLine[])[],
): ReadLine[] {
  const partsOfLine = Map.groupBy(parts.entries(), ([, { line }]) => line);
  return lines.map((line) => {
    const words = [...line.words];
    // From the end, so that the places of those before stay.
    for (const [index, { from, to }] of (partsOfLine.get(line) ?? []).toSorted(
      ([, a], [, b]) => b.from - a.from,
    )) {
      const first = line.words.slice(from, to);
      const second = wordsUnder(first.map(({ box }) => box).reduce(join), again[index] ?? []);
      if (isBetter(second, first))
        words.splice(from, to - from, ...second.map((word) => doubted(word, first)));
    }
    return { box: words.map(({ box }) => box).reduce(join), words };
  });
}

function wordsUnder(box: Box, lines: readonly ReadLine[]): ReadWord[] {
  return lines
    .flatMap(({ words }) => words)
    .filter((word) => {
      const middle = word.box.x + word.box.width / 2;
      return middle >= box.x && middle < right(box);
    })
    .toSorted((a, b) => a.box.x - b.box.x);
}

/** Surer, and not only without its dots and dashes, which are the first to go at another size. */
function isBetter(second: readonly ReadWord[], first: readonly ReadWord[]): boolean {
  if (sureness(second) <= sureness(first)) return false;
  return bare(second) !== bare(first) || length(second) > length(first);
}

/** One of two readings was wrong: what was unsure is no surer for it. */
function doubted(word: ReadWord, first: readonly ReadWord[]): ReadWord {
  return { ...word, confidence: sureness(first) };
}

/** Of the characters, on average. */
function sureness(words: readonly ReadWord[]): number {
  const characters = words.reduce((sum, { symbols }) => sum + symbols.length, 0);
  return (
    words.reduce((sum, { symbols, confidence }) => sum + symbols.length * confidence, 0) /
    Math.max(1, characters)
  );
}

function lettersIn({ line, from, to }: UnsurePart): number {
  return Math.max(...line.words.slice(from, to).map(letters));
}

function letters(word: ReadWord): number {
  return bare([word]).length;
}

/** The letters and digits alone. */
function bare(words: readonly ReadWord[]): string {
  return words.map(({ text }) => text.replaceAll(/[^\p{L}\p{N}]/gu, '')).join('');
}

function length(words: readonly ReadWord[]): number {
  return words.reduce((sum, { text }) => sum + text.length, 0);
}

function pixelsOf({ box, scale }: PageCut): number {
  return box.width * box.height * scale * scale;
}
