import * as l10n from '@vscode/l10n';
import type { Sharp } from 'sharp';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { loadSharp } from './loader.ts';
import type { Pixels } from './pixels.ts';

export interface EncodedImage {
  mime: 'image/png' | 'image/jpeg';
  width: number;
  height: number;
  data: Buffer;
}

/** Sides below this are not shrunk further: nothing would be legible. */
const MIN_EDGE = 64;

/**
 * Encodes pixels within a limit: PNG if it fits, as it keeps small text intact;
 * else JPEG without colour subsampling; else ever smaller. Every
 * OpenAI-compatible server reads both.
 * @param maxBytes of the file, before base64
 */
export async function encodeWithin(pixels: Pixels, maxBytes: number): Promise<EncodedImage> {
  const sharp = await loadSharp();
  const source = (): Sharp =>
    sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } });
  const png = await source().png({ compressionLevel: 6 }).toBuffer();
  if (png.length <= maxBytes) {
    return { mime: 'image/png', width: pixels.width, height: pixels.height, data: png };
  }
  for (let scale = 1; Math.max(pixels.width, pixels.height) * scale >= MIN_EDGE; scale *= 0.8) {
    const edge = Math.round(Math.max(pixels.width, pixels.height) * scale);
    for (const quality of [90, 80]) {
      const { data, info } = await source()
        .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality, chromaSubsampling: '4:4:4' })
        .toBuffer({ resolveWithObject: true });
      if (data.length <= maxBytes)
        return { mime: 'image/jpeg', width: info.width, height: info.height, data };
    }
  }
  throw new UnsafeMediaError(
    'payload-limit',
    l10n.t('The picture does not fit the limit on what one question may send.'),
    l10n.t('Remove other pictures, or raise lenscap.image.maxPayloadBytes.'),
  );
}
