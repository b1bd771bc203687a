import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { HOSTILE_FILES, REFUSED_FILES } from '../../test/support/hostile/hostile.ts';
import { MARKER } from '../../test/support/hostile/marker.ts';
import { structureOf } from '../../test/support/hostile/structure.ts';
import { distance, noise, QUARTERS, quartersOf, WHITE } from '../../test/support/images.ts';
import { decodeImage } from './decode.ts';
import { fitImage } from './fit.ts';
import { inspectImage, stripMetadata } from './strip.ts';

/** All that may be in a PNG, and in a JPEG by marker: JFIF's head, tables, the frame, the scan, the end. */
const STRUCTURE = ['IHDR', 'pHYs', 'IDAT', 'IEND', 'e0', 'db', 'c0', 'c4', 'da', 'd9'];

/** One pixel for each millimetre: what the encoder writes when it knows of no density. */
const NO_DENSITY = Buffer.from('000003e8000003e801', 'hex');

function expectStructureAlone(file: Buffer): void {
  expect(STRUCTURE).toEqual(expect.arrayContaining([...new Set(structureOf(file))]));
  expect(file.includes(MARKER)).toBe(false);
  const density = file.indexOf('pHYs');
  if (density !== -1) expect(file.subarray(density + 4, density + 13)).toEqual(NO_DENSITY);
}

describe.each(HOSTILE_FILES)('$name', ({ make, removes, says, isPlanted = true, isWhite = false }) => {
  test('only its pixels come out', async () => {
    const file = await make();
    expect(file.includes(MARKER)).toBe(isPlanted);
    const { pixels } = await decodeImage(file);
    const { data } = await fitImage(pixels, { maxEdge: 1024, maxBytes: 1_500_000 });
    expectStructureAlone(data);
    const expected = isWhite ? ([WHITE, WHITE, WHITE, WHITE] as const) : QUARTERS;
    expect(distance(await quartersOf(data), expected)).toBeLessThanOrEqual(20);
  });

  test('what was removed is said, in words fit to be shown', async () => {
    const file = await make();
    const { removed } = await decodeImage(file);
    expect(removed.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...removes]));
    if (says) expect(removed.map(({ detail }) => detail).join('\n')).toMatch(says);
    for (const { detail } of removed) {
      expect(detail.length).toBeLessThan(140);
      expect(detail).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u);
    }
    expect(removed.length).toBeLessThanOrEqual(61);
    expect((await inspectImage(file)).removed).toEqual(removed);
    // Positions come out right whichever way they were written.
    for (const { kind, detail } of removed) {
      if (kind === 'gps') expect(detail).toMatch(/^GPS (position 59\.91, 10\.75|data)$/);
    }
  });

  test('stripped where it lies, it keeps its format, its size and its looks', async () => {
    const file = await make();
    const { mime, removed } = await inspectImage(file);
    const isLeftAlone = mime === 'image/bmp' || removed.some(({ kind }) => kind === 'frames');
    if (isLeftAlone) {
      await expect(stripMetadata(file)).rejects.toThrow(UnsafeMediaError);
      return;
    }
    const stripped = await stripMetadata(file);
    expect(stripped.mime).toBe(mime);
    expect(stripped.data.includes(MARKER)).toBe(false);
    const [before, after] = [await inspectImage(file), await inspectImage(stripped.data)];
    expect([after.mime, after.width, after.height]).toEqual([before.mime, before.width, before.height]);
    // Of what is left, nothing is about anybody.
    const harmless = ['density', 'alpha'];
    expect(after.removed.filter(({ kind }) => !harmless.includes(kind))).toEqual([]);
    if (!isWhite) expect(distance(await quartersOf(stripped.data), QUARTERS)).toBeLessThanOrEqual(16);
    if (isWhite)
      expect((await sharp(stripped.data).stats()).channels.every(({ max }) => max === 0)).toBe(true);
  });
});

test('a JPEG that is sent has only structure, too', async () => {
  const { pixels } = await decodeImage(await noise(400, 300));
  const { mime, data } = await fitImage(pixels, { maxEdge: 1024, maxBytes: 200_000 });
  expect(mime).toBe('image/jpeg');
  expectStructureAlone(data);
});

describe('what is refused', () => {
  test.each(REFUSED_FILES)('$name', async ({ make, codes }) => {
    const file = await make();
    for (const act of [decodeImage, stripMetadata]) {
      const error: unknown = await act(file).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!(error instanceof UnsafeMediaError)) throw new Error('It was not refused.', { cause: error });
      expect(codes).toContain(error.code);
      expect(error.message).toMatch(/^[A-Z].*\.$/);
      expect(error.hint).toMatch(/^[A-Z].*\.$/);
    }
  });
});
