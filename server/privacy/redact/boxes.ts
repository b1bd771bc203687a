import type { Box } from '../../../protocol/attach.ts';

/** The size boxes are clamped to, in pixels. */
export interface Extent {
  width: number;
  height: number;
}

/** The smallest box around all of them; `undefined` for none. */
export function around(boxes: readonly Box[]): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  if (boxes.length === 0) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Moves every side outwards, by so many pixels. */
export function expand(box: Box, horizontally: number, vertically: number): Box {
  return {
    x: box.x - horizontally,
    y: box.y - vertically,
    width: box.width + 2 * horizontally,
    height: box.height + 2 * vertically,
  };
}

/** The part of a box that lies inside, in whole pixels, none of which is touched and left out. Empty boxes have no width or no height. */
export function clamp(box: Box, extent: Extent): Box {
  const within = (value: number, limit: number) => Math.min(Math.max(value, 0), limit);
  const x = within(Math.floor(box.x), extent.width);
  const y = within(Math.floor(box.y), extent.height);
  return {
    x,
    y,
    width: Math.max(0, within(Math.ceil(box.x + box.width), extent.width) - x),
    height: Math.max(0, within(Math.ceil(box.y + box.height), extent.height) - y),
  };
}

/** In square pixels. */
export function area(box: Box): number {
  return box.width * box.height;
}

/** How many square pixels two boxes share. */
export function shared(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Boxes that share no pixel and cover at least what the given ones do: those that overlap become one. */
export function merge(boxes: readonly Box[]): Box[] {
  const apart: Box[] = [];
  for (const box of boxes) {
    let merged = box;
    for (let i = apart.length - 1; i >= 0; i--) {
      const other = apart[i];
      if (other === undefined || shared(merged, other) === 0) continue;
      merged = around([merged, other]) ?? merged;
      apart.splice(i, 1);
      // The larger box may reach boxes that were passed already.
      i = apart.length;
    }
    apart.push(merged);
  }
  return apart;
}
