import { expect, it } from 'vitest';
import { parseUsdPerMillion } from './model-price.ts';

it.each([
  ['2.50', 2.5],
  [' $0.075 ', 0.075],
  ['$ 3', 3],
  ['0', 0],
  ['0.000001', 0.000001],
  ['1000000', 1_000_000],
])('%j is a price per million tokens', (text, price) => {
  expect(parseUsdPerMillion(text)).toBe(price);
});

it.each(['', '-1', '2,50', '1e3', '0.0000001', '1000001', 'free', '2.', '0x10'])('%j is none', (text) => {
  expect(parseUsdPerMillion(text)).toBeUndefined();
});
