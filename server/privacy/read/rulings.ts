import type { Picture } from '../reading.ts';
import { type Grey, toGrey } from './grey.ts';

/** A ruling is no thicker, in pixels: what is thicker is an area, or a large letter's stem. */
const THICKEST = 3;

/** Difference of brightness to both sides that makes a line, and within which it is the same line, of 255. */
const CONTRAST = 7;

/** From this length on it is no stroke of a letter, in pixels. Letters are higher than their strokes are wide. */
const SHORTEST = { across: 60, down: 26 };

/** Where two thin rulings cross, each looks interrupted, for so many pixels. Stems in lines below each other are further apart. */
const CROSSING = 2;

/** A side of the squares that are turned at once, in pixels. */
const TILE = 64;

/**
 * Paints over the rulings of tables, the frames of input boxes, underlines and
 * indent guides with the ground beside them: a reader takes them for letters,
 * or gives up on the line they touch.
 * @returns a copy; the same picture if it has none
 */
export function eraseRulings(picture: Picture): Picture {
  const grey = toGrey(picture);
  const { width, height } = picture;
  const rulings = [
    ...findRulings(grey, SHORTEST.across).map(({ row, from, length, thickness }) => ({
      along: 1,
      across: width,
      start: row * width + from,
      length,
      thickness,
    })),
    ...findRulings(transpose(grey), SHORTEST.down).map(({ row, from, length, thickness }) => ({
      along: width,
      across: 1,
      start: from * width + row,
      length,
      thickness,
    })),
  ];
  if (rulings.length === 0) return picture;
  const data = Buffer.from(picture.data);
  for (const ruling of rulings) erase(data, ruling);
  return { data, width, height };
}

/** A straight line in a picture: its first pixel, and how far it is to the next along it and across. */
interface Ruling {
  start: number;
  along: number;
  across: number;
  length: number;
  thickness: number;
}

/** Columns as rows: what lies side by side in memory is looked at many times as fast. */
function transpose({ light, width, height }: Grey): Grey {
  const turned = Buffer.alloc(light.length);
  // In tiles that fit into the processor's nearest memory.
  for (let top = 0; top < height; top += TILE) {
    const bottom = Math.min(height, top + TILE);
    for (let left = 0; left < width; left += TILE) {
      const right = Math.min(width, left + TILE);
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) turned[x * height + y] = light[y * width + x] ?? 0;
      }
    }
  }
  return { light: turned, width: height, height: width };
}

/** Lines along the rows, the thinnest first. */
function findRulings({ light, width, height }: Grey, shortest: number) {
  const byThickness = Array.from(
    { length: THICKEST },
    (): { row: number; from: number; length: number; thickness: number }[] => [],
  );
  const edges = new Int32Array(width);
  for (let row = 1; row < height; row++) {
    const first = row * width;
    let count = 0;
    for (let step = 0; step < width; step++) {
      if (differ(light, first + step, first + step - width)) edges[count++] = step;
    }
    for (const [index, rulings] of byThickness.entries()) {
      const thickness = index + 1;
      if (count < shortest / (CROSSING + 1) || row + thickness >= height) break;
      let from = -1;
      let last = -1;
      const end = () => {
        const length = last - from + 1;
        if (from >= 0 && length >= shortest) rulings.push({ row, from, length, thickness });
        from = -1;
      };
      for (let each = 0; each < count; each++) {
        const step = edges[each] ?? 0;
        const at = first + step;
        if (!standsOut(light, at, width, thickness)) continue;
        if (step - last - 1 > CROSSING || differ(light, at, first + last)) end();
        if (from < 0) from = step;
        last = step;
      }
      end();
    }
  }
  return byThickness.flat();
}

/** Whether what differs from above is a line of just this thickness: one brightness, and another below. */
function standsOut(light: Uint8Array, at: number, across: number, thickness: number): boolean {
  const behind = at + thickness * across;
  if (!differ(light, behind - across, behind)) return false;
  for (let inside = at + across; inside < behind; inside += across)
    if (differ(light, at, inside)) return false;
  return true;
}

function differ(light: Uint8Array, one: number, other: number): boolean {
  return Math.abs((light[one] ?? 0) - (light[other] ?? 0)) >= CONTRAST;
}

/** Fills a ruling with what is beside it: the first half from one side, the second from the other. */
function erase(data: Buffer, { along, across, start, length, thickness }: Ruling): void {
  for (let step = 0; step < length; step++) {
    const at = start + step * along;
    const before = (at - across) * 3;
    const behind = (at + thickness * across) * 3;
    for (let layer = 0; layer < thickness; layer++) {
      const source = layer * 2 < thickness ? before : behind;
      data.copyWithin((at + layer * across) * 3, source, source + 3);
    }
  }
}
