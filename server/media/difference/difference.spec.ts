import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Box } from '../../../protocol/attach.ts';
import type { Pixels } from '../pixels.ts';
import { around, grown, joined, overlap } from './boxes.ts';
import { changedBoxes } from './changed-boxes.ts';
import { cut, findDifference, MOST_PLACES, type Place } from './difference.ts';

const box = fc.record({
  x: fc.integer({ min: 0, max: 90 }),
  y: fc.integer({ min: 0, max: 90 }),
  width: fc.integer({ min: 1, max: 30 }),
  height: fc.integer({ min: 1, max: 30 }),
});

function contains(outer: Box, inner: Box): boolean {
  const both = around(outer, inner);
  return both.width === outer.width && both.height === outer.height;
}

function blank(width: number, height: number): Pixels {
  return { data: Buffer.alloc(width * height * 3, 240), width, height };
}

function withPixels(picture: Pixels, places: readonly (readonly [number, number])[], colour = 10): Pixels {
  const data = Buffer.from(picture.data);
  for (const [x, y] of places)
    data.fill(colour, (y * picture.width + x) * 3, (y * picture.width + x) * 3 + 3);
  return { ...picture, data };
}

/** Lines of words, as a page has them: each line of text is another one. */
async function page(lines: readonly string[], height: number, width = 640): Promise<Pixels> {
  const text = lines
    .map(
      (line, index) =>
        `<text x="20" y="${30 + index * 24}" font-size="16" font-family="DejaVu Sans">${line}</text>`,
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>${text}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const words = Array.from(
  { length: 60 },
  (_, index) => `line ${index}: value ${(index * 7919) % 1000}, ${(index * 104_729) % 777}`,
);

describe('joined', () => {
  test('boxes cover what they covered, do not overlap, and are few', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 12 }), fc.integer({ min: 1, max: 6 }), (boxes, most) => {
        const result = joined(boxes, most);
        expect(result.length).toBeLessThanOrEqual(most);
        for (const each of boxes) expect(result.some((one) => contains(one, each))).toBe(true);
        for (const [index, one] of result.entries())
          for (const other of result.slice(index + 1)) expect(overlap(one, other)).toBe(false);
        expect(joined(result, most)).toEqual(result);
      }),
    );
  });

  test('a grown box stays in its picture', () => {
    fc.assert(
      fc.property(box, fc.integer({ min: 0, max: 40 }), (each, by) => {
        const picture = { width: 120, height: 120 };
        const result = grown(each, by, picture);
        expect(contains(result, each)).toBe(true);
        expect(contains({ x: 0, y: 0, ...picture }, result)).toBe(true);
      }),
    );
  });
});

