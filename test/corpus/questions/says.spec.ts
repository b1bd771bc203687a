import { expect, test } from 'vitest';
import { countLost, says } from './says.ts';

test.each([
  ['clientmax body size 1m', 'client_max_body_size 1m;'],
  ['ModuleNotFoundError:\n  No module   named environ', "No module named 'environ'"],
  ['Tårn BOOKS  [null)', 'Tårn Books'],
  ['POST /checkout 48,377 7.81 %', '7.81 %'],
])('%j says %j', (text, phrase) => {
  expect(says(text, phrase)).toBe(true);
});

test.each([
  ['POST /checkout 781 %', '7.81 %'],
  ['Found: react@l9.1.0', 'react@19.1.0'],
  ['the certificate has expired', 'certificate had expired'],
])('%j does not say %j', (text, phrase) => {
  expect(says(text, phrase)).toBe(false);
});

test('words that a text does not have are counted, but for those that are too short to tell', () => {
  const words = ['at', 'Port:', '8080', '1.38', 'checkout-api', '——'];
  expect(countLost(words, 'PORT 8080, checkout‑api at 138')).toEqual({ lost: 1, of: 4 });
});
