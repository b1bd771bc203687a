import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ImageTokenRule, loadCatalogue } from './catalogue.ts';
import { type Detail, imageTokens } from './image-tokens.ts';

const catalogue = loadCatalogue();

function ruleOf(name: string): ImageTokenRule {
  const rule = catalogue.find(name)?.imageTokens;
  if (!rule) throw new Error(`${name} takes no pictures.`);
  return rule;
}

// Published by OpenAI, or computed by hand from its published rules.
test.each([
  // Tiles: 85 + 170 each.
  ['gpt-4o', 'low', 1024, 1024, 85],
  ['gpt-4o', 'low', 8000, 100, 85],
  ['gpt-4o', 'high', 1024, 1024, 765],
  ['gpt-4o', 'high', 2048, 2048, 765],
  ['gpt-4o', 'high', 2048, 4096, 1105],
  ['gpt-4o', 'high', 1920, 1080, 1105],
  ['gpt-4o', 'high', 1024, 576, 765],
  ['gpt-4o', 'high', 1170, 2532, 1445],
  ['gpt-4o', 'high', 473, 1024, 425],
  // 1024.64 pixels are 1024: two tiles, not three.
  ['gpt-4o', 'high', 1601, 1200, 765],
  ['gpt-4o', 'high', 512, 512, 255],
  ['gpt-4o', 'high', 513, 512, 425],
  ['gpt-4o', 'high', 1, 1, 255],
  ['gpt-4o-mini', 'low', 1024, 1024, 2833],
  ['gpt-4o-mini', 'high', 1024, 1024, 25_501],
  ['gpt-4.1', 'high', 2048, 4096, 1105],
  // Patches × 1.2.
  ['gpt-5.4-mini', 'high', 1024, 1024, 1229],
  ['gpt-5.4-mini', 'high', 2048, 2048, 3000],
  ['gpt-5.4-mini', 'original', 3000, 3000, 10_604],
  ['gpt-6-luna', 'original', 1920, 1080, 2448],
  ['gpt-6-luna', 'original', 3840, 2160, 9792],
  ['gpt-6-luna', 'original', 1024, 576, 692],
  ['gpt-6-luna', 'high', 1024, 576, 692],
  ['gpt-6-luna', 'low', 1920, 1080, 173],
  ['gpt-6-luna', 'high', 32, 32, 2],
  ['gpt-6-luna', 'high', 33, 32, 3],
  // Patches × 1.62, and no `original`: it is as `high`.
  ['gpt-4.1-mini', 'high', 1024, 1024, 1659],
  ['gpt-4.1-mini', 'original', 4096, 4096, 6636],
] satisfies [string, Detail, number, number, number][])(
  '%s, %s, %i × %i: %i',
  (model, detail, width, height, tokens) => {
    expect(imageTokens(ruleOf(model), detail, width, height)).toBe(tokens);
  },
);

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
