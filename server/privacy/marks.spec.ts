import { beforeAll, expect, test } from 'vitest';
import { lineAt, wordAt } from '../../test/support/reading.ts';
import { loadVocabulary, type Vocabulary } from '../catalogue/vocabulary.ts';
import { writeMarks } from './marks.ts';
import type { Mark } from './reading.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  vocabulary = await loadVocabulary();
});

/** A word as it was read, and where in it which mark stands. */
function readingOf(text: string, marks: Readonly<Record<number, Mark>>) {
  const word = wordAt(text, 0, 0);
  const symbols = word.symbols.map((symbol, at) => ({ ...symbol, ...(marks[at] && { mark: marks[at] }) }));
  return { lines: [lineAt(0, { ...word, symbols })] };
}

const textOf = ({ lines }: ReturnType<typeof writeMarks>) => lines[0]?.words[0]?.text;

test.each([
  ['Migracion', { 7: 'acute' }, 'Migración'],
  ['UBERSICHT', { 0: 'diaeresis' }, 'ÜBERSICHT'],
  // A name that nobody knows
  ['Inaki', { 1: 'tilde' }, 'Iñaki'],
  ['"Bruckenlager",', { 3: 'diaeresis' }, '"Brückenlager",'],
  ['/notas/reunion-25.md', { 12: 'acute' }, '/notas/reunión-25.md'],
  // Without its mark an i is read as an l.
  ['rapldo', { 1: 'acute', 3: 'acute' }, 'rápído'],
] satisfies [string, Readonly<Record<number, Mark>>, string][])('%s has its marks', (read, marks, whole) => {
  expect(textOf(writeMarks(readingOf(read, marks), [], vocabulary))).toBe(whole);
});

test.each([
  // A key in capitals, whose serif looked like a grave
  ['AKIAIOFUADGNOSEINAFG', { 15: 'grave' }],
  ['12ii34', { 2: 'acute' }],
  ['CertificateEnds', { 7: 'grave' }],
  ['Timeout', { 1: 'acute' }],
  ['x', { 0: 'acute' }],
] satisfies [string, Readonly<Record<number, Mark>>][])('%s has none', (read, marks) => {
  expect(textOf(writeMarks(readingOf(read, marks), [], vocabulary))).toBe(read);
});

test('words of which something is hidden stay as they were read', () => {
  const hidden = {
    ...{ rule: 'password', title: 'password', confidence: 1, value: 'Migracion' },
    spans: [{ line: 0, from: 0, to: 9 }],
  };
  expect(textOf(writeMarks(readingOf('Migracion', { 7: 'acute' }), [hidden], vocabulary))).toBe('Migracion');
});
