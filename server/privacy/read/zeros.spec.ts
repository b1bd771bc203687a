import { expect, test } from 'vitest';
import { drawLine } from '../../../test/support/drawn.ts';
import { restoreZeros } from './zeros.ts';

const DOTTED = [
  '..####..',
  '.#....#.',
  '#......#',
  '#......#',
  '#......#',
  '#..##..#',
  '#..##..#',
  '#......#',
  '#......#',
  '#......#',
  '.#....#.',
  '..####..',
];
const SLASHED = [
  '..####..',
  '.#....#.',
  '#......#',
  '#.....##',
  '#....#.#',
  '#...#..#',
  '#..#...#',
  '#.#....#',
  '##.....#',
  '#......#',
  '.#....#.',
  '..####..',
];
const PLAIN = DOTTED.map((row) => row.replace('..##..', '......'));
const EIGHT = [
  '..####..',
  '.#....#.',
  '#......#',
  '#......#',
  '.#....#.',
  '..####..',
  '.#....#.',
  '#......#',
  '#......#',
  '#......#',
  '.#....#.',
  '..####..',
];
const SIX = [
  '..####..',
  '.#....#.',
  '#.......',
  '#.......',
  '#.......',
  '#.####..',
  '##....#.',
  '#......#',
  '#......#',
  '#......#',
  '.#....#.',
  '..####..',
];
const BE = [
  '######..',
  '#.....#.',
  '#......#',
  '#......#',
  '#.....#.',
  '######..',
  '#.....#.',
  '#......#',
  '#......#',
  '#......#',
  '#.....#.',
  '######..',
];
const ONE = [
  '...##...',
  '..###...',
  '.#.##...',
  '...##...',
  '...##...',
  '...##...',
  '...##...',
  '...##...',
  '...##...',
  '...##...',
  '...##...',
  '.######.',
];
const AT = [
  '..####..',
  '.#....#.',
  '#...##.#',
  '#..#.#.#',
  '#.#..#.#',
  '#.#..#.#',
  '#.#..#.#',
  '#.#..#.#',
  '#.#..#.#',
  '#..##.#.',
  '#.......',
  '#.......',
  '.#....#.',
  '..####..',
];

const one = { rows: ONE, read: '1' };

test.each([
  ...['@', '©', '®', '€', '8', '6'].map((read) => [read, DOTTED] as const),
  ...['@', 'B', 'O', 'e', '8', '6'].map((read) => [read, SLASHED] as const),
])('a marked zero that was read as %s is one again', (read, rows) => {
  const { picture, line } = drawLine([[one, { rows, read }, one]]);
  const [word] = restoreZeros(picture, line).words;
  expect(word?.text).toBe('101');
  expect(word?.symbols.map(({ text }) => text).join('')).toBe('101');
});

test.each([
  ['8', EIGHT],
  ['6', SIX],
  ['B', BE],
  ['O', PLAIN],
  ['@', AT],
])('a %s stays one', (read, rows) => {
  const { picture, line } = drawLine([[one, { rows, read }, one]]);
  expect(restoreZeros(picture, line)).toEqual(line);
});

test('a letter in a word without digits stays, whatever it looks like', () => {
  const ar = { rows: BE, read: 'R' };
  const { picture, line } = drawLine([[ar, { rows: DOTTED, read: 'O' }, ar]]);
  expect(restoreZeros(picture, line)).toEqual(line);
  // Alone it is an index, or a value.
  const alone = drawLine([[one], [{ rows: DOTTED, read: 'O' }]]);
  expect(restoreZeros(alone.picture, alone.line).words.map(({ text }) => text)).toEqual(['1', '0']);
});

test('what is lower than the figures of its line is none: an icon, a letter', () => {
  const { picture, line } = drawLine([[one, { rows: DOTTED.slice(1, -1), read: '@', top: 2 }, one]]);
  expect(restoreZeros(picture, line)).toEqual(line);
});

test('an @ between letters is one, whatever it looks like', () => {
  const letter = { rows: BE, read: 'b' };
  const at = { rows: DOTTED, read: '@' };
  const { picture, line } = drawLine([[letter, at, letter], [letter, at], [one]]);
  expect(restoreZeros(picture, line).words.map(({ text }) => text)).toEqual(['b@b', 'b0', '1']);
});

test('a character as large as the picture is looked past', () => {
  const huge = { rows: Array.from({ length: 1600 }, () => '#'.repeat(1600)), read: '8' };
  const { picture, line } = drawLine([[huge]]);
  expect(restoreZeros(picture, line)).toEqual(line);
});