describe('changedBoxes', () => {
  const spots = fc.array(fc.tuple(fc.integer({ min: 0, max: 299 }), fc.integer({ min: 0, max: 199 })), {
    maxLength: 30,
  });

  test('each changed pixel is in a box, and only what is near one is', () => {
    fc.assert(
      fc.property(spots, (places) => {
        const before = blank(300, 200);
        const { boxes, pixels } = changedBoxes(before, withPixels(before, places));
        expect(pixels).toBe(new Set(places.map(String)).size);
        for (const [x, y] of places)
          expect(boxes.some((each) => contains(each, { x, y, width: 1, height: 1 }))).toBe(true);
        for (const each of boxes) {
          expect(places.some(([x, y]) => contains(each, { x, y, width: 1, height: 1 }))).toBe(true);
          expect(contains({ x: 0, y: 0, width: 300, height: 200 }, each)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('noise all over is a few boxes', () => {
    const before = blank(800, 600);
    const random = Array.from(
      { length: 4_000 },
      (_, index) => [(index * 7919) % 800, (index * 104_729) % 600] as const,
    );
    expect(changedBoxes(before, withPixels(before, random)).boxes.length).toBeLessThan(41);
  });

  test('what nobody sees is no change', () => {
    const before = blank(100, 100);
    expect(changedBoxes(before, { ...before, data: Buffer.alloc(before.data.length, 242) })).toEqual({
      boxes: [],
      pixels: 0,
    });
  });
});

describe('findDifference', () => {
  const inside = (places: readonly Place[], side: 'before' | 'after', picture: Pixels) => {
    for (const place of places) {
      const each = place[side];
      if (each)
        expect(contains({ x: 0, y: 0, width: picture.width, height: picture.height }, each)).toBe(true);
    }
  };

  test('the same pictures have none', async () => {
    const one = await page(words.slice(0, 20), 500);
    expect(findDifference(one, { ...one, data: Buffer.from(one.data) })).toEqual({
      alignment: 'exact',
      places: [],
      movedBy: 0,
    });
  });

  test('a word that changed is a small place', async () => {
    const before = await page(words.slice(0, 20), 500);
    const after = await page(words.slice(0, 20).with(7, 'line 7: value 999, 1'), 500);
    const { alignment, places } = findDifference(before, after);
    expect(alignment).toBe('exact');
    expect(places).toHaveLength(1);
    const [{ after: place } = { after: null }] = places;
    expect(place && contains(place, { x: 100, y: 190, width: 20, height: 8 })).toBe(true);
    expect((place?.width ?? 0) * (place?.height ?? 0)).toBeLessThan(640 * 500 * 0.1);
  });

  test.each([24, 96, 240])('a page scrolled by %i pixels differs at its ends', async (by) => {
    const long = await page(words, 1_500);
    const part = (y: number) => cut(long, { x: 0, y, width: 640, height: 500 });
    const { alignment, places, movedBy } = findDifference(part(100), part(100 + by));
    expect(alignment).toBe('rows');
    expect(movedBy).toBe(-by);
    const [gone, came] = [places.filter(({ after }) => !after), places.filter(({ before }) => !before)];
    const rows = (list: readonly Place[], side: 'before' | 'after') =>
      list.reduce((sum, place) => sum + (place[side]?.height ?? 0), 0);
    expect(rows(gone, 'before')).toBeLessThanOrEqual(by);
    expect(rows(came, 'after')).toBeLessThanOrEqual(by);
    expect(places.every(({ before, after }) => !(before && after) || before.height < 30)).toBe(true);
  });

  test('another page in the same frame is not taken for a page that moved', async () => {
    const frame = ['File  Edit  Selection  View', 'src > client > panel.ts', 'Problems  Output'];
    const before = await page([...frame, ...words.slice(0, 17)], 500);
    const after = await page([...frame, ...words.slice(30, 47)], 500);
    const { alignment, places } = findDifference(before, after);
    expect(alignment).toBe('exact');
    // The frame is none of it.
    expect(places.every((place) => (place.after?.y ?? 0) > 40)).toBe(true);
  });

  test('a line that is new pushes down the rest', async () => {
    const before = await page(words.slice(0, 30), 800);
    const after = await page([...words.slice(0, 10), 'This one is new.', ...words.slice(10, 30)], 824);
    const { alignment, places, movedBy } = findDifference(before, after);
    expect([alignment, movedBy]).toEqual(['rows', 24]);
    expect(places.some((place) => !place.before && (place.after?.height ?? 99) <= 30)).toBe(true);
    expect(places.reduce((sum, place) => sum + (place.after?.height ?? 0), 0)).toBeLessThan(80);
  });

  test('of pages that have nothing in common all is shown', async () => {
    const before = await page(words.slice(0, 20), 500);
    const after = await page(words.slice(30, 60), 700, 600);
    expect(findDifference(before, after)).toEqual({
      alignment: 'none',
      places: [
        {
          before: { x: 0, y: 0, width: 640, height: 500 },
          after: { x: 0, y: 0, width: 600, height: 700 },
        },
      ],
      movedBy: 0,
    });
  });

  test('whatever changed is in a place, and places are few, apart and inside', () => {
    const spots = fc.array(fc.tuple(fc.integer({ min: 0, max: 299 }), fc.integer({ min: 0, max: 199 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(spots, (changed) => {
        const before = blank(300, 200);
        const after = withPixels(before, changed);
        const { alignment, places } = findDifference(before, after);
        expect(places.length).toBeGreaterThan(0);
        expect(places.length).toBeLessThanOrEqual(MOST_PLACES);
        inside(places, 'before', before);
        inside(places, 'after', after);
        if (alignment !== 'exact') return;
        for (const [x, y] of changed)
          expect(
            places.some(({ after: each }) => each && contains(each, { x, y, width: 1, height: 1 })),
          ).toBe(true);
        for (const [index, one] of places.entries())
          for (const other of places.slice(index + 1))
            expect(one.after && other.after && overlap(one.after, other.after)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});
