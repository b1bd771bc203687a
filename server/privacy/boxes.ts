import type { Box } from '../../protocol/attach.ts';

/** The size boxes are clamped to, in pixels. */
export interface Extent {
  width: number;
  height: number;
}

/** The smallest box around two. */
export function join(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(right(a), right(b)) - x, height: Math.max(bottom(a), bottom(b)) - y };
}

/** The smallest box around all of them; `undefined` for none. */
export function around(boxes: readonly Box[]): Box | undefined {
  return boxes.length === 0 ? undefined : boxes.reduce(join);
}

export function right({ x, width }: Box): number {
  return x + width;
}

export function bottom({ y, height }: Box): number {
  return y + height;
}

/** How many columns two boxes share. Negative where they share none: the gap between them. */
export function sharedWidth(a: Box, b: Box): number {
  return Math.min(right(a), right(b)) - Math.max(a.x, b.x);
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
  const height = Math.min(bottom(one), bottom(other)) - Math.max(one.y, other.y);
  return Math.max(0, sharedWidth(one, other)) * Math.max(0, height);
}

/** Boxes that share no pixel and cover at least what the given ones do: those that overlap become one. */
export function merge(boxes: readonly Box[]): Box[] {
  const apart: Box[] = [];
  for (const box of boxes) {
    let merged = box;
    for (let i = apart.length - 1; i >= 0; i--) {
      const other = apart[i];
      if (other === undefined || shared(merged, other) === 0) continue;
      merged = join(merged, other);
      apart.splice(i, 1);
      // The larger box may reach boxes that were passed already.
      i = apart.length;
    }
    apart.push(merged);
  }
  return apart;
}
