import { UnsafeMediaError } from '../../protocol/errors.ts';
import { MAX_SOURCE_PIXELS } from './limits.ts';

/** Uncompressed pixels, four bytes each. */
export interface RawPixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** Bytes of the file header and of the smallest header with 32-bit sides (BITMAPINFOHEADER). */
const HEADER_BYTES = 14 + 40;

/**
 * Decodes a Windows bitmap, the only format of some clipboards. sharp reads none.
 * @throws UnsafeMediaError if it is truncated, compressed in a way Lenscap does not read, or too large.
 */
export async function decodeBmp(bytes: Uint8Array): Promise<RawPixels> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < HEADER_BYTES) throw corrupt();
  // The sides are read here first: the decoder would make room for whatever the header claims.
  const width = buffer.readInt32LE(18);
  const height = Math.abs(buffer.readInt32LE(22));
  if (width <= 0 || height === 0) throw corrupt();
  if (width * height > MAX_SOURCE_PIXELS) throw tooManyPixels(width, height);
  const { decode } = await import('bmp-ts');
  try {
    const image = decode(buffer, { toRGBA: true });
    return { data: image.data, width: image.width, height: image.height };
  } catch (error) {
    throw corrupt(error);
  }
}

/** The refusal of a picture that decodes to more than the limit. */
export function tooManyPixels(width: number, height: number): UnsafeMediaError {
  return new UnsafeMediaError(
    'too-many-pixels',
    `The picture has ${width} × ${height} pixels; the limit is ${MAX_SOURCE_PIXELS / 1_000_000} million.`,
    'Crop it or save it smaller.',
  );
}

function corrupt(cause?: unknown): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    'The bitmap is damaged or cut off.',
    'Take the screenshot again, or save it as PNG.',
    { cause },
  );
}
