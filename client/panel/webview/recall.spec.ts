import { expect, test } from 'vitest';
import { Recall } from './recall.ts';

test('goes back and forth, and returns to what was being typed', () => {
  const recall = new Recall();
  recall.set(['one', 'two']);
  expect(recall.go(1, 'draft')).toBeUndefined();
  expect(recall.go(-1, 'draft')).toBe('two');
  expect(recall.go(-1, 'two')).toBe('one');
  expect(recall.go(-1, 'one')).toBeUndefined();
  expect(recall.go(1, 'one')).toBe('two');
  expect(recall.go(1, 'two')).toBe('draft');
  expect(recall.go(1, 'draft')).toBeUndefined();
});

test('what is typed over a question is a draft of its own', () => {
  const recall = new Recall();
  recall.set(['one', 'two']);
  recall.go(-1, '');
  recall.typed();
  expect(recall.go(-1, 'two, changed')).toBe('two');
  expect(recall.go(1, 'two')).toBe('two, changed');
});

test('without questions there is nothing to call up', () => {
  expect(new Recall().go(-1, '')).toBeUndefined();
});
