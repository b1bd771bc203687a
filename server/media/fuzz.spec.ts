import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { photoshop, XMP } from '../../test/support/hostile/blocks.ts';
import { damaged, seeds, THOROUGHNESS } from '../../test/support/hostile/mutate.ts';
import { structureOf } from '../../test/support/hostile/structure.ts';
import { fullExif } from '../../test/support/hostile/tiff.ts';
import { bmp } from '../../test/support/images.ts';
import { dissect } from './anatomy/anatomy.ts';
import { decodeBmp } from './bmp.ts';
import { decodeImage } from './decode.ts';
import { fitImage } from './fit.ts';
import { describeExif } from './metadata/exif.ts';
import { profileName } from './metadata/icc.ts';
import { describeIptc } from './metadata/iptc.ts';
import { describeXmp } from './metadata/xmp.ts';
import { inspectImage } from './strip.ts';

vi.setConfig({ testTimeout: 60_000 * THOROUGHNESS });

const files = await seeds();

/** What it gives, or undefined where it is refused in words; anything else is thrown on. */
async function orRefused<T>(act: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof UnsafeMediaError && error.message !== '' && error.hint !== '') return undefined;
    throw error;
  }
}

describe('damaged files', () => {
  test('are refused in words, or decode to as many pixels as they say and are encoded to nothing else', async () => {
    let decoded = 0;
    await fc.assert(
      fc.asyncProperty(damaged(files), async (file) => {
        const image = await orRefused(() => decodeImage(file));
        if (!image) return;
        decoded++;
        const { pixels, source } = image;
        expect(pixels.data.length).toBe(source.width * source.height * 3);
        expect([pixels.width, pixels.height]).toEqual([source.width, source.height]);
        const { data } = await fitImage(pixels, { maxEdge: 64, maxBytes: 1_000_000 });
        expect(['IHDR', 'pHYs', 'IDAT', 'IEND']).toEqual(expect.arrayContaining(structureOf(data)));
      }),
      { numRuns: 600 * THOROUGHNESS },
    );
    // Otherwise the damage was too great to try anything but the first lines.
    expect(decoded).toBeGreaterThan(100);
  });

  test('are looked at without a pixel, or refused in words', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(files), async (file) => {
        await orRefused(() => inspectImage(file));
        await orRefused(() => dissect(file));
      }),
      { numRuns: 1000 * THOROUGHNESS },
    );
  });
});

const bitmaps = ([1, 4, 8, 16, 24, 32] as const).map((bits) => bmp(31, 17, { bits }));

test('bitmaps of any damage are refused, or have every pixel', async () => {
  await fc.assert(
    fc.asyncProperty(damaged(bitmaps), async (file) => {
      const pixels = await orRefused(() => decodeBmp(file));
      if (pixels) expect(pixels.data.length).toBe(pixels.width * pixels.height * 3);
    }),
    { numRuns: 2000 * THOROUGHNESS },
  );
});

test.each([
  ['EXIF', describeExif, fullExif()],
  ['XMP', describeXmp, XMP],
  ['IPTC', describeIptc, photoshop()],
  ['a profile', profileName, Buffer.alloc(200)],
])('%s of any damage is described', (_, describeBlock, block) => {
  fc.assert(
    fc.property(fc.oneof(damaged([block]), fc.uint8Array({ maxLength: 400 }).map(Buffer.from)), (damage) => {
      expect(describeBlock(damage)).toBeDefined();
    }),
    { numRuns: 1500 * THOROUGHNESS },
  );
});
