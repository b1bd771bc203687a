import type { Box } from '../../../protocol/attach.ts';
import type { Grey } from './grey.ts';

/** Edges this near in a row belong together, in pixels: what parts letters of a word, at every usual size. */
const GAP = 8;

/** Edges in one column over so many rows are a border, not a letter. */
const BORDER = 64;

/** More groups than this are a photograph or noise; looking for lines among them would take too long. */
const MOST_GROUPS = 8_000;

/**
 * Finds groups of pixels where brightness changes from left to right, as it
 * does in writing and hardly elsewhere on a screen: boxes around them, about a
 * word each, a pixel or two wider than the ink. Straight vertical borders are left out.
 * @param contrast the difference of brightness that counts, of 255.
 * @returns undefined where there is too much to tell writing from the rest.
 */
export function findInk(picture: Grey, region: Box, contrast: number): Box[] | undefined {
  const edges = findEdges(picture, region, contrast);
  return groupEdges(edges, region);
}

/** One byte a pixel of the region: whether it differs from the one two to the right (smoothed letters change over two). */
function findEdges(picture: Grey, { x: left, y: top, width, height }: Box, contrast: number): Uint8Array {
  const edges = new Uint8Array(width * height);
  const { light } = picture;
  /** For each column, how many rows above have an edge there without a break. */
  const runs = new Uint32Array(width);
  const endRun = (x: number, below: number) => {
    const rows = runs[x] ?? 0;
    if (rows >= BORDER) for (let y = below - rows; y < below; y++) edges[y * width + x] = 0;
    runs[x] = 0;
  };
  for (let y = 0; y < height; y++) {
    const from = (top + y) * picture.width + left;
    for (let x = 0; x < width; x++) {
      const next = from + Math.min(x + 2, width - 1);
      if (Math.abs((light[next] ?? 0) - (light[from + x] ?? 0)) > contrast) {
        edges[y * width + x] = 1;
        runs[x] = (runs[x] ?? 0) + 1;
      } else if (runs[x] !== 0) endRun(x, y);
    }
  }
  for (let x = 0; x < width; x++) endRun(x, height);
  return edges;
}

/** A stretch of edges in one row, half-open, and the group it belongs to. */
interface Run {
  start: number;
  end: number;
  group: Group;
}

interface Group {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** The group this one went into. */
  into: Group | undefined;
}

/** Joins runs that touch, or have one empty row between them (the dot of an i), into groups. */
function groupEdges(edges: Uint8Array, { x: left, y: top, width, height }: Box): Box[] | undefined {
  const groups = new Set<Group>();
  let above: Run[] = [];
  for (let y = 0; y < height; y++) {
    let near = 0;
    const runs: Run[] = [];
    for (const [start, end] of findRuns(edges, y, width)) {
      let group: Group = { left: start, top: y, right: end, bottom: y + 1, into: undefined };
      groups.add(group);
      while (near < above.length && (above[near]?.end ?? 0) <= start) near++;
      for (let at = near; at < above.length && (above[at]?.start ?? 0) < end; at++) {
        const other = root(above[at]?.group);
        if (other && other !== group) {
          groups.delete(group);
          group = join(group, other);
        }
      }
      runs.push({ start, end, group });
    }
    if (groups.size > MOST_GROUPS) return undefined;
    above = runs;
  }
  return [...groups].map((group) => ({
    x: left + group.left,
    y: top + group.top,
    width: group.right - group.left,
    height: group.bottom - group.top,
  }));
}

/** Runs of edges in a row and the one above it together, gaps closed. */
function findRuns(edges: Uint8Array, y: number, width: number): [start: number, end: number][] {
  const runs: [number, number][] = [];
  const row = y * width;
  const rowAbove = y === 0 ? row : row - width;
  let start = -1;
  let last = -1;
  for (let x = 0; x < width; x++) {
    if (edges[row + x] === 0 && edges[rowAbove + x] === 0) continue;
    if (start >= 0 && x - last > GAP) {
      runs.push([start, last + 3]);
      start = -1;
    }
    if (start < 0) start = x;
    last = x;
  }
  // An edge says that two pixels differ, this one and the next but one.
  if (start >= 0) runs.push([start, Math.min(width, last + 3)]);
  return runs;
}

function root(group: Group | undefined): Group | undefined {
  let at = group;
  while (at?.into) at = at.into;
  return at;
}

function join(group: Group, other: Group): Group {
  group.into = other;
  other.left = Math.min(other.left, group.left);
  other.top = Math.min(other.top, group.top);
  other.right = Math.max(other.right, group.right);
  other.bottom = Math.max(other.bottom, group.bottom);
  return other;
}
