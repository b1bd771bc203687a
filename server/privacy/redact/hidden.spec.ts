import { describe, expect, it } from 'vitest';
import type { Box } from '../../../protocol/attach.ts';
import type { Reading, ReadLine } from '../reading.ts';
import { HIDDEN, hide, spansUnder, stillOpen, surroundings } from './hidden.ts';

/** Every character 10 pixels wide and 16 high, as on a typewriter. */
function typed(text: string, y = 0): ReadLine {
  const symbol = (character: string, column: number) => ({
    text: character,
    box: { x: column * 10, y, width: 10, height: 16 },
  });
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    confidence: 0.9,
    box: { x: index * 10, y, width: word.length * 10, height: 16 },
    symbols: [...word].map((character, i) => symbol(character, index + i)),
  }));
  return { box: { x: 0, y, width: text.length * 10, height: 16 }, words };
}

function columns(from: number, to: number, y = 0): Box {
  return { x: from * 10 - 2, y: y - 3, width: (to - from) * 10 + 4, height: 22 };
}

function textOf(reading: Reading): string[] {
  return reading.lines.map(({ words }) => words.map(({ text }) => text).join(' '));
}

describe('what stands under paint in a reading', () => {
  it('becomes one sign, in its word, whatever was read there', () => {
    const reading = { lines: [typed('token=EEEEEEEE; next'), typed('plain', 40)] };
    const hidden = hide(reading, [columns(6, 14)]);
    expect(textOf(hidden)).toEqual([`token=${HIDDEN}; next`, 'plain']);
    expect(hidden.lines[0]?.words[0]?.symbols.map(({ text }) => text).join('')).toBe(`token=${HIDDEN};`);
  });

  it('is marked where nothing was read', () => {
    const reading = { lines: [typed('password:              next')] };
    expect(textOf(hide(reading, [columns(10, 20)]))).toEqual([`password: ${HIDDEN} next`]);
  });

  it('leaves lines above and below alone', () => {
    const reading = { lines: [typed('one', 0), typed('two', 40)] };
    expect(hide(reading, [columns(0, 3, 20)])).toEqual(reading);
  });

  it('is not found again, but what sticks out of it is', () => {
    const reading = { lines: [typed('abcdefghij')] };
    const finding = { rule: 'r', title: 'R', confidence: 1, value: '', spans: [{ line: 0, from: 2, to: 8 }] };
    expect(stillOpen(reading, [finding], [])).toEqual([finding]);
    expect(stillOpen(reading, [finding], [columns(0, 5)])).toEqual([finding]);
    expect(stillOpen(reading, [finding], [columns(0, 5), columns(5, 9)])).toEqual([]);
    const covered = [columns(2, 8)];
    const again = hide(reading, covered);
    expect(stillOpen(again, [{ ...finding, spans: [{ line: 0, from: 2, to: 3 }] }], covered)).toEqual([]);
  });

  it('is told as parts of another reading', () => {
    const reading = { lines: [typed('abc defgh'), typed('ijk', 40)] };
    expect(spansUnder(reading, [columns(1, 2), columns(5, 9), columns(0, 3, 40)])).toEqual([
      { line: 0, from: 1, to: 2 },
      { line: 0, from: 4, to: 8 },
      { line: 1, from: 0, to: 3 },
    ]);
  });
});

it('looks again at the whole lines that boxes stand in, within the picture', () => {
  const reading = { lines: [typed('name = secret and more', 30), typed('far away', 200)] };
  const [region] = surroundings(reading, [columns(7, 13, 30)], { width: 230, height: 300 });
  expect(region).toEqual({ x: 0, y: 27, width: 230, height: 22 });
});
