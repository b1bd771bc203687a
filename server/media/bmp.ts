import * as l10n from '@vscode/l10n';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { MAX_SOURCE_PIXELS, tooManyPixels } from './limits.ts';
import type { Pixels } from './pixels.ts';

// Layout: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage. All numbers are little-endian.
const FILE_HEADER_BYTES = 14;
/** The smallest header with 32-bit sides (BITMAPINFOHEADER). */
const INFO_HEADER_BYTES = 40;
/** Masks of red, green and blue stand here: after that header, or in the longer ones. */
const MASKS_AT = FILE_HEADER_BYTES + INFO_HEADER_BYTES;
const MASKS_BYTES = 12;

const UNCOMPRESSED = 0;
const BITFIELDS = 3;

/** Writes row `y` of the file (with its first byte at `from`) as RGB, beginning at byte `to`. */
type RowReader = (from: number, to: number) => void;

interface Header {
  width: number;
  height: number;
  /** Where the last of what describes the picture ends: header, masks, colours. */
  headEnd: number;
  /** Whether the first row is the uppermost; mostly it is the lowest. */
  topDown: boolean;
  bits: number;
  hasMasks: boolean;
  /** Where the table of colours begins, and the pixels. */
  tableAt: number;
  pixelsAt: number;
  rowBytes: number;
}

/**
 * The size a Windows bitmap would decode to, and where what it is made of stands, by its header.
 * @throws UnsafeMediaError if it is truncated, compressed, or too large.
 */
export function bmpLayout(
  bytes: Uint8Array,
): Pick<Header, 'width' | 'height' | 'headEnd' | 'pixelsAt'> & { pixelsEnd: number } {
  const { width, height, headEnd, pixelsAt, rowBytes } = readHeader(viewOf(bytes));
  return { width, height, headEnd, pixelsAt, pixelsEnd: pixelsAt + rowBytes * height };
}

/**
 * Decodes a Windows bitmap, the only format of some clipboards. sharp reads none.
 * Its transparency is not read: the byte for it is mostly unused and often zero.
 * @throws UnsafeMediaError if it is truncated, compressed, or too large.
 */
export function decodeBmp(bytes: Uint8Array): Pixels {
  const file = viewOf(bytes);
  const { width, height, topDown, bits, hasMasks, tableAt, pixelsAt, rowBytes } = readHeader(file);
  const data = Buffer.alloc(width * height * 3);
  const readRow =
    bits <= 8
      ? paletteRows(file, data, width, bits, tableAt, pixelsAt)
      : bits === 24 || (bits === 32 && !hasMasks)
        ? byteRows(file, data, width, bits / 8)
        : maskRows(file, data, width, bits / 8, hasMasks);
  for (let y = 0; y < height; y++) {
    readRow(pixelsAt + (topDown ? y : height - 1 - y) * rowBytes, y * width * 3);
  }
  return { data, width, height };
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readHeader(file: Buffer): Header {
  if (file.length < MASKS_AT) throw corrupt();
  const pixelsAt = file.readUInt32LE(10);
  const headerBytes = file.readUInt32LE(14);
  const width = file.readInt32LE(18);
  const signedHeight = file.readInt32LE(22);
  const height = Math.abs(signedHeight);
  const bits = file.readUInt16LE(28);
  const compression = file.readUInt32LE(30);
  if (headerBytes < INFO_HEADER_BYTES || width <= 0 || height === 0) throw corrupt();
  if (width * height > MAX_SOURCE_PIXELS) throw tooManyPixels(width, height, MAX_SOURCE_PIXELS);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw corrupt();
  const hasMasks = compression === BITFIELDS && (bits === 16 || bits === 32);
  if (compression !== UNCOMPRESSED && !hasMasks) throw compressed();
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (pixelsAt < MASKS_AT + (hasMasks ? MASKS_BYTES : 0) || pixelsAt + rowBytes * height > file.length)
    throw corrupt();
  const tableAt = FILE_HEADER_BYTES + headerBytes;
  const headEnd = tableAt + tableBytes(file, bits, hasMasks && headerBytes === INFO_HEADER_BYTES);
  return { width, height, headEnd, topDown: signedHeight < 0, bits, hasMasks, tableAt, pixelsAt, rowBytes };
}

/** What stands between the header and the pixels: the colours of small depths, or the masks of large ones. */
function tableBytes(file: Buffer, bits: number, masksFollow: boolean): number {
  const colours = file.readUInt32LE(46) || (bits <= 8 ? 2 ** bits : 0);
  return masksFollow ? MASKS_BYTES : 4 * Math.min(colours, 256);
}

/** 24 and 32 bits: blue, green, red, and a byte that is not read. */
function byteRows(file: Buffer, data: Buffer, width: number, pixelBytes: number): RowReader {
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const at = from + x * pixelBytes;
      data[to + x * 3] = file[at + 2] ?? 0;
      data[to + x * 3 + 1] = file[at + 1] ?? 0;
      data[to + x * 3 + 2] = file[at] ?? 0;
    }
  };
}

/** Up to 8 bits: an index into a table of blue, green, red, unused. */
function paletteRows(
  file: Buffer,
  data: Buffer,
  width: number,
  bits: number,
  tableAt: number,
  tableEnd: number,
): RowReader {
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const byte = file[from + Math.floor(x / perByte)] ?? 0;
      const entry = tableAt + 4 * ((byte >> (8 - bits * ((x % perByte) + 1))) & mask);
      // A table may be shorter than its indexes could be; what points behind it is black.
      if (entry + 4 > tableEnd) continue;
      data[to + x * 3] = file[entry + 2] ?? 0;
      data[to + x * 3 + 1] = file[entry + 1] ?? 0;
      data[to + x * 3 + 2] = file[entry] ?? 0;
    }
  };
}

/** 16 and 32 bits with a mask for each colour; 16 bits without one have five bits each. */
function maskRows(
  file: Buffer,
  data: Buffer,
  width: number,
  pixelBytes: number,
  hasMasks: boolean,
): RowReader {
  const masks = hasMasks
    ? [file.readUInt32LE(MASKS_AT), file.readUInt32LE(MASKS_AT + 4), file.readUInt32LE(MASKS_AT + 8)]
    : [0x7c00, 0x03e0, 0x001f];
  const channels = masks.map((mask) => {
    // The lowest bit that is set, as a power of two.
    const unit = mask === 0 ? 1 : (mask & -mask) >>> 0;
    return { mask, unit, most: Math.max(1, mask / unit) };
  });
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const pixel = file.readUIntLE(from + x * pixelBytes, pixelBytes);
      for (const [channel, { mask, unit, most }] of channels.entries()) {
        data[to + x * 3 + channel] = Math.round((((pixel & mask) >>> 0) / unit / most) * 255);
      }
    }
  };
}

function compressed(): UnsafeMediaError {
  return new UnsafeMediaError(
    'unsupported-media',
    l10n.t('The bitmap is compressed, which Lenscap does not read.'),
    l10n.t('Save it as PNG.'),
  );
}

function corrupt(): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    l10n.t('The bitmap is damaged or cut off.'),
    l10n.t('Take the screenshot again, or save it as PNG.'),
  );
}
