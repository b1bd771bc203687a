import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewModel } from '../../protocol/models.ts';
import { addModel } from './add-model.ts';
import { loadCatalogue, type Price, priceOn } from './catalogue.ts';
import { costOf } from './cost.ts';

const TODAY = '2026-11-21';
let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lenscap-spec-'));
  file = join(directory, 'data', 'models.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

const add = (model: NewModel, day = TODAY) => addModel(file, model, loadCatalogue(file), day);

function priceOf(name: string, day = TODAY): Price {
  const model = loadCatalogue(file).find(name);
  const price = model && priceOn(model, day);
  if (!price) throw new Error(`${name} has no price on ${day}.`);
  return price;
}

test('a new model can be asked about words, on every day', async () => {
  expect(
    await add({ name: 'own', input: 0.5, output: 1.5, contextTokens: 8192, maxOutputTokens: 1024 }),
  ).toBe(file);
  const model = loadCatalogue(file).find('own');
  expect(model).toMatchObject({ abilities: ['text'], contextTokens: 8192, maxOutputTokens: 1024 });
  expect(model?.imageTokens).toBeUndefined();
  expect(priceOf('own', '2020-01-01').tokenPicoUsd).toMatchObject({
    input: 500_000,
    cachedInput: 500_000,
    output: 1_500_000,
  });
});

test('it counts pictures as another one does', async () => {
  await add({ name: 'own', input: 1, output: 2, picturesLike: 'gpt-4o' });
  await add({ name: 'like mine', input: 1, output: 2, picturesLike: 'own' });
  const { find } = loadCatalogue(file);
  expect(find('like mine')?.imageTokens).toEqual({ kind: 'tile', base: 85, perTile: 170 });
  expect(find('like mine')?.abilities).toEqual(['text', 'pictures']);
});

test.each(['gpt-unheard-of', 'whisper-1'])('but not as %s does', async (picturesLike) => {
  await expect(add({ name: 'own', input: 1, output: 2, picturesLike })).rejects.toMatchObject({
    kind: 'usage',
    code: 'model-without-pictures',
  });
  expect(loadCatalogue(file).find('own')).toBeUndefined();
});

test('a model that is known gets a price from today on, and keeps the rest', async () => {
  await add({ name: 'gpt-6-luna', input: 0.12, cachedInput: 0.012, output: 0.6 });
  const luna = loadCatalogue(file).find('gpt-6-luna');
  const before = loadCatalogue().find('gpt-6-luna');
  expect(luna).toEqual({ ...before, prices: luna?.prices });
  expect(priceOf('gpt-6-luna', '2026-11-20').tokenPicoUsd?.input).toBe(100_000);
  const today = priceOf('gpt-6-luna');
  // Writing to its cache and long contexts stay dearer.
  expect(today.tokenPicoUsd).toMatchObject({ input: 120_000, cachedInput: 12_000, cacheWrite: 125_000 });
  expect(today.longContext?.aboveInputTokens).toBe(272_000);
  expect(today.serviceTiers.get('priority')).toBe(200);
});

test('what the old price had cheaper is not carried over', async () => {
  await add({ name: 'gpt-6-luna', input: 0.2, output: 0.5 });
  expect(priceOf('gpt-6-luna').tokenPicoUsd).toMatchObject({ cachedInput: 200_000, cacheWrite: 200_000 });
});

test('a price announced for later gives way to the user', async () => {
  await add({ name: 'gpt-5.6-sol', input: 4, output: 20 }, '2026-11-01');
  expect(priceOf('gpt-5.6-sol', '2026-12-01').tokenPicoUsd?.input).toBe(4_000_000);
  // A second correction on the same day replaces the first.
  await add({ name: 'gpt-5.6-sol', input: 3, output: 20 }, '2026-11-01');
  expect(loadCatalogue(file).find('gpt-5.6-sol')?.prices).toHaveLength(2);
  expect(priceOf('gpt-5.6-sol', '2026-12-01').tokenPicoUsd?.input).toBe(3_000_000);
});

test('what can be paid for by the minute gets a price for tokens beside it', async () => {
  await add({ name: 'whisper-1', input: 1, output: 2 });
  expect(priceOf('whisper-1').minutePicoUsd).toBe(6_000_000_000);
  const usage = {
    input: 1,
    cachedInput: 0,
    cacheWrite: 0,
    image: 0,
    audio: 0,
    output: 0,
    reasoning: 0,
    audioOutput: 0,
  };
  expect(costOf(priceOf('whisper-1'), usage)).toBe(1000);
});

test('other models in the file stay, in their places, and nothing else is left in the folder', async () => {
  for (const name of ['a', 'b', 'c']) await add({ name, input: 1, output: 2 });
  await add({ name: 'b', input: 7, output: 8 });
  const models: unknown = JSON.parse(readFileSync(file, 'utf8'));
  expect(models).toMatchObject({ models: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
  expect(readdirSync(join(directory, 'data'))).toEqual(['models.json']);
});

test('a file that is no list of models is refused, and left as it is', async () => {
  await add({ name: 'own', input: 1, output: 2 });
  writeFileSync(file, '{"models": [{}]}');
  await expect(
    addModel(file, { name: 'b', input: 1, output: 2 }, loadCatalogue(), TODAY),
  ).rejects.toMatchObject({
    code: 'catalogue-invalid',
  });
  expect(readFileSync(file, 'utf8')).toBe('{"models": [{}]}');
});

test('a place that cannot be written is said', async () => {
  writeFileSync(join(directory, 'data'), 'a file, no folder');
  await expect(add({ name: 'own', input: 1, output: 2 })).rejects.toMatchObject({ code: 'unwritable-file' });
});
