import type { Box } from '../../../protocol/attach.ts';
import type { Picture } from '../reading.ts';
import { clamp } from './boxes.ts';

/**
 * Paints boxes over, in a copy. One solid colour: what is blurred or pixelated
 * can be computed back, and a fill that follows its surroundings would say
 * something about what it hides.
 * @param boxes in pixels of the picture; what lies outside is cut off
 */
export function paint(picture: Picture, boxes: readonly Box[]): Picture {
  const data = Buffer.from(picture.data);
  for (const box of boxes) {
    const { x, y, width, height } = clamp(box, picture);
    for (let row = y; row < y + height; row++) {
      const start = (row * picture.width + x) * 3;
      data.fill(0, start, start + width * 3);
    }
  }
  return { data, width: picture.width, height: picture.height };
}
