import type { Box } from '../../../protocol/attach.ts';

/** A rectangle as parts of a picture's width and height: from 0 to 1, origin top left. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where a box of the source stands in a picture of a part of that source.
 * @returns undefined if it is outside of it
 */
export function partOf(box: Box, shows: Box): Part | undefined {
  const left = Math.max(box.x, shows.x);
  const top = Math.max(box.y, shows.y);
  const right = Math.min(box.x + box.width, shows.x + shows.width);
  const bottom = Math.min(box.y + box.height, shows.y + shows.height);
  if (right <= left || bottom <= top) return undefined;
  return {
    x: (left - shows.x) / shows.width,
    y: (top - shows.y) / shows.height,
    width: (right - left) / shows.width,
    height: (bottom - top) / shows.height,
  };
}

/** The box of the source that a part of its picture covers: every pixel it touches, at least one. */
export function boxOf(part: Part, shows: Box): Box {
  const within = (value: number, size: number): number => Math.min(Math.max(value, 0), size);
  const left = within(Math.floor(part.x * shows.width), shows.width - 1);
  const top = within(Math.floor(part.y * shows.height), shows.height - 1);
  const right = within(Math.ceil((part.x + part.width) * shows.width), shows.width);
  const bottom = within(Math.ceil((part.y + part.height) * shows.height), shows.height);
  return {
    x: shows.x + left,
    y: shows.y + top,
    width: Math.max(1, right - left),
    height: Math.max(1, bottom - top),
  };
}

/** The part between two corners. */
export function between(a: { x: number; y: number }, b: { x: number; y: number }): Part {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** A part moved and grown by some parts of the picture, kept inside of it and no smaller than `least`. */
export function nudged(part: Part, by: Part, least: Pick<Part, 'width' | 'height'>): Part {
  const within = (value: number, low: number, high: number): number =>
    Math.min(Math.max(value, low), Math.max(low, high));
  const width = within(part.width + by.width, least.width, 1);
  const height = within(part.height + by.height, least.height, 1);
  return { x: within(part.x + by.x, 0, 1 - width), y: within(part.y + by.y, 0, 1 - height), width, height };
}
