import { loadSharp } from './loader.ts';
import { withRoomToHold } from './memory.ts';
import type { Pixels } from './pixels.ts';

/**
 * Pixels kept for later, lossless and smaller. In memory only: nothing is
 * painted over in them yet.
 */
export interface PackedPixels {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

export async function packPixels({ data, width, height }: Pixels): Promise<PackedPixels> {
  const sharp = await loadSharp();
  return {
    png: await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer(),
    width,
    height,
  };
}

async function unpackPixels({ png }: PackedPixels): Promise<Pixels> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(png, { limitInputPixels: false })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Unpacks pixels for work that goes on with them: other large pictures wait until it is done. */
export function withUnpackedPixels<T>(packed: PackedPixels, use: (pixels: Pixels) => Promise<T>): Promise<T> {
  return withRoomToHold(packed.width * packed.height, async () => use(await unpackPixels(packed)));
}

/**
 * The same for two that are looked at side by side. They share the room of one,
 * because room is not to be waited for while having some.
 */
export function withBothUnpacked<T>(
  one: PackedPixels,
  other: PackedPixels,
  use: (one: Pixels, other: Pixels) => Promise<T>,
): Promise<T> {
  const pixels = one.width * one.height + other.width * other.height;
  return withRoomToHold(pixels, async () => use(await unpackPixels(one), await unpackPixels(other)));
}
