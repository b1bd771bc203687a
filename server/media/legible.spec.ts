import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentBox } from './content.ts';
import { chooseView, LEGIBLE_HEIGHT } from './legible.ts';
import type { Pixels } from './pixels.ts';

/** A grey picture with black rectangles on it. */
function page(
  width: number,
  height: number,
  ...marks: { x: number; y: number; width: number; height: number }[]
): Pixels {
  const data = Buffer.alloc(width * height * 3, 0x80);
  for (const mark of marks) {
    for (let y = mark.y; y < mark.y + mark.height; y++) {
      const from = (y * width + mark.x) * 3;
      data.fill(0, from, from + mark.width * 3);
    }
  }
  return { data, width, height };
}

/** Something in every corner: nothing to crop. */
const full = (width: number, height: number) =>
  page(
    width,
    height,
    { x: 0, y: 0, width: 1, height: 1 },
    { x: width - 1, y: height - 1, width: 1, height: 1 },
  );

const lines = (height: number) => Array.from({ length: 20 }, () => height);
const whole = (width: number, height: number) => ({ x: 0, y: 0, width, height });

describe('what a picture is shown as', () => {
  test('as ever where its text is legible, where it has none, and where it is small enough', () => {
    for (const [pixels, textHeights] of [
      [full(1920, 1080), lines(14)],
      [full(1920, 1080), []],
      [full(1920, 1080), undefined],
      [full(2560, 1440), lines(22)],
    ] as const) {
      const { width, height } = pixels;
      expect(chooseView(pixels, { maxEdge: 1024, ...(textHeights && { textHeights }) })).toEqual({
        shows: whole(width, height),
        width: 1024,
        height: 576,
        legibility: null,
      });
    }
    expect(chooseView(full(600, 300), { maxEdge: 1024, textHeights: lines(5) })).toMatchObject({
      width: 600,
      height: 300,
      legibility: null,
    });
  });

  test('with fewer pixels where that makes fewer tiles and its text bears it', () => {
    const view = chooseView(full(2560, 1440), { maxEdge: 1024, textHeights: lines(27) });
    expect(view).toEqual({ shows: whole(2560, 1440), width: 910, height: 512, legibility: null });
    // By a little less, for text that gets a little smaller.
    expect(chooseView(full(2560, 1440), { maxEdge: 1024, textHeights: lines(23) }).width).toBe(910);
    // That would be a quarter less.
    expect(chooseView(full(1800, 1200), { maxEdge: 1024, textHeights: lines(19) }).width).toBe(1024);
    // What was not read may be small.
    expect(chooseView(full(2560, 1440), { maxEdge: 1024, textHeights: [] }).width).toBe(1024);
  });

  test('without its empty borders where that makes fewer tiles, and that is said', () => {
    const half = page(
      2000,
      1400,
      { x: 0, y: 0, width: 1, height: 1 },
      { x: 1999, y: 300, width: 1, height: 1 },
    );
    const view = chooseView(half, { maxEdge: 1024, textHeights: lines(18) });
    expect(view.shows.height).toBeLessThan(400);
    expect(view).toMatchObject({ width: 1024, legibility: { width: 1024, height: 717 } });
    expect(view.legibility?.reason).toContain('cheaper');
  });

  test('with more pixels where its text would be lost, and what it would have been is said', () => {
    const view = chooseView(full(2560, 1440), { maxEdge: 1024, textHeights: lines(14) });
    // As many as tile models look at: 768 on the shorter side.
    expect(view).toMatchObject({ shows: whole(2560, 1440), width: 1365, height: 768 });
    expect(view.legibility).toEqual({
      reason: 'With more pixels, so that its small text stays legible.',
      width: 1024,
      height: 576,
    });
  });

  test('with no more pixels than its text needs', () => {
    const { width, height } = chooseView(full(2000, 700), { maxEdge: 1024, textHeights: lines(13.5) });
    expect([width, height]).toEqual([1333, 467]);
  });

  test('and where even the most is too little, that is said', () => {
    const { width, legibility } = chooseView(full(3840, 2160), { maxEdge: 1024, textHeights: lines(14) });
    expect(width).toBe(1365);
    expect(legibility?.reason).toMatch(/may still be hard to read, so crop the picture\.$/);
  });

  test('without its empty borders where that is enough', () => {
    const text = { x: 500, y: 300, width: 900, height: 500 };
    const view = chooseView(page(2560, 1440, text), { maxEdge: 1024, textHeights: lines(14) });
    expect(view.shows).toEqual({ x: 484, y: 284, width: 932, height: 532 });
    // Two tiles, and its lines are 13 pixels high.
    expect([view.width, view.height]).toEqual([897, 512]);
    expect(view.legibility).toMatchObject({ width: 1024, height: 576 });
    expect(view.legibility?.reason).toBe('Without its empty borders, so that its small text stays legible.');
  });

  test('the user’s own limit is stretched by half, not more, and one above all this is left alone', () => {
    const wide = full(4000, 500);
    expect(chooseView(wide, { maxEdge: 600, textHeights: lines(14) }).width).toBe(900);
    expect(chooseView(full(2560, 1440), { maxEdge: 2048, textHeights: lines(8) })).toMatchObject({
      width: 2048,
      legibility: null,
    });
  });

  test('a few large or tiny lines among many decide nothing', () => {
    const textHeights = [...lines(14), 4, 5, 90];
    expect(chooseView(full(1920, 1080), { maxEdge: 1024, textHeights }).legibility).toBeNull();
  });

  test('whatever comes in, it is in the source, in proportion, never enlarged, and within the limits', () => {
    const side = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 16, max: 300 }),
        fc.array(fc.double({ min: 0, max: 50, noNaN: true })),
        fc.tuple(fc.nat(399), fc.nat(399)),
        (width, height, maxEdge, textHeights, [x, y]) => {
          const mark = { x: x % width, y: y % height, width: 1, height: 1 };
          const view = chooseView(page(width, height, mark), { maxEdge, textHeights });
          const { shows } = view;
          expect(shows.x >= 0 && shows.y >= 0).toBe(true);
          expect(shows.x + shows.width <= width && shows.y + shows.height <= height).toBe(true);
          expect(shows.x <= mark.x && shows.x + shows.width > mark.x).toBe(true);
          expect(shows.y <= mark.y && shows.y + shows.height > mark.y).toBe(true);
          expect(view.width <= shows.width && view.height <= shows.height).toBe(true);
          expect(Math.max(view.width, view.height)).toBeLessThanOrEqual(maxEdge * 1.5 + 1);
          expect(Math.abs(view.width * shows.height - view.height * shows.width)).toBeLessThanOrEqual(
            Math.max(shows.width, shows.height),
          );
          if (Math.max(view.width, view.height) > maxEdge) expect(view.legibility).not.toBeNull();
          const textHeight = textHeights.toSorted((a, b) => a - b)[Math.floor(textHeights.length / 3)];
          const plain = Math.min(1, maxEdge / Math.max(shows.width, shows.height));
          const isSmaller =
            Math.max(view.width, view.height) < Math.floor(Math.max(shows.width, shows.height) * plain);
          // Thrift leaves text that is read well at nine pixels or more; a pixel's part is lost in rounding.
          if (isSmaller) expect(((textHeight ?? 0) * view.width) / shows.width).toBeGreaterThan(8.5);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('the threshold is where ordinary text of a 1080p screen is, and not that of a 1440p screen', () => {
    const box = 1.04;
    expect(13 * box * (1024 / 1920)).toBeGreaterThan(LEGIBLE_HEIGHT);
    expect(14 * box * (1024 / 2560)).toBeLessThan(LEGIBLE_HEIGHT);
  });
});

describe('the content of a picture', () => {
  test('ends where pixels differ, however little', () => {
    const pixels = page(300, 200);
    pixels.data[(50 * 300 + 250) * 3] = 0x81;
    expect(contentBox(pixels)).toEqual({ x: 234, y: 34, width: 33, height: 33 });
  });

  test('has what must be kept', () => {
    const pixels = page(300, 200, { x: 100, y: 100, width: 10, height: 10 });
    const kept = contentBox(pixels, [{ x: 20, y: 150, width: 30, height: 20 }]);
    expect(kept).toEqual({ x: 4, y: 84, width: 122, height: 102 });
  });

  test('is all of a picture of one colour, and of one that reaches its edges', () => {
    expect(contentBox(page(30, 20))).toEqual(whole(30, 20));
    expect(contentBox(full(300, 200))).toEqual(whole(300, 200));
  });

  test('may have borders of different colours', () => {
    const pixels = page(300, 200, { x: 0, y: 0, width: 300, height: 60 });
    expect(contentBox(pixels).y).toBe(44);
  });
});
