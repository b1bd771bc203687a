import { brightness } from './read/grey.ts';
import type { Picture } from './reading.ts';

/** Difference of brightness between neighbours, of 255, that makes an edge. */
const EDGE = 24;
/** From this difference between the channels on a pixel has a colour. */
const COLOURFUL = 72;
/** More than a stray pixel. */
const COLOURED_PIXELS = 2;
/** Colours whose differences between the channels are this much alike (a cosine) are shades of one. */
const SAME_HUE = 0.95;
/** A line fills less of a cell than this: what has so much colour is a bar, or an area's edge. */
const FILLED = 0.4;
/** Edges this much weaker one way than the other are those of a level or upright line. */
const SLANTED = 0.25;
/** In cells: what is lower is a word that was not read, or an icon; what is narrower a bar or a border. */
const LEAST = { width: 4, height: 10 };

/** A picture in square cells, row by row. */
export interface Grid {
  picture: Picture;
  /** Of a cell, in pixels. */
  side: number;
  /** Only every so many-th pixel of every so many-th row is looked at. */
  step: number;
  columns: number;
  /** 1 where something is drawn that is no text. */
  drawn: Uint8Array;
  /** The colour that nearly everything stands on, if it is one: 0xRRGGBB. Smoothed edges have a shade of it. */
  ground?: number | undefined;
}

/**
 * The largest connected drawing of coloured curves, in cells in which such a line
 * bends or slants: the lanes of a commit graph, the line of a chart. Text beside
 * it may outweigh it by far; what it says is in the lines all the same.
 */
export function largestCurve(grid: Grid): number {
  const { columns, drawn } = grid;
  const seen = new Uint8Array(drawn.length);
  let largest = 0;
  for (let start = 0; start < drawn.length; start++) {
    if (drawn[start] !== 1 || seen[start] === 1) continue;
    const cells = connected(start, grid, seen);
    const rows = cells.map((cell) => Math.floor(cell / columns));
    const lanes = cells.map((cell) => cell % columns);
    if (extent(rows) < LEAST.height || extent(lanes) < LEAST.width) continue;
    largest = Math.max(largest, cells.filter((cell) => isColouredCurve(edgesIn(cell, grid))).length);
  }
  return largest;
}

/** All drawn cells that touch each other, by side or corner. */
function connected(start: number, { columns, drawn }: Grid, seen: Uint8Array): number[] {
  const cells = [start];
  seen[start] = 1;
  // The list grows while it is walked.
  for (const cell of cells) {
    const column = cell % columns;
    for (let across = Math.max(0, column - 1); across <= Math.min(columns - 1, column + 1); across++)
      for (const above of [-columns, 0, columns]) {
        const next = cell - column + across + above;
        if (drawn[next] !== 1 || seen[next] === 1) continue;
        seen[next] = 1;
        cells.push(next);
      }
  }
  return cells;
}

function extent(places: readonly number[]): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const place of places) [least, most] = [Math.min(least, place), Math.max(most, place)];
  return most - least + 1;
}

/**
 * The drawn cells that have nothing but a piece of a level or upright line: frames, tables, panes; and how many
 * of them are so full of colour that it is no line but a bar: a waterfall of requests, a Gantt chart, a meter.
 */
export function ruledCells(grid: Grid): { ruled: Set<number>; bars: number } {
  const ruled = new Set<number>();
  let bars = 0;
  for (const [cell, isDrawn] of grid.drawn.entries()) {
    if (isDrawn !== 1) continue;
    const edges = edgesIn(cell, grid);
    if (edges.strongest < EDGE || isSlanted(edges)) continue;
    ruled.add(cell);
    if (edges.coloured >= FILLED * edges.seen) bars++;
  }
  return { ruled, bars };
}

function isColouredCurve(edges: Edges): boolean {
  return edges.strongest >= EDGE && edges.coloured >= COLOURED_PIXELS && isSlanted(edges);
}

function isSlanted({ level, upright }: Edges): boolean {
  return Math.min(level, upright) > SLANTED * Math.max(level, upright);
}

/** The edges in a cell: differences of brightness along each direction, together and at most, and pixels with a colour. */
interface Edges {
  level: number;
  upright: number;
  strongest: number;
  coloured: number;
  /** How many pixels were looked at. */
  seen: number;
}

/** Compares every so many-th pixel of every so many-th row with the next: no line that is drawn in a cell is stepped over. */
function edgesIn(cell: number, { picture, side, step, columns, ground }: Grid): Edges {
  const { data, width, height } = picture;
  const [left, top] = [(cell % columns) * side, Math.floor(cell / columns) * side];
  const [right, bottom] = [Math.min(left + side, width - step), Math.min(top + side, height - step)];
  let [level, upright, strongest, coloured, seen] = [0, 0, 0, 0, 0];
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      const at = (y * width + x) * 3;
      const light = brightness(data, at);
      const across = Math.abs(brightness(data, at + step * 3) - light);
      const down = Math.abs(brightness(data, at + step * width * 3) - light);
      upright += across;
      seen++;
      level += down;
      strongest = Math.max(strongest, across, down);
      const [r, g, b] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      const isColoured = Math.max(r, g, b) - Math.min(r, g, b) >= COLOURFUL;
      if (isColoured && !(ground !== undefined && isShadeOf(ground, r, g, b))) coloured++;
    }
  }
  return { level, upright, strongest, coloured, seen };
}

function isShadeOf(colour: number, r: number, g: number, b: number): boolean {
  const one = chroma(colour >> 16, (colour >> 8) & 255, colour & 255);
  const other = chroma(r, g, b);
  const product = one.reduce((sum, each, at) => sum + each * (other[at] ?? 0), 0);
  return product >= SAME_HUE * Math.hypot(...one) * Math.hypot(...other);
}

function chroma(r: number, g: number, b: number): number[] {
  const grey = (r + g + b) / 3;
  return [r - grey, g - grey, b - grey];
}
