import { loadSharp } from './loader.ts';
import type { Pixels } from './pixels.ts';

/**
 * Pixels kept for later, lossless and smaller. In memory only: nothing is
 * painted over in them yet.
 */
export interface PackedPixels {
  readonly png: Buffer;
}

export async function packPixels({ data, width, height }: Pixels): Promise<PackedPixels> {
  const sharp = await loadSharp();
  return {
    png: await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  };
}

export async function unpackPixels({ png }: PackedPixels): Promise<Pixels> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(png, { limitInputPixels: false })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
