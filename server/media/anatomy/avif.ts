import * as l10n from '@vscode/l10n';
import { type Anatomy, MAX_PARTS, Parts, tooManyParts } from './part.ts';

// ISO/IEC 14496-12 (boxes), 23008-12 (HEIF), https://aomediacodec.github.io/av1-avif/
const BOX_HEADER_BYTES = 8;
const LONG_BOX_HEADER_BYTES = 16;
const STRUCTURE = new Set(['ftyp', 'meta', 'mdat', 'moov']);

interface Box {
  type: string;
  data: Buffer;
  /** Of the byte behind it. */
  end: number;
}

/** EXIF, XMP and the colour profile are scattered over such a file: the decoder finds them, and this does not. */
export function readAvif(file: Buffer): Anatomy | undefined {
  const [first] = boxes(file);
  if (first?.type !== 'ftyp' || !brands(first.data).some((brand) => brand === 'avif' || brand === 'avis'))
    return undefined;
  const parts = new Parts();
  let frames = 1;
  let otherPictures = 0;
  let end = 0;
  for (const box of boxes(file)) {
    end = box.end;
    if (box.type === 'moov') frames = 2;
    if (box.type === 'meta') otherPictures = countReferences(box.data, 'thmb');
    if (!STRUCTURE.has(box.type))
      parts.add({ kind: 'chunk', name: l10n.t('{0} box', box.type), bytes: box.data.length });
  }
  return {
    format: 'avif',
    parts: parts.list,
    frames,
    otherPictures,
    lossless: false,
    trailer: file.subarray(end),
  };
}

/** @throws UnsafeMediaError if they are too many to be honest. */
function* boxes(file: Buffer): Generator<Box> {
  let at = 0;
  let count = 0;
  while (at + BOX_HEADER_BYTES <= file.length) {
    const short = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const isLong = short === 1;
    if (isLong && at + LONG_BOX_HEADER_BYTES > file.length) return;
    // Zero: as long as the file.
    const length = isLong ? Number(file.readBigUInt64BE(at + 8)) : short || file.length - at;
    const header = isLong ? LONG_BOX_HEADER_BYTES : BOX_HEADER_BYTES;
    if (length < header || at + length > file.length || !/^[\x20-\x7e]{4}$/.test(type)) return;
    if (++count > MAX_PARTS) throw tooManyParts();
    yield { type, data: file.subarray(at + header, at + length), end: at + length };
    at += length;
  }
}

function brands(data: Buffer): string[] {
  const list = [data.toString('latin1', 0, 4)];
  // A version stands between the first brand and those it is compatible with.
  for (let at = 8; at + 4 <= Math.min(data.length, 8 + 4 * 32); at += 4)
    list.push(data.toString('latin1', at, at + 4));
  return list;
}

/** How many items of a kind (`thmb`: thumbnails) refer to another item. */
function countReferences(meta: Buffer, kind: string): number {
  // Boxes with a version have four bytes before their content.
  for (const { type, data } of boxes(meta.subarray(4))) {
    if (type === 'iref') return [...boxes(data.subarray(4))].filter((box) => box.type === kind).length;
  }
  return 0;
}
