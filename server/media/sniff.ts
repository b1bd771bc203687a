import * as l10n from '@vscode/l10n';
import { fileTypeFromBuffer } from 'file-type';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { language } from '../../protocol/language.ts';
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

/** Formats worth naming in a refusal, because people will try them. */
const REFUSED: Record<string, () => string> = {
  'application/pdf': () => l10n.t('a PDF document'),
  'application/xml': () => l10n.t('an SVG or XML document'),
  'image/svg+xml': () => l10n.t('an SVG drawing'),
  'image/tiff': () => l10n.t('a TIFF picture'),
  'image/heic': () => l10n.t('a HEIC picture'),
  'application/zip': () => l10n.t('a ZIP archive'),
};

/**
 * Decides by content what a file is; its name plays no part. Two that know
 * nothing of each other have to agree: `file-type`, by the first bytes, and our
 * own reading along the format's structure. The decoder is the third.
 * @throws UnsafeMediaError if it is empty, too large, nothing Lenscap reads, or not clearly one thing.
 */
export async function sniffImage(bytes: Uint8Array): Promise<Sniffed> {
  if (bytes.length === 0) {
    throw new UnsafeMediaError('empty', l10n.t('The file is empty.'), l10n.t('Take the screenshot again.'));
  }
  if (bytes.length > MAX_SOURCE_BYTES) {
    throw new UnsafeMediaError(
      'too-large',
      l10n.t('The file has {0}; the limit is {1}.', megabytes(bytes.length), megabytes(MAX_SOURCE_BYTES)),
      l10n.t('Crop the picture or save it smaller.'),
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
    l10n.t('The file begins as {0} but decodes as {1}.', mime, other),
    l10n.t('Save it again as PNG.'),
  );
}

/** The refusal of a file that does not hold what its format requires. */
export function corrupt(mime: ImageMime, cause?: unknown): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    l10n.t('The {0} picture is damaged or cut off.', FORMATS[mime].toUpperCase()),
    l10n.t('Take the screenshot again, or save the picture anew.'),
    { cause },
  );
}

function isImageMime(mime: string | undefined): mime is ImageMime {
  return mime !== undefined && Object.hasOwn(FORMATS, mime);
}

function unsupported(detected: string | undefined, bytes: Uint8Array): UnsafeMediaError {
  const what = detected
    ? (REFUSED[detected]?.() ?? l10n.t('a file of type {0}', detected))
    : looksLikeMarkup(bytes)
      ? l10n.t('a text document (SVG, HTML or XML)')
      : l10n.t('not a picture in any format Lenscap knows');
  return new UnsafeMediaError(
    'unsupported-media',
    l10n.t('The file is {0}.', what),
    l10n.t('Lenscap reads PNG, JPEG, WebP, GIF, AVIF and BMP pictures.'),
  );
}

function looksLikeMarkup(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*</.test(Buffer.from(bytes.subarray(0, 256)).toString('utf8'));
}

function megabytes(count: number): string {
  const megabytes = (count / 1_000_000).toLocaleString(language(), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return l10n.t('{0} MB', megabytes);
}
