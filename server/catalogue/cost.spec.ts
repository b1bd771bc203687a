import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_USAGE, type Usage } from '../../protocol/usage.ts';
import { loadCatalogue, type Price, priceOn } from './catalogue.ts';
import { costOf, costOfSeconds, worstCostOf } from './cost.ts';

/** A model with a price for every class, and prices below a nano-dollar a token. */
const every = {
  name: 'every',
  abilities: ['text' as const],
  prices: [
    {
      input: 2,
      cachedInput: 0.3,
      cacheWrite: 2.5,
      image: 3,
      audioInput: 40,
      output: 8,
      reasoning: 5,
      audioOutput: 80,
      longContext: { aboveInputTokens: 1000, inputPercent: 200, outputPercent: 150 },
      serviceTiers: { default: 100, priority: 250, flex: 50 },
    },
  ],
};
const tiny = {
  name: 'tiny',
  abilities: ['text' as const],
  prices: [{ input: 0.000001, cachedInput: 0, output: 0.000003 }],
};
const catalogue = loadCatalogue(undefined, [every, tiny]);

function priceOf(name: string): Price {
  const model = catalogue.find(name);
  const price = model && priceOn(model, '2026-11-22');
  if (!price) throw new Error(`The catalogue has no price for ${name}.`);
  return price;
}

const cost = (model: string, usage: Partial<Usage>, tier?: string | null) =>
  costOf(priceOf(model), { ...NO_USAGE, ...usage }, tier);

// By hand: tokens × dollars per million × 1000.
test.each([
  ['gpt-4o', { input: 1000, output: 100 }, 1000 * 2500 + 100 * 10_000],
  ['gpt-4o', { input: 1000, cachedInput: 600, output: 100 }, 400 * 2500 + 600 * 1250 + 100 * 10_000],
  ['gpt-4o', { input: 1_000_000 }, 2_500_000_000],
  ['gpt-4o-mini', { input: 7, cachedInput: 7, output: 3 }, 7 * 75 + 3 * 600],
  ['gpt-6-luna', { input: 3, output: 1 }, 800],
  // What is written to the cache costs 1.25 times the input.
  ['gpt-6-luna', { input: 1000, cachedInput: 200, cacheWrite: 300 }, 500 * 100 + 200 * 10 + 300 * 125],
  // Pictures are input and reasoning is output already.
  ['gpt-4o', { input: 1000, image: 765, output: 100, reasoning: 60 }, 3_500_000],
  // A picture can have been cached.
  ['gpt-4o', { input: 1000, image: 900, cachedInput: 1000 }, 1_250_000],
  [
    'gpt-audio',
    { input: 110, audio: 100, output: 60, audioOutput: 40 },
    10 * 2500 + 100 * 32_000 + 20 * 10_000 + 40 * 64_000,
  ],
  [
    'every',
    {
      input: 1000,
      cachedInput: 100,
      cacheWrite: 200,
      image: 300,
      audio: 150,
      output: 90,
      reasoning: 30,
      audioOutput: 20,
    },
    250 * 2000 + 100 * 300 + 200 * 2500 + 300 * 3000 + 150 * 40_000 + 40 * 8000 + 30 * 5000 + 20 * 80_000,
  ],
  // 272,000 is not above 272,000; from there on everything is dearer, not only the rest.
  ['gpt-6-luna', { input: 272_000, output: 10 }, 27_205_000],
  ['gpt-6-luna', { input: 272_001, output: 10 }, 272_001 * 200 + 10 * 750],
  ['gpt-6-luna', { input: 272_001, cachedInput: 1, cacheWrite: 1000 }, 271_000 * 200 + 20 + 1000 * 250],
  // A millionth of a nano-dollar counts, and is rounded up once, not by class.
  ['tiny', { input: 1 }, 1],
  ['tiny', { input: 997, output: 1 }, 1],
  ['tiny', { input: 998, output: 1 }, 2],
  ['gpt-4o', {}, 0],
] satisfies [string, Partial<Usage>, number][])('%s, %o: %i nano-dollars', (model, usage, expected) => {
  expect(cost(model, usage)).toBe(expected);
});

