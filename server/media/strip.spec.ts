import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { bmp, distance, noise, picture, pixels, QUARTERS, quartersOf } from '../../test/support/images.ts';
import { inspectImage, stripMetadata } from './strip.ts';

const exif = {
  IFD0: { Artist: 'Jane Roe' },
  IFD2: { BodySerialNumber: 'A-1234', LensModel: 'Wide 24 mm' },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '33/1 52/1 4/1',
    GPSLongitudeRef: 'W',
    GPSLongitude: '70/1 30/1 0/1',
  },
};

describe('a picture of a workspace', () => {
  test('is described without being decoded', async () => {
    const file = await sharp(await noise(640, 480))
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    // Most of its pixels are gone; what is said about it is all in its head.
    const { mime, width, height, removed } = await inspectImage(file.subarray(0, file.length / 2));
    expect([mime, width, height]).toEqual(['image/jpeg', 480, 640]);
    expect(removed).toEqual(
      expect.arrayContaining([
        { kind: 'gps', detail: 'GPS position -33.8678, -70.5' },
        { kind: 'serial', detail: 'Camera serial number "A-1234"' },
        { kind: 'author', detail: 'Artist "Jane Roe"' },
        { kind: 'camera', detail: 'Lens "Wide 24 mm"' },
        { kind: 'orientation', detail: 'Turned upright' },
      ]),
    );
  });

  test('is turned upright before that is forgotten', async () => {
    const file = await picture(64, 48).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
    const { data } = await stripMetadata(file);
    expect(await sharp(data).metadata()).toMatchObject({ width: 48, height: 64 });
    expect(
      distance(await quartersOf(data), await quartersOf(await sharp(file).autoOrient().png().toBuffer())),
    ).toBeLessThanOrEqual(6);
  });

  test('keeps its transparency and its depth, and every pixel where its format loses none', async () => {
    for (const image of [
      picture().ensureAlpha(0.5).png(),
      picture().png(),
      picture().toColourspace('rgb16').png(),
      picture().ensureAlpha(0.5).webp({ lossless: true }),
      picture().gif(),
    ]) {
      const file = await image.toBuffer();
      const { data } = await stripMetadata(file);
      const [before, after] = [await sharp(file).metadata(), await sharp(data).metadata()];
      expect([after.format, after.depth, after.hasAlpha]).toEqual([
        before.format,
        before.depth,
        before.hasAlpha,
      ]);
      const raw = (bytes: Buffer) => sharp(bytes).ensureAlpha().raw().toBuffer();
      expect((await raw(data)).equals(await raw(file))).toBe(true);
    }
  });

  test('keeps its looks where its colours were another space’s', async () => {
    for (const image of [picture(), picture().toColourspace('rgb16')]) {
      const file = await image.withIccProfile('p3').png().toBuffer();
      const { data } = await stripMetadata(file);
      expect((await sharp(data).metadata()).icc).toBeUndefined();
      expect(distance(await quartersOf(data), QUARTERS)).toBeLessThanOrEqual(4);
    }
  });

  test('keeps no colours where nobody sees them', async () => {
    const file = await sharp(pixels(64, 48), { raw: { width: 64, height: 48, channels: 3 } })
      .joinChannel(Buffer.alloc(64 * 48), { raw: { width: 64, height: 48, channels: 1 } })
      .webp({ lossless: true, exact: true })
      .toBuffer();
    const { data } = await stripMetadata(file);
    expect((await sharp(data).raw().toBuffer()).every((byte) => byte === 0)).toBe(true);
  });

  test('is left alone where something would be lost', async () => {
    const frames = Buffer.concat([pixels(64, 48), pixels(64, 48).reverse()]);
    const animation = await sharp(frames, { raw: { width: 64, height: 96, channels: 3, pageHeight: 48 } })
      .gif()
      .toBuffer();
    await expect(stripMetadata(animation)).rejects.toMatchObject({ code: 'animated' });
    await expect(stripMetadata(bmp(64, 48, { bits: 24 }))).rejects.toMatchObject({
      code: 'unsupported-media',
      hint: 'Save the picture as PNG.',
    });
  });
});
