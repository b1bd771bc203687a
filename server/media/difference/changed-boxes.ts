import pixelmatch from 'pixelmatch';
import type { Box } from '../../../protocol/attach.ts';
import type { Pixels } from '../pixels.ts';

/** Pictures are compared in square cells of this many pixels a side: what is closer belongs together. */
export const CELL = 16;

/** Of the distance between black and white in perceived colour; what is below it nobody sees, and JPEG leaves it. */
const THRESHOLD = 0.06;

/** Rows that are compared at a time, so that copies with four bytes a pixel stay small. */
const STRIP = CELL * 16;

/** More are looked at in larger cells: to join them takes the cube of their number. */
const MOST_BOXES = 40;

/** Changed pixels of two pictures of one size. */
export interface Changed {
  /** Around what changed, in cells that touch one another: each changed pixel is in one. A few dozen at most. */
  boxes: Box[];
  /** How many pixels changed. */
  pixels: number;
}

/** Where two pictures of the same size differ, to the eye. */
export function changedBoxes(before: Pixels, after: Pixels): Changed {
  const { width, height } = before;
  const columns = Math.ceil(width / CELL);
  const rows = Math.ceil(height / CELL);
  const cells = new Uint8Array(columns * rows);
  let pixels = 0;
  for (let top = 0; top < height; top += STRIP) {
    const count = Math.min(STRIP, height - top);
    const from = top * width * 3;
    const to = from + count * width * 3;
    const [one, other] = [before.data.subarray(from, to), after.data.subarray(from, to)];
    if (one.equals(other)) continue;
    const mask = new Uint8Array(width * count * 4);
    // Without its search for smoothed edges each pixel stands for itself: a full stop that is gone is no edge.
    const options = { threshold: THRESHOLD, includeAA: true, diffMask: true };
    pixels += pixelmatch(withAlpha(one), withAlpha(other), mask, width, count, options);
    for (let at = 0; at < width * count; at++) {
      if (mask[at * 4 + 3] === 0) continue;
      const row = Math.floor((top + Math.floor(at / width)) / CELL);
      cells[row * columns + Math.floor((at % width) / CELL)] = 1;
    }
  }
  let grid: Grid = { cells, columns, side: CELL };
  let found = groups(grid.cells.slice(), columns);
  // Noise all over is one place, not thousands.
  while (found.length > MOST_BOXES) {
    grid = coarser(grid);
    found = groups(grid.cells.slice(), grid.columns);
  }
  const { side } = grid;
  const boxes = found.map(({ x, y, width: across, height: down }) => ({
    x: x * side,
    y: y * side,
    width: Math.min(across * side, width - x * side),
    height: Math.min(down * side, height - y * side),
  }));
  return { boxes, pixels };
}

interface Grid {
  cells: Uint8Array;
  columns: number;
  /** Of a cell, in pixels. */
  side: number;
}

/** With cells twice as wide and high. */
function coarser({ cells, columns, side }: Grid): Grid {
  const across = Math.ceil(columns / 2);
  const rows = Math.ceil(cells.length / columns / 2);
  const coarse = new Uint8Array(across * rows);
  for (const [cell, marked] of cells.entries()) {
    if (marked !== 1) continue;
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    coarse[Math.floor(row / 2) * across + Math.floor(column / 2)] = 1;
  }
  return { cells: coarse, columns: across, side: side * 2 };
}

function withAlpha(data: Uint8Array): Uint8Array {
  const out = new Uint8Array((data.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    out[to] = data[from] ?? 0;
    out[to + 1] = data[from + 1] ?? 0;
    out[to + 2] = data[from + 2] ?? 0;
  }
  return out;
}

/** Boxes around marked cells that touch, also at a corner; in cells. Marks are taken away. */
function groups(cells: Uint8Array, columns: number): Box[] {
  const found: Box[] = [];
  for (let start = 0; start < cells.length; start++) {
    if (cells[start] !== 1) continue;
    let [left, right, top, bottom] = [columns, -1, cells.length, -1];
    const open = [start];
    cells[start] = 0;
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      for (let y = row - 1; y <= row + 1; y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          const next = y * columns + x;
          if (cells[next] !== 1) continue;
          cells[next] = 0;
          open.push(next);
        }
      }
    }
    found.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
  }
  return found;
}
