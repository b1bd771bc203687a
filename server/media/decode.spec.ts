import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import {
  BLUE,
  bmp,
  bombPng,
  type Colour,
  distance,
  GREEN,
  noise,
  picture,
  pixels,
  png,
  pngChunk,
  QUARTERS,
  type Quarters,
  quartersOf,
  RED,
  WHITE,
  YELLOW,
} from '../../test/support/images.ts';
import { decodeImage } from './decode.ts';
import { type FitOptions, fitImage } from './fit.ts';

const OPTIONS: FitOptions = { maxEdge: 1024, maxBytes: 1_500_000 };

/** From a file to what would be sent of it, with nothing looked for in between. */
async function sanitize(file: Uint8Array, options: Partial<FitOptions> = {}) {
  const { pixels, ...decoded } = await decodeImage(file);
  const { data, ...fitted } = await fitImage(pixels, { ...OPTIONS, ...options });
  return { data, image: { ...decoded, ...fitted } };
}

async function refusal(file: Uint8Array): Promise<UnsafeMediaError> {
  const error: unknown = await sanitize(file).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (error instanceof UnsafeMediaError) return error;
  throw new Error('The file was not refused as unsafe.', { cause: error });
}

/** Every pixel of an encoded picture, as one number each. */
async function greys(file: Buffer): Promise<Buffer> {
  return sharp(file).greyscale().raw().toBuffer();
}

/** An animation of two frames: the first as all pictures here, the second white. */
function animation() {
  const frames = Buffer.concat([pixels(64, 48), pixels(64, 48, [WHITE, WHITE, WHITE, WHITE])]);
  return sharp(frames, { raw: { width: 64, height: 96, channels: 3, pageHeight: 48 } });
}

const FILES = {
  png: () => picture().png().toBuffer(),
  'PNG with a palette': () => picture().png({ palette: true }).toBuffer(),
  'PNG, interlaced': () => picture().png({ progressive: true }).toBuffer(),
  'PNG of 16 bits': () => picture().toColourspace('rgb16').png().toBuffer(),
  jpeg: () => picture().jpeg({ quality: 95 }).toBuffer(),
  'JPEG, progressive': () => picture().jpeg({ progressive: true, quality: 95 }).toBuffer(),
  webp: () => picture().webp({ quality: 95 }).toBuffer(),
  'WebP without loss': () => picture().webp({ lossless: true }).toBuffer(),
  'WebP that moves': () => animation().webp({ lossless: true }).toBuffer(),
  gif: () => picture().gif().toBuffer(),
  'GIF that moves': () => animation().gif().toBuffer(),
  avif: () => picture().avif({ quality: 95 }).toBuffer(),
  'BMP of 24 bits': async () => bmp(64, 48, { bits: 24 }),
  'BMP of 24 bits with padded rows': async () => bmp(63, 47, { bits: 24 }),
  'BMP of 24 bits, top down': async () => bmp(64, 48, { bits: 24, topDown: true }),
  'BMP of 32 bits': async () => bmp(64, 48, { bits: 32 }),
  'BMP of 32 bits, top down': async () => bmp(64, 48, { bits: 32, topDown: true }),
  'BMP of 32 bits with masks': async () => bmp(64, 48, { bits: 32, masks: true }),
  'BMP of 16 bits': async () => bmp(64, 48, { bits: 16 }),
  'BMP of 16 bits with masks': async () => bmp(64, 48, { bits: 16, masks: true }),
  'BMP of 8 bits': async () => bmp(64, 48, { bits: 8 }),
  'BMP of 4 bits': async () => bmp(64, 48, { bits: 4 }),
} satisfies Record<string, () => Promise<Buffer>>;

