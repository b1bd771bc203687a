import * as z from 'zod';

/** Nano-dollars: an integer, 10⁻⁹ US dollars. $2.50 per million tokens is 2,500 of them a token. */
export const NanoUsd = z.int();

export const NANO_PER_USD = 1_000_000_000;

/**
 * Writes an amount for people: from ten cents up with two decimals, below with
 * four, and what four would make zero with two significant digits. Rounds to
 * the nearest; `up` rounds up, for a worst case.
 */
export function formatUsd(nanoUsd: number, rounding: 'nearest' | 'up' = 'nearest'): string {
  const size = Math.abs(nanoUsd);
  if (size === 0) return '$0.00';
  // In whole units of the last decimal shown, so that binary fractions play no part.
  const unitsOf = (decimals: number) =>
    (rounding === 'up' ? Math.ceil : Math.round)(size / 10 ** (9 - decimals));
  const finest = decimalsOf(size);
  // What rounding makes ten cents is written as ten cents are.
  const decimals = decimalsOf(unitsOf(finest) * 10 ** (9 - finest));
  return `${nanoUsd < 0 ? '-' : ''}$${(unitsOf(decimals) / 10 ** decimals).toFixed(decimals)}`;
}

function decimalsOf(size: number): number {
  if (size >= NANO_PER_USD / 10) return 2;
  return size >= 100_000 ? 4 : Math.min(9, 10 - Math.floor(Math.log10(size)));
}

/** The next amount a person would choose for a cap: one or two digits, from a cent up. */
export function roundCap(nanoUsd: number): number {
  const cent = NANO_PER_USD / 100;
  const decade = 10 ** Math.floor(Math.log10(Math.max(nanoUsd, cent)));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * decade >= nanoUsd) ?? 20;
  return Math.max(cent, step * decade);
}

/**
 * Reads what a person typed ("2", "$2.50", "0.000000001") as nano-dollars.
 * @returns undefined if it is no amount, is negative, or has more than nine decimals.
 */
export function parseUsd(text: string): number | undefined {
  const match = /^\$?(\d{1,6})(?:\.(\d{1,9}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, dollars = '', decimals = ''] = match;
  return Number(dollars) * NANO_PER_USD + Number(decimals.padEnd(9, '0'));
}
