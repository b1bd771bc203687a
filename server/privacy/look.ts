import type { Box, Look } from '../../protocol/attach.ts';
import { alignedShare } from './aligned-lines.ts';
import { largestCurve, ruledCells } from './curves.ts';
import { longLineShare, textOf } from './long-lines.ts';
import { brightness } from './read/grey.ts';
import type { Picture, Reading, ReadLine, ReadWord } from './reading.ts';
import { surroundOf } from './surround.ts';
import { speaksOfTrouble } from './trouble.ts';

/** The picture is looked at in square cells: of this many pixels a side in a Full HD screenshot, larger in larger ones. */
const CELL = 8;
const CELL_PIXELS = 1920 * 1080;

/** Difference of brightness, of 255, from which on something is drawn in a cell, and is no gradient. */
const CONTRAST = 24;

/** From this difference between the channels on a colour is one, and no tint of a window's ground. */
const COLOURFUL = 72;
/** From this one on it is tinted: a wallpaper's dark parts, and some windows' ground. */
const TINTED = 36;
/** The part of a cell's pixels that must be so: coloured letters are not. */
const MOSTLY = 0.6;

/** A colour that so much of the picture has is the ground that all stands on, and no area in it. */
const GROUND = 0.5;

/** What is less sure is not taken for text: readers see letters in leaves and in icons. */
const READ = 0.4;
/** But not so many in a row: of a token each is read unsurely. */
const LONG = 12;
/** Around a word, in pixels: smoothed edges, dots and accents. */
const AROUND = 2;

/**
 * What a picture is like: how much of what is drawn in it was read as text, and
 * how much of it is neither text nor ground, straight lines apart; and whether
 * curves are drawn beside the text. A wallpaper around a window does not count. Looks at every second pixel of every second
 * row: a few milliseconds for a Full HD screenshot.
 */
export function lookOf(picture: Picture, reading: Reading): Look {
  const words = reading.lines.flatMap((line) => line.words);
  const cells = new Cells(picture);
  for (const word of words) if (isText(word)) cells.markText(word.box);
  const { size, drawn, drawnText, other, ruled, bars, curve } = cells.count();
  return {
    words: words.filter(isText).length,
    confidence: meanConfidence(words),
    textShare: drawn === 0 ? 0 : drawnText / drawn,
    unruledTextShare: drawn === ruled ? 0 : drawnText / (drawn - ruled),
    pictureShare: size === 0 ? 0 : other / size,
    curveShare: drawn === 0 ? 0 : curve / drawn,
    barShare: drawn === 0 ? 0 : bars / drawn,
    longLineShare: longLineShare(reading.lines, isText),
    alignedShare: alignedShare(reading.lines, isText),
    speaksOfTrouble: reading.lines.some((line) => speaksOfTrouble(textOf(line.words))),
    surroundShare: cells.size === 0 ? 0 : 1 - size / cells.size,
  };
}

/** Whether a line is one, and not what a reader sees in leaves and in icons. */
export function hasText({ words }: ReadLine): boolean {
  return words.some(isText);
}

function isText({ text, confidence }: ReadWord): boolean {
  const letters = text.replaceAll(/[^\p{L}\p{N}]/gu, '').length;
  return letters > 0 && (confidence >= READ || letters >= LONG);
}

/** Of characters, so that a long word counts for more than a bullet. */
function meanConfidence(words: readonly ReadWord[]): number {
  const characters = words.reduce((sum, { symbols }) => sum + symbols.length, 0);
  const sure = words.reduce((sum, { symbols, confidence }) => sum + symbols.length * confidence, 0);
  return characters === 0 ? 0 : sure / characters;
}

/** Numbers of cells. */
interface Counts {
  size: number;
  drawn: number;
  drawnText: number;
  /** Neither text nor ground. */
  other: number;
  ruled: number;
  /** Of those, the ones in which it is no line. */
  bars: number;
  /** The largest curve. */
  curve: number;
}

class Cells {
  readonly #picture: Picture;
  readonly #side: number;
  readonly #step: number;
  readonly #columns: number;
  readonly #drawn: Uint8Array;
  readonly #colourful: Uint8Array;
  readonly #tinted: Uint8Array;
  readonly #text: Uint8Array;
  /** The colour of nearly everything, if it is one: 0xRRGGBB. */
  readonly #ground: number | undefined;

