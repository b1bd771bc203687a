import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { toCap, toDay, toPixels, toTokens, toUsdPerMillion } from './arguments.ts';

test.each([
  ['2.00', 2_000_000_000],
  ['$0.5', 500_000_000],
  ['0', 0],
  ['none', 'none'],
])('a cap of %s', (text, cap) => expect(toCap(text)).toBe(cap));

test.each([
  ['1920x1080', { width: 1920, height: 1080 }],
  ['1×99999', { width: 1, height: 99_999 }],
])('a size of %s', (text, size) => expect(toPixels(text)).toEqual(size));

test.each([
  ['2026-11-01', new Date(2026, 10, 1)],
  ['2028-02-29', new Date(2028, 1, 29)],
])('the day %s begins at its midnight', (text, day) => expect(toDay(text)).toEqual(day));

test.each([
  ['2.50', 2.5],
  ['$0.075', 0.075],
  ['0.000001', 0.000001],
  ['0', 0],
])('a price of %s', (text, price) => expect(toUsdPerMillion(text)).toBe(price));

test('a number of tokens', () => expect(toTokens('128000')).toBe(128_000));

test.each([
  [toCap, '-1'],
  [toCap, ''],
  [toCap, 'None'],
  [toCap, '1e9'],
  [toPixels, '0x10'],
  [toPixels, '1920'],
  [toPixels, '100000x1'],
  [toDay, '2026-02-29'],
  [toDay, '2026-02-31'],
  [toDay, '2026-13-01'],
  [toDay, '2026-00-10'],
  [toDay, '1.11.2026'],
  [toDay, ''],
  [toUsdPerMillion, '-1'],
  [toUsdPerMillion, '0.0000001'],
  [toUsdPerMillion, '1e3'],
  [toUsdPerMillion, '2,50'],
  [toUsdPerMillion, ''],
  [toUsdPerMillion, '1000001'],
  [toTokens, '0'],
  [toTokens, '128k'],
  [toTokens, '1.5'],
] as const)('%o refuses %j', (parse, text) => expect(() => parse(text)).toThrow(InvalidArgumentError));
