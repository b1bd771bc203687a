import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImageTokenRule } from '../../protocol/models.ts';
import { imageTokens } from '../catalogue/image-tokens.ts';
import { scaleToFewestTiles } from './fewest-tiles.ts';

const GPT_4O: ImageTokenRule = { kind: 'tile', base: 85, perTile: 170 };
const GPT_6: ImageTokenRule = {
  kind: 'patch',
  multiplierPercent: 120,
  low: { maxEdge: 512, maxPatches: null },
  high: { maxEdge: 2048, maxPatches: 2500 },
  auto: 'high',
};

const sizeAt = (width: number, height: number, scale: number) =>
  [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const;

/** Longest side to 1024, then to the fewest tiles. */
function fitted(width: number, height: number, least = 0): readonly [number, number] {
  const scale = Math.min(1, 1024 / Math.max(width, height));
  return sizeAt(width, height, scaleToFewestTiles({ width, height }, scale, least));
}

test.each([
  ['a Full HD screen: two tiles, not four', [1920, 1080], [910, 512]],
  ['a 3:2 screen', [1800, 1200], [768, 512]],
  ['a 4:3 screen, which loses a third', [1600, 1200], [683, 512]],
  ['a square, which would lose half', [1500, 1500], [1024, 1024]],
  ['a little more than a tile', [540, 300], [512, 284]],
  ['what is one tile already', [500, 400], [500, 400]],
  ['a phone’s screen, two tiles already', [1170, 2532], [473, 1024]],
] as const)('%s', (_, [width, height], size) => expect(fitted(width, height)).toEqual(size));

test('not below what its text needs', () => {
  expect(fitted(1920, 1080, 0.5)).toEqual([1024, 576]);
  expect(fitted(1920, 1080, 0.47)).toEqual([910, 512]);
});

test('whatever its size, it is never enlarged, never dearer, and loses a third of its sides at most', () => {
  const side = fc.integer({ min: 1, max: 6000 });
  fc.assert(
    fc.property(side, side, fc.double({ min: 0.1, max: 1, noNaN: true }), (width, height, scale) => {
      const fewest = scaleToFewestTiles({ width, height }, scale, 0);
      expect(fewest).toBeLessThanOrEqual(scale);
      expect(fewest).toBeGreaterThanOrEqual(scale * 0.66);
      const [before, after] = [sizeAt(width, height, scale), sizeAt(width, height, fewest)];
      const tokens = [imageTokens(GPT_4O, 'high', ...before), imageTokens(GPT_4O, 'high', ...after)];
      // It is smaller only where that is cheaper.
      if (fewest === scale) expect(tokens[1]).toBe(tokens[0]);
      else expect(tokens[1]).toBeLessThan(tokens[0] ?? 0);
      expect(imageTokens(GPT_6, 'high', ...after)).toBeLessThanOrEqual(imageTokens(GPT_6, 'high', ...before));
    }),
    { numRuns: 5_000 },
  );
});
