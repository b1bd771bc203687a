import type { Box } from '../../../protocol/attach.ts';
import { clamp } from '../boxes.ts';
import type { Picture } from '../reading.ts';

/** A picture's brightness, a byte for each pixel, row by row. */
export interface Grey {
  light: Buffer;
  width: number;
  height: number;
}

/** Brightness of a pixel as an eye sees it, 0 to 255 (weights of ITU-R BT.601). */
export function brightness(data: Uint8Array, at: number): number {
  return ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8;
}

export function toGrey({ data, width, height }: Picture): Grey {
  const light = Buffer.alloc(width * height);
  for (let at = 0, from = 0; at < light.length; at++, from += 3) {
    light[at] = brightness(data, from);
  }
  return { light, width, height };
}

/** Empties boxes, in a copy if there are any, as if nothing had been written there. */
export function empty(grey: Grey, boxes: readonly Box[]): Grey {
  if (boxes.length === 0) return grey;
  const { width, height } = grey;
  const light = Buffer.from(grey.light);
  for (const each of boxes) {
    const box = clamp(each, grey);
    const ground = groundAround(grey, box);
    for (let row = box.y; row < box.y + box.height; row++) {
      light.fill(ground, row * width + box.x, row * width + box.x + box.width);
    }
  }
  return { light, width, height };
}

/** The brightness that most pixels on the box's edge have. @param box within the picture */
function groundAround({ light, width }: Grey, box: Box): number {
  const counts = new Uint32Array(256);
  const look = (x: number, y: number) => {
    const level = light[y * width + x] ?? 0;
    counts[level] = (counts[level] ?? 0) + 1;
  };
  for (let x = box.x; x < box.x + box.width; x++) {
    look(x, box.y);
    look(x, box.y + box.height - 1);
  }
  for (let y = box.y; y < box.y + box.height; y++) {
    look(box.x, y);
    look(box.x + box.width - 1, y);
  }
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
}
