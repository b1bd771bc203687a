import type { Picture } from '../reading.ts';
import { type Grey, toGrey } from './grey.ts';

/** So many pixels of one colour beside each other are ground, not the inside of a letter's stroke or an edge. */
const SHORTEST_RUN = 4;
/** Difference of colour within one ground, summed over the channels: what compression does to an area. */
const SAME = 9;

/** What is smaller, in pixels, or has more on it than ground, is no area: large letters, icons, dots. */
const NARROWEST = 20;
const LOWEST = 9;
const LEAST_BARE = 0.4;

/** A row of an area ends about where the next one does, in pixels; a line of text on it is no higher than this. */
const STEP_ASIDE = 100;
const HIGHEST_LINE = 48;
/** What is narrower is no bar of a frame: an arm of a very large letter, or its bow. */
const NARROWEST_BAR = 240;

/**
 * A heading's letters are as large as a button, of one colour, and would be taken for ground with their counters as
 * writing. They are about as wide as high. A badge of that size is a disc or a square, with little on it; a letter's
 * strokes leave open more of what they reach around (E, O), or of the square around them (T, L).
 */
const LETTER = { height: 80, widthToHeight: 1.4, most: 0.75, leastReached: 0.7 };

/** So much of a very large letter is not its own, but of the page around it; a bar with a tab in it is wider. */
const FIGURE = { reached: 0.15, widthToHeight: 2 };

/** A screen full of text has some ten thousands. So many are a photograph or noise, and would take too much memory. */
const MOST_RUNS = 500_000;

/** How far outside of an area its edge reaches: smoothed corners, and outlines. Above and below there is less room for it. */
const EDGE = { across: 2, down: 1 };
/** The steps of a gradient are no edges: they are up to this far apart. */
const STEP = 3 * SAME;

/** The picture itself is not an area to be named, and numbers of areas have 16 bits. */
const MOST_AREAS = 0xfffe;
/** Stands for an area's edge, in place of its number. */
const ON_EDGE = 0xffff;

/**
 * Makes all writing dark on white, whatever it stands on: each pixel becomes as
 * dark as it differs from the ground around it. Buttons, chips, bubbles,
 * selections and coloured headers are then no different from the page they are
 * on, and their edges are gone. Where there is no area of one colour
 * (photographs), brightness stays as it is.
 * Noise has none at all, and only becomes grey.
 */
export function levelGrounds(picture: Picture): Grey {
  const { width, height, data } = picture;
  const runs = findRuns(picture);
  if (runs === undefined) return toGrey(picture);
  const { areas, areaOf } = findAreas(runs, width);
  const areaAt = new Uint16Array(width * height);
  const isEdgeTo = ({ colour }: Area, other: number) => {
    const beside = areas[other - 1]?.colour;
    return beside !== undefined && (beside === colour || !isNear(beside, colour, STEP));
  };
  for (const [index, area] of areas.entries()) {
    markEdge(areaAt, picture, area, (other) => isEdgeTo(area, other));
    fill(areaAt, width, area, index + 1);
  }
  const figures = findFigures(areas, restoreTabs(areaAt, width, runs, areaOf));
  const colours = areas.map(
    ({ colour }, index) => areas[(figures.get(index + 1) ?? 0) - 1]?.colour ?? colour,
  );
  const red = Uint8Array.from([255, ...colours.map((colour) => colour >> 16)]);
  const green = Uint8Array.from([255, ...colours.map((colour) => (colour >> 8) & 255)]);
  const blue = Uint8Array.from([255, ...colours.map((colour) => colour & 255)]);
  const light = Buffer.alloc(width * height, 255);
  for (let at = 0, pixel = 0; pixel < areaAt.length; pixel++, at += 3) {
    const area = areaAt[pixel] ?? 0;
    if (area === ON_EDGE) continue;
    const reds = Math.abs((data[at] ?? 0) - (red[area] ?? 0));
    const greens = Math.abs((data[at + 1] ?? 0) - (green[area] ?? 0));
    const blues = Math.abs((data[at + 2] ?? 0) - (blue[area] ?? 0));
    const away = reds + greens + blues;
    if (away === 0) continue;
    // Between their mean and the largest of them: what is written in a colour is not to pale beside black and white.
    light[pixel] = 255 - (((away + 3 * Math.max(reds, greens, blues)) * 85) >> 9);
  }
  return { light, width, height };
}

