import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogue, type Model } from '../catalogue/catalogue.ts';
import { costOf } from '../catalogue/cost.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import { chooseModel, estimate } from './estimate.ts';

const catalogue = loadCatalogue();
const TODAY = '2026-11-21';

function modelOf(name: string): Model {
  const model = catalogue.find(name);
  if (!model) throw new Error(`The catalogue has no ${name}.`);
  return model;
}

describe('estimate', () => {
  const picture = { width: 1024, height: 576, detail: 'high' } as const;

  test('counts words, frames and pictures, and prices them', async () => {
    const messages = ['Be brief.', 'hello world'];
    const priced = await estimate(
      modelOf('gpt-4o'),
      { messages, pictures: [picture], maxOutputTokens: 2048 },
      TODAY,
    );
    const text = 3 + 4 + (await countTextTokens('Be brief.')) + 4 + 2;
    expect(priced.tokens).toEqual({ text, image: 765, audio: 0, maxOutput: 2048 });
    const input = text + 765;
    expect(priced.inputNanoUsd).toBe(input * 2500);
    expect(priced.expectedNanoUsd).toBe(input * 2500 + 350 * 10_000);
    // 10 % and 16 tokens more, and the whole of the answer.
    expect(priced.maxNanoUsd).toBe((Math.ceil(input * 1.1) + 16) * 2500 + 2048 * 10_000);
  });

  test("an answer is never expected to be longer than it may be, nor allowed beyond the model's own limit", async () => {
    const short = await estimate(
      modelOf('gpt-4o'),
      { messages: [], pictures: [], maxOutputTokens: 16 },
      TODAY,
    );
    expect(short.expectedNanoUsd - short.inputNanoUsd).toBe(16 * 10_000);
    const own = { ...modelOf('gpt-4o'), maxOutputTokens: 100 };
    const long = await estimate(own, { messages: [], pictures: [], maxOutputTokens: 16_384 }, TODAY);
    expect(long.tokens.maxOutput).toBe(100);
  });

  test('the worst case covers whatever a provider may count within a tenth of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 2000 }),
        fc.array(
          fc.record({ width: fc.integer({ min: 1, max: 2048 }), height: fc.integer({ min: 1, max: 2048 }) }),
          {
            maxLength: 10,
          },
        ),
        fc.constantFrom(...catalogue.models),
        fc.double({ min: 0, max: 1.1, noNaN: true }),
        async (words, sizes, model, factor) => {
          const pictures = model.imageTokens
            ? sizes.map((size) => ({ ...size, detail: 'high' as const }))
            : [];
          const priced = await estimate(model, { messages: [words], pictures, maxOutputTokens: 2048 }, TODAY);
          const { text, image, maxOutput } = priced.tokens;
          const usage = {
            input: Math.floor((text + image) * factor),
            cachedInput: 0,
            image,
            audio: 0,
            output: maxOutput,
            reasoning: 0,
          };
          return (
            priced.inputNanoUsd <= priced.expectedNanoUsd &&
            priced.expectedNanoUsd <= priced.maxNanoUsd &&
            costOf(priced.price, usage) <= priced.maxNanoUsd
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  test('a model without pictures is not sent any', async () => {
    const { imageTokens: _, ...wordsOnly } = modelOf('gpt-4o');
    await expect(
      estimate(wordsOnly, { messages: [], pictures: [picture], maxOutputTokens: 16 }, TODAY),
    ).rejects.toMatchObject({ kind: 'usage', code: 'model-without-pictures' });
  });

  test('what has no price yet is not sent', async () => {
    await expect(
      estimate(modelOf('gpt-6-luna'), { messages: [], pictures: [], maxOutputTokens: 16 }, '2025-12-31'),
    ).rejects.toMatchObject({ kind: 'budget', code: 'unknown-price' });
  });
});

describe('chooseModel', () => {
  test.each([
    [undefined, 'vision', TODAY, 'gpt-4o', undefined],
    ['', 'text', TODAY, 'gpt-4o-mini', undefined],
    ['gpt-4.1', 'vision', TODAY, 'gpt-4.1', undefined],
    [
      undefined,
      'vision',
      '2027-01-14',
      'gpt-6-luna',
      'gpt-4o was shut down by its provider; gpt-6-luna takes its place.',
    ],
    // Whoever names a model gets it, or the provider's own word that it is gone.
    ['gpt-4o', 'vision', '2027-01-14', 'gpt-4o', undefined],
  ] as const)('%j for %s on %s: %s', (wanted, route, day, name, notice) => {
    const chosen = chooseModel(catalogue, route, day, wanted);
    expect(chosen.model.name).toBe(name);
    expect(chosen.notice).toBe(notice);
  });

  test('a model nobody knows the price of is refused, with a way out', () => {
    expect(() => chooseModel(catalogue, 'text', TODAY, 'gpt-unheard-of')).toThrow(
      expect.objectContaining({
        kind: 'budget',
        code: 'unknown-price',
        message: expect.stringContaining('gpt-unheard-of'),
        hint: expect.stringContaining('models.json'),
      }),
    );
  });
});
