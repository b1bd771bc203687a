import { createHash } from 'node:crypto';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { Removed, SafeImage } from '../../protocol/attach.ts';
import { UnsafeMediaError } from '../../protocol/errors.ts';
import { decodeBmp, tooManyPixels } from './bmp.ts';
import { type EncodedImage, encodeWithin, type Pixels } from './encode.ts';
import { MAX_SOURCE_PIXELS } from './limits.ts';
import { IMAGE_FORMATS, type ImageMime, sniffImage } from './sniff.ts';

export interface SanitizeOptions {
  /** Longest side of the result, in pixels. Pictures are never enlarged. */
  maxEdge: number;
  /** Size of the result's file, in bytes. */
  maxBytes: number;
}

export interface SanitizedImage {
  image: SafeImage;
  /** The safe file: what `image` describes, byte for byte. */
  data: Buffer;
}

/** libvips' loaders that may run, by its operation names; every other (SVG, PDF, TIFF, …) is blocked. */
const LOADERS = [
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadWebpBuffer',
  'VipsForeignLoadNsgifBuffer',
  'VipsForeignLoadHeifBuffer',
];

let loading: Promise<typeof import('sharp').default> | undefined;

/** Loads the native decoder, once, with all but the allowed formats blocked. */
function loadSharp(): Promise<typeof import('sharp').default> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: LOADERS });
    // Each picture is decoded once: a cache would only keep its pixels in memory.
    sharp.cache(false);
    return sharp;
  });
  return loading;
}

/**
 * Turns a file nobody vouches for into a picture that is only its pixels:
 * decoded, upright, opaque, in sRGB, within the limits, encoded anew.
 * Nothing of the source's bytes is copied.
 * @throws UnsafeMediaError saying what is wrong with the file.
 */
export async function sanitizeImage(bytes: Uint8Array, options: SanitizeOptions): Promise<SanitizedImage> {
  const mime = await sniffImage(bytes);
  const source = await open(bytes, mime);
  const pixels = await decode(source.image, options.maxEdge, mime);
  const encoded = await encodeWithin(pixels, options.maxBytes);
  return describe(encoded, {
    source: { mime, width: source.width, height: source.height, bytes: bytes.length },
    removed: source.removed,
  });
}

/** Encodes a safe picture again, smaller, so that several fit one question's limit. */
export async function shrink(safe: SanitizedImage, maxBytes: number): Promise<SanitizedImage> {
  if (safe.data.length <= maxBytes) return safe;
  const sharp = await loadSharp();
  const { data, info } = await sharp(safe.data).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const encoded = await encodeWithin({ data, width: info.width, height: info.height }, maxBytes);
  return describe(encoded, safe.image);
}

interface Source {
  image: Sharp;
  /** Of the picture as it is looked at, upright. */
  width: number;
  height: number;
  removed: Removed[];
}

async function open(bytes: Uint8Array, mime: ImageMime): Promise<Source> {
  const sharp = await loadSharp();
  if (mime === 'image/bmp') {
    const { data, width, height } = decodeBmp(bytes);
    return { image: sharp(data, { raw: { width, height, channels: 3 } }), width, height, removed: [] };
  }
  const options: SharpOptions = { failOn: 'warning', limitInputPixels: MAX_SOURCE_PIXELS, pages: 1 };
  const metadata = await readMetadata(sharp(bytes, { ...options, limitInputPixels: false }), mime);
  if (metadata.width * metadata.height > MAX_SOURCE_PIXELS)
    throw tooManyPixels(metadata.width, metadata.height);
  return {
    image: sharp(bytes, options),
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    removed: listRemoved(metadata, bytes, mime),
  };
}

async function readMetadata(image: Sharp, mime: ImageMime): Promise<Metadata> {
  let metadata: Metadata;
  try {
    metadata = await image.metadata();
  } catch (error) {
    throw corrupt(mime, error);
  }
  // Two readers that disagree on what a file is are what a polyglot lives on.
  if (metadata.format !== IMAGE_FORMATS[mime]) {
    throw new UnsafeMediaError(
      'ambiguous',
      `The file begins as ${mime} but decodes as ${metadata.format}.`,
      'Save it again as PNG.',
    );
  }
  return metadata;
}

async function decode(image: Sharp, maxEdge: number, mime: ImageMime): Promise<Pixels> {
  try {
    const { data, info } = await image
      .autoOrient()
      // Pixels under full transparency keep colours that removing the alpha channel would reveal.
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize({ width: maxEdge, height: maxEdge, fit: 'inside', withoutEnlargement: true })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3) return { data, width: info.width, height: info.height };
    return { data: spreadGrey(data, info.channels), width: info.width, height: info.height };
  } catch (error) {
    throw corrupt(mime, error);
  }
}

/** Greyscale pictures come out of the decoder with one channel; models and encoders get three. */
function spreadGrey(data: Buffer, channels: number): Buffer {
  const pixels = data.length / channels;
  const rgb = Buffer.allocUnsafe(pixels * 3);
  for (let i = 0; i < pixels; i++) rgb.fill(data[i * channels] ?? 0, i * 3, i * 3 + 3);
  return rgb;
}

/** What the source carries beside the pixels that are kept. */
function listRemoved(metadata: Metadata, bytes: Uint8Array, mime: ImageMime): Removed[] {
  const removed: Removed[] = [];
  const add = (kind: string, detail: string) => removed.push({ kind, detail });
  const blocks = { exif: 'EXIF data', xmp: 'XMP data', iptc: 'IPTC data', icc: 'colour profile' } as const;
  for (const [kind, name] of Object.entries(blocks)) {
    const block = metadata[kind as keyof typeof blocks];
    if (block) add(kind, `${name}, ${block.length} bytes`);
  }
  for (const comment of metadata.comments ?? [])
    add('text', `text "${comment.keyword}", ${comment.text.length} characters`);
  if (metadata.orientation !== undefined && metadata.orientation > 1) add('orientation', 'turned upright');
  if (metadata.hasAlpha) add('alpha', 'transparency, laid on white');
  const frames = metadata.pages ?? 1;
  if (frames > 1) add('frames', `${frames - 1} further frames; the first is kept`);
  else if (mime === 'image/apng' || hasAnimationChunk(bytes, mime))
    add('frames', 'an animation; the first frame is kept');
  return removed;
}

/** Animated PNGs are not reported by the decoder: their `acTL` chunk stands before the first `IDAT`. */
function hasAnimationChunk(bytes: Uint8Array, mime: ImageMime): boolean {
  if (mime !== 'image/png') return false;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const animation = buffer.indexOf('acTL');
  return animation !== -1 && animation < buffer.indexOf('IDAT');
}

function describe(encoded: EncodedImage, from: Pick<SafeImage, 'source' | 'removed'>): SanitizedImage {
  return {
    data: encoded.data,
    image: {
      safe: true,
      mime: encoded.mime,
      width: encoded.width,
      height: encoded.height,
      bytes: encoded.data.length,
      sha256: createHash('sha256').update(encoded.data).digest('hex'),
      source: from.source,
      removed: from.removed,
      findings: [],
      text: '',
    },
  };
}

function corrupt(mime: ImageMime, cause: unknown): UnsafeMediaError {
  return new UnsafeMediaError(
    'corrupt',
    `The ${IMAGE_FORMATS[mime].toUpperCase().replace('HEIF', 'AVIF')} picture is damaged or cut off.`,
    'Take the screenshot again, or save the picture anew.',
    { cause },
  );
}
