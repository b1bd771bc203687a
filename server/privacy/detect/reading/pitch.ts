import { median } from '../../median.ts';
import type { ReadSymbol, ReadWord } from '../../reading.ts';

/** Words shorter than this do not tell whether characters have one width. */
const TELLING = 5;
/** Words from this length on are sure of it. */
const LONG = 12;
/** How far distances may be from their median, in parts of it, where characters have one width: boxes are around ink. */
const UNEVEN = 0.075;

/** Distances from the middle of one symbol to the next one's, in pixels. */
export function pitches({ symbols }: Pick<ReadWord, 'symbols'>): number[] {
  const distances: number[] = [];
  for (let i = 1; i < symbols.length; i++) {
    const distance = middle(symbols[i]) - middle(symbols[i - 1]);
    if (distance > 0) distances.push(distance);
  }
  return distances;
}

/** Whether all characters of a word have one width; undefined where it is too short to tell. */
export function isMonospaced(symbols: readonly ReadSymbol[]): boolean | undefined {
  if (symbols.length < TELLING) return undefined;
  const distances = pitches({ symbols: [...symbols] });
  const usual = median(distances) ?? 1;
  const deviation = median(distances.map((distance) => Math.abs(distance - usual))) ?? 0;
  return deviation <= UNEVEN * usual;
}

/**
 * For each word of a line whether its characters have one width, as far as
 * can be told: a short word goes by its line, and a word that only happens to
 * look so does not go against it.
 */
export function monospaced(words: readonly ReadWord[]): boolean[] {
  const told = words.map(({ symbols }) => isMonospaced(symbols));
  let [one, other] = [0, 0];
  for (const [index, { symbols }] of words.entries()) {
    if (told[index] === true) one += symbols.length;
    if (told[index] === false) other += symbols.length;
  }
  return words.map(
    ({ symbols }, index) =>
      told[index] !== false && (one > other || (told[index] === true && symbols.length >= LONG)),
  );
}

function middle(symbol: ReadSymbol | undefined): number {
  return symbol === undefined ? 0 : symbol.box.x + symbol.box.width / 2;
}
