import type { Box } from '../../protocol/attach.ts';
import { area } from './boxes.ts';
import type { Picture } from './reading.ts';

/** Lines of pixels so far apart are looked at. A barcode's bars cross several, other things look different in each. */
const STEP = 5;

/** So many steps one after the other must show the same bars. */
const STEPS = 4;

/** Less difference between a bar and the space beside it is none. 0 to 255. */
const LEAST_CONTRAST = 28;

/** Bars of one code are no further apart, in pixels. Wider ones are large enough for the decoder. */
const WIDEST = 24;

/** A bar or space is at most so many times as wide as most are. */
const MOST_MODULES = 5;

/** Edges, from a bar to a space or back, that a barcode has at least: EAN-8, one of the shortest, has 43. */
const FEWEST_EDGES = 32;

/** From one line to the next the bars of a tilted code move aside, in pixels. */
const SHIFTS = [0, -1, 1] as const;

/** Equal bars are a ruler, a grating or a meter. Where they fall between pixels they may seem to differ by one, in pixels. */
const LEAST_UNEVEN = 2;
/** So much of their width the wide ones of a code differ from the narrow ones. */
const UNEVEN = 0.2;

/** A patch of small modules has so many edges in a line, no further apart than this, in pixels. */
const FEWEST_IN_PATCH = 8;
const WIDEST_IN_PATCH = 14;

/** A patch is at least so many steps tall: lines of text are lower, and have gaps between them. */
const PATCH_STEPS = 4;

/** Larger modules need no closer look; what is longer than this many times its height is text. */
const LARGEST_PATCH = 400;
const LONGEST_PATCH = 6;

/** Photographs are full of patches, and screens have few: so many pixels of them are looked at together. */
const MOST_PATCH_PIXELS = 60_000;

/** More strips than a picture has codes: so many of them, the largest, are looked at. */
const MOST_STRIPS = 40;

/** Every few pixels of noise are an edge; of screens of text, with the space around it, one in forty. */
const BUSY_EVERY = 16;
const BUSY = 0.18;
/** Smaller pictures take no time, and may be nothing but a code. In pixels. */
const SMALL = 500_000;

/** Where along a line bars were seen, of which the first and the last edge are known. */
interface Strip {
  from: number;
  to: number;
  /** How many lines below each other show it so far, and the line that the first of them is. */
  steps: number;
  line: number;
}

/**
 * Places that look like barcodes whether or not anybody can decode them:
 * dozens of bars of different widths side by side, the same over many lines.
 * Text and pictures do not look so. Quick: looks at every fifth line and
 * column of pixels.
 * @returns strips across the bars, upright or lying, not all of their length
 */
export function findBars(picture: Picture): Box[] {
  const { width, height } = picture;
  const across = strips(height, width, (line) => row(picture, line), commonBars, STEPS);
  const down = strips(width, height, (line) => column(picture, line), commonBars, STEPS);
  return [
    ...across.map(({ from, to, line, steps }) => ({
      x: from,
      y: line,
      width: to - from,
      height: steps * STEP + 1,
    })),
    ...down.map(({ from, to, line, steps }) => ({
      x: line,
      y: from,
      width: steps * STEP + 1,
      height: to - from,
    })),
  ]
    .toSorted((a, b) => area(b) - area(a))
    .slice(0, MOST_STRIPS);
}

/** Whether a picture is so full of edges, all over, that a thorough search for codes takes long: noise, or tiny chequers. */
export function isBusy(picture: Picture): boolean {
  if (picture.width * picture.height < SMALL) return false;
  let [edges, pixels] = [0, 0];
  for (let line = BUSY_EVERY >> 1; line < picture.height; line += BUSY_EVERY) {
    edges += turns(row(picture, line)).length;
    pixels += picture.width;
  }
  return edges > BUSY * pixels;
}

/**
 * Places that are full of small modules, which the decoder may only see when
 * they are enlarged. Text has gaps between its lines, and larger codes are
 * seen as they are.
 */
export function findPatches(picture: Picture): Box[] {
  const { width, height } = picture;
  let left = MOST_PATCH_PIXELS;
  return strips(height, width, (line) => row(picture, line), denseRuns, PATCH_STEPS)
    .map(({ from, to, line, steps }) => ({ x: from, y: line, width: to - from, height: steps * STEP + 1 }))
    .filter(
      (box) =>
        Math.max(box.width, box.height) <= LARGEST_PATCH &&
        box.width <= LONGEST_PATCH * box.height &&
        box.height <= 3 * box.width,
    )
    .toSorted((a, b) => area(b) - area(a))
    .filter((box) => {
      if (area(box) > left) return false;
      left -= area(box);
      return true;
    });
}

