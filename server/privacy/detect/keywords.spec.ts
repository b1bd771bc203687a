import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Keywords } from './keywords.ts';

it('A word that stands in a text is never denied', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, word, after) => {
      expect(new Keywords(before + word + after).mayHaveOne(['not in there', word])).toBe(true);
    }),
  );
});

it('Words are denied whose characters do not follow each other in the text', () => {
  const keywords = new Keywords('the quick brown fox');
  expect(keywords.mayHaveOne(['lazy', 'dog'])).toBe(false);
  expect(keywords.mayHaveOne([])).toBe(true);
});