/** Stretches of one colour, row by row, as parallel lists. */
interface Runs {
  row: number[];
  start: number[];
  end: number[];
  colour: number[];
  /** The run each one hangs on; itself if on none. */
  parent: number[];
}

function findRuns({ data, width, height }: Picture): Runs | undefined {
  const runs: Runs = { row: [], start: [], end: [], colour: [], parent: [] };
  let previous = 0;
  for (let y = 0; y < height; y++) {
    const first = runs.row.length;
    let above = previous;
    for (let x = 0; x < width; ) {
      const at = (y * width + x) * 3;
      const r = data[at] ?? 0;
      const g = data[at + 1] ?? 0;
      const b = data[at + 2] ?? 0;
      const start = x;
      for (let next = at + 3; ++x < width; next += 3) {
        const away =
          Math.abs((data[next] ?? 0) - r) +
          Math.abs((data[next + 1] ?? 0) - g) +
          Math.abs((data[next + 2] ?? 0) - b);
        if (away > SAME) break;
      }
      if (x - start < SHORTEST_RUN) continue;
      const run = runs.row.length;
      const colour = (r << 16) | (g << 8) | b;
      runs.row.push(y);
      runs.start.push(start);
      runs.end.push(x);
      runs.colour.push(colour);
      runs.parent.push(run);
      while (above < first && (runs.end[above] ?? 0) <= start) above++;
      for (let each = above; each < first && (runs.start[each] ?? 0) < x; each++) unite(runs, each, run);
    }
    if (runs.row.length > MOST_RUNS) return undefined;
    previous = first;
  }
  return runs;
}

function root({ parent }: Runs, run: number): number {
  let at = run;
  for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
    parent[at] = parent[up] ?? up;
    at = up;
  }
  return at;
}

/** The earlier one's colour stays that of both: a gradient falls into bands instead of drifting. */
function unite(runs: Runs, one: number, other: number): void {
  const a = root(runs, one);
  const b = root(runs, other);
  if (a === b || !isNear(runs.colour[a] ?? 0, runs.colour[b] ?? 0, SAME)) return;
  runs.parent[Math.max(a, b)] = Math.min(a, b);
}

function isNear(one: number, other: number, limit: number): boolean {
  return (
    Math.abs((one >> 16) - (other >> 16)) +
      Math.abs(((one >> 8) & 255) - ((other >> 8) & 255)) +
      Math.abs((one & 255) - (other & 255)) <=
    limit
  );
}

/** An area of one colour: for each of its rows where it begins and ends, with all that stands on it. */
interface Area {
  colour: number;
  top: number;
  lefts: number[];
  rights: number[];
  /** How many of its own pixels each row has. */
  bare: number[];
}

