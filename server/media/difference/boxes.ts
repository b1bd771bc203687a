import type { Box } from '../../../protocol/attach.ts';

/** Whether two boxes have a pixel in common. */
export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The smallest box around two. */
export function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** A box that is larger by so many pixels on each side, within a picture. */
export function grown(
  { x, y, width, height }: Box,
  by: number,
  picture: { width: number; height: number },
): Box {
  const [left, top] = [Math.max(0, x - by), Math.max(0, y - by)];
  return {
    x: left,
    y: top,
    width: Math.min(picture.width, x + width + by) - left,
    height: Math.min(picture.height, y + height + by) - top,
  };
}

export function areaOf({ width, height }: Box): number {
  return width * height;
}

/**
 * Joins boxes until none overlap, and no more than so many are left: those
 * first that cost the least area.
 * @returns from top to bottom, then from left to right
 */
export function joined(boxes: readonly Box[], most: number): Box[] {
  const left = [...boxes];
  for (;;) {
    const pair = cheapestPair(left, left.length > most);
    if (!pair) break;
    const [first, second] = pair;
    const [a, b] = [left[first], left[second]];
    if (!a || !b) break;
    left.splice(second, 1);
    left.splice(first, 1, around(a, b));
  }
  return left.toSorted((a, b) => a.y - b.y || a.x - b.x);
}

/** @param isTooMany whether also boxes that do not overlap are to be joined */
function cheapestPair(boxes: readonly Box[], isTooMany: boolean): [number, number] | undefined {
  let best: [number, number] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [first, a] of boxes.entries()) {
    for (const [offset, b] of boxes.slice(first + 1).entries()) {
      if (overlap(a, b)) return [first, first + 1 + offset];
      const cost = areaOf(around(a, b)) - areaOf(a) - areaOf(b);
      if (!isTooMany || cost >= least) continue;
      least = cost;
      best = [first, first + 1 + offset];
    }
  }
  return best;
}
