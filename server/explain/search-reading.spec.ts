import { expect, test } from 'vitest';
import type { Detector, TextFinding } from '../privacy/detector.ts';
import { searchReading } from './search-reading.ts';

const found = (value: string, start: number): TextFinding => ({
  rule: 'test',
  title: 'Test',
  start,
  end: start + value.length,
  confidence: 1,
  value,
});

/** Finds one word, counts how often it was asked, and fails as often as it is told to. */
function detectorOf(word: string, failures = 0): Detector & { searches: number } {
  return {
    searches: 0,
    async inText(text) {
      this.searches++;
      if (this.searches <= failures) throw new Error('No.');
      const start = text.indexOf(word);
      return start < 0 ? [] : [found(word, start)];
    },
    inReading: () => [],
  };
}

const read = () => ({ text: 'a blue and a red word', findings: [found('blue', 2)] });

test('what was found in the picture and what is found in its text, by one search a detector', async () => {
  const words = read();
  const [one, other] = [detectorOf('red'), detectorOf('word')];
  const values = async (detector: Detector | undefined) =>
    (await searchReading(words, detector)).map(({ value }) => value);
  expect(await Promise.all([values(one), values(one)])).toEqual([
    ['blue', 'red'],
    ['blue', 'red'],
  ]);
  expect(one.searches).toBe(1);
  // Other rules find other things; and a text painted over anew is another text.
  expect(await values(other)).toEqual(['blue', 'word']);
  expect(await values(undefined)).toEqual(['blue']);
  await searchReading(read(), one);
  expect(one.searches).toBe(2);
});

test('a search that failed is done again', async () => {
  const words = read();
  const detector = detectorOf('red', 1);
  await expect(searchReading(words, detector)).rejects.toThrow('No.');
  expect(await searchReading(words, detector)).toHaveLength(2);
});