/** The largest first: what lies on another area is smaller. */
function findAreas(runs: Runs, width: number): { areas: Area[]; areaOf(run: number): number } {
  /** The last row of what hangs on each run. */
  const last = new Int32Array(runs.row.length);
  for (const [run, row] of runs.row.entries()) last[root(runs, run)] = row;
  const found = new Map<number, Area>();
  for (const [run, row] of runs.row.entries()) {
    const at = root(runs, run);
    // The first of them is the topmost.
    const top = runs.row[at] ?? row;
    if ((last[at] ?? top) - top + 1 < LOWEST) continue;
    let area = found.get(at);
    if (!area) {
      area = { colour: runs.colour[at] ?? 0, top, lefts: [], rights: [], bare: [] };
      found.set(at, area);
    }
    const start = runs.start[run] ?? 0;
    const end = runs.end[run] ?? 0;
    area.lefts[row - top] = Math.min(area.lefts[row - top] ?? width, start);
    area.rights[row - top] = Math.max(area.rights[row - top] ?? 0, end);
    area.bare[row - top] = (area.bare[row - top] ?? 0) + end - start;
  }
  const kept = [...found]
    .flatMap(([at, area]) => {
      const bands = bandsOf(area);
      closeRows(area);
      return (
        isGround(area) ? [area] : bands.filter((band) => widestOf(band) >= NARROWEST_BAR && isGround(band))
      ).map((each) => ({
        at,
        area: each,
        size: sizeOf(each),
      }));
    })
    .toSorted((a, b) => b.size - a.size)
    .slice(0, MOST_AREAS);
  const numbers = Map.groupBy(
    kept.map(({ at, area: { top, lefts } }, index) => ({
      at,
      number: index + 1,
      top,
      end: top + lefts.length,
    })),
    ({ at }) => at,
  );
  return {
    areas: kept.map(({ area }) => area),
    areaOf(run) {
      const row = runs.row[run] ?? 0;
      const parts = numbers.get(root(runs, run));
      return parts?.find(({ top, end }) => row >= top && row < end)?.number ?? 0;
    },
  };
}

/**
 * An area may reach into a smaller one, as a tab reaches into its bar: there it lies above, with all that stands on it.
 * @param areaOf the number of a run's area; 0 if it has none
 * @returns for each area that others reach into, how many of its pixels are theirs, and the number of the last of them
 */
function restoreTabs(
  areaAt: Uint16Array,
  width: number,
  { row, start, end }: Runs,
  areaOf: (run: number) => number,
): Map<number, { pixels: number; by: number }> {
  const reached = new Map<number, { pixels: number; by: number }>();
  /** In the row at hand: where the last run of an area ended that a smaller one was laid over, and which that is. */
  let last: { row: number; area: number; over: number; end: number } | undefined;
  for (const [run, y] of row.entries()) {
    const area = areaOf(run);
    if (area === 0) continue;
    const from = y * width;
    const [left = 0, right = 0] = [start[run], end[run]];
    const over = areaAt[from + ((left + right) >> 1)] ?? 0;
    if (over === area || over <= area || over === ON_EDGE) {
      last = undefined;
      continue;
    }
    // What stands between two stretches of it stands on it.
    const begin = last?.row === y && last.area === area && last.over === over ? last.end : left;
    areaAt.fill(area, from + begin, from + right);
    last = { row: y, area, over, end: right };
    reached.set(over, { pixels: (reached.get(over)?.pixels ?? 0) + right - begin, by: area });
  }
  return reached;
}

/**
 * Areas that are none, but letters too large to be told by their size: the page reaches into them from all sides.
 * @returns the number of each, and that of the area it stands on
 */
function findFigures(
  areas: readonly Area[],
  reached: ReadonlyMap<number, { pixels: number; by: number }>,
): Map<number, number> {
  const figures = new Map<number, number>();
  for (const [number, { pixels, by }] of reached) {
    const area = areas[number - 1];
    if (
      area &&
      pixels > FIGURE.reached * sizeOf(area) &&
      widestOf(area) <= FIGURE.widthToHeight * area.lefts.length
    )
      figures.set(number, by);
  }
  return figures;
}

/** With all that stands on it, in pixels. */
function sizeOf({ lefts, rights }: Area): number {
  return lefts.reduce((sum, left, row) => sum + (rights[row] ?? 0) - left, 0);
}

function widestOf({ lefts, rights }: Area): number {
  return lefts.reduce((most, left, row) => Math.max(most, (rights[row] ?? 0) - left), 0);
}

function isGround(area: Area): boolean {
  const size = sizeOf(area);
  const pixels = area.bare.reduce((sum, each) => sum + each, 0);
  return widestOf(area) >= NARROWEST && pixels >= LEAST_BARE * size && !isLetter(area, pixels, size);
}

