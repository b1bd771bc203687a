import * as l10n from '@vscode/l10n';
import { UnsafeMediaError } from '../../protocol/errors.ts';

/** The largest file that is taken in, in bytes. */
export const MAX_SOURCE_BYTES = 20_000_000;

/** The most pixels a picture may decode to. Bounds the memory a compression bomb can ask for. */
export const MAX_SOURCE_PIXELS = 64_000_000;

/**
 * The most memory that decoding may take, whatever is decoded and however much
 * of it at a time, in bytes: what 64 million pixels need in most formats, and
 * some formats have to do with fewer. The whole daemon stays below a gigabyte.
 */
export const MAX_DECODING_BYTES = 640_000_000;

/** The most pictures one question may have. */
export const MAX_ATTACHMENTS = 10;

/** The refusal of a picture that would decode to more than the limit. */
export function tooManyPixels(width: number, height: number, limit: number): UnsafeMediaError {
  return new UnsafeMediaError(
    'too-many-pixels',
    l10n.t('The picture has {0} × {1} pixels; the limit is {2} million.', width, height, limit / 1_000_000),
    l10n.t('Crop it or save it smaller.'),
  );
}