describe('what is taken comes out with the same colours in the same places', () => {
  test.each(Object.entries(FILES))('%s', async (_, make) => {
    const file = await make();
    const { image, data } = await sanitize(file);
    expect(distance(await quartersOf(data), QUARTERS)).toBeLessThanOrEqual(8);
    expect(image).toMatchObject({ mime: 'image/png', legibility: null });
    expect(image.source.bytes).toBe(file.length);
    expect([image.width, image.height]).toEqual([image.source.width, image.source.height]);
    expect(image.shows).toEqual({ x: 0, y: 0, width: image.source.width, height: image.source.height });
    expect(await sharp(data).metadata()).toMatchObject({
      channels: 3,
      depth: 'uchar',
      space: 'srgb',
      hasAlpha: false,
    });
  });

  test('BMP of 1 bit', async () => {
    const colours: Quarters = [RED, GREEN, GREEN, RED];
    const { data } = await sanitize(bmp(63, 47, { bits: 1 }, colours));
    expect(await quartersOf(data)).toEqual(colours);
    // Every pixel, not only those in the middle.
    expect(new Set(await greys(data)).size).toBe(2);
  });

  test('BMP with less colours in its table than its indexes reach', async () => {
    const file = bmp(64, 48, { bits: 8 });
    const table = 54;
    const used = 3 * 4;
    const short = Buffer.concat([file.subarray(0, table + used), file.subarray(table + 1024)]);
    short.writeUInt32LE(table + used, 10);
    const [a, b, c, d] = await quartersOf((await sanitize(short)).data);
    expect([a, b, c, d]).toEqual([RED, GREEN, BLUE, [0, 0, 0]]);
  });

  test('BMP that is compressed is refused, not misread', async () => {
    const file = bmp(64, 48, { bits: 8 });
    file.writeUInt32LE(1, 30);
    expect(await refusal(file)).toMatchObject({ code: 'unsupported-media', hint: 'Save it as PNG.' });
  });

  test('grey, of 8 and 16 bits, with and without transparency', async () => {
    const shades: Quarters = [
      [10, 10, 10],
      [90, 90, 90],
      [170, 170, 170],
      [250, 250, 250],
    ];
    const grey = () => picture(64, 48, shades).toColourspace('b-w');
    for (const file of [
      await grey().png().toBuffer(),
      await grey().jpeg({ quality: 100 }).toBuffer(),
      await grey().ensureAlpha(1).png().toBuffer(),
      await picture(64, 48, shades).toColourspace('grey16').png().toBuffer(),
    ]) {
      const { data } = await sanitize(file);
      expect(distance(await quartersOf(data), shades)).toBeLessThanOrEqual(2);
      expect((await sharp(data).metadata()).channels).toBe(3);
    }
  });

  test('CMYK becomes sRGB, not its negative', async () => {
    const file = await picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const { data } = await sanitize(file);
    // Inks reach less colours than screens do.
    expect(distance(await quartersOf(data), QUARTERS)).toBeLessThanOrEqual(90);
  });

  const wide = (profile: string) =>
    ({
      PNG: picture().withIccProfile(profile).png(),
      'PNG of 16 bits': picture().toColourspace('rgb16').withIccProfile(profile).png(),
      JPEG: picture().withIccProfile(profile).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }),
      WebP: picture().withIccProfile(profile).webp({ lossless: true }),
      AVIF: picture().withIccProfile(profile).avif({ lossless: true }),
    }) satisfies Record<string, Sharp>;

  test.each(Object.entries(wide('p3')))('Display P3 is converted, not dropped: %s', async (_, made) => {
    const file = await made.toBuffer();
    // Without its profile the picture is another one.
    expect(distance(await quartersOf(file, { ignoreIcc: true }), QUARTERS)).toBeGreaterThan(40);
    const { data, image } = await sanitize(file);
    expect(distance(await quartersOf(data), QUARTERS)).toBeLessThanOrEqual(3);
    expect(image.removed).toContainEqual({
      kind: 'icc',
      detail: 'Colour profile "sP3C", colours converted to sRGB',
    });
  });

  test('a damaged profile is no reason to refuse a picture', async () => {
    const file = await picture().withIccProfile('p3').jpeg({ quality: 100 }).toBuffer();
    const profile = file.indexOf('ICC_PROFILE\0');
    file.fill(0xff, profile + 60, profile + 300);
    const { data } = await sanitize(file);
    expect(distance(await quartersOf(data), QUARTERS)).toBeLessThanOrEqual(60);
  });
});

