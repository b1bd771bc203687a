import { expect, test } from 'vitest';
import { type DrawnCharacter, drawLine } from '../../../test/support/drawn.ts';
import { compose } from '../marks.ts';
import { liftAccents, restoreAccents } from './accents.ts';

/** Small letters, and marks above them, a string for each row; letters begin below the marks. */
const O = ['.####.', '#....#', '#....#', '#....#', '#....#', '#....#', '.####.'];
const U = ['#....#', '#....#', '#....#', '#....#', '#....#', '#....#', '.#####'];
const I = ['##', '##', '##', '##', '##', '##', '##'];
const TALL = [...Array.from({ length: 4 }, () => '##....'), ...O.map((row) => `##${row.slice(2)}`)];
const ABOVE = {
  acute: ['...##.', '..##..', '......', '......'],
  grave: ['.##...', '..##..', '......', '......'],
  diaeresis: ['......', '##..##', '##..##', '......'],
  tilde: ['......', '.##.##', '##.##.', '......'],
  circumflex: ['..##..', '.#..#.', '......', '......'],
  caron: ['.#..#.', '..##..', '......', '......'],
  dot: ['##', '##', '..', '..'],
};
const INK_HEIGHT = 14;

function letter(read: string, below: readonly string[], above: readonly string[] = []): DrawnCharacter {
  return { rows: [...above, ...below], read, top: above.length > 0 ? 0 : TALL.length - below.length };
}

/** The line as it is read, the box of a letter without what was taken off it. */
function read(...characters: readonly DrawnCharacter[]) {
  const { picture, line } = drawLine([[letter('b', TALL), ...characters, letter('n', U)]]);
  const block = {
    box: { x: 0, y: 0, width: picture.width, height: picture.height },
    ...{ dark: false, scale: 1, inkHeight: INK_HEIGHT },
  };
  const lifted = liftAccents(picture, [block]);
  const words = line.words.map((word) => ({
    ...word,
    symbols: word.symbols.map(({ text, box }) => {
      const top = text === 'b' ? 0 : TALL.length - U.length;
      return { text, box: { ...box, y: 5 + top, height: TALL.length - top } };
    }),
  }));
  return { picture, lifted, line: restoreAccents(lifted.accents, { ...line, words }) };
}

/** With what letters have above them. */
const textOf = ({ line }: ReturnType<typeof read>) =>
  line.words
    .flatMap(({ symbols }) => symbols)
    .map(({ text, mark }) => (mark && compose(text, mark)) ?? text)
    .join('');

test.each([
  ['acute', 'o', O, 'bón'],
  ['grave', 'o', O, 'bòn'],
  ['diaeresis', 'o', O, 'bön'],
  ['diaeresis', 'u', U, 'bün'],
  ['acute', 'u', U, 'bún'],
  ['tilde', 'n', U, 'bñn'],
  ['circumflex', 'o', O, 'bôn'],
  ['caron', 'e', O, 'běn'],
] as const)('%s above %s is taken off, and put back', (mark, text, below, whole) => {
  const result = read(letter(text, below, ABOVE[mark]));
  expect(textOf(result)).toBe(whole);
  // Nothing is left of it in the picture that is read, and its letter is whole.
  const bare = read(letter(text, below));
  expect(result.lifted.picture.light.equals(bare.picture.light)).toBe(true);
  // What is painted over with the letter is its mark, too.
  expect(result.line.words[0]?.symbols[1]?.box.y).toBeLessThan(5 + TALL.length - below.length);
});

test('the dots of an i and a j stay, also those of two beside each other', () => {
  const { picture, lifted } = read(letter('i', I, ABOVE.dot), letter('j', I, ABOVE.dot));
  expect(lifted.accents).toEqual([]);
  expect(lifted.picture).toBe(picture);
});

test('what stands above no letter stays: quotes, and a dot above a dot', () => {
  const quotes = ['##..##', '##..##', '##..##', '......'];
  const colon = ['##', '##', '..', '..', '..', '..', '..', '##', '##'];
  expect(read(letter('"', [...quotes, ...quotes.map(() => '......')])).lifted.accents).toEqual([]);
  expect(read(letter(':', colon)).lifted.accents).toEqual([]);
});

test('the upper part of a letter that is broken in two is no mark', () => {
  // As a thin s is, in small print: what is left begins lower than all letters beside it.
  const broken = ['..####', '......', '#....#', '.###..', '....#.', '....#.', '####..'];
  const { lifted } = read(letter('s', broken), letter('o', O), letter('o', O));
  expect(lifted.accents).toEqual([]);
});

test('an l under an acute is an i, and where no letter takes a mark none is made up', () => {
  expect(textOf(read(letter('l', I, ABOVE.dot.with(0, '.#').with(1, '#.'))))).toBe('bín');
  expect(textOf(read(letter('x', O, ABOVE.acute)))).toBe('bxn');
});

test('a letter that has the mark in most languages takes it, although the box of another is nearer', () => {
  const accents = [
    { mark: 'acute', box: { x: 24, y: 0, width: 4, height: 2 }, top: 4, inkHeight: 14 },
  ] as const;
  const at = (text: string, x: number) => ({ text, box: { x, y: 4, width: 7, height: 8 } });
  const symbols = [at('e', 19), at('s', 24)];
  const box = { x: 19, y: 4, width: 12, height: 8 };
  const line = { box, words: [{ text: 'es', confidence: 0.9, box, symbols }] };
  const [word] = restoreAccents(accents, line).words;
  expect(word?.symbols.map(({ mark }) => mark)).toEqual(['acute', undefined]);
  // Secrets are searched in letters alone.
  expect(word?.text).toBe('es');
});
