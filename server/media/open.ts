import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { Removed } from '../../protocol/attach.ts';
import type { Anatomy } from './anatomy/part.ts';
import { bmpLayout } from './bmp.ts';
import { MAX_SOURCE_PIXELS, tooManyPixels } from './limits.ts';
import { loadSharp } from './loader.ts';
import { type Kind, mostPixels } from './memory.ts';
import { listRemoved } from './removed.ts';
import { checkAgreement, corrupt, FORMATS, type ImageMime, sniffImage } from './sniff.ts';

export interface OpenedImage {
  mime: ImageMime;
  kind: Kind;
  anatomy: Anatomy;
  /** As it is looked at, upright. */
  width: number;
  height: number;
  removed: Removed[];
  /** What sharp says of it; undefined for a bitmap, which sharp does not read. */
  metadata: Metadata | undefined;
  /** A decoder that has not begun. */
  image(): Promise<Sharp>;
}

const OPTIONS: SharpOptions = { failOn: 'warning', pages: 1 };

/**
 * Reads all of a file but its pixels.
 * @throws UnsafeMediaError saying what is wrong with the file.
 */
export async function openImage(bytes: Uint8Array): Promise<OpenedImage> {
  const { mime, anatomy } = await sniffImage(bytes);
  const image = async () => (await loadSharp())(bytes, { ...OPTIONS, limitInputPixels: MAX_SOURCE_PIXELS });
  if (mime === 'image/bmp') {
    const { width, height } = bmpLayout(bytes);
    const removed = listRemoved(anatomy, {});
    return { mime, kind: 'bmp', anatomy, width, height, removed, metadata: undefined, image };
  }
  const metadata = await readMetadata(bytes, mime);
  const { width, height } = metadata.autoOrient;
  const kind = anatomy.format === 'png' && metadata.depth === 'ushort' ? 'deep-png' : anatomy.format;
  const limit = mostPixels(kind);
  if (width * height > limit) throw tooManyPixels(width, height, limit);
  const removed = listRemoved(anatomy, metadata);
  return { mime, kind, anatomy, width, height, removed, metadata, image };
}

async function readMetadata(bytes: Uint8Array, mime: ImageMime): Promise<Metadata> {
  const sharp = await loadSharp();
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, { ...OPTIONS, limitInputPixels: false }).metadata();
  } catch (error) {
    throw corrupt(mime, error);
  }
  // libvips calls AVIF by the name of its container, which HEIC shares.
  const format = metadata.format === 'heif' && metadata.compression === 'av1' ? 'avif' : metadata.format;
  checkAgreement(mime, format === FORMATS[mime], format);
  return metadata;
}