describe('the picture is turned upright', () => {
  // What a camera that was held so stores, for a picture that looks like QUARTERS when it is shown.
  const stored: Record<number, Quarters> = {
    1: [RED, GREEN, BLUE, YELLOW],
    2: [GREEN, RED, YELLOW, BLUE],
    3: [YELLOW, BLUE, GREEN, RED],
    4: [BLUE, YELLOW, RED, GREEN],
    5: [RED, BLUE, GREEN, YELLOW],
    6: [GREEN, YELLOW, RED, BLUE],
    7: [YELLOW, GREEN, BLUE, RED],
    8: [BLUE, RED, YELLOW, GREEN],
  };
  test.each(Object.entries(stored))('orientation %s', async (name, colours) => {
    const orientation = Number(name);
    const [width, height] = orientation >= 5 ? [48, 64] : [64, 48];
    const file = await picture(width, height, colours)
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toBuffer();
    const { data, image } = await sanitize(file);
    expect(distance(await quartersOf(data), QUARTERS)).toBeLessThanOrEqual(8);
    expect(image.source).toMatchObject({ width: 64, height: 48 });
    expect((await sharp(data).metadata()).orientation).toBeUndefined();
    expect(image.removed.some(({ kind }) => kind === 'orientation')).toBe(orientation > 1);
  });
});

describe('transparency', () => {
  test.each(['png', 'webp'] as const)(
    'is laid on white, and the colours under it are gone: %s',
    async (format) => {
      const alpha = Buffer.alloc(64 * 48, 0);
      const hidden = sharp(pixels(64, 48), { raw: { width: 64, height: 48, channels: 3 } }).joinChannel(
        alpha,
        {
          raw: { width: 64, height: 48, channels: 1 },
        },
      );
      const file = await (format === 'png'
        ? hidden.png()
        : hidden.webp({ lossless: true, exact: true })
      ).toBuffer();
      // The colours really are in the file.
      expect(distance(await quartersOf(file), QUARTERS)).toBeLessThanOrEqual(8);
      const { data, image } = await sanitize(file);
      expect(new Set(await sharp(data).raw().toBuffer())).toEqual(new Set([255]));
      expect(image.removed.map(({ kind }) => kind)).toContain('alpha');
    },
  );

  test('that is partial is mixed with white', async () => {
    const file = await picture().ensureAlpha(0.5).png().toBuffer();
    const { data } = await sanitize(file);
    const mixed = QUARTERS.map((colour) => colour.map((value) => (value + 255) / 2));
    const [a, b, c, d] = mixed.map((colour): Colour => [colour[0] ?? 0, colour[1] ?? 0, colour[2] ?? 0]);
    if (!a || !b || !c || !d) throw new Error('There are four quarters.');
    expect(distance(await quartersOf(data), [a, b, c, d])).toBeLessThanOrEqual(2);
  });
});

