import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../protocol/attach.ts';
import { area, around, clamp, expand, merge, shared } from './boxes.ts';

const extent = { width: 200, height: 120 };
const box = fc.record({
  x: fc.integer({ min: -50, max: 250 }),
  y: fc.integer({ min: -50, max: 150 }),
  width: fc.integer({ min: 1, max: 90 }),
  height: fc.integer({ min: 1, max: 60 }),
});

function contains(outer: Box, inner: Box): boolean {
  return shared(outer, inner) === area(inner);
}

describe('boxes', () => {
  it('clamps to the picture, to what the box has of it, and clamps that to itself', () => {
    fc.assert(
      fc.property(box, (any) => {
        const clamped = clamp(any, extent);
        expect(clamped.x).toBeGreaterThanOrEqual(0);
        expect(clamped.y).toBeGreaterThanOrEqual(0);
        expect(clamped.x + clamped.width).toBeLessThanOrEqual(extent.width);
        expect(clamped.y + clamped.height).toBeLessThanOrEqual(extent.height);
        expect(area(clamped)).toBe(shared(any, { x: 0, y: 0, ...extent }));
        expect(clamp(clamped, extent)).toEqual(clamped);
      }),
    );
  });

  it('touches every pixel that a box of fractions touches', () => {
    expect(clamp({ x: 1.6, y: 2.2, width: 1.5, height: 0.5 }, extent)).toEqual({
      x: 1,
      y: 2,
      width: 3,
      height: 1,
    });
  });

  it('puts one box around all', () => {
    fc.assert(
      fc.property(fc.array(box, { minLength: 1, maxLength: 6 }), (boxes) => {
        const outer = around(boxes);
        expect(outer !== undefined && boxes.every((each) => contains(outer, each))).toBe(true);
      }),
    );
    expect(around([])).toBeUndefined();
  });

  it('expands on every side', () => {
    expect(expand({ x: 10, y: 10, width: 5, height: 5 }, 2, 3)).toEqual({ x: 8, y: 7, width: 9, height: 11 });
  });

  it('merges into boxes that are apart and leave nothing out', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 12 }), (boxes) => {
        const merged = merge(boxes);
        for (const each of boxes) expect(merged.some((outer) => contains(outer, each))).toBe(true);
        for (const [index, one] of merged.entries())
          for (const other of merged.slice(index + 1)) expect(shared(one, other)).toBe(0);
      }),
    );
  });
});
