import type { Box } from '../../../protocol/attach.ts';
import { clamp } from '../boxes.ts';
import type { Picture } from '../reading.ts';
import type { Seed } from './spans.ts';

/** Parts of a box's height that it may grow upwards and downwards, for ascenders, descenders and accents. */
const VERTICAL_REACH = 0.35;

/** How far beyond the ink a box covers where nothing else stands, in parts of its height: anti-aliasing, and a look that does not tell letters apart. */
const MARGIN = 0.3;

/** Ink differs from its background by at least this part of how much the span's own ink does. */
const FAINTEST = 0.3;

/** Differences below this, of 255, are noise of compression. */
const NOISE = 10;

/**
 * From how many columns without ink on another word begins: in characters, and
 * in between as told by what is there. In a font of fixed pitch a space is
 * wider than the most. In others it may be less, but is wider than this part of
 * what is usual in the line, and letters stand closer: a word ends where the
 * gap is this many times the usual one between its letters.
 */
const GAP = { least: 0.35, most: 0.8, ofSpace: 0.75, ofLetters: 3 };

/** A stroke longer than this many characters is an underline, a border or the edge of a highlight, no part of a letter. */
const LONGEST_STROKE = 4;

/** Steps of lightness that are told apart when looking for the background. */
const LEVELS = 64;

/**
 * Grows a box over all of the writing it touches: left and right until a gap
 * between words, up and down to where the strokes end, and a margin around.
 * Recognized boxes are often a character short; what is left open of a secret
 * would be readable. Ink is what differs from the background around its column,
 * so any colours will do, and the background may change along the line.
 * @returns a box inside the picture that contains the seed's part inside it
 */
export function growAlongInk(picture: Picture, seed: Seed): Box {
  const start = clamp(seed.box, picture);
  if (start.width === 0 || start.height === 0) return start;
  const ink = new Ink(picture, start, seed.character);
  let { top, bottom } = ink.strokes(start.x, start.x + start.width, start.y, start.y + start.height);
  const gap = ink.wordGap(top, bottom, seed.space);
  const left = Math.max(seed.left, ink.wordEdge(start.x, -1, gap, top, bottom));
  const right = ink.wordEdge(start.x + start.width - 1, 1, gap, top, bottom) + 1;
  ({ top, bottom } = ink.strokes(left, right, top, bottom));
  const margin = Math.max(2, Math.round(MARGIN * start.height));
  const box = {
    x: left - Math.min(margin, 2),
    y: top - ink.room(left, right, top, -1, margin),
    width: right - left + 2 * Math.min(margin, 2),
    height: 0,
  };
  box.height = bottom + ink.room(left, right, bottom - 1, 1, margin) - box.y;
  return clamp(box, picture);
}

/** Tells ink from background in a band around a line of writing. */
class Ink {
  readonly #picture: Picture;
  readonly #first: number;
  readonly #last: number;
  readonly #reach: number;
  readonly #threshold: number;
  readonly #character: number;
  /** Columns on either side that tell what the background is. */
  readonly #near: number;
  readonly #longest: number;
  readonly #columns = new Map<number, { counts: Uint16Array; median: Median }>();
  readonly #known = new Map<number, Uint8Array>();
  readonly #counted = { from: 0, to: 0, levels: new Uint32Array(LEVELS) };
  /** Of each row, the stroke looked at last: columns are asked for one after the other. */
  readonly #strokes: { from: number; to: number; long: boolean }[] = [];
  readonly #start: Box;

  /** @param start inside the picture, not empty */
  constructor(picture: Picture, start: Box, character: number) {
    this.#picture = picture;
    this.#start = start;
    this.#reach = Math.ceil(VERTICAL_REACH * start.height);
    const beyond = this.#reach + Math.ceil(MARGIN * start.height) + 2;
    this.#first = Math.max(0, start.y - beyond);
    this.#last = Math.min(picture.height, start.y + start.height + beyond);
    this.#character = character;
    this.#near = Math.ceil(character);
    this.#longest = LONGEST_STROKE * character;
    this.#threshold = Math.max(NOISE, FAINTEST * this.#contrast());
  }

