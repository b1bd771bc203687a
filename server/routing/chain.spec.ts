import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { type Candidate, type ChainOptions, chainOf, fallbacksOf, type Priced } from './chain.ts';

const catalogue = loadCatalogue();
const VISION: Candidate = { provider: 'main', route: 'vision', model: 'gpt-4o' };
const TEXT: Candidate = { provider: 'main', route: 'text', model: 'gpt-4o-mini' };

function fallbacks(more: Partial<ChainOptions>): string[] {
  return fallbacksOf({
    first: VISION,
    policy: 'balanced',
    catalogue,
    day: '2026-11-21',
    hasMain: true,
    textModel: 'gpt-4o-mini',
    localModel: undefined,
    hasText: true,
    ...more,
  }).map(({ provider, route, model }) => `${provider} ${route} ${model}`);
}

describe('who can answer instead', () => {
  test('the successor first, another model, then words for the picture, then this machine', () => {
    expect(fallbacks({ localModel: 'llama' })).toEqual([
      'main vision gpt-6-luna',
      expect.stringMatching(/^main vision /),
      'main text gpt-4o-mini',
      'local vision llama',
      'local text llama',
    ]);
  });

  test('nobody with words alone where nothing was read', () => {
    expect(
      fallbacks({ hasText: false, localModel: 'llama' }).filter((each) => each.includes('text')),
    ).toEqual([]);
  });

  test('nobody who is shut down by then, or takes no pictures', () => {
    const models = fallbacks({ first: TEXT, day: '2027-02-01' });
    expect(models.length).toBeGreaterThan(0);
    for (const each of fallbacks({ day: '2027-02-01' }).filter((one) => one.includes('vision'))) {
      const model = catalogue.find(each.split(' ')[2] ?? '');
      expect(model?.imageTokens).toBeDefined();
      expect(model?.shutdownDate === undefined || model.shutdownDate > '2027-02-01').toBe(true);
    }
  });

  test('nobody but this machine, where nothing may leave it or there is no key', () => {
    const first: Candidate = { provider: 'local', route: 'vision', model: 'llama' };
    const expected = ['local vision llama', 'local text llama'];
    expect(fallbacks({ first, policy: 'private', localModel: 'llama' })).toEqual(expected);
    expect(fallbacks({ first, hasMain: false, localModel: 'llama' })).toEqual(expected);
    expect(fallbacks({ first: TEXT, policy: 'private' })).toEqual([]);
  });

  test('a model of the user’s own that nobody knows has no others', () => {
    expect(fallbacks({ first: { ...TEXT, model: 'mine' } })).toEqual([]);
  });
});

describe('the chain', () => {
  const priced = (model: string, expectedNanoUsd: number, maxNanoUsd: number): Priced => ({
    ...TEXT,
    model,
    expectedNanoUsd,
    maxNanoUsd,
  });

  test('begins with the choice and has nobody dearer, neither expected nor at worst', () => {
    const chain = chainOf(priced('a', 100, 1000), [
      priced('b', 101, 900),
      priced('c', 90, 1001),
      priced('d', 100, 1000),
      priced('e', 1, 2),
    ]);
    expect(chain.map(({ model }) => model)).toEqual(['a', 'd', 'e']);
  });

  test('has everybody once', () => {
    const one = priced('a', 1, 1);
    expect(chainOf(one, [one, { ...one, provider: 'local' }, one])).toHaveLength(2);
  });
});
