import { type ReadLine, type ReadSymbol, withSymbols } from '../reading.ts';
import { cutGlyph, type Glyph } from './glyph.ts';
import type { Grey } from './grey.ts';
import { pieceAround } from './piece.ts';

/**
 * What is taken for each other in fonts for code, although no font draws both alike. An l and an I are not among them:
 * in many fonts they are the same.
 */
const PAIRS = new Set(
  ['1l', '1I', '1i', '0o', '0O', '8B', '6G', '5S', '2Z', '4A', '4a', '9g', '9q', 'gq'].flatMap((pair) => [
    pair,
    [...pair].toReversed().join(''),
  ]),
);
const ALIKE = new Set([...PAIRS].flatMap((pair) => [...pair]));

/** How much the ink of two pictures of one character differs at most, per pixel of 255. */
const SAME = 10;
/** So many times as many are read as what it should be as are read as it is. */
const OUTVOTED = 3;

/** Of one size; more different ones are no writing, and would take too long to compare. */
const MOST_CLUSTERS = 200;

/** Where a character stands in what was read. */
interface Place {
  text: string;
  line: number;
  word: number;
  symbol: number;
}

/** Places that look the same. */
interface Cluster {
  glyph: Glyph;
  places: Place[];
}

/**
 * Reads alike what looks alike: on a screen a character is drawn the same each time, so one that was read as a 1, where
 * all others that look like it were read as an l, is an l.
 */
export function readAlike(picture: Grey, lines: readonly ReadLine[]): ReadLine[] {
  const meant = new Map<string, string>();
  for (const { places } of findClusters(picture, lines)) {
    const counts = new Map<string, number>();
    for (const { text } of places) counts.set(text, (counts.get(text) ?? 0) + 1);
    const [[usual = '', most = 0] = []] = [...counts].toSorted(([, a], [, b]) => b - a);
    for (const place of places) {
      const isOutvoted = most >= OUTVOTED * (counts.get(place.text) ?? 0);
      if (isOutvoted && PAIRS.has(place.text + usual)) meant.set(keyOf(place), usual);
    }
  }
  if (meant.size === 0) return [...lines];
  return lines.map((each, line) => ({
    ...each,
    words: each.words.map((read, word) => {
      const symbols = read.symbols.map((each, symbol) => {
        const text = meant.get(keyOf({ line, word, symbol }));
        // A letter that was read twice, as one and as the other, is found by that later on.
        const isTwice =
          text !== undefined && [-1, 1].some((step) => read.symbols[symbol + step]?.text === text);
        return text !== undefined && !isTwice && fits(text, read.symbols, symbol) ? { ...each, text } : each;
      });
      return symbols.some((each, at) => each !== read.symbols[at]) ? withSymbols(read, symbols) : read;
    }),
  }));
}

function keyOf({ line, word, symbol }: Omit<Place, 'text'>): string {
  return `${line} ${word} ${symbol}`;
}

/** A word has no single digit in it, and a number no single letter: there the reader knows better than its eyes. */
function fits(text: string, symbols: readonly ReadSymbol[], at: number): boolean {
  const { before, after } = pieceAround(symbols, at);
  const around = before + after;
  return around === '' || (/\d/.test(text) ? /\d/.test(around) : /\p{L}/u.test(around));
}

/** Each is compared with the first one of a cluster only; what is in no pair is left out. */
function findClusters(picture: Grey, lines: readonly ReadLine[]): Cluster[] {
  const bySize = new Map<string, Cluster[]>();
  for (const [line, { words }] of lines.entries()) {
    for (const [word, { symbols }] of words.entries()) {
      for (const [symbol, { text, box }] of symbols.entries()) {
        if (!ALIKE.has(text)) continue;
        const glyph = cutGlyph(picture, box);
        if (!glyph) continue;
        const size = `${box.width} ${box.height}`;
        const clusters = bySize.get(size) ?? [];
        bySize.set(size, clusters);
        const place = { text, line, word, symbol };
        const cluster = clusters.find((each) => isSame(each.glyph, glyph));
        if (cluster) cluster.places.push(place);
        else if (clusters.length < MOST_CLUSTERS) clusters.push({ glyph, places: [place] });
      }
    }
  }
  return [...bySize.values()].flat();
}

/** Whether two glyphs of one size are the same. */
function isSame(one: Glyph, other: Glyph): boolean {
  const most = SAME * one.ink.length;
  let difference = 0;
  for (let at = 0; at < one.ink.length && difference <= most; at++)
    difference += Math.abs((one.ink[at] ?? 0) - (other.ink[at] ?? 0));
  return difference <= most;
}
