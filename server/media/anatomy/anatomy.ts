import { readAvif } from './avif.ts';
import { readBmp } from './bmp.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import type { Anatomy, Format } from './part.ts';
import { readPng } from './png.ts';
import { readWebp } from './webp.ts';

const READERS: Record<Format, (file: Buffer) => Anatomy | undefined> = {
  png: readPng,
  jpeg: readJpeg,
  webp: readWebp,
  gif: readGif,
  avif: readAvif,
  bmp: readBmp,
};

/**
 * Takes a file apart along its format's own structure, without decoding a
 * pixel: the second opinion on what a file is, and the list of what it carries
 * beside its picture. Reads what it can of a damaged file.
 * @throws UnsafeMediaError if it has too many parts, or is a bitmap that cannot be read.
 * @returns undefined if the file is built like none of the formats.
 */
export function dissect(bytes: Uint8Array): Anatomy | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const format of Object.keys(READERS) as Format[]) {
    const anatomy = READERS[format](file);
    if (anatomy) return anatomy;
  }
  return undefined;
}
