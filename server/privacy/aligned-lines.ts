import { lettersOf, partsOf } from './long-lines.ts';
import type { ReadLine, ReadWord } from './reading.ts';

/** In heights of the line: closer edges are one edge, read with some noise. */
const NOISE = 0.25;
/** So many lines that begin beneath each other are a column. */
const COLUMN = 3;

/**
 * Of the letters and digits that were read, the share that stands in lines that begin where at least
 * two others do. Pages, lists, code and tables have columns; what stands on arrows or in bubbles does not.
 * @param isText which words count
 */
export function alignedShare(lines: readonly ReadLine[], isText: (word: ReadWord) => boolean): number {
  const parts = lines
    .map((line) => ({ ...line, words: line.words.filter(isText) }))
    .flatMap((line) =>
      partsOf(line).map((words) => ({
        left: words[0]?.box.x ?? 0,
        noise: NOISE * line.box.height,
        letters: lettersOf(words).length,
      })),
    )
    .sort((a, b) => a.left - b.left);
  let [all, aligned] = [0, 0];
  for (const [at, { left, noise, letters }] of parts.entries()) {
    // A column is found by its nearest: it need not be counted to its end.
    const near = parts.slice(Math.max(0, at - COLUMN + 1), at + COLUMN);
    all += letters;
    if (near.filter((each) => Math.abs(each.left - left) <= noise).length >= COLUMN) aligned += letters;
  }
  return all === 0 ? 0 : aligned / all;
}
