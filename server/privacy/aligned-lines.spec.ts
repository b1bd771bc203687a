import { expect, test } from 'vitest';
import { readingOf } from '../../test/support/reading.ts';
import { alignedShare } from './aligned-lines.ts';

const share = (text: string) => alignedShare(readingOf(text).lines, () => true);

test('lines of a page or a list begin beneath each other', () => {
  expect(share('The certificate\nof the shop\nhad expired')).toBe(1);
});

test('what stands here and there does not, nor do two lines', () => {
  expect(share('checkout\n        asks for payment\n                      confirmed')).toBe(0);
  expect(share('one line\nand another')).toBe(0);
});

test('columns count for themselves', () => {
  expect(share('aaaa        x\nbbbb          y\ncccc            z')).toBeCloseTo(12 / 15);
});

test('nothing has none', () => {
  expect(share('')).toBe(0);
});
