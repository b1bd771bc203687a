import { describe, expect, it } from 'vitest';
import type { ReadLine } from '../reading.ts';
import { arrange } from './arrange.ts';

const piece = (text: string, x: number, y: number, height = 12): ReadLine => {
  const box = { x, y, width: text.length * 8, height };
  const symbols = [...text].map((each, at) => ({ text: each, box: { ...box, x: x + at * 8, width: 8 } }));
  return { box, words: [{ text, confidence: 1, box, symbols }] };
};

const texts = (pieces: readonly ReadLine[]) =>
  arrange(pieces).map(({ words }) => words.map(({ text }) => text).join(' '));

describe('arrange', () => {
  it('reads lines from top to bottom', () => {
    expect(texts([piece('third', 10, 60), piece('first', 10, 20), piece('second', 40, 40)])).toEqual([
      'first',
      'second',
      'third',
    ]);
  });

  it('makes one line of the pieces of a row', () => {
    expect(texts([piece('value', 150, 21), piece('name:', 10, 20), piece('next', 10, 40)])).toEqual([
      'name: value',
      'next',
    ]);
  });

  it('makes one line of a row however many pieces it has', () => {
    const pieces = Array.from({ length: 9 }, (_, at) => piece(`p${at}`, at * 50, 20 - (at % 2)));
    expect(texts(pieces.toSorted((a, b) => a.box.y - b.box.y))).toEqual([
      pieces.map(({ words }) => words[0]?.text).join(' '),
    ]);
  });

  it('reads a table row by row, however wide', () => {
    const rows = [0, 1, 2, 3].flatMap((row) => [
      piece(`name${row}`, 10, 20 + row * 30),
      piece(`value${row}`, 900, 20 + row * 30, row % 2 === 0 ? 12 : 15),
    ]);
    expect(texts(rows)).toEqual(['name0 value0', 'name1 value1', 'name2 value2', 'name3 value3']);
  });

  it('reads columns one after the other whose lines have nothing to do with each other', () => {
    const side = ['files', 'index', 'server', 'tests', 'notes'].map((text, at) =>
      piece(text, 10, 30 + at * 25),
    );
    const main = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((text, at) =>
      piece(text, 300, 20 + at * 19),
    );
    expect(texts([...main, ...side])).toEqual([
      'files',
      'index',
      'server',
      'tests',
      'notes',
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
      'seven',
    ]);
  });

  it('loses nothing and makes nothing up', () => {
    const pieces = Array.from({ length: 60 }, (_, at) => piece(`w${at}`, (at * 137) % 900, (at * 71) % 500));
    expect(texts(pieces).join(' ').split(' ').toSorted()).toEqual(
      pieces.map(({ words }) => words[0]?.text).toSorted(),
    );
    expect(arrange([])).toEqual([]);
  });
});
