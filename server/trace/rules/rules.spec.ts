import { describe, expect, it } from 'vitest';
import { findAll, findFrames, inOrder } from '../trace.ts';
import { rules } from './rules.ts';

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('The rule $id', ({ rule }) => {
  it.each(rule.examples.map(({ text, frames }) => [text, frames] as const))(
    'finds places in %s',
    (text, frames) => {
      const expected = frames.map((frame) => expect.objectContaining(frame));
      expect(inOrder(findAll(text, false, [rule]))).toEqual(expected);
      // Where rules meet, the places are the same; in what order is another matter.
      expect(findFrames(text)).toEqual(
        expect.arrayContaining(frames.map(({ path, line }) => expect.objectContaining({ path, line }))),
      );
    },
  );

  it.each(rule.counterExamples)('finds nothing in %s', (text) => {
    expect(findAll(text, false, [rule])).toEqual([]);
  });
});

it('Rules have ids of their own, in lower case', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
});
