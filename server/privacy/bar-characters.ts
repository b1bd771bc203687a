import type { Box } from '../../protocol/attach.ts';
import type { Picture } from './reading.ts';

/** Elements, bars and spaces, of a character: of EAN and UPC; Code 128 and 93; Codabar and PDF417; Code 39 and ITF. */
const ELEMENTS = [4, 6, 8, 10] as const;

/** All characters of a symbology are equally wide, but for so much: edges lie between pixels. In pixels, and of the width. */
const LEAST_TOLERANCE = 0.55;
const TOLERANCE = 0.05;

/** EAN has a guard in the middle; Codabar has wide characters at its ends. */
const MOST_BREAKS = 2;

/** So many characters, or so many different ones, are no code. */
const FEWEST_CHARACTERS = 6;
const FEWEST_DIFFERENT = 3;

/** So much of the bars must be characters: EAN-8 has 32 of its 43 elements in them. */
const IN_CHARACTERS = 0.7;

/** More edges than the longest code that people use has. */
const FEWEST_EDGES = 24;
const MOST_EDGES = 400;

/** What is next to the bars on both sides is of one colour, for so many times the mean width of a bar. */
const QUIET = 3;

/** As far beside a strip as is looked for the outermost edges and for what is quiet, in pixels. */
const BESIDE = 40;

/** Less difference between a bar and the space beside it is none. 0 to 255. */
const LEAST_CONTRAST = 28;

/** What repeats itself after so few elements is a pattern: keys of a piano, a grating, hatching. */
const LONGEST_PERIOD = 40;
const REPEATING = 0.85;

/** Where a strip is crossed, in parts of its height. */
const LINES = [0.2, 0.5, 0.8] as const;

/**
 * Whether bars are those of a barcode, which nobody need be able to decode:
 * groups of as many of them are equally wide everywhere, but made up of
 * different ones, with nothing beside them. Charts, gratings and textures
 * have bars, but no characters.
 * @param strip across the bars, upright or lying
 */
export function hasCharacters(picture: Picture, strip: Box): boolean {
  const isUpright = strip.height > strip.width;
  return LINES.every((part) => {
    const { values, from, to } = crossing(picture, strip, isUpright, part);
    const edges = edgesOf(values);
    const first = quietBefore(
      edges,
      edges.findIndex((edge) => edge >= from),
    );
    const last = quietAfter(
      edges,
      edges.findLastIndex((edge) => edge <= to),
      values.length,
    );
    return first !== undefined && last !== undefined && isOfCharacters(edges.slice(first, last + 1));
  });
}

/** Lightness along a line across the bars, with what is beside them. */
function crossing(
  { data, width, height }: Picture,
  { x, y, width: across, height: down }: Box,
  isUpright: boolean,
  part: number,
): { values: number[]; from: number; to: number } {
  const [begin, length, limit] = isUpright ? [y, down, height] : [x, across, width];
  const line = isUpright ? x + Math.floor(across * part) : y + Math.floor(down * part);
  const start = Math.max(0, begin - BESIDE);
  const stop = Math.min(limit, begin + length + BESIDE);
  const values = Array.from({ length: stop - start }, (_, i) => {
    const offset = 3 * (isUpright ? (start + i) * width + line : line * width + start + i);
    return ((data[offset] ?? 0) * 2 + (data[offset + 1] ?? 0) * 5 + (data[offset + 2] ?? 0)) / 8;
  });
  return { values, from: begin - start - 2, to: begin + length - start + 2 };
}

/** Where light turns to dark and back, between pixels. */
function edgesOf(values: readonly number[]): number[] {
  const at = (place: number): number => values[place] ?? 0;
  const extremes: number[] = [];
  let [high, low] = [0, 0];
  let isRising: boolean | undefined;
  for (let i = 1; i < values.length; i++) {
    if (at(i) > at(high)) high = i;
    if (at(i) < at(low)) low = i;
    if (isRising !== false && at(high) - at(i) >= LEAST_CONTRAST) {
      extremes.push(high);
      [isRising, low] = [false, i];
    } else if (isRising !== true && at(i) - at(low) >= LEAST_CONTRAST) {
      extremes.push(low);
      [isRising, high] = [true, i];
    }
  }
  if (isRising !== undefined) extremes.push(isRising ? high : low);
  return extremes.slice(1).map((next, i) => {
    const before = extremes[i] ?? 0;
    const middle = (at(before) + at(next)) / 2;
    let place = before;
    while (place + 1 < next && at(place + 1) > middle === at(before) > middle) place++;
    return place + (at(place) - middle) / (at(place) - at(place + 1));
  });
}

function meanWidth(edges: readonly number[], first: number, last: number): number {
  return ((edges[last] ?? 0) - (edges[first] ?? 0)) / Math.max(1, last - first);
}

