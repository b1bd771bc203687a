import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LocalError } from '../../protocol/errors.ts';
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

  test('has a successor it knows for every model that ends, and the successor outlives it', () => {
    for (const { name, shutdownDate, successor } of builtIn.models) {
      if (shutdownDate === undefined) continue;
      const next = modelOf(builtIn, successor ?? `successor of ${name}`);
      expect((next.shutdownDate ?? '9999-12-31') > shutdownDate, name).toBe(true);
    }
  });

  test('has a price for every model on the day it was collected, cached input never dearer', () => {
    for (const model of builtIn.models) {
      const price = priceOn(model, builtIn.collected);
      expect(price?.cachedInputNanoUsd, model.name).toBeLessThanOrEqual(price?.inputNanoUsd ?? -1);
    }
  });
});

describe('defaultFor', () => {
  test.each([
    ['vision', '2026-11-21', 'gpt-4o', undefined],
    ['vision', '2027-01-13', 'gpt-4o', undefined],
    ['vision', '2027-01-14', 'gpt-6-luna', 'gpt-4o'],
    ['vision', '2030-01-01', 'gpt-6-luna', 'gpt-4o'],
    ['text', '2027-01-13', 'gpt-4o-mini', undefined],
    ['text', '2027-01-14', 'gpt-6-luna', 'gpt-4o-mini'],
  ] as const)('%s on %s is %s', (kind, day, name, replaces) => {
    const found = builtIn.defaultFor(kind, day);
    expect(found.model.name).toBe(name);
    expect(found.replaces).toBe(replaces);
  });
});

test('priceOn takes the last price that has begun', () => {
  const sol = modelOf(builtIn, 'gpt-5.6-sol');
  expect(priceOn(sol, '2026-11-20')?.outputNanoUsd).toBe(20_000);
  expect(priceOn(sol, '2026-11-21')?.outputNanoUsd).toBe(30_000);
  expect(priceOn({ ...sol, prices: sol.prices.toReversed() }, '2099-01-01')?.outputNanoUsd).toBe(30_000);
  expect(priceOn(sol, '2025-12-31')).toBeUndefined();
});

describe("the user's models.json", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lenscap-spec-'));
    file = join(directory, 'models.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const own = {
    name: 'own',
    contextTokens: 8192,
    maxOutputTokens: 1024,
    prices: [{ from: '2026-01-01', inputNanoUsd: 0, cachedInputNanoUsd: 0, outputNanoUsd: 0 }],
  };
  const load = (models: unknown) => {
    writeFileSync(file, JSON.stringify({ models }));
    return loadCatalogue(file);
  };

  test('may be missing', () => expect(loadCatalogue(file).models).toEqual(builtIn.models));

  test('adds models', () => {
    expect(load([own]).find('own')).toEqual(own);
    expect(load([own]).models).toHaveLength(builtIn.models.length + 1);
  });

  test('corrects models, the built-in file stays as it is', () => {
    const corrected = load([{ ...modelOf(builtIn, 'gpt-4o'), shutdownDate: '2026-06-01' }]);
    expect(corrected.models).toHaveLength(builtIn.models.length);
    expect(corrected.defaultFor('vision', '2026-11-21').model.name).toBe('gpt-6-luna');
    expect(loadCatalogue().defaultFor('vision', '2026-11-21').model.name).toBe('gpt-4o');
  });

  test.each([
    ['no JSON', '{"models": ['],
    ['no list', '{}'],
    ['a price in dollars', JSON.stringify({ models: [{ ...own, prices: [{ inputNanoUsd: 2.5 }] }] })],
    [
      'a negative price',
      JSON.stringify({ models: [{ ...own, prices: [{ ...own.prices[0], outputNanoUsd: -1 }] }] }),
    ],
    ['no price', JSON.stringify({ models: [{ ...own, prices: [] }] })],
    [
      'negative tokens',
      JSON.stringify({ models: [{ ...own, imageTokens: { kind: 'tile', base: -1, perTile: 1 } }] }),
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
    const catalogue = load([{ ...modelOf(builtIn, 'gpt-4o'), shutdownDate: '2026-01-01', successor }]);
    expect(() => catalogue.defaultFor('vision', '2026-11-21')).toThrow(LocalError);
  });
});
