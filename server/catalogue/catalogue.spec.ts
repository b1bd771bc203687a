import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LocalError } from '../../protocol/errors.ts';
import type { ModelEntry } from '../../protocol/models.ts';
import { type Catalogue, loadCatalogue, type Model, priceOn } from './catalogue.ts';

const builtIn = loadCatalogue();

function modelOf(catalogue: Catalogue, name: string): Model {
  const model = catalogue.find(name);
  if (!model) throw new Error(`The catalogue has no ${name}.`);
  return model;
}

describe('the built-in catalogue', () => {
  test('names each model once', () => {
    const names = builtIn.models.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  /** Nobody has said yet who takes their place. */
  const WITHOUT_SUCCESSOR = ['gpt-5.1', 'gpt-5.4-nano'];

  test('has a successor it knows for every model that ends, and the successor outlives it', () => {
    for (const { name, shutdownDate, successor } of builtIn.models) {
      if (shutdownDate === undefined || WITHOUT_SUCCESSOR.includes(name)) continue;
      const next = modelOf(builtIn, successor ?? `successor of ${name}`);
      expect((next.shutdownDate ?? '9999-12-31') > shutdownDate, name).toBe(true);
    }
    for (const name of WITHOUT_SUCCESSOR) expect(modelOf(builtIn, name).successor).toBeUndefined();
  });

  test('has a price for every model on the day it was collected, cached input never dearer', () => {
    for (const model of builtIn.models) {
      const price = priceOn(model, builtIn.collected);
      const token = price?.tokenPicoUsd;
      if (!token) expect(price?.minutePicoUsd, model.name).toBeGreaterThan(0);
      else expect(token.cachedInput, model.name).toBeLessThanOrEqual(token.input);
    }
  });

  test('counts words exactly for gpt-4o and gpt-4.1 alone', () => {
    const exact = builtIn.models.filter(({ tokenizer }) => tokenizer.exact).map(({ name }) => name);
    expect(exact).toEqual(['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano']);
  });

  test('reads dollars per million as pico-dollars a token, and fills in what has no price of its own', () => {
    expect(priceOn(modelOf(builtIn, 'gpt-6-luna'), '2026-11-21')?.tokenPicoUsd).toEqual({
      input: 100_000,
      cachedInput: 10_000,
      cacheWrite: 125_000,
      image: 100_000,
      audioInput: 100_000,
      output: 500_000,
      reasoning: 500_000,
      audioOutput: 500_000,
    });
    const transcribe = priceOn(modelOf(builtIn, 'gpt-transcribe'), '2026-11-21');
    expect(transcribe).toMatchObject({ tokenPicoUsd: undefined, minutePicoUsd: 4_500_000_000 });
  });
});

describe('defaultFor', () => {
  test.each([
    ['vision', '2026-11-21', 'gpt-4o', undefined],
    ['vision', '2027-01-13', 'gpt-4o', undefined],
    ['vision', '2027-01-14', 'gpt-6-luna', 'gpt-4o'],
    ['vision', '2030-01-01', 'gpt-6-luna', 'gpt-4o'],
    ['glance', '2026-11-21', 'gpt-6-luna', undefined],
    ['text', '2027-01-13', 'gpt-4o-mini', undefined],
    ['text', '2027-01-14', 'gpt-6-luna', 'gpt-4o-mini'],
  ] as const)('%s on %s is %s', (kind, day, name, replaces) => {
    const found = builtIn.defaultFor(kind, day);
    expect(found.model.name).toBe(name);
    expect(found.replaces).toBe(replaces);
  });
});

describe('retiring', () => {
  test.each([
    ['gpt-4o', '2026-11-14', undefined],
    ['gpt-4o', '2026-11-15', { date: '2027-01-14', successor: 'gpt-6-luna', daysLeft: 60 }],
    ['gpt-4o', '2027-01-13', { date: '2027-01-14', successor: 'gpt-6-luna', daysLeft: 1 }],
    ['gpt-4o', '2027-01-14', undefined],
    ['gpt-5.1', '2027-03-31', { date: '2027-04-01', successor: undefined, daysLeft: 1 }],
    ['gpt-6-luna', '2026-11-21', undefined],
    ['gpt-unheard-of', '2026-11-21', undefined],
  ])('%s on %s: %o', (name, day, expected) => expect(builtIn.retiring(name, day)).toEqual(expected));

  test('names who will be there on that day', () => {
    const catalogue = loadCatalogue(undefined, [
      { ...own, name: 'old', shutdownDate: '2026-12-01', successor: 'older' },
      { ...own, name: 'older', shutdownDate: '2026-11-01', successor: 'new' },
      { ...own, name: 'new' },
      { ...own, name: 'lost', shutdownDate: '2026-12-01', successor: 'nobody' },
    ]);
    expect(catalogue.retiring('old', '2026-11-21')?.successor).toBe('new');
    expect(catalogue.retiring('lost', '2026-11-21')).toEqual({
      date: '2026-12-01',
      successor: undefined,
      daysLeft: 10,
    });
  });
});

test('priceOn takes the last price that has begun', () => {
  const sol = modelOf(builtIn, 'gpt-5.6-sol');
  const outputOn = (model: Model, day: string) => priceOn(model, day)?.tokenPicoUsd?.output;
  expect(outputOn(sol, '2026-11-20')).toBe(20_000_000);
  expect(outputOn(sol, '2026-11-21')).toBe(30_000_000);
  expect(outputOn({ ...sol, prices: sol.prices.toReversed() }, '2099-01-01')).toBe(30_000_000);
  expect(priceOn(sol, '2026-08-20')).toBeUndefined();
  // A price without a day was always there.
  const [first, ...later] = sol.prices;
  if (!first) throw new Error('gpt-5.6-sol has prices.');
  const always = { ...sol, prices: [...later, { ...first, from: undefined }] };
  expect(outputOn(always, '2020-01-01')).toBe(20_000_000);
  expect(outputOn(always, '2026-11-21')).toBe(30_000_000);
});

/** The least that a model of the user's can be. */
const own: ModelEntry = { name: 'own', abilities: ['text'], prices: [{ input: 0, output: 0 }] };

describe("the user's models.json", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lenscap-spec-'));
    file = join(directory, 'models.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const load = (models: unknown) => {
    writeFileSync(file, JSON.stringify({ models }));
    return loadCatalogue(file);
  };

  test('may be missing', () => expect(loadCatalogue(file).models).toEqual(builtIn.models));

  test('adds models', () => {
    const { models, entries, find } = load([own]);
    expect(models).toHaveLength(builtIn.models.length + 1);
    expect(entries.at(-1)).toEqual(own);
    expect(find('own')).toMatchObject({ maxOutputTokens: 16_384, tokenizer: { exact: false } });
  });

  const entryOf = (name: string) => {
    const entry = builtIn.entries.find((each) => each.name === name);
    if (!entry) throw new Error(`The catalogue has no ${name}.`);
    return entry;
  };

  test('corrects models, the built-in file stays as it is', () => {
    const corrected = load([{ ...entryOf('gpt-4o'), shutdownDate: '2026-06-01' }]);
    expect(corrected.models).toHaveLength(builtIn.models.length);
    expect(corrected.defaultFor('vision', '2026-11-21').model.name).toBe('gpt-6-luna');
    expect(loadCatalogue().defaultFor('vision', '2026-11-21').model.name).toBe('gpt-4o');
  });

  test('can hold the built-in catalogue', () => {
    expect(load([...builtIn.entries]).models).toEqual(builtIn.models);
  });

  test('lies below the setting', () => {
    writeFileSync(file, JSON.stringify({ models: [own, { ...own, name: 'other' }] }));
    const catalogue = loadCatalogue(file, [{ ...own, prices: [{ input: 1, output: 2 }] }]);
    expect(catalogue.find('own')?.prices[0]?.tokenPicoUsd?.input).toBe(1_000_000);
    expect(catalogue.find('other')?.prices[0]?.tokenPicoUsd?.input).toBe(0);
  });

  const priced = (price: object) => JSON.stringify({ models: [{ ...own, prices: [price] }] });

  test.each([
    ['six decimals', 0.000001, 1],
    ['whose binary fraction is a little more', 0.000123, 123],
    ['whose binary fraction is a little less', 0.000249, 249],
    ['the dearest', 1_000_000, 1_000_000_000_000],
  ])('takes prices exactly: %s', (_, input, pico) => {
    writeFileSync(file, priced({ input, output: 0 }));
    expect(loadCatalogue(file).find('own')?.prices[0]?.tokenPicoUsd?.input).toBe(pico);
  });

  test.each([
    ['no JSON', '{"models": ['],
    ['no list', '{}'],
    ['more than six decimals', priced({ input: 0.0000015, output: 1 })],
    ['a negative price', priced({ input: 1, output: -1 })],
    ['a price that is no number', priced({ input: '$2.50', output: 1 })],
    ['a field nobody knows', priced({ input: 1, output: 1, cachedinput: 0.1 })],
    ['input without output', priced({ input: 1 })],
    ['a price of nothing', priced({ from: '2026-01-01' })],
    ['no price', JSON.stringify({ models: [{ ...own, prices: [] }] })],
    ['no abilities', JSON.stringify({ models: [{ name: 'own', prices: own.prices }] })],
    ['pictures, but not how they count', JSON.stringify({ models: [{ ...own, abilities: ['pictures'] }] })],
    ['sound, but not how it counts', JSON.stringify({ models: [{ ...own, abilities: ['sound'] }] })],
    [
      'negative tokens',
      JSON.stringify({
        models: [
          { ...own, abilities: ['text', 'pictures'], imageTokens: { kind: 'tile', base: -1, perTile: 1 } },
        ],
      }),
    ],
    ['an impossible day', JSON.stringify({ models: [{ ...own, shutdownDate: '2026-02-30' }] })],
  ])('%s is refused, with the name of the file', (_, text) => {
    writeFileSync(file, text);
    expect(() => loadCatalogue(file)).toThrow(
      expect.objectContaining({ code: 'catalogue-invalid', message: expect.stringContaining(file) }),
    );
  });

  test('that is a folder is refused', () => {
    expect(() => loadCatalogue(directory)).toThrow(expect.objectContaining({ code: 'catalogue-unreadable' }));
  });

  test.each([
    ['itself', 'gpt-4o'],
    ['nobody', 'gpt-missing'],
  ])('with a successor that is %s ends in an error, not in a loop', (_, successor) => {
    const catalogue = load([{ ...entryOf('gpt-4o'), shutdownDate: '2026-01-01', successor }]);
    expect(() => catalogue.defaultFor('vision', '2026-11-21')).toThrow(LocalError);
  });
});