/** The first edge from which on there are bars, with nothing before it; `undefined` if there is no such. */
function quietBefore(edges: readonly number[], first: number): number | undefined {
  const least = QUIET * meanWidth(edges, first, Math.min(edges.length - 1, first + FEWEST_EDGES));
  return [first, first - 1, first + 1, first - 2, first + 2].find(
    (i) => i >= 0 && (edges[i] ?? 0) - (edges[i - 1] ?? 0) >= least,
  );
}

/** The last edge, with nothing after it. */
function quietAfter(edges: readonly number[], last: number, length: number): number | undefined {
  const least = QUIET * meanWidth(edges, Math.max(0, last - FEWEST_EDGES), last);
  return [last, last + 1, last - 1, last + 2, last - 2].find(
    (i) => i >= 0 && i < edges.length && (edges[i + 1] ?? length) - (edges[i] ?? 0) >= least,
  );
}

function isOfCharacters(edges: readonly number[]): boolean {
  if (edges.length < FEWEST_EDGES || edges.length > MOST_EDGES || isPeriodic(edges) || isOfEqual(edges))
    return false;
  return ELEMENTS.some((elements) =>
    Array.from({ length: elements }, (_, phase) => usualWidth(edges, elements, phase)).some((width) =>
      isCoveredBy(edges, elements, width),
    ),
  );
}

/** Whether nearly all bars, or all spaces, are equally wide: those of charts, rulers and tables. */
function isOfEqual(edges: readonly number[]): boolean {
  return [0, 1].some((from) => {
    const widths = edges
      .slice(1)
      .map((edge, i) => edge - (edges[i] ?? 0))
      .filter((_, i) => i % 2 === from);
    const usual = widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
    const same = widths.filter((width) => Math.abs(width - usual) <= LEAST_TOLERANCE).length;
    return same >= REPEATING * widths.length;
  });
}

/** How wide so many elements are in the middle, counted on from one of the first. */
function usualWidth(edges: readonly number[], elements: number, phase: number): number {
  const widths: number[] = [];
  for (let i = phase; i + elements < edges.length; i += elements)
    widths.push((edges[i + elements] ?? 0) - (edges[i] ?? 0));
  return widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
}

/** Whether nearly all is of characters so wide, one right after the other, and of different ones. */
function isCoveredBy(edges: readonly number[], elements: number, width: number): boolean {
  const tolerance = Math.max(LEAST_TOLERANCE, TOLERANCE * width);
  const isCharacter = edges.map(
    (edge, i) => Math.abs((edges[i + elements] ?? Number.POSITIVE_INFINITY) - edge - width) <= tolerance,
  );
  // By breaks so far: the most characters that end at an edge, and that end at or before it.
  const ending = edges.map(() => Array.from({ length: MOST_BREAKS + 1 }, () => 0));
  const before = edges.map(() => Array.from({ length: MOST_BREAKS + 1 }, () => 0));
  let most = 0;
  for (let i = 1; i < edges.length; i++) {
    for (let breaks = 0; breaks <= MOST_BREAKS; breaks++) {
      const start = i - elements;
      const follows = ending[start]?.[breaks] ?? 0;
      const anew = breaks > 0 ? (before[start]?.[breaks - 1] ?? 0) : 0;
      const count = start >= 0 && isCharacter[start] ? 1 + Math.max(follows, anew) : 0;
      (ending[i] ?? [])[breaks] = count;
      (before[i] ?? [])[breaks] = Math.max(before[i - 1]?.[breaks] ?? 0, count);
      most = Math.max(most, count);
    }
  }
  if (most < FEWEST_CHARACTERS || most * elements < IN_CHARACTERS * (edges.length - 1)) return false;
  return different(edges, isCharacter, elements, width) >= FEWEST_DIFFERENT;
}

/** How many different characters there are, up to as many as matter. */
function different(
  edges: readonly number[],
  isCharacter: readonly boolean[],
  elements: number,
  width: number,
): number {
  const least = Math.max(LEAST_TOLERANCE, (0.4 * width) / elements);
  const kinds: number[][] = [];
  for (let i = 0; i + elements < edges.length; i++) {
    if (!isCharacter[i]) continue;
    const inner = edges.slice(i, i + elements).map((edge) => edge - (edges[i] ?? 0));
    const isKnown = kinds.some((kind) => kind.every((edge, j) => Math.abs(edge - (inner[j] ?? 0)) <= least));
    if (!isKnown) kinds.push(inner);
    if (kinds.length >= FEWEST_DIFFERENT) break;
    i += elements - 1;
  }
  return kinds.length;
}

/** Whether the same elements come again and again. */
function isPeriodic(edges: readonly number[]): boolean {
  const widths = edges.slice(1).map((edge, i) => edge - (edges[i] ?? 0));
  for (let period = 1; period <= Math.min(LONGEST_PERIOD, widths.length / 3); period++) {
    const pairs = widths.length - period;
    const same = widths.filter(
      (width, i) => i >= period && Math.abs(width - (widths[i - period] ?? 0)) <= LEAST_TOLERANCE,
    ).length;
    if (same >= REPEATING * pairs) return true;
  }
  return false;
}
