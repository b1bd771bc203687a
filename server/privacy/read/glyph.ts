import type { Box } from '../../../protocol/attach.ts';
import { clamp } from '../boxes.ts';
import type { Grey } from './grey.ts';

/** One character as it stands in a picture: how much ink each of its pixels has, row by row, 255 the most. */
export interface Glyph {
  ink: Uint8Array;
  width: number;
  height: number;
}

/** What differs less from its ground than this, of 255, is too faint to tell anything. */
const FAINT = 30;

/**
 * Cuts a character out, its darkest pixel black.
 * @param picture its writing dark on white, as `levelGrounds` makes it
 * @returns undefined where there is too little to see
 */
export function cutGlyph(picture: Grey, around: Box): Glyph | undefined {
  const { x, y, width, height } = clamp(around, picture);
  if (width <= 0 || height <= 0) return undefined;
  const ink = new Uint8Array(width * height);
  let darkest = 0;
  for (let row = 0, to = 0; row < height; row++) {
    const from = (y + row) * picture.width + x;
    for (let at = from; at < from + width; at++, to++) {
      const dark = 255 - (picture.light[at] ?? 255);
      ink[to] = dark;
      if (dark > darkest) darkest = dark;
    }
  }
  if (darkest < FAINT) return undefined;
  for (let at = 0; at < ink.length; at++) ink[at] = Math.round((255 * (ink[at] ?? 0)) / darkest);
  return { ink, width, height };
}
