import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageTokenRule } from '../../protocol/models.ts';
import { loadCatalogue } from './catalogue.ts';
import { type Detail, imageTokens } from './image-tokens.ts';

const catalogue = loadCatalogue();

function ruleOf(name: string): ImageTokenRule {
  const rule = catalogue.find(name)?.imageTokens;
  if (!rule) throw new Error(`${name} takes no pictures.`);
  return rule;
}

// Published by OpenAI as examples.
test.each([
  ['gpt-4o', 'low', 1024, 1024, 85],
  ['gpt-4o', 'high', 1024, 1024, 765],
  ['gpt-4o', 'high', 2048, 4096, 1105],
  ['gpt-5.4', 'high', 1024, 1024, 1229],
  ['gpt-5.4', 'high', 2048, 2048, 3000],
] satisfies [string, Detail, number, number, number][])(
  '%s, %s, %i × %i: %i',
  (model, detail, width, height, tokens) => {
    expect(imageTokens(ruleOf(model), detail, width, height)).toBe(tokens);
  },
);

// Computed from the published rules by other code, with exact fractions; one column a size.
const SIZES = [
  [32, 32],
  [33, 32],
  [512, 512],
  [513, 512],
  [1024, 1024],
  [1024, 576],
  [1170, 2532],
  [1920, 1080],
  [2048, 2048],
  [2048, 4096],
  [3840, 2160],
  [8000, 100],
  [2000, 1900],
  [4096, 4096],
  [6000, 4500],
] as const;
// biome-ignore format: a table
const GOLDEN: [families: string[], counts: Partial<Record<Detail, number[]>>][] = [
  [['gpt-4o', 'gpt-4.1'], {
    low:      [    85,     85,     85,     85,     85,     85,     85,     85,     85,     85,     85,     85,     85,     85,     85],
    high:     [   255,    255,    255,    425,    765,    765,   1445,   1105,    765,   1105,   1105,    765,    765,    765,    765],
  }],
  [['gpt-4o-mini'], {
    low:      [  2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833,   2833],
    high:     [  8500,   8500,   8500,  14167,  25501,  25501,  48169,  36835,  25501,  36835,  36835,  25501,  25501,  25501,  25501],
  }],
  [['gpt-5', 'gpt-5.1'], {
    low:      [    70,     70,     70,     70,     70,     70,     70,     70,     70,     70,     70,     70,     70,     70,     70],
    high:     [   210,    210,    210,    350,    630,    630,   1190,    910,    630,    910,    910,    630,    630,    630,    630],
  }],
  [['o1', 'o3'], {
    low:      [    75,     75,     75,     75,     75,     75,     75,     75,     75,     75,     75,     75,     75,     75,     75],
    high:     [   225,    225,    225,    375,    675,    675,   1275,    975,    675,    975,    975,    675,    675,    675,    675],
  }],
  [['gpt-4.1-mini'], {
    low:      [     2,      4,    415,    441,   1659,    934,   3111,   3305,   6636,   3318,   3733,    104,   6124,   6636,   4977],
    high:     [     2,      4,    415,    441,   1659,    934,   3111,   3305,   6636,   3318,   3733,    104,   6124,   6636,   4977],
  }],
  [['gpt-5-mini', 'gpt-5.2'], {
    low:      [     2,      3,    308,    327,   1229,    692,   2304,   2448,   4916,   2458,   2765,     77,   4536,   4916,   3687],
    high:     [     2,      3,    308,    327,   1229,    692,   2304,   2448,   4916,   2458,   2765,     77,   4536,   4916,   3687],
  }],
  [['gpt-5-nano'], {
    low:      [     2,      3,    384,    408,   1536,    864,   2880,   3060,   6144,   3072,   3456,     96,   5670,   6144,   4608],
    high:     [     2,      3,    384,    408,   1536,    864,   2880,   3060,   6144,   3072,   3456,     96,   5670,   6144,   4608],
  }],
  [['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano'], {
    low:      [     2,      3,    308,    327,   1229,    692,   2304,   2448,   4916,   2458,   2765,     77,   4536,   4916,   3687],
    high:     [     2,      3,    308,    327,   1229,    692,   2304,   2448,   3000,   2458,   2765,     77,   2938,   3000,   2942],
    original: [     2,      3,    308,    327,   1229,    692,   3552,   2448,   4916,   9831,   9792,    677,   4536,  12000,  11868],
  }],
  [['gpt-5.5'], {
    low:      [     2,      3,    308,    308,    308,    173,    154,    173,    308,    154,    173,     20,    308,    308,    231],
    high:     [     2,      3,    308,    327,   1229,    692,   2304,   2448,   3000,   2458,   2765,     77,   2938,   3000,   2942],
    original: [     2,      3,    308,    327,   1229,    692,   3552,   2448,   4916,   9831,   9792,    677,   4536,  12000,  11868],
  }],
  [['gpt-5.6-luna', 'gpt-5.6-terra', 'gpt-5.6-sol', 'gpt-6-luna', 'gpt-6-sol', 'gpt-6.1-sol', 'gpt-6.1-terra'], {
    low:      [     2,      3,    308,    308,    308,    173,    154,    173,    308,    154,    173,     20,    308,    308,    231],
    high:     [     2,      3,    308,    327,   1229,    692,   2304,   2448,   3000,   2458,   2765,     77,   2938,   3000,   2942],
    original: [     2,      3,    308,    327,   1229,    692,   3552,   2448,   4916,   9831,   9792,   1200,   4536,  19661,  31810],
  }],
];

