import { imageTokens } from '../catalogue/image-tokens.ts';

/** A side of what the models that see tiles charge for, in pixels; each one begun counts. */
const TILE = 512;
/** No side of that has more tiles: 2048 is the longest they look at. */
const MOST_TILES = 4;
/** Counts the tiles themselves. */
const TILES = { kind: 'tile', base: 0, perTile: 1 } as const;

/** No more of its sides is taken off a picture to make it cheaper than a third: lines and icons get thin, too. */
const LEAST_LEFT = 2 / 3;

/** In pixels. */
interface Size {
  width: number;
  height: number;
}

/**
 * The scale at which a picture takes the fewest 512-pixel tiles, by the published rule of gpt-4o
 * and its relatives; the same scale again where nothing is gained. Models that count smaller
 * patches charge less for it, too.
 * @param scale what the picture would be scaled by
 * @param least what it must not be scaled below, for the sake of what is on it
 */
export function scaleToFewestTiles(size: Size, scale: number, least: number): number {
  const bound = Math.max(least, scale * LEAST_LEFT);
  let best = { scale, tiles: tilesOf(size, scale) };
  for (let across = 1; across <= MOST_TILES; across++) {
    for (let down = 1; down <= MOST_TILES; down++) {
      const exact = Math.min((TILE * across) / size.width, (TILE * down) / size.height);
      if (exact >= scale || exact < bound) continue;
      const tiles = tilesOf(size, exact);
      if (tiles < best.tiles || (tiles === best.tiles && best.scale < exact)) best = { scale: exact, tiles };
    }
  }
  return best.scale;
}

/** How many tiles a picture takes at a scale. */
export function tilesOf({ width, height }: Size, scale: number): number {
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return imageTokens(TILES, 'high', side(width), side(height));
}
