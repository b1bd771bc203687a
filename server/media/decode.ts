import type { Sharp } from 'sharp';
import type { Removed, SafeImage } from '../../protocol/attach.ts';
import { decodeBmp } from './bmp.ts';
import { withRoomToDecode } from './memory.ts';
import { type OpenedImage, openImage } from './open.ts';
import type { Pixels } from './pixels.ts';
import { corrupt } from './sniff.ts';

export interface DecodedImage {
  /** At the size of the source, upright, opaque, in sRGB. */
  pixels: Pixels;
  source: SafeImage['source'];
  /** What the file carried beside these pixels. */
  removed: Removed[];
}

/**
 * Turns a file nobody vouches for into pixels: decoded, upright, laid on white,
 * converted to sRGB, at native size. Nothing of the file's bytes is copied.
 * @throws UnsafeMediaError saying what is wrong with the file.
 */
export function decodeImage(bytes: Uint8Array): Promise<DecodedImage> {
  return withDecodedImage(bytes, async (decoded) => decoded);
}

/**
 * The same, for work that goes on with the pixels: other large pictures wait
 * until it is done, so that many of them at once take no more memory than one.
 * @throws UnsafeMediaError saying what is wrong with the file; what `use` throws.
 */
export async function withDecodedImage<T>(
  bytes: Uint8Array,
  use: (decoded: DecodedImage) => Promise<T>,
): Promise<T> {
  const opened = await openImage(bytes);
  const { mime, kind, width, height, removed } = opened;
  return withRoomToDecode(kind, width * height, async () => {
    const pixels = mime === 'image/bmp' ? decodeBmp(bytes) : await decodePixels(opened);
    return use({ pixels, source: { mime, width, height, bytes: bytes.length }, removed });
  });
}

async function decodePixels(opened: OpenedImage): Promise<Pixels> {
  const image = await opened.image();
  image
    .autoOrient()
    // Pixels under full transparency keep colours that removing the alpha channel would reveal.
    .flatten({ background: '#ffffff' })
    .raw({ depth: 'uchar' });
  toSrgb(image, opened);
  try {
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    // The header, which room was made for, and the picture have to agree.
    if (width !== opened.width || height !== opened.height) throw new Error(`It is ${width} × ${height}.`);
    return { data: info.channels === 3 ? data : spreadGrey(data, info.channels), width, height };
  } catch (error) {
    throw corrupt(opened.mime, error);
  }
}

/** Converts colours, by the picture's own profile if it has one. For raw pixels only: a profile stays in other output. */
export function toSrgb(image: Sharp, { metadata }: Pick<OpenedImage, 'metadata'>): Sharp {
  image.toColourspace('srgb');
  // sharp 0.35 converts 16 bits with a profile to Display P3 and leaves them there, unless told where to.
  return metadata?.depth === 'ushort' && metadata.icc ? image.withIccProfile('srgb') : image;
}

/** Greyscale pictures come out of the decoder with one channel. */
function spreadGrey(data: Buffer, channels: number): Buffer {
  const rgb = Buffer.allocUnsafe((data.length / channels) * 3);
  for (let from = 0, to = 0; to < rgb.length; from += channels) {
    const grey = data[from] ?? 0;
    rgb[to++] = grey;
    rgb[to++] = grey;
    rgb[to++] = grey;
  }
  return rgb;
}
