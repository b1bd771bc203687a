import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatUsd, NANO_PER_USD, parseUsd, roundCap } from './money.ts';

/** Amounts that both functions take: up to 999,999 dollars. */
const amounts = fc.integer({ min: 0, max: 999_999 * NANO_PER_USD });

function reread(nanoUsd: number, rounding?: 'up'): number {
  const amount = parseUsd(formatUsd(nanoUsd, rounding));
  if (amount === undefined) throw new Error(`${formatUsd(nanoUsd, rounding)} cannot be read back.`);
  return amount;
}

/** What the last shown decimal is worth, by the rule in formatUsd's docstring. */
function unitOf(nanoUsd: number): number {
  if (nanoUsd >= NANO_PER_USD / 10) return 10_000_000;
  if (nanoUsd >= 100_000) return 100_000;
  return nanoUsd < 100 ? 1 : 10 ** (String(nanoUsd).length - 2);
}

describe('formatUsd', () => {
  test.each([
    [0, '$0.00'],
    [1, '$0.000000001'],
    [15, '$0.000000015'],
    [999, '$0.0000010'],
    [12_345, '$0.000012'],
    [99_999, '$0.0001'],
    [100_000, '$0.0001'],
    [1_234_567, '$0.0012'],
    [99_949_999, '$0.0999'],
    [99_950_000, '$0.10'],
    [99_999_999, '$0.10'],
    [100_000_000, '$0.10'],
    [424_999_999, '$0.42'],
    [425_000_000, '$0.43'],
    [2_000_000_000, '$2.00'],
    [1_234_567_890_000_000, '$1234567.89'],
    [-425_000_000, '-$0.43'],
  ])('writes %i as %s', (amount, text) => expect(formatUsd(amount)).toBe(text));

  test('a worst case is never shown smaller than it is', () => {
    expect(formatUsd(420_000_001, 'up')).toBe('$0.43');
    fc.assert(fc.property(amounts, (amount) => reread(amount, 'up') >= amount));
  });

  test('is off by half of the last decimal at most, and by nothing below a hundred nano-dollars', () => {
    fc.assert(
      fc.property(amounts, (amount) => Math.abs(reread(amount) - amount) * 2 <= unitOf(amount)),
      { examples: [[1], [99], [100], [99_999], [100_000], [99_999_999], [100_000_000]] },
    );
  });

  test('a larger amount never reads as a smaller one', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => reread(Math.min(a, b)) <= reread(Math.max(a, b))),
      { examples: [[99_999, 100_000]] },
    );
  });
});

describe('parseUsd', () => {
  test.each([
    ['2', 2_000_000_000],
    ['$2.50', 2_500_000_000],
    [' 0.000000001 ', 1],
    ['0.1', 100_000_000],
    ['999999.999999999', 999_999_999_999_999],
    ['0', 0],
  ])('reads %j', (text, amount) => expect(parseUsd(text)).toBe(amount));

  test.each(['', '-1', '1,50', '1.', '.5', '1e3', '0.0000000001', '1000000', '2 $', 'none', '٣', '1\n2'])(
    'refuses %j',
    (text) => expect(parseUsd(text)).toBeUndefined(),
  );

  test('no nano-dollar is lost, whatever is written with up to nine decimals', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const digits = String(amount).padStart(10, '0');
        return parseUsd(`${digits.slice(0, -9)}.${digits.slice(-9)}`) === amount;
      }),
    );
  });
});

describe('roundCap', () => {
  test.each([
    [0, 10_000_000],
    [9_999_999, 10_000_000],
    [10_000_001, 15_000_000],
    [99_000_000, 100_000_000],
    [2_000_000_000, 2_000_000_000],
    [2_000_000_001, 2_500_000_000],
    [6_100_000_000, 8_000_000_000],
    [41_000_000_000, 50_000_000_000],
  ])('of %d is %d', (amount, cap) => expect(roundCap(amount)).toBe(cap));

  test('is an integer, never less than the amount, and from a cent up at most half more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000_000, max: 999_999_999_999_999 }), (amount) => {
        const cap = roundCap(amount);
        return Number.isSafeInteger(cap) && cap >= amount && cap <= amount * 1.5;
      }),
    );
  });
});
