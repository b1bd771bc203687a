import { fileTypeFromBuffer } from 'file-type';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { MAX_SOURCE_BYTES } from './limits.ts';

/** What Lenscap reads, by MIME type, with the name sharp gives the format (BMP is decoded before sharp). */
export const IMAGE_FORMATS = {
  'image/png': 'png',
  'image/apng': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'heif',
  'image/bmp': 'bmp',
} as const;
export type ImageMime = keyof typeof IMAGE_FORMATS;

const HINT = 'Lenscap reads PNG, JPEG, WebP, GIF, AVIF and BMP pictures.';

/** Formats worth naming in a refusal, because people will try them. */
const REFUSED: Record<string, string> = {
  'application/pdf': 'a PDF document',
  'application/xml': 'an SVG or XML document',
  'image/svg+xml': 'an SVG drawing',
  'image/tiff': 'a TIFF picture',
  'image/heic': 'a HEIC picture',
  'application/zip': 'a ZIP archive',
};

/**
 * Decides by content what a file is; its name plays no part.
 * @throws UnsafeMediaError if it is empty, too large, or nothing Lenscap reads.
 */
export async function sniffImage(bytes: Uint8Array): Promise<ImageMime> {
  if (bytes.length === 0) {
    throw new UnsafeMediaError('empty', 'The file is empty.', 'Take the screenshot again.');
  }
  if (bytes.length > MAX_SOURCE_BYTES) {
    throw new UnsafeMediaError(
      'too-large',
      `The file has ${megabytes(bytes.length)}; the limit is ${megabytes(MAX_SOURCE_BYTES)}.`,
      'Crop the picture or save it smaller.',
    );
  }
  const detected = await fileTypeFromBuffer(bytes);
  if (detected && detected.mime in IMAGE_FORMATS) return detected.mime as ImageMime;
  const what = detected
    ? (REFUSED[detected.mime] ?? `a file of type ${detected.mime}`)
    : looksLikeMarkup(bytes)
      ? 'a text document (SVG, HTML or XML)'
      : 'not a picture in any format Lenscap knows';
  throw new UnsafeMediaError('unsupported-media', `The file is ${what}.`, HINT);
}

function looksLikeMarkup(bytes: Uint8Array): boolean {
  return /^﻿?\s*</.test(Buffer.from(bytes.subarray(0, 256)).toString('utf8'));
}

function megabytes(count: number): string {
  return `${(count / 1_000_000).toFixed(1)} MB`;
}
