import { beforeAll, expect, test } from 'vitest';
import { lineAt, wordAt } from '../../test/support/reading.ts';
import { loadVocabulary, type Vocabulary } from '../catalogue/vocabulary.ts';
import { mend } from './mend.ts';
import { toText } from './reading-text.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  vocabulary = await loadVocabulary();
});

/** What is sent of a line, and which parts of that are hidden. */
function sent(text: string, from: number, to: number) {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => wordAt(word, index * 10, 0, 0.7));
  const reading = { lines: [lineAt(0, ...words)] };
  const finding = { rule: 'password', title: 'Password', confidence: 1, value: 'x' };
  const hidden = [{ ...finding, spans: [{ line: 0, from, to }] }];
  const { text: all, findings } = toText(mend(reading, hidden, vocabulary), hidden);
  return { all, hidden: findings.map(({ start, end }) => all.slice(start, end)) };
}

test('secrets stand where they stood', () => {
  expect(sent('wamings: hunter', 8, 14)).toEqual({ all: 'warnings: hunter', hidden: ['hunter'] });
});

test.each([
  ['all', 'the Qutbound', 3, 11, 'Qutbound'],
  ['a letter', 'the cornputer', 6, 7, 'n'],
  ['what begins within a letter', 'the clisplay', 4, 11, 'lisplay'],
])('a word of which %s is hidden stays as it was read', (_, text, from, to, hidden) => {
  expect(sent(text, from, to)).toEqual({ all: text, hidden: [hidden] });
});

test('other words of the same line are mended', () => {
  expect(sent('cornputer Qutbound', 9, 17)).toEqual({ all: 'computer Qutbound', hidden: ['Qutbound'] });
});
