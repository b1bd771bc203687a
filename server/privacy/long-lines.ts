import type { ReadLine, ReadWord } from './reading.ts';

/** In characters, spaces included: a sentence, a statement, a line of a log. Labels and names are shorter. */
const LONG = 24;
/** In heights of the line: what is further away stands in another column. */
const APART = 1.2;

/**
 * Of the letters and digits that were read, the share that stands in long lines. Pages, code and
 * logs have such lines, whatever is drawn around them; diagrams and charts have labels.
 * @param isText which words count
 */
export function longLineShare(lines: readonly ReadLine[], isText: (word: ReadWord) => boolean): number {
  let [all, long] = [0, 0];
  for (const part of lines.flatMap(partsOf)) {
    const read = part.filter(isText);
    const letters = lettersOf(read).length;
    all += letters;
    if (read.length > 0 && textOf(part).length >= LONG) long += letters;
  }
  return all === 0 ? 0 : long / all;
}

/** Words with a space between. */
export function textOf(words: readonly ReadWord[]): string {
  return words.map(({ text }) => text).join(' ');
}

/** The letters and digits of words. */
export function lettersOf(words: readonly ReadWord[]): string {
  return textOf(words).replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** What of a line stands together: lines are read across panes and columns. */
export function partsOf({ box, words }: ReadLine): ReadWord[][] {
  const parts: ReadWord[][] = [];
  for (const word of words) {
    const part = parts.at(-1);
    const last = part?.at(-1)?.box;
    if (part && last && word.box.x - (last.x + last.width) <= APART * box.height) part.push(word);
    else parts.push([word]);
  }
  return parts;
}
