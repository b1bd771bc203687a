// A reader of its own for what came out: names everything in a PNG or JPEG, and throws if a byte is
// left over. Shares nothing with the readers in server/media.
import { crc32 } from 'node:zlib';

/** Chunks of a PNG by name, or segments of a JPEG by marker in hexadecimal; in their order. */
export function structureOf(file: Buffer): string[] {
  if (file.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return chunksOf(file);
  if (file.readUInt16BE(0) === 0xffd8) return segmentsOf(file);
  throw new Error('This is neither PNG nor JPEG.');
}

function chunksOf(file: Buffer): string[] {
  const names: string[] = [];
  let at = 8;
  while (at < file.length) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== file.readUInt32BE(at + 8 + length)) throw new Error('A checksum is wrong.');
    names.push(body.toString('latin1', 0, 4));
    at += 12 + length;
  }
  if (at !== file.length || names.at(-1) !== 'IEND' || names.indexOf('IEND') !== names.length - 1)
    throw new Error('The PNG does not end with its end.');
  return names;
}

function segmentsOf(file: Buffer): string[] {
  const markers: string[] = [];
  let at = 2;
  for (;;) {
    if (file[at] !== 0xff) throw new Error(`There is no marker at ${at}.`);
    const marker = file[at + 1] ?? 0;
    markers.push(marker.toString(16));
    if (marker === 0xd9) break;
    at += 2 + file.readUInt16BE(at + 2);
    if (marker !== 0xda) continue;
    while (!(file[at] === 0xff && file[at + 1] !== 0)) at++;
  }
  if (at + 2 !== file.length) throw new Error('The JPEG goes on behind its end.');
  return markers;
}
