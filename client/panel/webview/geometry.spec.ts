import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../protocol/attach.ts';
import { between, boxOf, nudged, partOf } from './geometry.ts';

const shows: Box = { x: 100, y: 50, width: 400, height: 200 };

describe('boxes on a picture of a part of the source', () => {
  it('stand where they are in that part', () => {
    expect(partOf({ x: 200, y: 100, width: 100, height: 20 }, shows)).toEqual({
      x: 0.25,
      y: 0.25,
      width: 0.25,
      height: 0.1,
    });
  });

  it('are cut off where the picture ends, and not there where it does not reach', () => {
    expect(partOf({ x: 0, y: 0, width: 200, height: 300 }, shows)).toEqual({
      x: 0,
      y: 0,
      width: 0.25,
      height: 1,
    });
    expect(partOf({ x: 0, y: 0, width: 100, height: 300 }, shows)).toBeUndefined();
    expect(partOf({ x: 500, y: 60, width: 10, height: 10 }, shows)).toBeUndefined();
  });

  it('cover every pixel that was drawn over, and nothing outside of the picture', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const edge = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(share, share, share, share, edge, edge, (x1, y1, x2, y2, width, height) => {
        const source = { x: 7, y: 11, width, height };
        const part = between({ x: x1, y: y1 }, { x: x2, y: y2 });
        const box = boxOf(part, source);
        const slack = 1e-6;
        expect(box.x).toBeLessThanOrEqual(source.x + part.x * width + slack);
        expect(box.x + box.width).toBeGreaterThanOrEqual(source.x + (part.x + part.width) * width - slack);
        expect(box.y).toBeLessThanOrEqual(source.y + part.y * height + slack);
        expect(box.y + box.height).toBeGreaterThanOrEqual(source.y + (part.y + part.height) * height - slack);
        expect(box.x).toBeGreaterThanOrEqual(source.x);
        expect(box.y).toBeGreaterThanOrEqual(source.y);
        expect(box.x + box.width).toBeLessThanOrEqual(source.x + width);
        expect(box.y + box.height).toBeLessThanOrEqual(source.y + height);
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('a box moved by keys', () => {
  const none = { x: 0, y: 0, width: 0, height: 0 };
  const least = { width: 0.1, height: 0.1 };

  it('stays inside the picture', () => {
    const part = { x: 0.5, y: 0.5, width: 0.25, height: 0.25 };
    expect(nudged(part, { ...none, x: 2, y: -2 }, least)).toEqual({ ...part, x: 0.75, y: 0 });
    expect(nudged(part, { ...none, width: 2 }, least)).toEqual({ ...part, x: 0, width: 1 });
  });

  it('does not vanish', () => {
    const part = { x: 0.5, y: 0.5, width: 0.2, height: 0.2 };
    expect(nudged(part, { ...none, width: -1, height: -1 }, least)).toEqual({ ...part, ...least });
  });
});
