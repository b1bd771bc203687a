import { expect, test } from 'vitest';
import { readingOf } from '../../test/support/reading.ts';
import { longLineShare } from './long-lines.ts';

const share = (text: string) => longLineShare(readingOf(text).lines, () => true);

test('sentences and statements are long lines', () => {
  expect(share('The certificate of the shop had expired.')).toBe(1);
  expect(share('const total = price * count + tax;')).toBe(1);
});

test('labels are not, however many stand in a row', () => {
  expect(share('Customer      Web shop      Payment       Warehouse     Carrier')).toBe(0);
});

test('a number apart from its line of code counts for itself', () => {
  expect(share('1234    export function totalOf(lines) {')).toBeCloseTo(26 / 30);
});

test('nothing has none', () => {
  expect(share('')).toBe(0);
  expect(longLineShare(readingOf('words that nobody is sure of at all').lines, () => false)).toBe(0);
});
