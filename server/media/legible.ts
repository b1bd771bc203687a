import * as l10n from '@vscode/l10n';
import type { Box, SafeImage } from '../../protocol/attach.ts';
import { contentBox } from './content.ts';
import { scaleToFewestTiles, tilesOf } from './fewest-tiles.ts';
import type { Pixels } from './pixels.ts';

export interface ViewOptions {
  /** Longest side, in pixels. */
  maxEdge: number;
  /** Heights of the boxes around the lines of text that were read, in pixels of the source. */
  textHeights?: readonly number[];
  /** What must stay in view, in pixels of the source. */
  keep?: readonly Box[];
}

export interface View {
  /** The part of the source that is shown. */
  shows: Box;
  /** The size it is shown at. */
  width: number;
  height: number;
  legibility: SafeImage['legibility'];
}

/**
 * The least height of a line's box after scaling, in pixels; text below it is
 * given more pixels. Measured with Tesseract 5.3, words read exactly, on 26
 * rendered screenshots (editors, terminals, pages; light and dark; 12 to 14 px
 * at 1× and 2×), scaled down to a font size, enlarged again and read:
 *
 * | font after scaling, px | 14 | 11 | 9 | 8 | 7.5 | 7 | 6.5 | 6 | 5.5 | 5 |
 * |---|---|---|---|---|---|---|---|---|---|---|
 * | words read, % | 95 | 95 | 90 | 87 | 84 | 77 | 70 | 60 | 45 | 29 |
 * | of those read at 14 px, % | 100 | 99 | 95 | 91 | 88 | 81 | 74 | 63 | 47 | 31 |
 *
 * A line's box is about 1.04 times as high as its font's size. So this is the
 * size at which four of five words are left and below which they go fast: 13 and
 * 14 px of a 1080p screen stay at 1024, those of a 1440p screen do not.
 */
export const LEGIBLE_HEIGHT = 7;

/**
 * The height that leaves nine of ten words. Text below it loses its picture's
 * empty borders, which costs nothing; where more pixels are kept, then as many
 * as it takes to get here; and where fewer are cheaper, then no fewer.
 */
const COMFORTABLE_HEIGHT = 9;

/** To be cheaper by a little less, a little smaller text will do: by an eighth, as long as 88 of 100 words are left. */
const LITTLE = { less: 1 / 8, height: 8 };

/**
 * A third of a picture's lines may be smaller than the height that is cared for:
 * fragments, rows of dots. More of them are larger: titles, and lines read as one.
 */
const SMALLER_SHARE = 1 / 3;

/** The longest side that is kept for the sake of text; a share of what the user set as longest side, too. */
const MOST_EDGE = 1536;
const MOST_ENLARGED = 1.5;

/** More on the shorter side is lost on models that see tiles: they scale it down to this themselves. */
const MOST_SHORT_EDGE = 768;

/**
 * Which part of a picture to show, and how large, so that its text stays
 * legible: without its empty borders if its text is small or that costs less; with more pixels than
 * `maxEdge` if it is too small even so; with fewer if that costs less and its text
 * bears it, or if its borders are empty. Where nothing was read, nobody knows what is small: then it is as large
 * as it may be. On the screenshots above as a 1440p screen at 1× shows them,
 * the words read go from 35 % to 88 %; as a 1080p screen does, from 76 % to 91 %,
 * mostly by cropping, which makes them cheaper, too.
 */
export function chooseView(pixels: Pixels, { maxEdge, textHeights = [], keep }: ViewOptions): View {
  const whole = { x: 0, y: 0, width: pixels.width, height: pixels.height };
  const plain = scaled(whole, scaleTo(whole, maxEdge));
  const textHeight = commonHeight(textHeights);
  if (textHeight === undefined) return { shows: whole, ...plain, legibility: null };
  const least = COMFORTABLE_HEIGHT / textHeight;
  const usual = scaleTo(whole, maxEdge);
  const content = contentBox(pixels, keep);
  if (usual >= least) {
    const [all, cropped] = [cheapest(whole, usual, textHeight), cheapest(content, usual, textHeight)];
    return tilesOf(content, cropped) < tilesOf(whole, all)
      ? {
          shows: content,
          ...scaled(content, cropped),
          legibility: { reason: l10n.t('Without its empty borders, which makes it cheaper.'), ...plain },
        }
      : { shows: whole, ...scaled(whole, all), legibility: null };
  }

  const isCropped = scaleTo(content, maxEdge) > usual || tilesOf(content, usual) < tilesOf(whole, usual);
  const shows = isCropped ? content : whole;
  const enough = scaleTo(shows, maxEdge);
  const scale =
    textHeight * enough >= LEGIBLE_HEIGHT
      ? enough
      : Math.max(enough, Math.min(least, mostUseful(shows, maxEdge)));
  const isEnlarged = scale > enough;
  if (!isCropped && !isEnlarged) return { shows, ...plain, legibility: null };
  const isLegible = textHeight * scale >= LEGIBLE_HEIGHT;
  return {
    shows,
    ...scaled(shows, cheapest(shows, scale, textHeight)),
    legibility: { reason: reasonOf(isCropped, isEnlarged, isLegible), ...plain },
  };
}

/** The scale with the fewest tiles at which text of that height, in pixels of the source, stays legible. */
function cheapest(box: Box, scale: number, textHeight: number): number {
  const comfortable = scaleToFewestTiles(box, scale, COMFORTABLE_HEIGHT / textHeight);
  if (comfortable < scale) return comfortable;
  return scaleToFewestTiles(box, scale, Math.max(LITTLE.height / textHeight, scale * (1 - LITTLE.less)));
}

function reasonOf(isCropped: boolean, isEnlarged: boolean, isLegible: boolean): string {
  if (isCropped && isEnlarged)
    return isLegible
      ? l10n.t('Without its empty borders, and with more pixels, so that its small text stays legible.')
      : l10n.t(
          'Without its empty borders, and with more pixels, because its text is small; it may still be hard to read, so crop the picture.',
        );
  if (isCropped)
    return isLegible
      ? l10n.t('Without its empty borders, so that its small text stays legible.')
      : l10n.t(
          'Without its empty borders, because its text is small; it may still be hard to read, so crop the picture.',
        );
  return isLegible
    ? l10n.t('With more pixels, so that its small text stays legible.')
    : l10n.t(
        'With more pixels, because its text is small; it may still be hard to read, so crop the picture.',
      );
}

/** The scale beyond which more pixels are of no use, or cost more than they are worth. */
function mostUseful(box: Box, maxEdge: number): number {
  const longest = Math.min(MOST_EDGE, maxEdge * MOST_ENLARGED);
  return Math.min(scaleTo(box, longest), MOST_SHORT_EDGE / Math.min(box.width, box.height));
}

/** Pictures are never enlarged. */
function scaleTo({ width, height }: Box, edge: number): number {
  return Math.min(1, edge / Math.max(width, height));
}

function scaled({ width, height }: Box, scale: number): { width: number; height: number } {
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return { width: side(width), height: side(height) };
}

function commonHeight(heights: readonly number[]): number | undefined {
  return heights.toSorted((a, b) => a - b)[Math.floor(heights.length * SMALLER_SHARE)];
}
