import sharp from 'sharp';
import { bmp, picture, pixels, WHITE } from '../images.ts';
import { isoBox, XMP, zip } from './blocks.ts';
import { type HostileFile, MARKER } from './marker.ts';
import { fullExif } from './tiff.ts';

const EXIF = {
  IFD0: { Artist: MARKER },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '59/1 54/1 36/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '10/1 45/1 0/1',
  },
};

/** Three frames, of which the first is like all pictures here. */
function animation() {
  const white = pixels(64, 48, [WHITE, WHITE, WHITE, WHITE]);
  const frames = Buffer.concat([pixels(64, 48), white, pixels(64, 48)]);
  return sharp(frames, { raw: { width: 64, height: 144, channels: 3, pageHeight: 48 } });
}

const subBlocks = (content: string) =>
  Buffer.concat([Buffer.from([content.length]), Buffer.from(content), Buffer.from([0])]);

/** Puts blocks behind the header of a GIF and its colours. */
function insertBlocks(file: Buffer, ...blocks: Buffer[]): Buffer {
  const flags = file[10] ?? 0;
  const after = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  return Buffer.concat([file.subarray(0, after), ...blocks, file.subarray(after)]);
}

function riffChunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** A WebP with chunks behind its own, its length set right. */
function appendChunks(file: Buffer, ...chunks: Buffer[]): Buffer {
  const result = Buffer.concat([file, ...chunks]);
  result.writeUInt32LE(result.length - 8, 4);
  return result;
}

export const gifs: readonly HostileFile[] = [
  {
    name: 'GIF with a comment, plain text and application data',
    make: async () =>
      insertBlocks(
        await picture().gif().toBuffer(),
        Buffer.concat([Buffer.from([0x21, 0xfe]), subBlocks(MARKER)]),
        Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('PRIVATE1234'), subBlocks(MARKER)]),
        Buffer.concat([
          Buffer.from([0x21, 0xff, 11]),
          Buffer.from('XMP DataXMP'),
          XMP,
          // As XMP's specification has it, so that the blocks end wherever a reader stands in the text.
          Buffer.from([1, ...Array.from({ length: 256 }, (_, index) => 255 - index), 0]),
        ]),
      ),
    removes: ['comment', 'chunk', 'xmp', 'gps'],
  },
  {
    name: 'GIF with an archive behind its end (GIFAR)',
    make: async () => Buffer.concat([await picture().gif().toBuffer(), zip()]),
    removes: ['trailer'],
  },
  {
    name: 'GIF that moves',
    make: async () => Buffer.concat([await animation().gif().toBuffer(), Buffer.from(MARKER)]),
    removes: ['frames', 'trailer'],
  },
];

export const webps: readonly HostileFile[] = [
  {
    name: 'WebP with EXIF, XMP, a profile and chunks nobody knows',
    make: async () =>
      appendChunks(
        await picture().withExif(EXIF).withXmp(XMP.toString()).withIccProfile('p3').webp().toBuffer(),
        riffChunk('JUNK', Buffer.from(MARKER)),
      ),
    removes: ['exif', 'xmp', 'gps', 'icc', 'chunk'],
  },
  {
    name: 'WebP with a tail',
    make: async () => Buffer.concat([await picture().webp().toBuffer(), Buffer.from(`<script>${MARKER}`)]),
    removes: ['trailer'],
  },
  {
    name: 'WebP that moves',
    make: async () => Buffer.concat([await animation().webp({ lossless: true }).toBuffer(), zip()]),
    removes: ['frames', 'trailer'],
  },
];

export const avifs: readonly HostileFile[] = [
  {
    name: 'AVIF with EXIF and XMP',
    make: () => picture().withExif(EXIF).withXmp(XMP.toString()).avif().toBuffer(),
    removes: ['exif', 'xmp', 'gps', 'author'],
  },
  {
    name: 'AVIF with boxes nobody knows, and free space with words in it',
    make: async () =>
      Buffer.concat([
        await picture().avif().toBuffer(),
        isoBox('free', Buffer.from(MARKER)),
        isoBox('uuid', Buffer.from(MARKER)),
        Buffer.from(MARKER),
      ]),
    removes: ['chunk', 'trailer'],
  },
];

export const bmps: readonly HostileFile[] = [
  {
    name: 'BMP with a tail',
    make: async () => Buffer.concat([bmp(64, 48, { bits: 24 }), Buffer.from(MARKER)]),
    removes: ['trailer'],
  },
  {
    name: 'BMP with words before its pixels',
    make: async () => {
      const file = bmp(64, 48, { bits: 24 });
      const words = Buffer.concat([fullExif(), Buffer.from(MARKER)]);
      file.writeUInt32LE(54 + words.length, 10);
      return Buffer.concat([file.subarray(0, 54), words, file.subarray(54)]);
    },
    removes: ['chunk'],
  },
];
