import { expect, test } from 'vitest';
import { createDetector } from '../privacy/detect/detect.ts';
import { hintOf } from './hint.ts';

const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });

test('the likeliest words, each once, within what a model takes in', async () => {
  expect(await hintOf(['a', 'b', 'a', '  ', 'c\nd'], undefined)).toBe('a, b, c d');
  const many = Array.from({ length: 500 }, (_, index) => `identifier${index}`);
  const hint = await hintOf(many, undefined);
  expect(hint.length).toBeLessThanOrEqual(600);
  expect(hint.startsWith('identifier0, identifier1')).toBe(true);
});

test('a secret among them is left out', async () => {
  const token = ['ghp', 'R4nd0mLk9'.repeat(4)].join('_');
  const hint = await hintOf(['readConfig', token, 'main.ts'], detector);
  expect(hint).not.toContain('R4nd0m');
  expect(hint).toContain('readConfig');
  expect(hint).toContain('main.ts');
});

test('nothing is left of a word with a secret in it', async () => {
  const found = { rule: 'r', title: 't', confidence: 1, start: 9, end: 15, value: 'secret' };
  const some = { inText: async () => [found], inReading: () => [] };
  expect(await hintOf(['first', 'my-secret-of-mine', 'last'], some)).toBe('first, last');
});