describe('what is refused, and how', () => {
  test.each([
    ['nothing', '', 'empty', 'The file is empty.'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'unsupported-media', 'SVG'],
    [
      'SVG with an XML head',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
      'unsupported-media',
      'SVG',
    ],
    ['SVG after blanks and a mark', '\ufeff \n\t<svg/>', 'unsupported-media', 'SVG'],
    ['HTML', '<!DOCTYPE html><html><body>', 'unsupported-media', 'HTML'],
    ['PDF', '%PDF-1.7\n1 0 obj', 'unsupported-media', 'PDF'],
    ['ZIP', 'PK\x03\x04\x14\0\0\0\0\0', 'unsupported-media', 'ZIP'],
    ['a program', '\x7fELF\x02\x01\x01', 'unsupported-media', 'file'],
    ['prose', 'Dear diary, today I was a picture.', 'unsupported-media', 'not a picture'],
    ['one byte', '\x89', 'unsupported-media', 'not a picture'],
    ['a PNG signature alone', '\x89PNG\r\n\x1a\n', 'unsupported-media', 'not a picture'],
    ['a JPEG that only begins', '\xff\xd8\xff\xe0\0\x10JFIF', 'corrupt', 'JPEG'],
    ['a bitmap of two letters', 'BM', 'corrupt', 'bitmap'],
  ])('%s', async (_, content, code, words) => {
    const isText = /^[<\ufeff]/.test(content);
    const error = await refusal(Buffer.from(content, isText ? 'utf8' : 'latin1'));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.hint).toMatch(/\.$/);
  });

  test('TIFF and HEIC, by name', async () => {
    const tiff = await picture().tiff().toBuffer();
    expect(await refusal(tiff)).toMatchObject({
      code: 'unsupported-media',
      message: 'The file is a TIFF picture.',
    });
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    expect(await refusal(heic)).toMatchObject({
      code: 'unsupported-media',
      message: 'The file is a HEIC picture.',
    });
  });

  test('HEVC that calls itself AVIF', async () => {
    const file = await picture().avif().toBuffer();
    const lying = Buffer.from(file.toString('latin1').replaceAll('av01', 'hvc1'), 'latin1');
    expect(await refusal(lying)).toMatchObject({ code: 'corrupt' });
  });

  test('900 megapixels in a hundred bytes, by the header alone', async () => {
    const error = await refusal(bombPng(30_000, 30_000));
    expect(error.code).toBe('too-many-pixels');
    expect(error.message).toContain('30000 × 30000');
  });

  test('64 megapixels are the limit, whatever the format', async () => {
    expect((await refusal(bombPng(8001, 8000))).code).toBe('too-many-pixels');
    // Within the limit, but the content is missing.
    expect((await refusal(bombPng(8000, 8000))).code).toBe('corrupt');
    const gif = await picture().gif().toBuffer();
    // The sides of the screen, and of the one frame on it.
    const frame = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 64, 0, 48, 0]));
    for (const at of [6, 8, frame + 5, frame + 7]) gif.writeUInt16LE(9000, at);
    expect((await refusal(gif)).code).toBe('too-many-pixels');
    const bitmap = bmp(64, 48, { bits: 24 });
    bitmap.writeInt32LE(30_000, 18);
    bitmap.writeInt32LE(-30_000, 22);
    expect((await refusal(bitmap)).code).toBe('too-many-pixels');
  });

  test('a header that promises more rows than there are', async () => {
    const tall = await png(64, 48);
    const header = Buffer.from(tall.subarray(16, 29));
    header.writeUInt32BE(4000, 4);
    const lying = Buffer.concat([tall.subarray(0, 8), pngChunk('IHDR', header), tall.subarray(33)]);
    expect((await refusal(lying)).code).toBe('corrupt');
    const bitmap = bmp(64, 48, { bits: 24 });
    bitmap.writeInt32LE(4000, 22);
    expect((await refusal(bitmap)).code).toBe('corrupt');
  });

  test('20 MB are taken, a byte more is not', async () => {
    const file = await png();
    const tail = (length: number) => Buffer.concat([file, Buffer.alloc(length - file.length)]);
    expect((await sanitize(tail(20_000_000))).image.source.bytes).toBe(20_000_000);
    expect(await refusal(tail(20_000_001))).toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('20.0 MB'),
    });
  });
});

