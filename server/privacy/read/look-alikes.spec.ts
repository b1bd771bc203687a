import { expect, test } from 'vitest';
import { drawLine } from '../../../test/support/drawn.ts';
import { readAlike } from './look-alikes.ts';

const L = ['.##...', '..#...', '..#...', '..#...', '..#...', '..#...', '..#...', '..##..', '...###'];
const ONE = ['..#...', '.##...', '#.#...', '..#...', '..#...', '..#...', '..#...', '..#...', '######'];
const OTHER = ['######', '#....#', '#....#', '#....#', '#....#', '#....#', '#....#', '#....#', '######'];

const l = { rows: L, read: 'l' };
const asOne = { rows: L, read: '1' };
const digit = { rows: ONE, read: '1' };
const asL = { rows: ONE, read: 'l' };
const other = (read: string) => ({ rows: OTHER, read });

function read(...words: Parameters<typeof drawLine>[0]): string[] {
  const { picture, line } = drawLine(words);
  const lines = readAlike(picture, [line]);
  for (const { text, symbols } of lines.flatMap((each) => each.words))
    expect(symbols.map((symbol) => symbol.text).join('')).toBe(text);
  return lines.flatMap(({ words }) => words.map(({ text }) => text));
}

test('what looks like all the l’s is one, and what looks like all the ones', () => {
  expect(read([other('a'), l, l, l], [other('9'), asOne, other('m')])).toEqual(['alll', '9lm']);
  expect(read([digit, digit, digit], [other('a'), asL, other('9')])).toEqual(['111', 'a19']);
});

test('what looks different stays, and what is read as both as often', () => {
  expect(read([other('a'), l, l, l], [other('9'), digit, other('m')])).toEqual(['alll', '91m']);
  expect(read([other('a'), l], [other('b'), l], [other('9'), asOne, asOne])).toEqual(['al', 'bl', '911']);
  expect(read([other('a'), l, l], [asOne, other('b')])).toEqual(['all', '1b']);
});

test('words get no digits, and numbers no letters', () => {
  expect(read([digit, digit], [digit], [other('w'), asL, other('y')])).toEqual(['11', '1', 'wly']);
  expect(read([other('a'), l, l, l], [other('2'), asOne, other('3')])).toEqual(['alll', '213']);
});

test('one that was read twice, as both, is left for those who look for that', () => {
  expect(read([other('a'), l], [other('b'), l], [other('c'), asOne, l, other('9')])).toEqual([
    'al',
    'bl',
    'c1l9',
  ]);
});

test('an l and an I are the same in many fonts', () => {
  expect(read([other('a'), l, l, l], [{ rows: L, read: 'I' }, other('n')])).toEqual(['alll', 'In']);
});