describe('the published rules', () => {
  test.each(GOLDEN)('of %j', (names, counts) => {
    for (const name of names) {
      for (const detail of ['low', 'high', 'original'] as const) {
        const expected = counts[detail];
        if (!expected) continue;
        const counted = SIZES.map(([width, height]) => imageTokens(ruleOf(name), detail, width, height));
        expect(counted, `${name}, ${detail}`).toEqual(expected);
      }
    }
  });

  test('are checked for every model that takes pictures', () => {
    const checked = GOLDEN.flatMap(([names]) => names);
    const taking = catalogue.models.filter((model) => model.imageTokens).map(({ name }) => name);
    expect(checked.toSorted()).toEqual(taking.toSorted());
  });

  test('where there is no `original`, it counts as `high`', () => {
    expect(imageTokens(ruleOf('gpt-4.1-mini'), 'original', 4096, 4096)).toBe(6636);
    expect(imageTokens(ruleOf('gpt-4o'), 'original', 4096, 4096)).toBe(765);
  });

  test('the shortest side comes out whole: 1024.64 pixels are two tiles, not three', () => {
    expect(imageTokens(ruleOf('gpt-4o'), 'high', 1601, 1200)).toBe(765);
  });
});

describe('for every rule of the catalogue, every detail and every size', () => {
  const rules = catalogue.models.flatMap(({ imageTokens: rule }) => (rule ? [rule] : []));
  const side = fc.oneof(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 64 }));
  const asked = [
    fc.constantFrom(...rules),
    fc.constantFrom<Detail>('low', 'high', 'original'),
    side,
    side,
  ] as const;

  test('the count is a whole number above zero', () => {
    fc.assert(
      fc.property(...asked, (rule, detail, width, height) => {
        const tokens = imageTokens(rule, detail, width, height);
        return Number.isInteger(tokens) && tokens > 0;
      }),
      { numRuns: 2000 },
    );
  });

  test('turning the picture changes nothing', () => {
    fc.assert(
      fc.property(
        ...asked,
        (rule, detail, width, height) =>
          imageTokens(rule, detail, width, height) === imageTokens(rule, detail, height, width),
      ),
    );
  });

  test('the count stays within what the rule allows', () => {
    fc.assert(
      fc.property(...asked, (rule, detail, width, height) => {
        const tokens = imageTokens(rule, detail, width, height);
        if (rule.kind === 'tile') return tokens <= rule.base + 8 * rule.perTile;
        const { maxPatches } = detail === 'original' ? (rule.original ?? rule.high) : rule[detail];
        const patches = maxPatches ?? Math.ceil(width / 32) * Math.ceil(height / 32);
        return tokens <= Math.ceil((patches * rule.multiplierPercent) / 100);
      }),
      { numRuns: 2000 },
    );
  });

  test('more detail never costs less', () => {
    fc.assert(
      fc.property(asked[0], side, side, (rule, width, height) => {
        const [low, high, original] = (['low', 'high', 'original'] as const).map((detail) =>
          imageTokens(rule, detail, width, height),
        );
        // gpt-5.4's `low` allows more patches than its `high`: published so.
        const isOdd = rule.kind === 'patch' && (rule.low.maxPatches ?? 0) > (rule.high.maxPatches ?? 0);
        return (isOdd || Number(low) <= Number(high)) && Number(high) <= Number(original);
      }),
    );
  });

  test('a picture twice as wide and high never costs less', () => {
    fc.assert(
      fc.property(...asked, (rule, detail, width, height) => {
        const [small, large] = [1, 2].map((factor) =>
          imageTokens(rule, detail, width * factor, height * factor),
        );
        // Shrinking to whole pixels and patches may lose a row and a column of them.
        return Number(large) >= Number(small) * 0.9;
      }),
      { numRuns: 1000 },
    );
  });
});
