import type { Box } from '../../../protocol/attach.ts';
import { join } from '../boxes.ts';
import type { Grey } from './grey.ts';
import type { TextBlock } from './page.ts';

/** So much of the darkest ink nearby is ink, and so much is no ground, of 255. */
const INK = 0.42;
const FAINT = 25;

/** Ink that hangs together, also from corner to corner: a letter, a part of one, or several that touch. */
export interface Piece extends Box {
  id: number;
}

/** The ink of a block of text, in pieces. Places are those of the picture. */
export class Pieces {
  readonly #box: Box;
  /** How dark each pixel is, and the number of its piece; 0 where there is no ink. */
  readonly #dark: Uint8Array;
  readonly #numbers: Int32Array;
  /** The piece that each number went into; itself if none. */
  readonly #into: number[] = [0];
  readonly #pieces: (Piece | undefined)[] = [undefined];

  /** @param near how far away what is darker makes pale ink ground, in pixels: pale words stand beside dark ones */
  constructor(picture: Grey, { box, dark }: Pick<TextBlock, 'box' | 'dark'>, near: number) {
    this.#box = box;
    this.#dark = darknessOf(picture, box, dark);
    this.#numbers = new Int32Array(box.width * box.height);
    this.#find(leastInk(this.#dark, box.width, Math.max(1, Math.ceil(near))));
  }

  all(): Piece[] {
    return this.#pieces.filter((piece) => piece !== undefined);
  }

  /** The piece that has a pixel; undefined where there is no ink. */
  at(x: number, y: number): Piece | undefined {
    return this.#pieces[this.#root(this.#numbers[this.#index(x, y)] ?? 0)];
  }

  /** Of 255; 0 outside of the block. */
  darknessAt(x: number, y: number): number {
    return this.#dark[this.#index(x, y)] ?? 0;
  }

  #index(x: number, y: number): number {
    const { x: left, y: top, width } = this.#box;
    return x < left || x >= left + width || y < top ? -1 : (y - top) * width + x - left;
  }

  #root(number: number): number {
    let at = number;
    for (let up = this.#into[at] ?? at; up !== at; up = this.#into[at] ?? at) {
      this.#into[at] = this.#into[up] ?? up;
      at = up;
    }
    return at;
  }

  #find(least: Uint8Array): void {
    const { x: left, y: top, width, height } = this.#box;
    for (let row = 0; row < height; row++) {
      const first = row * width;
      const isInk = (column: number) => (this.#dark[first + column] ?? 0) >= (least[column] ?? 255);
      for (let column = 0; column < width; column++) {
        if (!isInk(column)) continue;
        const start = column;
        while (column < width && isInk(column)) column++;
        const run = { x: left + start, y: top + row, width: column - start, height: 1 };
        const number = this.#numberAbove(row, start, column);
        const piece = this.#pieces[number];
        if (piece) Object.assign(piece, join(piece, run));
        else this.#pieces.push({ ...run, id: this.#into.push(this.#into.length) - 1 });
        this.#numbers.fill(piece ? number : this.#into.length - 1, first + start, first + column);
      }
    }
  }

  /** The piece that a run hangs on, as one if they are several; 0 if on none. */
  #numberAbove(row: number, start: number, end: number): number {
    const { width } = this.#box;
    let number = 0;
    for (let column = Math.max(0, start - 1); column <= Math.min(width - 1, end); column++) {
      const above = this.#root(row === 0 ? 0 : (this.#numbers[(row - 1) * width + column] ?? 0));
      if (above !== 0 && above !== number) number = number === 0 ? above : this.#unite(number, above);
    }
    return number;
  }

  #unite(one: number, other: number): number {
    const [kept, gone] = [Math.min(one, other), Math.max(one, other)];
    const [piece, more] = [this.#pieces[kept], this.#pieces[gone]];
    if (piece && more) Object.assign(piece, join(piece, more));
    this.#into[gone] = kept;
    this.#pieces[gone] = undefined;
    return kept;
  }
}

function darknessOf({ light, width }: Grey, box: Box, isDark: boolean): Uint8Array {
  const dark = new Uint8Array(box.width * box.height);
  for (let row = 0, to = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x;
    for (let at = from; at < from + box.width; at++)
      dark[to++] = isDark ? (light[at] ?? 0) : 255 - (light[at] ?? 255);
  }
  return dark;
}

/** For each column, the least that is ink there. */
function leastInk(dark: Uint8Array, width: number, near: number): Uint8Array {
  /** The darkest of so many columns each. */
  const darkest = new Uint8Array(Math.ceil(width / near));
  for (let at = 0, column = 0; at < dark.length; at++, column = column + 1 === width ? 0 : column + 1) {
    const stretch = Math.floor(column / near);
    if ((dark[at] ?? 0) > (darkest[stretch] ?? 0)) darkest[stretch] = dark[at] ?? 0;
  }
  return Uint8Array.from({ length: width }, (_, column) => {
    const stretch = Math.floor(column / near);
    const nearby = [stretch - 1, stretch, stretch + 1].map((each) => darkest[each] ?? 0);
    return Math.max(FAINT, Math.ceil(INK * Math.max(...nearby)));
  });
}