/** Follows what is seen from each line that is looked at to the next. */
function strips(
  lines: number,
  length: number,
  read: (line: number) => Uint8Array,
  see: (line: Uint8Array, next: Uint8Array) => { from: number; to: number }[],
  least: number,
): Strip[] {
  const found: Strip[] = [];
  let open: Strip[] = [];
  let current = lines > 0 ? read(0) : new Uint8Array(length);
  for (let line = 0; line + STEP < lines; line += STEP) {
    const next = read(line + STEP);
    const seen = see(current, next);
    const going: Strip[] = [];
    for (const { from, to } of seen) {
      const before = open.find(
        (strip) =>
          Math.min(strip.to, to) - Math.max(strip.from, from) >
          0.8 * Math.min(strip.to - strip.from, to - from),
      );
      if (before === undefined) going.push({ from, to, steps: 1, line });
      else if (!going.includes(before)) {
        before.from = Math.min(before.from, from);
        before.to = Math.max(before.to, to);
        before.steps++;
        going.push(before);
      }
    }
    for (const strip of open) if (!going.includes(strip) && strip.steps >= least) found.push(strip);
    open = going;
    current = next;
  }
  return [...found, ...open.filter(({ steps }) => steps >= least)];
}

/** Where two lines show the same bars. */
function commonBars(upper: Uint8Array, lower: Uint8Array): { from: number; to: number }[] {
  const edges = turns(upper);
  if (edges.length < FEWEST_EDGES) return [];
  for (const shift of SHIFTS) {
    const found: { from: number; to: number }[] = [];
    let run: number[] = [];
    const close = (): void => {
      for (const part of run.length >= FEWEST_EDGES ? apart(run) : []) {
        const [first, last] = [part[0], part.at(-1)];
        if (first !== undefined && last !== undefined && part.length >= FEWEST_EDGES && isUneven(part))
          found.push({ from: first, to: last + 1 });
      }
      run = [];
    };
    for (const at of edges) {
      const isSame = Math.abs((upper[at] ?? 0) - (lower[at + shift] ?? 0)) < LEAST_CONTRAST;
      if (!isSame || at - (run.at(-1) ?? at) > WIDEST) close();
      if (isSame) run.push(at);
    }
    close();
    if (found.length > 0) return found;
  }
  return [];
}

/** Where a line has many edges close to each other. */
function denseRuns(line: Uint8Array): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let [first, last, count] = [0, Number.NEGATIVE_INFINITY, 0];
  const close = (): void => {
    if (count >= FEWEST_IN_PATCH) found.push({ from: first, to: last + 1 });
  };
  for (const at of turns(line)) {
    if (at - last > WIDEST_IN_PATCH) {
      close();
      [first, count] = [at, 0];
    }
    last = at;
    count++;
  }
  close();
  return found;
}

/** Where a line is lightest or darkest between two of the contrary, by turns. */
function turns(line: Uint8Array): number[] {
  const found: number[] = [];
  let [high, low] = [0, 0];
  let rising: boolean | undefined;
  for (let at = 1; at < line.length; at++) {
    const value = line[at] ?? 0;
    if (value > (line[high] ?? 0)) high = at;
    if (value < (line[low] ?? 0)) low = at;
    if (rising !== false && (line[high] ?? 0) - value >= LEAST_CONTRAST) {
      found.push(high);
      rising = false;
      low = at;
    } else if (rising !== true && value - (line[low] ?? 0) >= LEAST_CONTRAST) {
      found.push(low);
      rising = true;
      high = at;
    }
  }
  return found;
}

/** A run without what lies near it: the widest bars of a code are not so many times as wide as most. */
function apart(run: readonly number[]): number[][] {
  const gaps = run.slice(1).map((at, i) => at - (run[i] ?? 0));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const parts: number[][] = [[]];
  for (const [i, at] of run.entries()) {
    if (i > 0 && (gaps[i - 1] ?? 0) > MOST_MODULES * Math.max(1, usual)) parts.push([]);
    parts.at(-1)?.push(at);
  }
  return parts;
}

/** Whether two bars with their spaces take more room here than there. */
function isUneven(run: readonly number[]): boolean {
  const widths = run
    .slice(4)
    .map((at, i) => at - (run[i] ?? 0))
    .toSorted((a, b) => a - b);
  const [narrow = 0, usual = 0, wide = 0] = [0.1, 0.5, 0.9].map(
    (part) => widths[Math.floor(widths.length * part)],
  );
  return wide - narrow >= Math.max(LEAST_UNEVEN, UNEVEN * usual);
}

function row({ data, width }: Picture, line: number): Uint8Array {
  return lightness(data, line * width * 3, 3, width);
}

function column({ data, width, height }: Picture, line: number): Uint8Array {
  return lightness(data, line * 3, width * 3, height);
}

function lightness(data: Uint8Array, start: number, step: number, length: number): Uint8Array {
  const line = new Uint8Array(length);
  for (let at = 0, offset = start; at < length; at++, offset += step) {
    line[at] = ((data[offset] ?? 0) * 2 + (data[offset + 1] ?? 0) * 5 + (data[offset + 2] ?? 0)) >> 3;
  }
  return line;
}
