import { expect, test } from 'vitest';
import { loadCatalogue, type Model } from '../catalogue/catalogue.ts';
import { costSoFar, estimateTranscription } from './price.ts';
import { partBytes } from './whom.ts';

const DAY = '2026-11-21';
const catalogue = loadCatalogue();

function model(name: string): Model {
  const found = catalogue.find(name);
  if (!found) throw new Error(`The catalogue knows ${name}.`);
  return found;
}

test('by tokens: a minute, expected and at most', async () => {
  const estimate = await estimateTranscription(
    model('gpt-4o-mini-transcribe'),
    { seconds: 60, hint: '' },
    DAY,
  );
  // 600 of sound at 3000, 204 words' worth at 5000.
  expect(estimate.expectedNanoUsd).toBe(600 * 3000 + 204 * 5000);
  // 5 % and 16 more of sound, and the most it can write.
  expect(estimate.maxNanoUsd).toBe(646 * 3000 + 2000 * 5000);
});

test('by the minute: the length, and at most a second more than the one that has begun', async () => {
  const estimate = await estimateTranscription(model('whisper-1'), { seconds: 29.5, hint: 'x' }, DAY);
  expect(estimate.expectedNanoUsd).toBe(29.5 * 100_000);
  expect(estimate.maxNanoUsd).toBe(31 * 100_000);
});

test('words that are sent along are held for', async () => {
  const [without, withWords] = await Promise.all(
    ['', 'readConfig, main.ts'].map((hint) =>
      estimateTranscription(model('gpt-4o-transcribe'), { seconds: 5, hint }, DAY),
    ),
  );
  expect(withWords?.maxNanoUsd).toBeGreaterThan(without?.maxNanoUsd ?? Number.NaN);
});

test('what has no price is not sent', async () => {
  const later = { ...model('whisper-1'), prices: [] };
  await expect(estimateTranscription(later, { seconds: 5, hint: '' }, DAY)).rejects.toMatchObject({
    code: 'unknown-price',
  });
  expect(costSoFar(later, 5, DAY)).toBeUndefined();
});

test('the meter grows with what is said', () => {
  const costs = [0, 1, 10, 60].map(
    (seconds) => costSoFar(model('gpt-4o-mini-transcribe'), seconds, DAY) ?? 0,
  );
  expect(costs[0]).toBe(0);
  expect(costs).toEqual(costs.toSorted((a, b) => a - b));
  expect(costs.at(-1)).toBe(600 * 3000 + 204 * 5000);
});

test('a model gets no more to hear than it can write down', () => {
  // 2000 tokens, at the fastest five a second.
  expect(partBytes(model('gpt-4o-mini-transcribe'))).toBe(44 + 400 * 32_000);
  expect(partBytes(model('whisper-1'))).toBe(26_214_400 - 65_536);
});

test('from its last day on the successor transcribes', () => {
  expect(catalogue.defaultFor('transcription', DAY).model.name).toBe('gpt-4o-mini-transcribe');
  expect(catalogue.defaultFor('transcription', '2027-02-26')).toMatchObject({
    model: { name: 'gpt-transcribe' },
    replaces: 'gpt-4o-mini-transcribe',
  });
  expect(catalogue.defaultFor('audio', '2027-01-20').model.name).toBe('gpt-audio-1.5');
});