describe('parts that cannot be', () => {
  test.each([
    ['more cached than sent: no discount', 'gpt-4o', { input: 10, cachedInput: 99 }, 10 * 2500],
    [
      'cached and written overlap',
      'gpt-6-luna',
      { input: 10, cachedInput: 8, cacheWrite: 4 },
      4 * 125 + 6 * 100,
    ],
    ['more sound than input', 'gpt-audio', { input: 10, audio: 11 }, 10 * 32_000],
    ['more reasoning than output', 'every', { output: 10, reasoning: 11 }, 10 * 8000],
    ['negative counts are none', 'gpt-4o', { input: 10, cachedInput: -5, output: -1 }, 10 * 2500],
  ] satisfies [string, string, Partial<Usage>, number][])('%s', (_, model, usage, expected) => {
    expect(cost(model, usage)).toBe(expected);
  });
});

describe('the service tier of the response', () => {
  test.each([
    [undefined, 100],
    [null, 100],
    ['', 100],
    ['default', 100],
    ['priority', 250],
    ['flex', 50],
    // Nobody knows what it costs: the dearest.
    ['express', 250],
  ])('%s: %i %%', (tier, percent) => {
    const usage = { input: 100, output: 10 };
    expect(cost('every', usage, tier)).toBe((cost('every', usage) * percent) / 100);
    expect(worstCostOf(priceOf('every'), usage, tier)).toBe(
      (worstCostOf(priceOf('every'), usage) * percent) / 100,
    );
  });

  test('changes nothing where the price knows no tiers', () => {
    expect(cost('tiny', { input: 5_000_000 }, 'on_demand')).toBe(cost('tiny', { input: 5_000_000 }));
  });

  test('is one of the catalogue for every model that answers questions', () => {
    for (const { name, abilities } of catalogue.models) {
      if (!abilities.includes('text') || abilities.includes('sound')) continue;
      if (name === 'tiny' || name === 'every') continue;
      const [standard, priority, flex] = ['default', 'priority', 'flex'].map((tier) =>
        cost(name, { input: 100_000, output: 100_000 }, tier),
      );
      expect(priority, name).toBeGreaterThanOrEqual(Number(standard) * 1.75);
      expect(flex, name).toBe(Number(standard) / 2);
    }
  });
});

describe('the worst case', () => {
  test('takes every token for the dearest it can be', () => {
    expect(worstCostOf(priceOf('gpt-4o'), { input: 1000, output: 10 })).toBe(2_600_000);
    expect(worstCostOf(priceOf('gpt-6-luna'), { input: 1000, output: 10 })).toBe(1000 * 125 + 10 * 500);
    expect(worstCostOf(priceOf('gpt-audio'), { input: 10, output: 10 })).toBe(10 * 32_000 + 10 * 64_000);
    expect(worstCostOf(priceOf('every'), { input: 1001, output: 2 })).toBe(1001 * 80_000 + 2 * 120_000);
  });
});

describe('sound by its length', () => {
  test.each([
    ['whisper-1', 60, 6_000_000],
    ['whisper-1', 1, 100_000],
    ['whisper-1', 4.35, 435_000],
    ['whisper-1', 0.1 + 0.2, 30_000],
    ['gpt-transcribe', 90, 6_750_000],
    ['gpt-transcribe', 0.000_001, 1],
    ['gpt-transcribe', 0, 0],
    ['gpt-4o', 60, undefined],
  ])('%s, %d seconds: %s nano-dollars', (model, seconds, expected) => {
    expect(costOfSeconds(priceOf(model), seconds)).toBe(expected);
  });

  test('says nothing about tokens', () => {
    const refused = expect.objectContaining({ kind: 'budget', code: 'unknown-price' });
    expect(() => cost('whisper-1', { input: 1 })).toThrow(refused);
    expect(() => worstCostOf(priceOf('whisper-1'), { input: 1, output: 1 })).toThrow(refused);
  });
});

