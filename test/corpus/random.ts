/** Draws that are the same for the same seed, on every machine. */
export interface Random {
  /** An integer from 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  /** `length` characters of the alphabet. */
  text(alphabet: string, length: number): string;
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/** The alphabets tokens are written in, by the letter that stands for them in a pattern (see `fill`). */
export const ALPHABETS = {
  d: DIGITS,
  x: `${DIGITS}abcdef`,
  X: `${DIGITS}ABCDEF`,
  l: `${LOWER}${DIGITS}`,
  U: `${UPPER}${DIGITS}`,
  /** Base 32 (RFC 4648). */
  t: `${UPPER}234567`,
  A: UPPER,
  w: `${LOWER}${UPPER}${DIGITS}`,
  /** Base 64 for URLs. */
  u: `${LOWER}${UPPER}${DIGITS}-_`,
  b: `${LOWER}${UPPER}${DIGITS}+/`,
  /** Bech32 in capitals (BIP 173). */
  Q: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  /** What password generators use: nothing that looks alike. */
  p: 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789!#%*',
} as const satisfies Record<string, string>;

/** Mulberry32: small, and good enough to draw letters. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    pick(from) {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
    text: (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
  };
}

/**
 * A text of a pattern: `{36:w}` stands for 36 characters of the alphabet `w`,
 * everything else for itself.
 */
export function fill(pattern: string, random: Random): string {
  return pattern.replace(/\{(\d+):(\w)\}/g, (_, length: string, name: string) => {
    const alphabet = Object.entries(ALPHABETS).find(([known]) => known === name)?.[1];
    if (alphabet === undefined) throw new Error(`There is no alphabet ${name} for ${pattern}.`);
    return random.text(alphabet, Number(length));
  });
}
