import type { Box, SafeImage } from '../../protocol/attach.ts';
import { type EncodedImage, encodeWithin } from './encode.ts';
import { chooseView } from './legible.ts';
import { loadSharp } from './loader.ts';
import type { Pixels } from './pixels.ts';

export interface FitOptions {
  /** Longest side of the result, in pixels, unless text needs more. Pictures are never enlarged. */
  maxEdge: number;
  /** Size of the result's file, in bytes. */
  maxBytes: number;
  /** Heights of the boxes around the lines of text that were read, in pixels of the source; none if nothing was read. */
  textHeights?: readonly number[];
  /** What must stay in view, in pixels of the source. */
  keep?: readonly Box[];
}

export interface FittedImage extends EncodedImage {
  /** The part of the source that is shown. */
  shows: Box;
  /** Why it has more pixels than `maxEdge` allows, and the size it would have otherwise. */
  legibility: SafeImage['legibility'];
}

/**
 * Makes decoded pixels small enough to send and keeps their text legible:
 * cropped where the text needs it and nothing is lost, scaled, encoded.
 * @throws UnsafeMediaError if it does not fit `maxBytes` at any size.
 */
export async function fitImage(pixels: Pixels, options: FitOptions): Promise<FittedImage> {
  const { shows, width, height, legibility } = chooseView(pixels, options);
  const sharp = await loadSharp();
  const data = await sharp(pixels.data, {
    raw: { width: pixels.width, height: pixels.height, channels: 3 },
  })
    .extract({ left: shows.x, top: shows.y, width: shows.width, height: shows.height })
    .resize({ width, height, fit: 'fill' })
    .raw()
    .toBuffer();
  return { ...(await encodeWithin({ data, width, height }, options.maxBytes)), shows, legibility };
}

/** Encodes a safe picture again, smaller, so that several fit one question's limit. */
export async function shrink(safe: Buffer, maxBytes: number): Promise<EncodedImage> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(safe).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return encodeWithin({ data, width: info.width, height: info.height }, maxBytes);
}
