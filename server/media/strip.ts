import * as l10n from '@vscode/l10n';
import type { Sharp } from 'sharp';
import type { Removed } from '../../protocol/attach.ts';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import type { Format } from './anatomy/part.ts';
import { toSrgb } from './decode.ts';
import { loadSharp } from './loader.ts';
import { withRoomToDecode } from './memory.ts';
import { type OpenedImage, openImage } from './open.ts';
import { corrupt, FORMATS, type ImageMime } from './sniff.ts';

export interface InspectedImage {
  mime: ImageMime;
  /** As it is looked at, upright. */
  width: number;
  height: number;
  /** What would be removed from it. */
  removed: Removed[];
}

/** What a picture is and carries, by its header and metadata: no pixel is decoded. */
export async function inspectImage(bytes: Uint8Array): Promise<InspectedImage> {
  const { mime, width, height, removed } = await openImage(bytes);
  return { mime, width, height, removed };
}

type StrippableFormat = Exclude<Format, 'bmp'>;

export interface StrippedImage {
  mime: ImageMime;
  data: Buffer;
  removed: Removed[];
}

/**
 * The same picture in the same format and at the same size, encoded anew from
 * its pixels alone. Transparency stays; what was hidden under it does not.
 * @throws UnsafeMediaError for an animation, whose other frames would be lost, and for bitmaps.
 */
export async function stripMetadata(bytes: Uint8Array): Promise<StrippedImage> {
  const opened = await openImage(bytes);
  const { mime, kind, width, height, removed } = opened;
  const format = FORMATS[mime];
  if (format === 'bmp') {
    throw new UnsafeMediaError(
      'unsupported-media',
      l10n.t('Lenscap does not write BMP pictures.'),
      l10n.t('Save the picture as PNG.'),
    );
  }
  if (mime === 'image/apng' || removed.some(({ kind }) => kind === 'frames')) {
    throw new UnsafeMediaError(
      'animated',
      l10n.t('The picture is an animation, of which only the first frame would be left.'),
      l10n.t('Save the animation anew, without metadata, with the program it was made with.'),
    );
  }
  const data = await withRoomToDecode(kind, width * height, () => reencode(opened, format));
  return { mime, data, removed: removed.filter(({ kind }) => kind !== 'alpha') };
}

async function reencode(opened: OpenedImage, format: StrippableFormat): Promise<Buffer> {
  const { mime, metadata, anatomy } = opened;
  const isDeep = mime === 'image/png' && metadata?.depth === 'ushort';
  const image = toSrgb((await opened.image()).autoOrient(), opened);
  if (isDeep) image.toColourspace('rgb16');
  image.raw({ depth: isDeep ? 'ushort' : 'uchar' });
  try {
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const pixels = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    if (channels === 2 || channels === 4) clearHidden(pixels, channels);
    const sharp = await loadSharp();
    const plain = sharp(pixels, { raw: { width, height, channels } });
    // Or the encoder would halve the depth.
    if (isDeep) plain.toColourspace('rgb16');
    return await encode(plain, format, anatomy.lossless).toBuffer();
  } catch (error) {
    throw corrupt(mime, error);
  }
}

/** Pixels nobody sees keep no colours. */
function clearHidden(pixels: Uint8Array | Uint16Array, channels: number): void {
  for (let at = 0; at < pixels.length; at += channels) {
    if (pixels[at + channels - 1] === 0) pixels.fill(0, at, at + channels);
  }
}

/** At qualities whose loss is not seen, where a format has any. */
function encode(image: Sharp, format: StrippableFormat, lossless: boolean): Sharp {
  switch (format) {
    case 'png':
      return image.png({ compressionLevel: 9 });
    case 'jpeg':
      return image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
    case 'webp':
      return image.webp(lossless ? { lossless } : { quality: 95, smartSubsample: true });
    case 'gif':
      return image.gif({ dither: 0 });
    case 'avif':
      return image.avif({ quality: 80, chromaSubsampling: '4:4:4' });
  }
}
