import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../protocol/attach.ts';
import { cutPages, renderPage, toPicture, toPictureBox } from './page.ts';

const box = fc.record({
  x: fc.nat(500),
  y: fc.nat(500),
  width: fc.integer({ min: 1, max: 20_000 }),
  height: fc.integer({ min: 1, max: 20_000 }),
});
const block = fc.record({ box, dark: fc.boolean(), scale: fc.double({ min: 1, max: 4, noNaN: true }) });

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Where a page shows a box of the picture, in whole pixels around it. The page's margin is 8. */
function inPage(of: Box, cut: { box: Box; scale: number }): Box {
  const across = Math.round(cut.box.width * cut.scale) / cut.box.width;
  const down = Math.round(cut.box.height * cut.scale) / cut.box.height;
  const left = Math.floor((of.x - cut.box.x) * across) + 8;
  const top = Math.floor((of.y - cut.box.y) * down) + 8;
  return {
    x: left,
    y: top,
    width: Math.ceil((of.x + of.width - cut.box.x) * across) + 8 - left,
    height: Math.ceil((of.y + of.height - cut.box.y) * down) + 8 - top,
  };
}

describe('cutPages', () => {
  it('takes every pixel of a block from exactly one page, none too large', () => {
    fc.assert(
      fc.property(block, (whole) => {
        const pages = cutPages(whole);
        const area = pages.reduce((sum, { core }) => sum + core.width * core.height, 0);
        expect(area).toBe(whole.box.width * whole.box.height);
        expect(pages.filter((page) => !contains(page.box, page.core))).toEqual([]);
        expect(pages.filter((page) => !contains(whole.box, page.box))).toEqual([]);
        // Tesseract's boxes have 16 bits, and memory is to stay within bounds.
        expect(Math.max(...pages.map((page) => page.box.width * page.scale))).toBeLessThan(16_000);
        expect(
          Math.max(...pages.map((page) => page.box.width * page.box.height * page.scale ** 2)),
        ).toBeLessThan(9_000_000);
      }),
    );
  });

  it('leaves alone what fits', () => {
    const whole = { box: { x: 3, y: 5, width: 1900, height: 20 }, dark: false, scale: 3 };
    expect(cutPages(whole)).toEqual([{ ...whole, core: whole.box }]);
  });
});

describe('toPictureBox', () => {
  it('finds a box again, at most a pixel larger', () => {
    const inside = fc
      .tuple(fc.integer({ min: 20, max: 4000 }), fc.integer({ min: 4, max: 600 }))
      .chain(([width, height]) =>
        fc.record({
          cut: fc.record({
            box: fc.record({
              x: fc.nat(99),
              y: fc.nat(99),
              width: fc.constant(width),
              height: fc.constant(height),
            }),
            scale: fc.constantFrom(1, 1.5, 2, 3, 4),
          }),
          from: fc.tuple(fc.nat(width - 2), fc.nat(height - 2)),
          size: fc.tuple(fc.integer({ min: 1, max: width }), fc.integer({ min: 1, max: height })),
        }),
      );
    fc.assert(
      fc.property(inside, ({ cut, from: [dx, dy], size: [width, height] }) => {
        const original = {
          x: cut.box.x + dx,
          y: cut.box.y + dy,
          width: Math.min(width, cut.box.width - dx),
          height: Math.min(height, cut.box.height - dy),
        };
        const whole = { ...cut, core: cut.box, dark: false };
        const found = toPictureBox(inPage(original, whole), whole);
        expect(found.x).toBeLessThanOrEqual(original.x);
        expect(found.x).toBeGreaterThanOrEqual(original.x - 1);
        expect(found.y).toBeLessThanOrEqual(original.y);
        expect(found.y).toBeGreaterThanOrEqual(original.y - 1);
        expect(found.x + found.width).toBeGreaterThanOrEqual(original.x + original.width);
        expect(found.x + found.width).toBeLessThanOrEqual(original.x + original.width + 1);
        expect(found.y + found.height).toBeGreaterThanOrEqual(original.y + original.height);
        expect(found.y + found.height).toBeLessThanOrEqual(original.y + original.height + 1);
      }),
    );
  });
});

describe('toPicture', () => {
  it('takes each symbol from one of two pages that overlap', () => {
    const whole = { box: { x: 0, y: 0, width: 10_000, height: 20 }, dark: false, scale: 3 };
    const symbols = Array.from({ length: 1000 }, (_, at) => ({
      text: String(at % 10),
      box: { x: at * 10, y: 4, width: 8, height: 12 },
    }));
    const cuts = cutPages(whole);
    expect(cuts.length).toBeGreaterThan(1);
    const read = cuts.flatMap((cut) => {
      const seen = symbols
        .filter((each) => each.box.x >= cut.box.x && each.box.x + each.box.width <= cut.box.x + cut.box.width)
        .map((each) => ({ ...each, box: inPage(each.box, cut) }));
      const word = {
        text: seen.map(({ text }) => text).join(''),
        confidence: 1,
        box: inPage({ ...cut.box, y: 4, height: 12 }, cut),
        symbols: seen,
      };
      return toPicture([{ box: word.box, words: [word] }], cut);
    });
    expect(read.flatMap((line) => line.words.map(({ text }) => text)).join('')).toBe(
      symbols.map(({ text }) => text).join(''),
    );
  });
});

describe('renderPage', () => {
  it('turns light on dark into dark on light', async () => {
    const light = Buffer.alloc(40 * 20, 30);
    for (let y = 8; y < 12; y++) light.fill(220, y * 40 + 10, y * 40 + 30);
    const cut = { box: { x: 0, y: 0, width: 40, height: 20 }, dark: true, scale: 2 };
    const page = await renderPage({ light, width: 40, height: 20 }, { ...cut, core: cut.box });
    expect([page.width, page.height]).toEqual([96, 56]);
    expect(page.grey).toHaveLength(96 * 56);
    expect(page.grey[0]).toBeGreaterThan(250);
    expect(page.grey[28 * 96 + 48]).toBeLessThan(5);
  });

  it('leaves what has but one brightness as it is', async () => {
    const blank = { light: Buffer.alloc(40 * 20, 90), width: 40, height: 20 };
    const box = { x: 10, y: 5, width: 20, height: 10 };
    const { grey } = await renderPage(blank, { box, core: box, dark: false, scale: 1 });
    expect(grey.every((level) => level === 90)).toBe(true);
  });

  it('shows what is in the box, and nothing beside it', async () => {
    const light = Buffer.alloc(40 * 20, 255);
    light.fill(0, 7 * 40 + 12, 7 * 40 + 20);
    const box = { x: 11, y: 6, width: 10, height: 4 };
    const page = await renderPage(
      { light, width: 40, height: 20 },
      { box, core: box, dark: false, scale: 1 },
    );
    const rows = Array.from({ length: 4 }, (_, y) => [
      ...page.grey.subarray((y + 8) * page.width + 8, (y + 8) * page.width + 18),
    ]);
    const blank = Array.from({ length: 10 }, () => 255);
    expect(rows).toEqual([blank, [255, 0, 0, 0, 0, 0, 0, 0, 0, 255], blank, blank]);
  });
});
