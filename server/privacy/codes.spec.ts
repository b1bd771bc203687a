import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, type WriterOptions, writeBarcode } from 'zxing-wasm/writer';
import type { Box } from '../../protocol/attach.ts';
import { isBusy } from './bars.ts';
import { shared } from './boxes.ts';
import { findCodes } from './codes.ts';
import type { Picture } from './reading.ts';

const LOGIN = 'otpauth://totp/Example:jane@example.com?secret=JUSTATEST';

beforeAll(async () => {
  const program = await readFile(
    createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'),
  );
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(program).buffer },
    fireImmediately: true,
  });
});

async function code(text: string, options: WriterOptions): Promise<Buffer> {
  const { image, error } = await writeBarcode(text, options);
  if (image === null) throw new Error(error);
  return Buffer.from(await image.arrayBuffer());
}

/** A page with lines like text, and pictures laid on it. */
async function page(overlays: { input: Buffer; left: number; top: number }[]): Promise<Picture> {
  const row = (y: number) =>
    `<rect x="20" y="${y}" width="${200 + ((y * 37) % 400)}" height="2" fill="#9cf"/>`;
  const rows = Array.from({ length: 40 }, (_, i) => row(10 + i * 14)).join('');
  const svg = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="#1e1e1e"/>${rows}</svg>`,
  );
  const { data, info } = await sharp(svg)
    .composite(overlays)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function sizeOf(input: Buffer): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(input).metadata();
  return { width, height };
}

/** Dark pixels of a picture that was laid on a page, and those of them that a box on the page leaves open. */
async function darkOutside(
  input: Buffer,
  box: Box | undefined,
  at: { left: number; top: number },
): Promise<{ all: number; outside: number }> {
  const { data, info } = await sharp(input).greyscale().raw().toBuffer({ resolveWithObject: true });
  const count = { all: 0, outside: 0 };
  for (let i = 0; i < data.length; i++) {
    if ((data[i] ?? 255) >= 128) continue;
    const pixel = {
      x: at.left + (i % info.width),
      y: at.top + Math.floor(i / info.width),
      width: 1,
      height: 1,
    };
    count.all++;
    if (box === undefined || shared(box, pixel) === 0) count.outside++;
  }
  return count;
}

/** A barcode drawn with modules of any width, 50 pixels tall, with 20 pixels of ground around. */
async function bars(
  text: string,
  { format, module, ground }: { format: 'Code39' | 'Code128' | 'EAN13'; module: number; ground: string },
): Promise<Buffer> {
  const bare = await code(text, { format, scale: 1, addQuietZones: false });
  const { data, info } = await sharp(bare).greyscale().raw().toBuffer({ resolveWithObject: true });
  const [width, height] = [Math.ceil(info.width * module) + 40, 90];
  const rects = Array.from({ length: info.width }, (_, i) =>
    (data[i] ?? 255) < 128
      ? `<rect x="${20 + i * module}" y="20" width="${module + 0.01}" height="50"/>`
      : '',
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${ground}"/><rect x="20" y="20" width="${width - 40}" height="50" fill="#fff"/>${rects}</svg>`;
  return await sharp(Buffer.from(svg)).png().toBuffer();
}

/** 0 to 1, the same each time. */
function random(seed: number): number {
  return (Math.imul((seed + 1) ^ (seed >>> 3), 2654435761) >>> 8) / 2 ** 24;
}