describe('for every price and every count', () => {
  const price = fc.constantFrom(
    ...catalogue.models.map(({ name }) => priceOf(name)).filter(({ tokenPicoUsd }) => tokenPicoUsd),
  );
  const tokens = fc.oneof(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 0, max: 20 }));
  const tier = fc.constantFrom(undefined, 'default', 'priority', 'flex', 'unheard-of');
  /** Usage whose parts fit into the whole. */
  const consistent: fc.Arbitrary<Usage> = fc
    .tuple(tokens, tokens, tokens, tokens, tokens, tokens, tokens, tokens)
    .map(([plain, cachedInput, cacheWrite, image, audio, words, reasoning, audioOutput]) => ({
      input: plain + cachedInput + cacheWrite + image + audio,
      cachedInput,
      cacheWrite,
      image,
      audio,
      output: words + reasoning + audioOutput,
      reasoning,
      audioOutput,
    }));
  const any: fc.Arbitrary<Usage> = fc
    .tuple(tokens, tokens, tokens, tokens, tokens, tokens, tokens, tokens)
    .map(([input, cachedInput, cacheWrite, image, audio, output, reasoning, audioOutput]) => ({
      input,
      cachedInput,
      cacheWrite,
      image,
      audio,
      output,
      reasoning,
      audioOutput,
    }));

  test('the cost is a whole number, never above the worst case', () => {
    fc.assert(
      fc.property(
        price,
        fc.oneof(any, consistent),
        tokens,
        tokens,
        tier,
        (each, usage, more, evenMore, name) => {
          const sum = costOf(each, usage, name);
          const { input, output } = usage;
          return (
            Number.isSafeInteger(sum) &&
            sum >= 0 &&
            sum <= worstCostOf(each, { input, output }, name) &&
            sum <= worstCostOf(each, { input: input + more, output: output + evenMore }, name)
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('one token more, of any class, never costs less', () => {
    fc.assert(
      fc.property(price, consistent, tier, (each, usage, name) => {
        const sum = costOf(each, usage, name);
        const more = (change: Partial<Usage>) => costOf(each, { ...usage, ...change }, name) >= sum;
        const input = usage.input + 1;
        const output = usage.output + 1;
        return (
          more({ input }) &&
          more({ input, cachedInput: usage.cachedInput + 1 }) &&
          more({ input, cacheWrite: usage.cacheWrite + 1 }) &&
          more({ input, image: usage.image + 1 }) &&
          more({ input, audio: usage.audio + 1 }) &&
          more({ output }) &&
          more({ output, reasoning: usage.reasoning + 1 }) &&
          more({ output, audioOutput: usage.audioOutput + 1 })
        );
      }),
      { examples: [[priceOf('gpt-6-luna'), { ...NO_USAGE, input: 272_000, output: 5 }, undefined]] },
    );
  });

  test('two requests cost what their sum does, but for what was rounded up', () => {
    const short = { ...NO_USAGE, input: 1000 };
    fc.assert(
      fc.property(price, consistent, consistent, tier, (each, one, other, name) => {
        // A long context would make the sum dearer.
        const flat = { ...each, longContext: undefined };
        const both = { ...NO_USAGE };
        for (const part of ['input', 'cachedInput', 'cacheWrite', 'image', 'audio'] as const)
          both[part] = one[part] + other[part];
        for (const part of ['output', 'reasoning', 'audioOutput'] as const)
          both[part] = one[part] + other[part];
        const apart = costOf(flat, one, name) + costOf(flat, other, name);
        const together = costOf(flat, both, name);
        return together <= apart && apart <= together + 1;
      }),
      { examples: [[priceOf('tiny'), short, short, undefined]] },
    );
  });

  test('parts that contradict each other never make it cheaper than plain tokens or any part alone', () => {
    fc.assert(
      fc.property(price, any, (each, usage) => {
        const { input, cachedInput, cacheWrite, audio, image, output } = usage;
        const own = each.tokenPicoUsd?.image !== each.tokenPicoUsd?.input;
        if (cachedInput + cacheWrite + audio + (own ? image : 0) <= input) return true;
        const only = (part: Partial<Usage>) => costOf(each, { ...NO_USAGE, input, output, ...part });
        const sum = costOf(each, { ...usage, reasoning: 0, audioOutput: 0 });
        return sum >= only({}) && sum >= only({ audio: Math.min(audio, input) });
      }),
    );
  });

  test('what was cached never costs more than what was not', () => {
    fc.assert(
      fc.property(
        price,
        tokens,
        tokens,
        (each, input, cachedInput) =>
          costOf(each, { ...NO_USAGE, input, cachedInput }) <= costOf(each, { ...NO_USAGE, input }),
      ),
    );
  });

  test('counts and sums beyond what numbers hold exactly stay there', () => {
    const most = Number.MAX_SAFE_INTEGER;
    for (const name of ['gpt-4o', 'gpt-6-luna', 'every']) {
      const each = priceOf(name);
      expect(costOf(each, { ...NO_USAGE, input: most, output: most }, 'priority'), name).toBe(most);
      expect(worstCostOf(each, { input: Infinity, output: 1 }), name).toBe(most);
    }
    // Where the sum is small enough, the last pico-dollar still counts.
    expect(cost('tiny', { input: most })).toBe(Math.ceil(most / 1000));
  });
});
