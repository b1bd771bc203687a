// Blocks of EXIF, built by hand: libraries write no maker's notes, no thumbnails and no lies.
import { MARKER } from './marker.ts';

/** A tag's number and its value: text, a 32-bit number, bytes, fractions, or a directory of its own. */
type Value = string | number | Buffer | Fractions | Directory;
type Fractions = readonly (readonly [top: number, bottom: number])[];
export interface Directory {
  readonly [tag: number]: Value;
}

const ENTRY_BYTES = 12;

/** A directory and, behind it, the one of the thumbnail; big-endian. */
export function tiff(first: Directory, second?: Directory): Buffer {
  const header = Buffer.from('4d4d002a00000008', 'hex');
  const body = writeDirectory(first, header.length);
  if (!second) return Buffer.concat([header, body]);
  const end = header.length + body.length;
  body.writeUInt32BE(end, 2 + Object.keys(first).length * ENTRY_BYTES);
  return Buffer.concat([header, body, writeDirectory(second, end)]);
}

function writeDirectory(directory: Directory, at: number): Buffer {
  const tags = Object.entries(directory).map(([tag, value]) => ({ tag: Number(tag), value }));
  const head = Buffer.alloc(2 + tags.length * ENTRY_BYTES + 4);
  head.writeUInt16BE(tags.length, 0);
  const values: Buffer[] = [];
  let valueAt = at + head.length;
  for (const [index, { tag, value }] of tags.entries()) {
    const entry = 2 + index * ENTRY_BYTES;
    const { type, count, data } = encode(value, valueAt);
    head.writeUInt16BE(tag, entry);
    head.writeUInt16BE(type, entry + 2);
    head.writeUInt32BE(count, entry + 4);
    if (data.length <= 4 && typeof value !== 'object') {
      data.copy(head, entry + 8);
      continue;
    }
    head.writeUInt32BE(valueAt, entry + 8);
    const padded = data.length % 2 === 0 ? data : Buffer.concat([data, Buffer.alloc(1)]);
    values.push(padded);
    valueAt += padded.length;
  }
  return Buffer.concat([head, ...values]);
}

function encode(value: Value, at: number): { type: number; count: number; data: Buffer } {
  if (typeof value === 'string') {
    const data = Buffer.from(`${value}\0`, 'latin1');
    return { type: 2, count: data.length, data };
  }
  if (typeof value === 'number') {
    const data = Buffer.alloc(4);
    data.writeUInt32BE(value);
    return { type: 4, count: 1, data };
  }
  if (Buffer.isBuffer(value)) return { type: 7, count: value.length, data: value };
  if (isFractions(value)) {
    const data = Buffer.alloc(value.length * 8);
    for (const [index, [top, bottom]] of value.entries()) {
      data.writeUInt32BE(top, index * 8);
      data.writeUInt32BE(bottom, index * 8 + 4);
    }
    return { type: 5, count: value.length, data };
  }
  return { type: 4, count: 1, data: writeDirectory(value, at) };
}

function isFractions(value: Directory | Fractions): value is Fractions {
  return Array.isArray(value);
}

/** All that a telephone writes, and more: position, camera, serial numbers, owner, notes, a thumbnail. */
export function fullExif(thumbnail: Buffer = Buffer.from(MARKER)): Buffer {
  const end = MARKER;
  const thumbnailDirectory = { 259: 6, 514: thumbnail.length, 49152: thumbnail };
  return tiff(
    {
      270: `Description ${end}`,
      271: 'Fabrikam',
      272: `Model ${end}`,
      305: `Program ${end}`,
      306: '2026:03:01 10:12:13',
      315: `Artist ${end}`,
      33432: `Copyright ${end}`,
      34665: {
        36867: '2026:03:01 10:12:13',
        37500: Buffer.from(`Fabrikam\0${end.repeat(20)}`),
        37510: Buffer.from(`ASCII\0\0\0${end}`),
        42032: `Owner ${end}`,
        42033: `SN-${end}`,
        42036: `Lens ${end}`,
        42037: `LS-${end}`,
      },
      34853: {
        1: 'N',
        2: [
          [59, 1],
          [54, 1],
          [36, 1],
        ],
        3: 'E',
        4: [
          [10, 1],
          [45, 1],
          [0, 1],
        ],
        28: Buffer.from(`ASCII\0\0\0${end}`),
        29: '2026:03:01',
      },
    },
    thumbnailDirectory,
  );
}

/** Thousands of entries that all claim the same megabytes: who reads each runs for minutes. */
export function tiffBomb(bytes: number): Buffer {
  const entries = 5000;
  const block = Buffer.alloc(Math.max(bytes, 8 + 2 + entries * ENTRY_BYTES), 1);
  block.write('MM\0*\0\0\0\x08', 0, 'latin1');
  block.writeUInt16BE(entries, 8);
  for (let entry = 0; entry < entries; entry++) {
    const at = 10 + entry * ENTRY_BYTES;
    block.writeUInt16BE(0xc000 + entry, at);
    block.writeUInt16BE(3, at + 2);
    block.writeUInt32BE(0xffff_fff0, at + 4);
    block.writeUInt32BE(0, at + 8);
  }
  return block;
}

/** A directory whose next directory, and whose EXIF, is itself. */
export function tiffLoop(): Buffer {
  const block = tiff({ 34665: 8, 34853: 8 });
  block.writeUInt32BE(8, 10 + 2 * ENTRY_BYTES);
  return block;
}
