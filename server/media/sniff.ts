import { fileTypeFromBuffer } from 'file-type';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { dissect } from './anatomy/anatomy.ts';
import type { Anatomy, Format } from './anatomy/part.ts';
import { MAX_SOURCE_BYTES } from './limits.ts';

/** What Lenscap reads, by MIME type. */
export const FORMATS = {
  'image/png': 'png',
  'image/apng': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
} as const satisfies Record<string, Format>;
export type ImageMime = keyof typeof FORMATS;

export interface Sniffed {
  mime: ImageMime;
  anatomy: Anatomy;
}

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
 * Decides by content what a file is; its name plays no part. Two that know
 * nothing of each other have to agree: `file-type`, by the first bytes, and our
 * own reading along the format's structure. The decoder is the third.
 * @throws UnsafeMediaError if it is empty, too large, nothing Lenscap reads, or not clearly one thing.
 */
export async function sniffImage(bytes: Uint8Array): Promise<Sniffed> {
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
  const detected = (await fileTypeFromBuffer(bytes))?.mime;
  if (!isImageMime(detected)) throw unsupported(detected, bytes);
  const anatomy = dissect(bytes);
  if (!anatomy) throw corrupt(detected);
  checkAgreement(detected, FORMATS[detected] === anatomy.format, anatomy.format);
  return { mime: detected, anatomy };
}

/** @throws UnsafeMediaError if two readers disagree on what a file is: what polyglots live on. */
export function checkAgreement(mime: ImageMime, agree: boolean, other: string): void {
  if (agree) return;
  throw new UnsafeMediaError(
    'ambiguous',
    `The file begins as ${mime} but decodes as ${other}.`,
    'Save it again as PNG.',
  );
}

/** The refusal of a file that does not hold what its format requires. */
export function corrupt(mime: ImageMime, cause?: unknown): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    `The ${FORMATS[mime].toUpperCase()} picture is damaged or cut off.`,
    'Take the screenshot again, or save the picture anew.',
    { cause },
  );
}

function isImageMime(mime: string | undefined): mime is ImageMime {
  return mime !== undefined && Object.hasOwn(FORMATS, mime);
}

function unsupported(detected: string | undefined, bytes: Uint8Array): UnsafeMediaError {
  const what = detected
    ? (REFUSED[detected] ?? `a file of type ${detected}`)
    : looksLikeMarkup(bytes)
      ? 'a text document (SVG, HTML or XML)'
      : 'not a picture in any format Lenscap knows';
  return new UnsafeMediaError('unsupported-media', `The file is ${what}.`, HINT);
}

function looksLikeMarkup(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*</.test(Buffer.from(bytes.subarray(0, 256)).toString('utf8'));
}

function megabytes(count: number): string {
  return `${(count / 1_000_000).toFixed(1)} MB`;
}