describe('a damaged file', () => {
  const kinds = [
    'png',
    'PNG, interlaced',
    'jpeg',
    'JPEG, progressive',
    'webp',
    'gif',
    'avif',
    'BMP of 24 bits',
    'BMP of 8 bits',
  ] as const;

  /** Refused in words, or decoded: never anything else. */
  async function isHandled(file: Uint8Array): Promise<boolean> {
    try {
      const { data, image } = await sanitize(file);
      return data.length > 0 && image.width > 0;
    } catch (error) {
      return error instanceof UnsafeMediaError && error.message !== '' && error.hint !== '';
    }
  }

  test.each(kinds)('%s, cut in half, is refused', async (kind) => {
    const file = await FILES[kind]();
    expect((await refusal(file.subarray(0, file.length / 2))).code).toBe('corrupt');
  });

  test.each(kinds)('%s, cut off anywhere, is refused or decodes', async (kind) => {
    const file = await FILES[kind]();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: file.length }), (end) => isHandled(file.subarray(0, end))),
      { numRuns: 150 },
    );
  });

  test.each(kinds)('%s, with bytes changed anywhere, is refused or decodes', async (kind) => {
    const file = await FILES[kind]();
    const change = fc.tuple(fc.integer({ min: 0, max: file.length - 1 }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = Buffer.from(file);
        for (const [at, value] of changes) damaged[at] = value;
        return isHandled(damaged);
      }),
      { numRuns: 100 },
    );
  });

  test('any bytes after any signature are refused or decode', async () => {
    const signatures = [
      '89504e470d0a1a0a',
      'ffd8ffe0',
      '424d',
      '474946383961',
      '52494646ffffff0057454250',
      '0000001c6674797061766966',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...signatures), fc.uint8Array({ maxLength: 300 }), (signature, rest) =>
        isHandled(Buffer.concat([Buffer.from(signature, 'hex'), rest])),
      ),
      { numRuns: 400 },
    );
  });
});

describe('the limits of the result', () => {
  test('the longest side, in proportion, and never enlarged', async () => {
    const sizes = async (width: number, height: number, maxEdge: number) => {
      const { image } = await sanitize(await png(width, height), { maxEdge });
      return [image.width, image.height];
    };
    expect(await sizes(1920, 1080, 1024)).toEqual([1024, 576]);
    expect(await sizes(1170, 2532, 1024)).toEqual([473, 1024]);
    expect(await sizes(300, 200, 1024)).toEqual([300, 200]);
    expect(await sizes(3000, 2, 1024)).toEqual([1024, 1]);
    expect(await sizes(1, 1, 1024)).toEqual([1, 1]);
  });

  test('bytes: PNG while it fits, then JPEG, then smaller', async () => {
    const file = await noise(600, 400);
    const asPng = await sanitize(file);
    expect(asPng.image.mime).toBe('image/png');
    const asJpeg = await sanitize(file, { maxBytes: 500_000 });
    expect(asJpeg.image).toMatchObject({ mime: 'image/jpeg', width: 600 });
    const smaller = await sanitize(file, { maxBytes: 40_000 });
    expect(smaller.image.mime).toBe('image/jpeg');
    expect(smaller.image.width).toBeLessThan(600);
    for (const [result, limit] of [
      [asJpeg, 500_000],
      [smaller, 40_000],
    ] as const) {
      expect(result.data.length).toBeLessThanOrEqual(limit);
    }
  });

  test('whatever the limit on bytes, the result keeps it or is refused', async () => {
    const file = await noise(320, 200);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 250_000 }), async (maxBytes) => {
        try {
          const { data, image } = await sanitize(file, { maxBytes });
          return data.length <= maxBytes && Math.abs(image.width / image.height - 1.6) < 0.1;
        } catch (error) {
          return maxBytes < 5000 && error instanceof UnsafeMediaError && error.code === 'payload-limit';
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('the same picture gives the same bytes', async () => {
  const file = await FILES.jpeg();
  expect((await sanitize(file)).data).toEqual((await sanitize(file)).data);
});

test('the colours used here differ enough to be told apart', () => {
  expect(distance(QUARTERS, [GREEN, RED, YELLOW, BLUE])).toBeGreaterThan(100);
});
