// Pictures made when the tests run: four flat quarters, so that a turned, mirrored or discoloured
// one is told from a right one by four pixels.
import { crc32 } from 'node:zlib';
import sharp, { type Sharp, type SharpOptions } from 'sharp';

export type Colour = readonly [red: number, green: number, blue: number];

export const RED: Colour = [220, 30, 40];
export const GREEN: Colour = [20, 160, 60];
export const BLUE: Colour = [30, 60, 210];
export const YELLOW: Colour = [240, 210, 20];
export const WHITE: Colour = [255, 255, 255];

/** Colours of the quarters: top left, top right, bottom left, bottom right. */
export type Quarters = readonly [Colour, Colour, Colour, Colour];

export const QUARTERS: Quarters = [RED, GREEN, BLUE, YELLOW];

/** Raw pixels of a picture of four quarters, three bytes each. */
export function pixels(width: number, height: number, colours: Quarters = QUARTERS): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colourAt(colours, width, height, x, y), (y * width + x) * 3);
  }
  return data;
}

function colourAt(colours: Quarters, width: number, height: number, x: number, y: number): Colour {
  const [topLeft, topRight, bottomLeft, bottomRight] = colours;
  if (y < height / 2) return x < width / 2 ? topLeft : topRight;
  return x < width / 2 ? bottomLeft : bottomRight;
}

/** A picture to be encoded by the caller: `.png()`, `.jpeg()`, … */
export function picture(width = 64, height = 48, colours: Quarters = QUARTERS): Sharp {
  return sharp(pixels(width, height, colours), { raw: { width, height, channels: 3 } });
}

export function png(width = 64, height = 48): Promise<Buffer> {
  return picture(width, height).png().toBuffer();
}

/** A picture that does not compress: noise, the same for the same seed. */
export function noise(width: number, height: number, seed = 1): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[i] = state >>> 24;
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** The colours in the middle of the four quarters of an encoded picture. */
export async function quartersOf(file: Uint8Array, options?: SharpOptions): Promise<Quarters> {
  const { data, info } = await sharp(file, options)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): Colour => {
    const start = (Math.floor(info.height * y) * info.width + Math.floor(info.width * x)) * info.channels;
    return [data[start] ?? -1, data[start + 1] ?? -1, data[start + 2] ?? -1];
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
}

/** The greatest difference between two pictures' quarters in any channel. */
export function distance(a: Quarters, b: Quarters): number {
  const [left, right] = [a.flat(), b.flat()];
  return Math.max(...left.map((value, index) => Math.abs(value - (right[index] ?? Number.NaN))));
}

/** One chunk of a PNG, as the specification has it: length, type, data, checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Puts chunks between the header of a PNG and the rest. */
export function insertChunks(file: Buffer, ...chunks: Buffer[]): Buffer {
  const afterHeader = 8 + 25;
  return Buffer.concat([file.subarray(0, afterHeader), ...chunks, file.subarray(afterHeader)]);
}

/** A PNG that says it is this large and has next to no content: a decompression bomb. */
export function bombPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.from('789c030000000001', 'hex')),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

export interface BmpOptions {
  readonly bits: 1 | 4 | 8 | 16 | 24 | 32;
  /** Rows from top to bottom, said by a negative height. */
  readonly topDown?: boolean;
  /** Channel masks in the header (BI_BITFIELDS), as Windows puts screenshots on its clipboard. */
  readonly masks?: boolean;
}

/** A Windows bitmap of four quarters, made by hand: sharp writes none. */
export function bmp(
  width: number,
  height: number,
  { bits, topDown = false, masks = false }: BmpOptions,
  colours: Quarters = QUARTERS,
): Buffer {
  const palette = bits <= 8 ? paletteOf(colours, bits) : Buffer.alloc(0);
  const maskBytes = masks ? Buffer.alloc(12) : Buffer.alloc(0);
  if (masks) {
    const values = bits === 16 ? [0xf800, 0x07e0, 0x001f] : [0xff0000, 0x00ff00, 0x0000ff];
    for (const [index, value] of values.entries()) maskBytes.writeUInt32LE(value, index * 4);
  }
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const rows = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray((topDown ? y : height - 1 - y) * rowBytes);
    for (let x = 0; x < width; x++)
      writePixel(row, x, colourAt(colours, width, height, x, y), colours, bits, masks);
  }
  const offset = 54 + maskBytes.length + palette.length;
  const header = Buffer.alloc(54);
  header.write('BM', 0, 'latin1');
  header.writeUInt32LE(offset + rows.length, 2);
  header.writeUInt32LE(offset, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(topDown ? -height : height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(masks ? 3 : 0, 30);
  header.writeUInt32LE(rows.length, 34);
  return Buffer.concat([header, maskBytes, palette, rows]);
}

function paletteOf(colours: Quarters, bits: number): Buffer {
  const palette = Buffer.alloc(4 * 2 ** bits);
  for (const [index, [red, green, blue]] of colours.slice(0, 2 ** bits).entries()) {
    palette.set([blue, green, red, 0], index * 4);
  }
  return palette;
}

function writePixel(
  row: Buffer,
  x: number,
  colour: Colour,
  colours: Quarters,
  bits: BmpOptions['bits'],
  masks: boolean,
): void {
  const [red, green, blue] = colour;
  if (bits >= 24) {
    row.set([blue, green, red], x * (bits / 8));
    return;
  }
  if (bits === 16) {
    const value = masks
      ? ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3)
      : ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
    row.writeUInt16LE(value, x * 2);
    return;
  }
  const index = colours.indexOf(colour);
  const perByte = 8 / bits;
  const at = Math.floor(x / perByte);
  const shift = 8 - bits * ((x % perByte) + 1);
  row[at] = (row[at] ?? 0) | (index << shift);
}