describe('codes', () => {
  it.each([
    ['QRCode', LOGIN, 4, 'qr-code', 'QR code'],
    ['QRCode', LOGIN, 1, 'qr-code', 'QR code'],
    ['MicroQRCode', '12345', 3, 'qr-code', 'QR code'],
    ['DataMatrix', LOGIN, 3, 'matrix-code', 'Data Matrix code'],
    ['Aztec', LOGIN, 3, 'matrix-code', 'Aztec code'],
    ['PDF417', LOGIN, 2, 'matrix-code', 'PDF417 code'],
    ['Code128', 'JUST-A-TEST', 2, 'barcode', 'Barcode'],
    ['Code39', 'TEST', 2, 'barcode', 'Barcode'],
    ['EAN13', '5901234123457', 2, 'barcode', 'Barcode'],
    ['ITF', '1234567890', 2, 'barcode', 'Barcode'],
  ] as const)(
    'are found with all of their modules: %s %s at %d',
    async (format, text, scale, rule, title) => {
      const input = await code(text, { format, scale, addQuietZones: true });
      const bare = await sizeOf(await code(text, { format, scale, addQuietZones: false }));
      const whole = await sizeOf(input);
      const [left, top] = [101, 73];
      const [found, ...others] = await findCodes(await page([{ input, left, top }]));
      expect(others).toEqual([]);
      expect(found).toMatchObject({ rule, title, confidence: 1, text });
      const box = found?.box ?? { x: 0, y: 0, width: 0, height: 0 };
      const aside = (whole.width - bare.width) / 2;
      const above = (whole.height - bare.height) / 2;
      expect(box.x).toBeLessThanOrEqual(left + aside);
      expect(box.y).toBeLessThanOrEqual(top + above);
      expect(box.x + box.width).toBeGreaterThanOrEqual(left + aside + bare.width);
      expect(box.y + box.height).toBeGreaterThanOrEqual(top + above + bare.height);
      expect(box.width).toBeLessThan(bare.width * 2);
    },
  );

  it.each(['QRCode', 'DataMatrix', 'Aztec', 'Code128', 'PDF417'] as const)(
    'are found in reversed colours: %s',
    async (format) => {
      const input = await code('JUST-A-TEST', { format, scale: 3, invert: true });
      expect(await findCodes(await page([{ input, left: 50, top: 60 }]))).toMatchObject([
        { text: 'JUST-A-TEST' },
      ]);
    },
  );

  it.each(['QRCode', 'DataMatrix', 'Aztec', 'Code128'] as const)(
    'are found and covered turned by 15 degrees: %s',
    async (format) => {
      const upright = await code('JUST-A-TEST', { format, scale: 3, addQuietZones: true });
      const input = await sharp(upright).rotate(15, { background: '#ffffff' }).png().toBuffer();
      const picture = await page([{ input, left: 150, top: 100 }]);
      const [found] = await findCodes(picture);
      expect(found?.text).toBe('JUST-A-TEST');
      const dark = await darkOutside(input, found?.box, { left: 150, top: 100 });
      expect(dark.outside).toBeLessThan(dark.all * 0.002);
    },
  );

  it('are found side by side, each by itself', async () => {
    const input = await code(LOGIN, { format: 'QRCode', scale: 3 });
    const other = await code('5901234123457', { format: 'EAN13', scale: 2 });
    const { width } = await sizeOf(input);
    const found = await findCodes(
      await page([
        { input, left: 40, top: 40 },
        { input: await code('another', { format: 'QRCode', scale: 3 }), left: 40 + width, top: 40 },
        { input: other, left: 500, top: 300 },
      ]),
    );
    expect(found.map(({ text }) => text).toSorted()).toEqual(['5901234123457', 'another', LOGIN]);
  });

  it('are covered when they are seen but cannot be decoded', async () => {
    const whole = await code(LOGIN, { format: 'QRCode', scale: 4 });
    const { width, height } = await sizeOf(whole);
    const logo = { width: Math.round(width * 0.4), height: Math.round(height * 0.4) };
    const input = await sharp(whole)
      .composite([{ input: { create: { ...logo, channels: 3, background: '#c03040' } } }])
      .png()
      .toBuffer();
    const [found, ...others] = await findCodes(await page([{ input, left: 200, top: 200 }]));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'qr-code', text: undefined });
    expect(found?.confidence).toBeLessThan(1);
    expect(found?.box.x).toBeLessThan(200 + 16);
    expect((found?.box.x ?? 0) + (found?.box.width ?? 0)).toBeGreaterThan(200 + width - 16);
  });

  it.each([
    ['too narrow to be decoded', 'Code39', 'JUST4TEST', 1.5, '#ffffff'],
    ['too narrow to be decoded', 'Code128', 'JUST-A-TEST', 1.25, '#ffffff'],
    ['without a quiet zone', 'EAN13', '5901234123457', 3, '#1e1e1e'],
  ] as const)('of bars are covered %s: %s', async (_, format, text, module, ground) => {
    const input = await bars(text, { format, module, ground });
    const [left, top] = [301, 203];
    for (const turned of [input, await sharp(input).rotate(90).toBuffer()]) {
      const [found, ...others] = await findCodes(await page([{ input: turned, left, top }]));
      expect(others).toEqual([]);
      expect(found?.rule).toBe('barcode');
      const { width, height } = await sizeOf(turned);
      const inside = { x: left + 20, y: top + 20, width: width - 40, height: height - 40 };
      expect(found === undefined ? 0 : shared(found.box, inside)).toBe(inside.width * inside.height);
      expect(found?.box.width).toBeLessThan(width * 1.4);
    }
  });

  it('of modules too small for the decoder are found when enlarged', async () => {
    const whole = await code('JUST-A-TEST-OF-A-CODE-THAT-IS-SMALL', {
      format: 'DataMatrix',
      scale: 1,
      addQuietZones: false,
    });
    const { width } = await sizeOf(whole);
    const input = await sharp(whole)
      .resize(Math.round(width * 1.6), null, { kernel: 'linear' })
      .extend({ top: 12, bottom: 12, left: 12, right: 12, background: '#ffffff' })
      .png()
      .toBuffer();
    const found = await findCodes(await page([{ input, left: 400, top: 300 }]));
    expect(found).toMatchObject([{ rule: 'matrix-code', confidence: 1 }]);
  });

  it('are found in a picture too large to be looked at whole, and covered where they are', async () => {
    const input = await code(LOGIN, { format: 'QRCode', scale: 10 });
    const { width, height } = await sizeOf(input);
    const picture = await sharp({ create: { width: 4400, height: 3300, channels: 3, background: '#ffffff' } })
      .composite([{ input, left: 3000, top: 2000 }])
      .removeAlpha()
      .raw()
      .toBuffer();
    const [found, ...more] = await findCodes({ data: picture, width: 4400, height: 3300 });
    expect(more).toEqual([]);
    expect(await darkOutside(input, found?.box, { left: 3000, top: 2000 })).toMatchObject({ outside: 0 });
    expect(found?.box.width).toBeLessThan(width * 1.5);
    expect(found?.box.height).toBeLessThan(height * 1.5);
  });

  it('are not seen where there are none: text, a soft photo-like picture, stripes', async () => {
    const noise = Array.from({ length: 90 * 60 * 3 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 24) & 255);
    const photo = await sharp(Buffer.from(noise), { raw: { width: 90, height: 60, channels: 3 } })
      .resize(450, 300, { kernel: 'cubic' })
      .blur(3)
      .png()
      .toBuffer();
    const stripes = Array.from({ length: 20 }, (_, i) => `<rect x="${i * 12}" width="6" height="100"/>`).join(
      '',
    );
    const table = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="100">${stripes}</svg>`,
    );
    expect(await findCodes(await page([]))).toEqual([]);
    // Equal bars, also where they fall between pixels: a ruler, a meter.
    for (const [pitch, bar] of [
      [7, 1],
      [4.5, 2],
      [9.3, 4],
    ] as const) {
      const ticks = Array.from(
        { length: 60 },
        (_, i) => `<rect x="${i * pitch}" width="${bar}" height="40"/>`,
      );
      const ruler = Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(60 * pitch)}" height="40"><rect width="600" height="40" fill="#fff"/>${ticks.join('')}</svg>`,
      );
      const found = await findCodes(await page([{ input: ruler, left: 100, top: 300 }]));
      expect(found.filter(({ rule }) => rule === 'barcode')).toEqual([]);
    }
    const pictures = [
      { input: photo, left: 20, top: 20 },
      { input: table, left: 520, top: 400 },
    ];
    expect(await findCodes(await page(pictures))).toEqual([]);
  });

  it('are found in noise, which is searched less thoroughly', async () => {
    const [width, height] = [1000, 700];
    const noise = Buffer.from(
      Array.from({ length: width * height * 3 }, (_, i) => 255 * random(Math.floor(i / 3))),
    );
    const input = await code(LOGIN, { format: 'QRCode', scale: 4, addQuietZones: true });
    const data = await sharp(noise, { raw: { width, height, channels: 3 } })
      .composite([{ input, left: 300, top: 200 }])
      .removeAlpha()
      .raw()
      .toBuffer();
    expect(isBusy({ data, width, height })).toBe(true);
    expect(await findCodes({ data, width, height })).toMatchObject([{ text: LOGIN, confidence: 1 }]);
  });

  it.each([
    ['Code39', 'A'],
    ['Codabar', 'A12B'],
  ] as const)('are not read from a few bars without a check digit: %s', async (format, text) => {
    const input = await code(text, { format, scale: 3, addQuietZones: true });
    expect(await findCodes(await page([{ input, left: 100, top: 100 }]))).toEqual([]);
  });
});
