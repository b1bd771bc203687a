import { decimalSign, language } from './language.ts';

// Amounts in nano-dollars (`nano-usd.ts`) as people read and type them. Apart from the schemas, because pages load this at once.

export const NANO_PER_USD = 1_000_000_000;

/**
 * Writes an amount for people, in the language they are spoken to: from ten cents up with two decimals, below with
 * four, and what four would make zero with two significant digits. Rounds to
 * the nearest; `up` rounds up, for a worst case.
 */
export function formatUsd(nanoUsd: number, rounding: 'nearest' | 'up' = 'nearest'): string {
  const size = Math.abs(nanoUsd);
  if (size === 0) return writeUsd(0, 2);
  // In whole units of the last decimal shown, so that binary fractions play no part.
  const unitsOf = (decimals: number) =>
    (rounding === 'up' ? Math.ceil : Math.round)(size / 10 ** (9 - decimals));
  const finest = decimalsOf(size);
  // What rounding makes ten cents is written as ten cents are.
  const decimals = decimalsOf(unitsOf(finest) * 10 ** (9 - finest));
  return writeUsd((Math.sign(nanoUsd) * unitsOf(decimals)) / 10 ** decimals, decimals);
}

/** Making one takes longer than all else that writing an amount takes. */
const formats = new Map<string, Intl.NumberFormat>();

function writeUsd(amount: number, decimals: number): string {
  const name = `${language()} ${decimals}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(language(), {
      style: 'currency',
      currency: 'USD',
      // Never “US$”: there are no other dollars here.
      currencyDisplay: 'narrowSymbol',
      useGrouping: false,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(name, format);
  }
  return format.format(amount);
}

/** An amount in dollars as a person would type it, for a field to begin with; without “$”. */
export function typedUsd(nanoUsd: number): string {
  return (nanoUsd / NANO_PER_USD)
    .toFixed(9)
    .replace(/0{1,7}$/, '')
    .replace('.', decimalSign());
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
 * Reads what a person typed ("2", "$2.50", "0.000000001") as nano-dollars. Decimals may stand
 * after a point, or after what their language has in its place.
 * @returns undefined if it is no amount, is negative, or has more than nine decimals.
 */
export function parseUsd(text: string): number | undefined {
  const typed = text.trim().replace(decimalSign(), '.');
  // Where “$” is written behind, it may be typed there.
  const amount = writeUsd(0, 2).endsWith('$') ? typed.replace(/\s*\$$/, '') : typed;
  const match = /^\$?(\d{1,6})(?:\.(\d{1,9}))?$/.exec(amount);
  if (!match) return undefined;
  const [, dollars = '', decimals = ''] = match;
  return Number(dollars) * NANO_PER_USD + Number(decimals.padEnd(9, '0'));
}
