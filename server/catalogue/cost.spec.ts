import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogue, type Price, priceOn } from './catalogue.ts';
import { costOf } from './cost.ts';

const none = { input: 0, cachedInput: 0, image: 0, audio: 0, output: 0, reasoning: 0 };
const catalogue = loadCatalogue();

function priceOf(name: string): Price {
  const model = catalogue.find(name);
  const price = model && priceOn(model, '2026-11-22');
  if (!price) throw new Error(`The catalogue has no price for ${name}.`);
  return price;
}

// By hand: tokens × dollars per million × 1000.
test.each([
  ['gpt-4o', { input: 1000, output: 100 }, 1000 * 2500 + 100 * 10_000],
  ['gpt-4o', { input: 1000, cachedInput: 600, output: 100 }, 400 * 2500 + 600 * 1250 + 100 * 10_000],
  ['gpt-4o', { input: 1_000_000 }, 2_500_000_000],
  ['gpt-4o-mini', { input: 7, cachedInput: 7, output: 3 }, 7 * 75 + 3 * 600],
  ['gpt-6-luna', { input: 3, output: 1 }, 800],
  // Pictures are input and reasoning is output already.
  ['gpt-4o', { input: 1000, image: 765, output: 100, reasoning: 60 }, 3_500_000],
  // A provider that says more was cached than was sent.
  ['gpt-4o', { input: 10, cachedInput: 99 }, 12_500],
  // 272,000 is not above 272,000; from there on everything is dearer, not only the rest.
  ['gpt-6-luna', { input: 272_000, output: 10 }, 27_205_000],
  ['gpt-6-luna', { input: 272_001, output: 10 }, 272_001 * 200 + 10 * 750],
  ['gpt-4o', none, 0],
] as const)('%s, %o: %i nano-dollars', (model, usage, cost) => {
  expect(costOf(priceOf(model), { ...none, ...usage })).toBe(cost);
});

describe('for every price and every count', () => {
  const price = fc.constantFrom(...catalogue.models.map(({ name }) => priceOf(name)));
  const tokens = fc.integer({ min: 0, max: 2_000_000 });

  test('the cost is a whole number, and one token more never costs less', () => {
    fc.assert(
      fc.property(price, tokens, tokens, tokens, (each, input, cachedInput, output) => {
        const usage = { ...none, input, cachedInput: Math.min(cachedInput, input), output };
        const cost = costOf(each, usage);
        return (
          Number.isSafeInteger(cost) &&
          cost >= 0 &&
          costOf(each, { ...usage, input: input + 1 }) >= cost &&
          costOf(each, { ...usage, output: output + 1 }) >= cost
        );
      }),
      { examples: [[priceOf('gpt-6-luna'), 272_000, 0, 5]] },
    );
  });

  test('what was cached never costs more than what was not', () => {
    fc.assert(
      fc.property(
        price,
        tokens,
        tokens,
        (each, input, cachedInput) =>
          costOf(each, { ...none, input, cachedInput }) <= costOf(each, { ...none, input }),
      ),
    );
  });
});