  constructor(picture: Picture) {
    const { data, width, height } = picture;
    this.#picture = picture;
    const side = Math.max(CELL, Math.round(CELL * Math.sqrt((width * height) / CELL_PIXELS)));
    const step = Math.max(2, side >> 2);
    this.#side = side;
    this.#step = step;
    this.#columns = Math.ceil(width / side);
    const size = this.#columns * Math.ceil(height / side);
    this.#drawn = new Uint8Array(size);
    this.#colourful = new Uint8Array(size);
    this.#tinted = new Uint8Array(size);
    this.#text = new Uint8Array(size);
    /** How many cells are all of one colour, and which. */
    const plain = new Map<number, number[]>();
    for (let top = 0, cell = 0; top < height; top += side) {
      const bottom = Math.min(height, top + side);
      for (let left = 0; left < width; left += side, cell++) {
        const right = Math.min(width, left + side);
        let [least, most, tinted, coloured, seen] = [255, 0, 0, 0, 0];
        for (let y = top; y < bottom; y += step) {
          const end = (y * width + right) * 3;
          for (let at = (y * width + left) * 3; at < end; at += 3 * step) {
            const r = data[at] ?? 0;
            const g = data[at + 1] ?? 0;
            const b = data[at + 2] ?? 0;
            const light = brightness(data, at);
            least = Math.min(least, light);
            most = Math.max(most, light);
            const tint = Math.max(r, g, b) - Math.min(r, g, b);
            if (tint >= TINTED) tinted++;
            if (tint >= COLOURFUL) coloured++;
            seen++;
          }
        }
        if (most - least >= CONTRAST) this.#drawn[cell] = 1;
        if (tinted >= MOSTLY * seen) this.#tinted[cell] = 1;
        if (coloured < MOSTLY * seen) continue;
        this.#colourful[cell] = 1;
        const at = (top * width + left) * 3;
        const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
        const same = plain.get(colour);
        if (same) same.push(cell);
        else plain.set(colour, [cell]);
      }
    }
    const [colour, ground = []] = [...plain].find(([, { length }]) => length >= GROUND * size) ?? [];
    for (const cell of ground) this.#colourful[cell] = 0;
    this.#ground = colour;
  }

  get size(): number {
    return this.#drawn.length;
  }

  markText({ x, y, width, height }: Box): void {
    const cellOf = (at: number) => Math.floor(Math.max(0, at) / this.#side);
    const lastRow = this.size / this.#columns - 1;
    const right = Math.min(cellOf(x + width + AROUND), this.#columns - 1);
    for (let row = cellOf(y - AROUND); row <= Math.min(cellOf(y + height + AROUND), lastRow); row++) {
      this.#text.fill(1, row * this.#columns + cellOf(x - AROUND), row * this.#columns + right + 1);
    }
  }

  /** Without what surrounds windows. */
  count(): Counts {
    const [columns, text, colourful] = [this.#columns, this.#text, this.#colourful];
    const around = surroundOf({ columns, drawn: this.#drawn, tinted: this.#tinted, text });
    const isAround = (cell: number) => around?.[cell] === 1;
    const grid = {
      picture: this.#picture,
      side: this.#side,
      step: this.#step,
      columns,
      drawn: this.#drawn.map((drawn, cell) => (drawn === 1 && text[cell] === 0 && !isAround(cell) ? 1 : 0)),
      ground: this.#ground,
    };
    const { ruled, bars } = ruledCells(grid);
    let [size, drawn, drawnText, other] = [0, 0, 0, 0];
    for (let cell = 0; cell < this.size; cell++) {
      if (isAround(cell)) continue;
      size++;
      const isDrawn = this.#drawn[cell] === 1;
      const isText = text[cell] === 1;
      if (isDrawn) drawn++;
      if (isDrawn && isText) drawnText++;
      if (!isText && ((isDrawn && !ruled.has(cell)) || colourful[cell] === 1)) other++;
    }
    return { size, drawn, drawnText, other, ruled: ruled.size, bars, curve: largestCurve(grid) };
  }
}
