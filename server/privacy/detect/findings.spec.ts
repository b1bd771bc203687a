import { expect, it } from 'vitest';
import { finding, merged } from './findings.ts';

const text = 'abcdefghij';
const found = (id: string, confidence: number, start: number, end: number) =>
  finding({ id, title: () => id, confidence }, text, start, end);

it('Findings that overlap become one, as long as all together, named by the most confident', () => {
  expect(merged([found('tail', 0.9, 2, 8), found('head', 0.5, 0, 4)], text)).toEqual([
    { rule: 'tail', title: 'tail', confidence: 0.9, start: 0, end: 8, value: 'abcdefgh' },
  ]);
});

it('Of equally confident findings the longest gives the name', () => {
  expect(merged([found('short', 0.9, 0, 2), found('long', 0.9, 0, 6)], text).map(({ rule }) => rule)).toEqual(
    ['long'],
  );
});

it('Findings next to each other stay apart, in order', () => {
  expect(merged([found('b', 0.9, 4, 8), found('a', 0.5, 0, 4)], text).map(({ value }) => value)).toEqual([
    'abcd',
    'efgh',
  ]);
});
