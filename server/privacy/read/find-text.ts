import type { Box } from '../../../protocol/attach.ts';
import type { ReadRequest } from '../reading.ts';
import type { Grey } from './grey.ts';
import { findInk } from './ink.ts';
import type { TextBlock } from './page.ts';
import { joinLines, TALL } from './text-lines.ts';

/** Difference of brightness that counts as ink, of 255. The second pair of eyes sees fainter things. */
const CONTRAST: Record<ReadRequest['layout'], number> = { lines: 20, sparse: 12 };

/** Ground to leave around a line, in pixels: it must not reach into the next. */
const PADDING = 3;

/** How high a line's ink is to be in a page, in pixels. Other eyes look at another size. */
const INK_HEIGHT: Record<ReadRequest['layout'], number> = { lines: 34, sparse: 26 };
const MAX_SCALE = 4;

/** What is assumed of writing where lines cannot be told from the rest, in pixels; larger in large photographs. */
const SMALL_PRINT = 12;
const LARGE_PRINT = 34;
const LARGE_PIXELS = 4_000_000;

/**
 * Finds where a picture has writing: lines, or blocks of lines that touch,
 * each with its own ground and size.
 * @param region within the picture.
 */
export function findText(picture: Grey, region: Box, layout: ReadRequest['layout']): TextBlock[] {
  const contrast = CONTRAST[layout];
  const scaleFor = (inkHeight: number) => Math.min(MAX_SCALE, Math.max(1, INK_HEIGHT[layout] / inkHeight));
  const ink = findInk(picture, region, contrast);
  if (ink === undefined) {
    const print = region.width * region.height > LARGE_PIXELS ? LARGE_PRINT : SMALL_PRINT;
    return [{ box: region, dark: isDark(picture, region), scale: scaleFor(print) }];
  }
  const { lines, letterHeight } = joinLines(ink);
  return lines.map((line) => {
    const inkHeight =
      line.height > TALL * letterHeight ? measureLines(picture, line, contrast) : letterHeight;
    const box = padded(line, region);
    return { box, dark: isDark(picture, box), scale: scaleFor(inkHeight) };
  });
}

function padded(line: Box, region: Box): Box {
  const x = Math.max(region.x, line.x - PADDING);
  const y = Math.max(region.y, line.y - PADDING);
  return {
    x,
    y,
    width: Math.min(region.x + region.width, line.x + line.width + PADDING) - x,
    height: Math.min(region.y + region.height, line.y + line.height + PADDING) - y,
  };
}

/**
 * How high a line is in a box that has one or several: the rows where small
 * letters stand have much more ink than those between them.
 */
function measureLines({ light, width }: Grey, box: Box, contrast: number): number {
  const edges = Array.from({ length: box.height }, (_, row) => {
    let count = 0;
    const from = (box.y + row) * width + box.x;
    for (let at = from; at < from + box.width - 1; at++) {
      if (Math.abs((light[at + 1] ?? 0) - (light[at] ?? 0)) > contrast / 2) count++;
    }
    return count;
  });
  const few = edges.reduce((sum, count) => sum + count, 0) / box.height / 2;
  const lines = edges.filter((count, row) => count > few && (edges[row - 1] ?? 0) <= few).length;
  return box.height / Math.max(1, lines);
}

/** Whether the ink is brighter than the ground. The ground is the brightness that most pixels have. */
function isDark({ light, width }: Grey, box: Box): boolean {
  const histogram = new Uint32Array(256);
  for (let y = box.y; y < box.y + box.height; y++) {
    const end = y * width + box.x + box.width;
    for (let at = y * width + box.x; at < end; at++) {
      const level = light[at] ?? 0;
      histogram[level] = (histogram[level] ?? 0) + 1;
    }
  }
  const ground = histogram.indexOf(histogram.reduce((most, count) => Math.max(most, count), 0));
  return histogram.reduce((sum, count, level) => sum + count * (level - ground), 0) > 0;
}
