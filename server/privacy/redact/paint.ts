import type { Box } from '../../../protocol/attach.ts';
import { clamp } from '../boxes.ts';
import type { Picture } from '../reading.ts';

/**
 * Paints boxes black, in a copy. One solid colour: what is blurred or pixelated
 * can be computed back, and a fill that follows its surroundings would not be
 * seen as one.
 * @param boxes in pixels of the picture; what lies outside is cut off
 */
export function paint(picture: Picture, boxes: readonly Box[]): Picture {
  const { width, height } = picture;
  const data = Buffer.from(picture.data);
  for (const each of boxes) {
    const box = clamp(each, picture);
    for (let row = box.y; row < box.y + box.height; row++) {
      const from = (row * width + box.x) * 3;
      data.fill(0, from, from + box.width * 3);
    }
  }
  return { data, width, height };
}
