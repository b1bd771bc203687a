import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { bmp, bombPng, picture, png, pngChunk } from '../images.ts';
import { isoBox, pdf, zip } from './blocks.ts';
import { MARKER } from './marker.ts';

/** A file of which nothing may come out at all. */
export interface RefusedFile {
  readonly name: string;
  make(): Promise<Buffer>;
  /** Codes of the refusal that are right; where a decoder decides, its version does. */
  readonly codes: readonly string[];
}

const UNSUPPORTED = ['unsupported-media'];
const CORRUPT = ['corrupt'];
const TOO_MANY = ['too-many-pixels'];

/** Overwrites 32-bit numbers behind each of a four-letter name. */
function patch(file: Buffer, name: string, offset: number, values: readonly number[]): Buffer {
  for (let at = file.indexOf(name); at !== -1; at = file.indexOf(name, at + 4)) {
    for (const [index, value] of values.entries()) file.writeUInt32BE(value, at + offset + index * 4);
  }
  return file;
}

export const REFUSED_FILES: readonly RefusedFile[] = [
  {
    name: 'a drawing that loads a file',
    make: async () =>
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/>${MARKER}</svg>`,
      ),
    codes: UNSUPPORTED,
  },
  {
    name: 'a PDF with a JPEG in it',
    make: async () => Buffer.concat([pdf(), await picture().jpeg().toBuffer()]),
    codes: UNSUPPORTED,
  },
  { name: 'an archive called .png', make: async () => zip(), codes: UNSUPPORTED },
  {
    name: 'a Windows program',
    make: async () => Buffer.from(`MZ\x90\0${'\0'.repeat(60)}PE\0\0`, 'latin1'),
    codes: UNSUPPORTED,
  },
  { name: 'a TIFF of one page', make: () => picture().tiff().toBuffer(), codes: UNSUPPORTED },
  {
    name: 'a TIFF of several pages',
    make: async () => {
      const page = await picture().tiff({ compression: 'none' }).toBuffer();
      return Buffer.concat([page, page]);
    },
    codes: UNSUPPORTED,
  },
  {
    name: 'a video that is compatible with AVIF by its own word',
    make: async () =>
      Buffer.concat([
        isoBox('ftyp', Buffer.from('isom\0\0\0\0isomavif')),
        isoBox('mdat', Buffer.from(MARKER)),
      ]),
    codes: UNSUPPORTED,
  },
  {
    name: 'an AVIF whose pixels are HEVC',
    make: async () => {
      const file = await picture().avif().toBuffer();
      return Buffer.from(file.toString('latin1').replaceAll('av01', 'hvc1'), 'latin1');
    },
    codes: ['corrupt', 'ambiguous'],
  },
  {
    name: 'a JPEG that begins as AVIF',
    make: async () =>
      Buffer.concat([isoBox('ftyp', Buffer.from('avif\0\0\0\0avifmif1')), await picture().jpeg().toBuffer()]),
    codes: CORRUPT,
  },
  {
    name: 'a JPEG that begins as PNG',
    make: async () => Buffer.concat([(await png()).subarray(0, 33), await picture().jpeg().toBuffer()]),
    codes: ['corrupt', 'unsupported-media'],
  },
  {
    name: 'a script that begins as GIF',
    make: async () => Buffer.from(`GIF89a=1;/*${MARKER}*/alert(1)`),
    codes: ['corrupt', 'too-many-pixels'],
  },
  {
    name: 'a script that begins as BMP',
    make: async () => Buffer.from(`BM=1;/*${MARKER}*/alert(1)//${' '.repeat(99)}`),
    codes: ['corrupt', 'unsupported-media', 'too-many-pixels'],
  },
  { name: 'a PNG of 900 megapixels', make: async () => bombPng(30_000, 30_000), codes: TOO_MANY },
  {
    name: 'a PNG of 64 megapixels and a few bytes that unfold to a gigabyte',
    make: async () => {
      const file = bombPng(8000, 8000);
      const data = deflateSync(Buffer.alloc(100_000_000));
      return Buffer.concat([file.subarray(0, 33), pngChunk('IDAT', data), pngChunk('IEND', Buffer.alloc(0))]);
    },
    codes: CORRUPT,
  },
  {
    name: 'a GIF of 65,535 pixels in square',
    make: async () => {
      const file = await picture().gif().toBuffer();
      const frame = file.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 64, 0, 48, 0]));
      for (const at of [6, 8, frame + 5, frame + 7]) file.writeUInt16LE(65_535, at);
      return file;
    },
    codes: ['too-many-pixels', 'corrupt'],
  },
  {
    name: 'a WebP of 16,384 pixels in square',
    make: async () => {
      const file = await sharp({ create: { width: 64, height: 48, channels: 4, background: '#f008' } })
        .webp({ lossless: true })
        .toBuffer();
      // 14 bits less one for each side.
      file.writeUInt32LE((0x3fff | (0x3fff << 14)) >>> 0, file.indexOf('VP8L') + 9);
      return file;
    },
    codes: ['too-many-pixels', 'corrupt'],
  },
  {
    name: 'a JPEG of 65,500 pixels in square',
    make: async () => {
      const file = await picture().jpeg().toBuffer();
      const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
      file.writeUInt16BE(65_500, frame + 5);
      file.writeUInt16BE(65_500, frame + 7);
      return file;
    },
    codes: TOO_MANY,
  },
  {
    name: 'an AVIF that says it has 900 megapixels',
    make: async () => patch(await picture().avif().toBuffer(), 'ispe', 8, [30_000, 30_000]),
    codes: ['too-many-pixels', 'corrupt'],
  },
  {
    name: 'an AVIF that says it is smaller than it is',
    make: async () => patch(await picture(640, 480).avif().toBuffer(), 'ispe', 8, [16, 16]),
    codes: CORRUPT,
  },
  {
    name: 'a bitmap that is run-length encoded',
    make: async () => {
      const file = bmp(64, 48, { bits: 8 });
      file.writeUInt32LE(1, 30);
      return file;
    },
    codes: UNSUPPORTED,
  },
  {
    name: 'a bitmap whose pixels begin in its header',
    make: async () => {
      const file = bmp(64, 48, { bits: 24 });
      file.writeUInt32LE(4, 10);
      return file;
    },
    codes: CORRUPT,
  },
];
