import { createHash } from 'node:crypto';
import type { SafeImage } from '../../protocol/attach.ts';
import { decodeImage } from './decode.ts';
import { type FitOptions, fitImage } from './fit.ts';

export type SanitizeOptions = FitOptions;

export interface SanitizedImage {
  image: SafeImage;
  /** The safe file: what `image` describes, byte for byte. */
  data: Buffer;
}

/**
 * Turns a file nobody vouches for into a picture that is only its pixels:
 * decoded, upright, opaque, in sRGB, within the limits, encoded anew.
 * Nothing of the source's bytes is copied, and nothing is looked for in the picture.
 * @throws UnsafeMediaError saying what is wrong with the file.
 */
export async function sanitizeImage(bytes: Uint8Array, options: SanitizeOptions): Promise<SanitizedImage> {
  const { pixels, source, removed } = await decodeImage(bytes);
  const { data, ...fitted } = await fitImage(pixels, options);
  return {
    data,
    image: {
      safe: true,
      doubts: [],
      mode: 'off',
      ...fitted,
      bytes: data.length,
      sha256: sha256(data),
      source,
      removed,
      findings: [],
      text: '',
    },
  };
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
