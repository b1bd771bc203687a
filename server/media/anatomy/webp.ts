import { type Anatomy, Parts } from './part.ts';

// https://developers.google.com/speed/webp/docs/riff_container
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const PIXELS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM']);

export function readWebp(file: Buffer): Anatomy | undefined {
  const isWebp =
    file.length >= HEADER_BYTES + CHUNK_HEADER_BYTES &&
    file.toString('latin1', 0, 4) === 'RIFF' &&
    file.toString('latin1', 8, 12) === 'WEBP' &&
    /^VP8[ LX]$/.test(file.toString('latin1', 12, 16));
  if (!isWebp) return undefined;
  const parts = new Parts();
  const end = Math.min(file.length, 8 + file.readUInt32LE(4));
  let frames = 0;
  let alpha = false;
  let lossless = false;
  let at = HEADER_BYTES;
  while (at + CHUNK_HEADER_BYTES <= end) {
    parts.count();
    const name = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const data = file.subarray(at + CHUNK_HEADER_BYTES, Math.min(end, at + CHUNK_HEADER_BYTES + length));
    // Chunks of an odd length are followed by a zero.
    at += CHUNK_HEADER_BYTES + length + (length % 2);
    if (name === 'ANMF') frames++;
    if (name === 'VP8L') lossless = true;
    if (name === 'ALPH' || (name === 'VP8L' && ((data[4] ?? 0) & 0x10) !== 0)) alpha = true;
    if (name === 'VP8X' && ((data[0] ?? 0) & 0x10) !== 0) alpha = true;
    if (name === 'EXIF') parts.add({ kind: 'exif', data });
    else if (name === 'XMP ') parts.add({ kind: 'xmp', data });
    else if (name === 'ICCP') parts.add({ kind: 'icc', data });
    else if (name !== 'ANMF' && !PIXELS.has(name)) parts.add({ kind: 'chunk', name, bytes: data.length });
  }
  return {
    format: 'webp',
    parts: parts.list,
    frames: Math.max(1, frames),
    otherPictures: 0,
    alpha,
    lossless,
    trailer: file.subarray(end),
  };
}
