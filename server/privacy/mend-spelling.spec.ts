import { beforeAll, expect, test } from 'vitest';
import { lineAt, wordAt } from '../../test/support/reading.ts';
import { loadVocabulary, type Vocabulary } from '../catalogue/vocabulary.ts';
import { mendSpelling } from './mend-spelling.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  vocabulary = await loadVocabulary();
});

/** A line of words, with a space between. */
function lineOf(text: string, y: number, confidence = 0.95) {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) =>
    wordAt(word, index * 10, y, confidence),
  );
  return lineAt(y, ...words);
}

function mended(lines: string, confidence?: number): string {
  const reading = { lines: lines.split('\n').map((line, row) => lineOf(line, row * 20, confidence)) };
  const { lines: after } = mendSpelling(reading, vocabulary);
  return after.map(({ words }) => words.map(({ text }) => text).join(' ')).join('\n');
}

test.each([
  ['Choose a number from 1 fo 30.', 'Choose a number from 1 to 30.'],
  ['Instance reachability check falled at 16:02', 'Instance reachability check failed at 16:02'],
  ['2 wamings', '2 warnings'],
  ['the disk could not be uniiounted', 'the disk could not be unmounted'],
  ['Qutbound', 'Outbound'],
  ['lhr Warenkorb ist leer', 'Ihr Warenkorb ist leer'],
  ['Das ist eine Stérung, die noch offen ist.', 'Das ist eine Störung, die noch offen ist.'],
])('%s is %s', (read, meant) => {
  expect(mended(read)).toBe(meant);
});

test.each([
  'use ls to list the files',
  "ls: cannot access 'foo': No such file or directory",
  'ln: failed to create symbolic link',
  "'ls' is not recognized as a command",
  'warning: in the working copy lf will be replaced by crlf',
  'int clist = 0;',
  'git commit -m clist',
  'die Kosten zahlt der Kunde, und das ist nicht neu',
  'Seite drucken und nicht auf den Knopf',
  'das ist der Fluss, und Sie fuhren auf ihm',
  'const buf = readFile(file);',
  'for (const foo of foos) bar(foo);',
  'import { isFalled } from "./falled.ts"',
  'settings.retrles = 3',
  'user.flelds',
  'Begin with two dashes.',
  'Ln 14, Col 22',
  '"currency": "eur",',
  'marit commented 5 days ago',
  'Denial of service',
  'senden und empfangen, das ist nicht schwer',
  'Es wurde schon eine Fuge auf und ab',
  'Le service est en panne depuis lundi',
  '2430d07',
  'The word naif is not common',
])('%s stays as it is', (read) => {
  expect(mended(read)).toBe(read);
});

test('letters that are less alike are exchanged in what was read unsurely', () => {
  expect(mended('the query is slewer now', 0.6)).toBe('the query is slower now');
  expect(mended('the query is slewer now', 0.95)).toBe('the query is slewer now');
  expect(mended('lt does not work', 0.6)).toBe('It does not work');
  expect(mended('Das ist neu, und es lauft nicht', 0.6)).toBe('Das ist neu, und es läuft nicht');
  expect(mended('Ubersicht\nnicht auf Pause', 0.6)).toBe('Übersicht\nnicht auf Pause');
});

test('English has no umlauts', () => {
  expect(mended('the Anderung of the Stérung')).toBe('the Anderung of the Stérung');
});

test('endless words take no time', () => {
  const long = '|1'.repeat(20_000);
  expect(mended(long)).toBe(long);
});
