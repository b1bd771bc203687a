import type { Box } from '../../../protocol/attach.ts';
import { around, clamp, expand } from '../boxes.ts';
import type { Picture } from '../reading.ts';

export interface Point {
  x: number;
  y: number;
}

/** Codes of modules in a square, of stacked rows of bars, and of bars. */
export type CodeKind = 'matrix' | 'stacked' | 'linear';

/** What belongs to a code around its modules, in modules: its quiet zone, and the digits under a barcode. */
const QUIET_MODULES: Record<CodeKind, number> = { matrix: 4, stacked: 2, linear: 8 };

/** Taken for a code whose modules are not known: along their longer sides QR codes and PDF417 have at least so many. */
const FEWEST_MODULES = { matrix: 21, stacked: 69 };

/** How wide a bar or the space between two is on average, in modules: 11 for 6 in Code 128, 7 for 4 in EAN. */
const MODULES_OF_BAR = 1.8;

/** Two lines across the same bars agree in this part of their pixels. */
const SAME_BARS = 0.8;

/** From one line of pixels to the next, the bars of a code turned by up to 60 degrees move aside by this much. */
const LARGEST_SHIFT = 2;

/** A barcode is followed in so many parts. */
const PARTS = 6;

/** Lines in between that a scratch or a logo may take. */
const TORN_LINES = 2;

/**
 * The box of a code with everything that belongs to it.
 * @param corners of where it was seen, in pixels of the picture; a barcode may have been seen by a strip of its bars
 * @param modules along its side; 0 if not known
 * @returns a box inside the picture
 */
export function boxOfCode(picture: Picture, corners: readonly Point[], modules: number, kind: CodeKind): Box {
  const seen = clamp(
    around(corners.map(({ x, y }) => ({ x, y, width: 1, height: 1 }))) ?? { x: 0, y: 0, width: 0, height: 0 },
    picture,
  );
  if (seen.width === 0 || seen.height === 0) return seen;
  const side = Math.max(seen.width, seen.height);
  if (kind === 'linear') {
    const { box, bars } = alongBars(picture, seen);
    const quiet = Math.ceil((QUIET_MODULES.linear * side) / Math.max(1, bars * MODULES_OF_BAR));
    return clamp(expand(box, quiet, quiet), picture);
  }
  const quiet = Math.ceil((QUIET_MODULES[kind] * side) / Math.max(modules, FEWEST_MODULES[kind]));
  return clamp(expand(seen, quiet, quiet), picture);
}

/**
 * Follows the bars of a barcode from the strip where they were read to their
 * ends, however they are turned: in parts, as those of a turned one end at
 * different heights.
 * @returns also how many bars and spaces between them there are
 */
function alongBars(picture: Picture, strip: Box): { box: Box; bars: number } {
  const upright = strip.height > strip.width;
  const [from, length] = upright ? [strip.y, strip.height] : [strip.x, strip.width];
  const middle = upright ? strip.x + (strip.width >> 1) : strip.y + (strip.height >> 1);
  const limit = upright ? picture.width : picture.height;
  const at = (line: number, place: number) =>
    upright ? lightness(picture, line, place) : lightness(picture, place, line);
  const seen = Array.from({ length }, (_, i) => at(middle, from + i));
  const threshold = (Math.min(...seen) + Math.max(...seen)) / 2;
  const light = seen.map((value) => value >= threshold);
  const boxes = [strip];
  for (let part = 0; part < PARTS; part++) {
    const [start, end] = [part, part + 1].map((each) => Math.round((each * length) / PARTS));
    const bars = light.slice(start, end);
    const first = from + (start ?? 0);
    for (const step of [-1, 1]) {
      let [shift, torn] = [0, 0];
      for (let line = middle + step; line >= 0 && line < limit && torn <= TORN_LINES; line += step) {
        const next = bestShift(bars, shift, (place) => at(line, first + place) >= threshold);
        if (next === undefined) torn++;
        else {
          [shift, torn] = [next, 0];
          const [along, across] = [first + shift, line];
          boxes.push(
            upright
              ? { x: across, y: along, width: 1, height: bars.length }
              : { x: along, y: across, width: bars.length, height: 1 },
          );
        }
      }
    }
  }
  const changes = light.filter((value, i) => i > 0 && value !== light[i - 1]).length;
  return { box: around(boxes) ?? strip, bars: changes + 1 };
}

/** How far aside a line's bars lie, near to how far the line before had them; `undefined` if they are other bars. */
function bestShift(
  bars: readonly boolean[],
  before: number,
  isLight: (offset: number) => boolean,
): number | undefined {
  let best: number | undefined;
  let most = SAME_BARS * bars.length;
  for (let shift = before - LARGEST_SHIFT; shift <= before + LARGEST_SHIFT; shift++) {
    const agreeing = bars.filter((light, i) => isLight(i + shift) === light).length;
    if (agreeing < most || (agreeing === most && best === before)) continue;
    [best, most] = [shift, agreeing];
  }
  return best;
}

/** 0 to 255; beyond the picture it is light. */
function lightness({ data, width, height }: Picture, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 255;
  const offset = (y * width + x) * 3;
  return ((data[offset] ?? 0) * 2 + (data[offset + 1] ?? 0) * 5 + (data[offset + 2] ?? 0)) / 8;
}
