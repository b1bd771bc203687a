import type { Box } from '../../../protocol/attach.ts';
import { bottom, join, right } from '../boxes.ts';

/** Distances below are in heights of a letter (of a usual group of ink). */
const WORD_GAP = 3;
/** Ink lower than this is a dot, a dash or an underscore: it belongs to a line, and makes none. */
const LETTER = 0.45;
/** Ink so much higher, and no wider, is a bar beside a notice or a quotation: within a line it would make it one huge letter. */
const BAR = { height: 1.7, width: 0.4 };
/**
 * What is so many times as high as the usual letter is a heading, an icon, or several lines that touch. What is beside it
 * is looked at alone, at its own size.
 */
export const TALL = 1.7;
/** Boxes of ink are so much wider than it, in pixels. */
const AROUND_INK = 4;
/** How far above and below its letters a line's dots, accents and underscores stand. */
const ABOVE = 0.4;
const BELOW = 0.5;

/** Lines of text, or pieces of them with much space around, and how high their letters are. */
export interface TextLines {
  lines: Box[];
  letterHeight: number;
}

/** Puts groups of ink together into lines: beside each other, on the same height, no more than a few letters apart. */
export function joinLines(ink: readonly Box[]): TextLines {
  const letterHeight = usualHeight(ink);
  const lines: Box[] = [];
  const letters = ink.filter((each) => each.height >= LETTER * letterHeight && !isBar(each, letterHeight));
  for (const letter of letters.toSorted((a, b) => a.x - b.x)) {
    const line = lines.find(
      (each) =>
        letter.x - right(each) <= WORD_GAP * letterHeight &&
        sameHeight(each, letter) &&
        isTall(each, letterHeight) === isTall(letter, letterHeight),
    );
    if (line) Object.assign(line, join(line, letter));
    else lines.push({ ...letter });
  }
  for (const mark of ink.filter(({ height }) => height < LETTER * letterHeight)) {
    const line = nearestLine(mark, lines, letterHeight);
    if (line) Object.assign(line, join(line, mark));
  }
  return { lines, letterHeight };
}

function isTall({ height }: Box, letterHeight: number): boolean {
  return height > TALL * letterHeight;
}

function isBar({ width, height }: Box, letterHeight: number): boolean {
  return height > BAR.height * letterHeight && width <= BAR.width * letterHeight + AROUND_INK;
}

/** Between two lines a dot belongs to the nearer one. */
function nearestLine(mark: Box, lines: readonly Box[], letterHeight: number): Box | undefined {
  let nearest: { line: Box; distance: number } | undefined;
  for (const line of lines) {
    const aside = Math.max(mark.x - right(line), line.x - right(mark));
    const above = line.y - mark.y;
    const below = bottom(mark) - bottom(line);
    if (aside > WORD_GAP * letterHeight || above > ABOVE * letterHeight || below > BELOW * letterHeight)
      continue;
    const distance = Math.max(0, above, below);
    if (!nearest || distance < nearest.distance) nearest = { line, distance };
  }
  return nearest?.line;
}

/** The height that most of the ink, by its width, has at most: long words say more than dots and icons. */
function usualHeight(ink: readonly Box[]): number {
  const byHeight = ink.toSorted((a, b) => a.height - b.height);
  let half = ink.reduce((sum, { width }) => sum + width, 0) / 2;
  for (const { width, height } of byHeight) {
    half -= width;
    if (half <= 0) return height;
  }
  return 0;
}

function sameHeight(a: Box, b: Box): boolean {
  const shared = Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y);
  return shared >= Math.min(a.height, b.height) / 2;
}
