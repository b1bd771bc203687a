import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DrawnCharacter, drawLine } from '../../../test/support/drawn.ts';
import { restoreSeparators } from './separators.ts';

const DIGIT = Array.from({ length: 10 }, () => '######');
/** Where each begins, and its rows: the digits' feet are at the tenth. */
const SEPARATORS: Readonly<Record<string, Omit<DrawnCharacter, 'read'>>> = {
  '.': { rows: ['##', '##'], top: 8 },
  ',': { rows: ['##', '##', '.#', '#.'], top: 8 },
  ':': { rows: ['##', '##', '..', '..', '..', '##', '##'], top: 3 },
};

/** As it is drawn, and as it is read: a digit as itself, a separator as nothing or as another. */
function figure(drawn: string, as: (separator: string, index: number) => string = () => '') {
  return [...drawn].map((character, at): DrawnCharacter => {
    const separator = SEPARATORS[character];
    return separator ? { ...separator, read: as(character, at) } : { rows: DIGIT, read: character };
  });
}

function restored(...words: Parameters<typeof drawLine>[0]): string[] {
  const { picture, line } = drawLine(words);
  return restoreSeparators(picture, line).words.map(({ text, symbols }) => {
    expect(symbols.map((symbol) => symbol.text).join('')).toBe(text);
    return text;
  });
}

test.each(['1.38', '2,311', '22:36', '10.20.4.118', '14:02:07.405', '1,204.50'])(
  '%s has its separators again',
  (drawn) => {
    expect(restored(figure(drawn))).toEqual([drawn]);
    // Whether they were lost, or taken for others, but a comma and a dot: those are read better than seen.
    expect(restored(figure(drawn, (separator) => (separator === ':' ? '.' : ':')))).toEqual([drawn]);
    const other: Readonly<Record<string, string>> = { '.': ',', ',': '.' };
    const misread = figure(drawn, (separator) => other[separator] ?? separator);
    expect(restored(misread)).toEqual([misread.map(({ read }) => read).join('')]);
    expect(restored(figure(drawn, (separator) => separator))).toEqual([drawn]);
  },
);

test('whatever is lost of a figure comes back, and nothing else is changed', () => {
  const part = fc.stringMatching(/^\d{1,4}$/);
  const separator = fc.constantFrom('.', ',', ':');
  fc.assert(
    fc.property(
      part,
      fc.array(fc.tuple(separator, part), { maxLength: 4 }),
      fc.integer(),
      (first, rest, lost) => {
        const drawn = first + rest.map((each) => each.join('')).join('');
        const read = (each: string, at: number) => ((lost >> (at % 31)) & 1 ? each : '');
        expect(restored(figure(drawn, read))).toEqual([drawn]);
      },
    ),
  );
});

test('around it stands what stood there', () => {
  const unit = { rows: DIGIT, read: 's' };
  expect(restored([unit, ...figure('1.38'), unit], figure('27.3'))).toEqual(['s1.38s', '27.3']);
});

test('where digits touch, or one more was read than is there, all stays as it was read', () => {
  const wide = { rows: DIGIT.map((row) => row.repeat(2)), read: '1' };
  expect(
    restored([wide, { ...SEPARATORS['.'], rows: ['##', '##'], read: '' }, { rows: DIGIT, read: '3' }]),
  ).toEqual(['1.3']);
  const { picture, line } = drawLine([figure('1.38')]);
  const [word] = line.words;
  const more = word && {
    ...word,
    text: '1382',
    symbols: [...word.symbols, ...word.symbols.slice(-1).map((each) => ({ ...each, text: '2' }))],
  };
  expect(restoreSeparators(picture, { ...line, words: more ? [more] : [] }).words[0]?.text).toBe('1382');
});

test('a full stop after the figure is none of its separators, though the last digit’s box reaches into it', () => {
  const { picture, line } = drawLine([[...figure('138'), { rows: ['##', '##'], top: 8, read: '.' }]]);
  const [word] = line.words;
  const [last] = word?.symbols.slice(2, 3) ?? [];
  if (last) last.box.width += 4;
  expect(restoreSeparators(picture, line).words[0]?.text).toBe('138.');
});

test('digits that stand on no line, and marks that may be either, stay as they were read', () => {
  const low = { rows: DIGIT, top: 3, read: '4' };
  const high = { rows: DIGIT, read: '1' };
  const comma = { ...SEPARATORS[','], rows: ['##', '##', '.#', '#.'], top: 8 };
  expect(restored([high, { ...comma, read: ',' }, low])).toEqual(['1,4']);
  expect(restored([high, { ...comma, read: '' }, low])).toEqual(['14']);
  const smoothed = { rows: ['##', '##', '##'], top: 8, read: '' };
  expect(restored([high, smoothed, high])).toEqual(['11']);
  const semicolon = { rows: ['##', '##', '..', '..', '..', '##', '##', '.#', '#.'], top: 3, read: '' };
  expect(restored([high, semicolon, high])).toEqual(['11']);
});

test('what is neither dot nor colon is not read: a dash, a dot in the middle', () => {
  const dash = { rows: ['####'], top: 5, read: '' };
  const middle = { rows: ['##', '##'], top: 4, read: '' };
  for (const mark of [dash, middle])
    expect(restored([{ rows: DIGIT, read: '1' }, mark, { rows: DIGIT, read: '2' }])).toEqual(['12']);
});
