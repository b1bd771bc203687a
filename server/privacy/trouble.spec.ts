import { expect, test } from 'vitest';
import { speaksOfTrouble } from './trouble.ts';

test.each([
  'TypeError: x is not a function',
  'npm ERR! code 1\nnpm error Could not resolve dependency',
  'Verbindung fehlgeschlagen',
  'Permission denied (publickey).',
])('%j speaks of trouble', (text) => {
  expect(speaksOfTrouble(text)).toBe(true);
});

test.each(['', 'Save changes\nDiscard', 'Welcome to our shop', 'terrorism warned'])('%j does not', (text) => {
  expect(speaksOfTrouble(text)).toBe(false);
});
