import type { Box } from '../../../protocol/attach.ts';
import { clamp } from '../boxes.ts';
import type { Picture } from '../reading.ts';

type Colour = readonly [number, number, number];

const BLACK: Colour = [0, 0, 0];

/**
 * Paints boxes over, in a copy. One solid colour: what is blurred or pixelated
 * can be computed back, and a fill that follows its surroundings would not be
 * seen as one.
 * @param boxes in pixels of the picture; what lies outside is cut off
 */
export function paint(picture: Picture, boxes: readonly Box[]): Picture {
  return fill(picture, boxes, () => BLACK);
}

/**
 * Empties boxes, in a copy, as if nothing had been written there. Black blocks
 * would spoil the reading of what stands beside them, which is to be found.
 */
export function erase(picture: Picture, boxes: readonly Box[]): Picture {
  return fill(picture, boxes, (box) => groundAround(picture, box));
}

function fill(picture: Picture, boxes: readonly Box[], colourOf: (box: Box) => Colour): Picture {
  const data = Buffer.from(picture.data);
  for (const each of boxes) {
    const box = clamp(each, picture);
    const line = Buffer.alloc(box.width * 3, Buffer.from(colourOf(box)));
    for (let row = box.y; row < box.y + box.height; row++) {
      line.copy(data, (row * picture.width + box.x) * 3);
    }
  }
  return { data, width: picture.width, height: picture.height };
}

/** The colour that most pixels on the box's edge have. @param box within the picture */
function groundAround({ data, width }: Picture, box: Box): Colour {
  const counts = new Map<number, number>();
  let [most, ground] = [0, 0];
  const look = (x: number, y: number) => {
    const colour = data.readUIntBE((y * width + x) * 3, 3);
    const count = (counts.get(colour) ?? 0) + 1;
    counts.set(colour, count);
    if (count > most) [most, ground] = [count, colour];
  };
  for (let x = box.x; x < box.x + box.width; x++) {
    look(x, box.y);
    look(x, box.y + box.height - 1);
  }
  for (let y = box.y; y < box.y + box.height; y++) {
    look(box.x, y);
    look(box.x + box.width - 1, y);
  }
  return [ground >> 16, (ground >> 8) & 255, ground & 255];
}
