import type { Picture } from '../reading.ts';
import { brightness } from './ink.ts';

/** A ruling is no thicker, in pixels: what is thicker is an area, or a large letter's stem. */
const THICKEST = 3;

/** Difference of brightness to both sides that makes a line, and within which it is the same line, of 255. */
const CONTRAST = 7;

/** From this length on it is no stroke of a letter, in pixels. Letters are higher than their strokes are wide. */
const SHORTEST = { across: 60, down: 26 };

/** Where two thin rulings cross, each looks interrupted, for so many pixels. Stems in lines below each other are further apart. */
const CROSSING = 2;

/**
 * Paints over the rulings of tables, the frames of input boxes, underlines and
 * indent guides with the ground beside them: a reader takes them for letters,
 * or gives up on the line they touch.
 * @returns a copy; the same picture if it has none
 */
export function eraseRulings(picture: Picture): Picture {
  const { width, height } = picture;
  const light = new Uint8Array(width * height);
  for (let at = 0; at < light.length; at++) light[at] = brightness(picture.data, at * 3);
  const rulings = [
    ...findRulings(light, { along: 1, length: width, across: width, count: height }, SHORTEST.across),
    ...findRulings(light, { along: width, length: height, across: 1, count: width }, SHORTEST.down),
  ];
  if (rulings.length === 0) return picture;
  const data = Buffer.from(picture.data);
  for (const ruling of rulings) erase(data, ruling);
  return { data, width, height };
}

/** How to walk through pixels: rows from left to right, or columns from top to bottom. */
interface Walk {
  /** From a pixel to the next one of its row (or column). */
  along: number;
  /** Pixels in a row. */
  length: number;
  /** From a row to the next. */
  across: number;
  /** Rows. */
  count: number;
}

/** A straight line: its first pixel, and how to go on. */
interface Ruling extends Pick<Walk, 'along' | 'across'> {
  start: number;
  length: number;
  thickness: number;
}

function findRulings(light: Uint8Array, walk: Walk, shortest: number): Ruling[] {
  const { along, length, across, count } = walk;
  const rulings: Ruling[] = [];
  for (let thickness = 1; thickness <= THICKEST; thickness++) {
    for (let row = 1; row + thickness < count; row++) {
      const first = row * across;
      let from = -1;
      let last = -1;
      const end = () => {
        if (from >= 0 && last - from + 1 >= shortest)
          rulings.push({ along, across, start: first + from * along, length: last - from + 1, thickness });
        from = -1;
      };
      for (let step = 0; step < length; step++) {
        const at = first + step * along;
        if (!standsOut(light, at, across, thickness)) {
          if (from >= 0 && step - last > CROSSING) end();
          continue;
        }
        if (from >= 0 && differ(light, at, first + last * along)) end();
        if (from < 0) from = step;
        last = step;
      }
      end();
    }
  }
  return rulings;
}

/** Whether there is a line of just this thickness: one brightness, and another on either side. */
function standsOut(light: Uint8Array, at: number, across: number, thickness: number): boolean {
  if (!differ(light, at, at - across)) return false;
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