/**
 * The parts of an area that has much in it which is not its own: a window's title bar, its side bar and its status bar
 * hang together around a page.
 */
function bandsOf({ colour, top, lefts, rights, bare }: Area): Area[] {
  const bands: { from: number; to: number }[] = [];
  for (const [row, left] of lefts.entries()) {
    const right = rights[row] ?? left;
    if ((bare[row] ?? 0) < LEAST_BARE * (right - left)) continue;
    const last = bands.at(-1);
    const isOn =
      last &&
      row - last.to <= HIGHEST_LINE &&
      Math.abs(left - (lefts[last.to] ?? 0)) < STEP_ASIDE &&
      Math.abs(right - (rights[last.to] ?? 0)) < STEP_ASIDE;
    if (isOn) last.to = row;
    else bands.push({ from: row, to: row });
  }
  return bands
    .filter(({ from, to }) => to - from + 1 >= LOWEST)
    .map(({ from, to }) => {
      const part = (values: readonly number[]) => values.slice(from, to + 1);
      const band = { colour, top: top + from, lefts: part(lefts), rights: part(rights), bare: part(bare) };
      closeRows(band);
      return band;
    });
}

/**
 * @param pixels of its own
 * @param size of the area with all that stands on it, in pixels
 */
function isLetter({ lefts, rights }: Area, pixels: number, size: number): boolean {
  const height = lefts.length;
  if (height > LETTER.height) return false;
  const left = lefts.reduce((least, each) => Math.min(least, each));
  const width = rights.reduce((most, each) => Math.max(most, each)) - left;
  const isBadge = pixels >= LETTER.most * size && size >= LETTER.leastReached * width * height;
  return width <= LETTER.widthToHeight * height && !isBadge;
}

/** Where rows above and below reach further, letters stand in between, up to the edge. */
function closeRows({ lefts, rights }: Area): void {
  reach(lefts, Math.min, Math.max);
  reach(rights, Math.max, Math.min);
}

function reach(
  ends: number[],
  outer: (a: number, b: number) => number,
  inner: (a: number, b: number) => number,
): void {
  const above: number[] = [];
  for (const [row, end] of ends.entries()) above.push(row === 0 ? end : outer(above[row - 1] ?? end, end));
  let below = ends.at(-1) ?? 0;
  for (let row = ends.length - 1; row >= 0; row--) {
    below = outer(below, ends[row] ?? below);
    ends[row] = outer(ends[row] ?? below, inner(above[row] ?? below, below));
  }
}

/** Marks what is just outside of an area, where that has another ground. */
function markEdge(
  areaAt: Uint16Array,
  { width, height }: Picture,
  { top, lefts, rights }: Area,
  isEdgeTo: (area: number) => boolean,
): void {
  const mark = (row: number, from: number, to: number) => {
    if (row < 0 || row >= height) return;
    const end = row * width + Math.min(width, to);
    for (let at = row * width + Math.max(0, from); at < end; at++) {
      if (isEdgeTo(areaAt[at] ?? 0)) areaAt[at] = ON_EDGE;
    }
  };
  for (const [row, left] of lefts.entries()) {
    const right = rights[row] ?? left;
    for (let away = -EDGE.down; away <= EDGE.down; away++) {
      const y = top + row + away;
      // Only what the next row of the area itself does not fill anyway.
      const nextLeft = lefts[row + away] ?? right;
      const nextRight = rights[row + away] ?? right;
      mark(y, left - EDGE.across, Math.min(right, nextLeft));
      mark(y, Math.max(left, nextRight), right + EDGE.across);
    }
  }
}

function fill(areaAt: Uint16Array, width: number, { top, lefts, rights }: Area, index: number): void {
  for (const [row, left] of lefts.entries()) {
    const from = (top + row) * width;
    areaAt.fill(index, from + left, from + (rights[row] ?? left));
  }
}