  /** How far strokes that touch the rows from top to bottom (half-open) reach, between two columns. */
  strokes(left: number, right: number, top: number, bottom: number): { top: number; bottom: number } {
    const highest = Math.max(this.#first, this.#start.y - this.#reach);
    const lowest = Math.min(this.#last, this.#start.y + this.#start.height + this.#reach);
    let [up, down] = [top, bottom];
    while (up > highest && this.#rowHasInk(up - 1, left, right)) up--;
    while (down < lowest && this.#rowHasInk(down, left, right)) down++;
    return { top: up, bottom: down };
  }

  /** From how many columns without ink on another word begins. */
  wordGap(top: number, bottom: number, space: number): number {
    const gaps: number[] = [];
    let last = -1;
    for (let x = this.#start.x; x < this.#start.x + this.#start.width; x++) {
      if (!this.#columnHasInk(x, top, bottom)) continue;
      if (last !== -1 && x - last > 1) gaps.push(x - last - 1);
      last = x;
    }
    const letters = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
    const least = GAP.least * this.#character;
    const most = GAP.most * this.#character;
    const told = Math.max(GAP.ofSpace * space, GAP.ofLetters * letters);
    return Math.max(2, Math.round(Math.min(most, Math.max(least, told))));
  }

  /** The last column with ink, walking from a column until so many have none. */
  wordEdge(from: number, step: 1 | -1, gap: number, top: number, bottom: number): number {
    let edge = from;
    for (let x = from + step; x >= 0 && x < this.#picture.width; x += step) {
      if (this.#columnHasInk(x, top, bottom)) edge = x;
      else if (Math.abs(x - edge) >= gap) break;
    }
    return edge;
  }

  /** How many rows beyond one have no ink, at least 1 and at most so many. */
  room(left: number, right: number, from: number, step: 1 | -1, most: number): number {
    for (let rows = 1; rows < most; rows++) {
      if (this.#rowHasInk(from + step * (rows + 1), left, right)) return rows;
    }
    return most;
  }

  #rowHasInk(y: number, left: number, right: number): boolean {
    if (y < this.#first || y >= this.#last) return false;
    for (let x = left; x < right; x++) if (this.#isInk(x, y)) return true;
    return false;
  }

  #columnHasInk(x: number, top: number, bottom: number): boolean {
    for (let y = top; y < bottom; y++) if (this.#isInk(x, y)) return true;
    return false;
  }

  #isInk(x: number, y: number): boolean {
    return this.#differs(x, y) && !this.#isLongStroke(x, y);
  }

  #differs(x: number, y: number): boolean {
    return (this.#differences(x)[y - this.#first] ?? 0) >= this.#threshold;
  }

  #isLongStroke(x: number, y: number): boolean {
    const known = this.#strokes[y - this.#first];
    if (known !== undefined && x >= known.from && x <= known.to) return known.long;
    let [from, to] = [x, x];
    while (to - from <= this.#longest && from > 0 && this.#differs(from - 1, y)) from--;
    while (to - from <= this.#longest && to < this.#picture.width - 1 && this.#differs(to + 1, y)) to++;
    const long = to - from > this.#longest;
    this.#strokes[y - this.#first] = { from, to, long };
    return long;
  }

  /** How much of the span itself stands out from its background: its 95th percentile, of 255. */
  #contrast(): number {
    const counts = new Uint32Array(256);
    let total = 0;
    for (let x = this.#start.x; x < this.#start.x + this.#start.width; x++) {
      const column = this.#differences(x);
      for (let y = this.#start.y; y < this.#start.y + this.#start.height; y++) {
        const difference = column[y - this.#first] ?? 0;
        counts[difference] = (counts[difference] ?? 0) + 1;
        total++;
      }
    }
    let above = 0;
    for (let level = 255; level > 0; level--) {
      above += counts[level] ?? 0;
      if (above >= total * 0.05) return level;
    }
    return 0;
  }

  /** How much each pixel of a column's band differs from the background there, in the channel where it does most. */
  #differences(x: number): Uint8Array {
    const known = this.#known.get(x);
    if (known !== undefined) return known;
    const { data, width } = this.#picture;
    const rows = this.#last - this.#first;
    const start = (this.#first * width + x) * 3;
    const ground = this.#ground(x);
    const [red, green, blue] = [data[ground] ?? 0, data[ground + 1] ?? 0, data[ground + 2] ?? 0];
    const differences = new Uint8Array(rows);
    for (let row = 0, offset = start; row < rows; row++, offset += width * 3) {
      const most = Math.max(
        Math.abs((data[offset] ?? 0) - red),
        Math.abs((data[offset + 1] ?? 0) - green),
        Math.abs((data[offset + 2] ?? 0) - blue),
      );
      differences[row] = most;
    }
    this.#known.set(x, differences);
    return differences;
  }

  /**
   * A pixel of the background at a column, as its place in the data: of its
   * neighbours' medians the one nearest to what most of the pixels around are.
   * A column through stems that stand one above the other is itself mostly ink.
   */
  #ground(x: number): number {
    const from = Math.max(0, x - this.#near);
    const to = Math.min(this.#picture.width, x + this.#near + 1);
    const level = levelOfMedian(this.#count(from, to), (this.#last - this.#first) * (to - from));
    let nearest = this.#column(x).median;
    for (let i = from; i < to; i++) {
      const { median } = this.#column(i);
      if (Math.abs(median.level - level) < Math.abs(nearest.level - level)) nearest = median;
    }
    return nearest.place;
  }

  /** How many pixels have each level between two columns; from those counted before, as columns come in order. */
  #count(from: number, to: number): Uint32Array {
    const counted = this.#counted;
    if (to <= counted.from || from >= counted.to) {
      counted.levels.fill(0);
      counted.from = counted.to = from;
    }
    while (counted.from > from) this.#addTo(counted.levels, --counted.from, 1);
    while (counted.to < to) this.#addTo(counted.levels, counted.to++, 1);
    while (counted.from < from) this.#addTo(counted.levels, counted.from++, -1);
    while (counted.to > to) this.#addTo(counted.levels, --counted.to, -1);
    return counted.levels;
  }

  #addTo(levels: Uint32Array, x: number, sign: 1 | -1): void {
    const { counts } = this.#column(x);
    for (let level = 0; level < LEVELS; level++) {
      levels[level] = (levels[level] ?? 0) + sign * (counts[level] ?? 0);
    }
  }

  #column(x: number): { counts: Uint16Array; median: Median } {
    const known = this.#columns.get(x);
    if (known !== undefined) return known;
    const { data, width } = this.#picture;
    const rows = this.#last - this.#first;
    const counts = new Uint16Array(LEVELS);
    const places = new Uint32Array(LEVELS);
    for (let row = 0, place = (this.#first * width + x) * 3; row < rows; row++, place += width * 3) {
      const level = lightness(data, place);
      counts[level] = (counts[level] ?? 0) + 1;
      places[level] = place;
    }
    const level = levelOfMedian(counts, rows);
    const column = { counts, median: { level, place: places[level] ?? 0 } };
    this.#columns.set(x, column);
    return column;
  }
}

/** A pixel of median lightness: how light, and its place in the data. */
interface Median {
  level: number;
  place: number;
}

function levelOfMedian(counts: Uint16Array | Uint32Array, total: number): number {
  let [level, upTo] = [0, counts[0] ?? 0];
  while (upTo <= total >> 1 && level < LEVELS - 1) upTo += counts[++level] ?? 0;
  return level;
}

/** 0 to 63. */
function lightness(data: Buffer, offset: number): number {
  return ((data[offset] ?? 0) * 2 + (data[offset + 1] ?? 0) * 5 + (data[offset + 2] ?? 0)) >> 5;
}
