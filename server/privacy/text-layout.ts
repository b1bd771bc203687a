import { bottom, right, sharedWidth } from './boxes.ts';
import { monospaced, pitches } from './detect/reading/pitch.ts';
import { median } from './median.ts';
import type { Reading, ReadLine, ReadWord } from './reading.ts';

/** A line of text as it stands in the picture, indented and with its columns apart. */
export interface PlacedLine {
  text: string;
  /** The lines of the reading that are in it, and where in `text` each of their symbols stands: UTF-16 offsets. */
  parts: { source: number; offsets: number[] }[];
}

/** Distances below are in widths of a character, or in distances of two lines. */
const CELL_GAP = { monospaced: 1.5, proportional: 2 };
/** In writing whose characters all have one width so narrow a gap stands within a word. */
const NO_SPACE = 0.5;
/** Cells that begin so near each other, below each other, are one column. */
const SAME_COLUMN = 0.8;
const EMPTY_LINE = 1.65;
/** A character is hardly narrower than this part of its line's height. */
const NARROWEST = 0.25;
/** Lines that are further apart than so many of their heights have nothing to do with each other. */
const FAR_BELOW = 5;
/** So far apart, in characters, a number stands from its line of code; pieces of so few lines may be further away. */
const BESIDE = 24;
const FEW_LINES = 3;
/** How far the middles of two pieces of one row may be apart, in heights of the lower one. */
const LEVEL = 0.4;

/** Words that belong together, and where they begin in the picture, in pixels. */
interface Cell {
  text: string;
  left: number;
  source: number;
  /** Offsets of its symbols in its own text. */
  offsets: number[];
}

/** A line of the reading, by its number. */
interface Piece {
  source: number;
  line: ReadLine;
}

/** What stands beside each other. */
interface Row {
  middle: number;
  cells: Cell[];
}

/**
 * Puts the lines of a reading where they stand: as far to the right as in the
 * picture, what stands below each other below each other, an empty line where
 * there is more space. Columns that have nothing to do with each other come
 * after each other, as the reading has them, with an empty line between.
 */
export function layOut(reading: Reading): PlacedLine[] {
  const placed: PlacedLine[] = [];
  for (const block of blocksOf(reading)) {
    if (placed.length > 0) placed.push(emptyLine());
    placed.push(...placeBlock(block));
  }
  return placed;
}

function emptyLine(): PlacedLine {
  return { text: '', parts: [] };
}

/** Reading goes down; where it goes up again, or far, something else begins, unless it is a part of the same rows. */
function blocksOf({ lines }: Reading): Piece[][] {
  const blocks: Piece[][] = [];
  let above: ReadLine | undefined;
  for (const [source, line] of lines.entries()) {
    if (line.words.length === 0) continue;
    const goesOn =
      above !== undefined &&
      middle(line) > middle(above) &&
      line.box.y - bottom(above.box) < FAR_BELOW * Math.max(line.box.height, above.box.height);
    const block = blocks.at(-1);
    if (block && goesOn) block.push({ source, line });
    else blocks.push([{ source, line }]);
    above = line;
  }
  const joined: Piece[][] = [];
  for (const block of blocks) {
    const before = joined.at(-1);
    if (before && isOfTheSameRows(before, block)) before.push(...block);
    else joined.push(block);
  }
  return joined;
}

/** Whether the lines of two blocks, where they are beside each other, make rows. */
function isOfTheSameRows(one: readonly Piece[], other: readonly Piece[]): boolean {
  const most = Math.min(one.length, other.length) <= FEW_LINES ? Number.POSITIVE_INFINITY : BESIDE;
  const pitch = pitchOf(other.map(({ line }) => line));
  let beside = 0;
  for (const { line: a } of other) {
    for (const { line: b } of one) {
      const height = Math.min(a.box.height, b.box.height);
      if (Math.min(bottom(a.box), bottom(b.box)) - Math.max(a.box.y, b.box.y) < height / 4) continue;
      const gap = -sharedWidth(a.box, b.box);
      if (gap < 0 || gap > most * pitch || !isLevel(a, b)) return false;
      beside++;
    }
  }
  return beside > 0;
}

function isLevel(a: ReadLine, b: ReadLine): boolean {
  return Math.abs(middle(a) - middle(b)) <= LEVEL * Math.min(a.box.height, b.box.height);
}

function placeBlock(block: readonly Piece[]): PlacedLine[] {
  const lines = block.map(({ line }) => line);
  const pitch = pitchOf(lines);
  const rows = rowsOf(block, pitch);
  const columnOf = columns(rows, pitch, isMonospaced(lines));
  const distances = rows.slice(1).map((row, index) => row.middle - (rows[index]?.middle ?? row.middle));
  const distance = median(distances) ?? 0;
  return rows.flatMap((row, index) => {
    const placed = placeRow(row, columnOf);
    return index > 0 && (distances[index - 1] ?? 0) > EMPTY_LINE * distance
      ? [emptyLine(), placed]
      : [placed];
  });
}

function placeRow({ cells }: Row, columnOf: (cell: Cell) => number): PlacedLine {
  let text = '';
  const parts = new Map<number, number[]>();
  for (const cell of cells) {
    text = text.padEnd(Math.max(columnOf(cell), text === '' ? 0 : text.length + 2));
    const offsets = parts.get(cell.source) ?? [];
    for (const offset of cell.offsets) offsets.push(text.length + offset);
    parts.set(cell.source, offsets);
    text += cell.text;
  }
  return { text, parts: [...parts].map(([source, offsets]) => ({ source, offsets })) };
}

function rowsOf(block: readonly Piece[], pitch: number): Row[] {
  const rows: Piece[][] = [];
  for (const piece of block.toSorted((a, b) => middle(a.line) - middle(b.line))) {
    const row = rows.at(-1);
    const isBeside = ({ line }: Piece) =>
      isLevel(line, piece.line) && sharedWidth(line.box, piece.line.box) <= 0;
    if (row?.every(isBeside)) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => {
    const pieces = row.toSorted((a, b) => a.line.box.x - b.line.box.x);
    return {
      middle: Math.min(...row.map(({ line }) => middle(line))),
      cells: pieces.flatMap((piece) => cellsOf(piece, pitch)),
    };
  });
}

/** The usual width of a character. */
function pitchOf(lines: readonly ReadLine[]): number {
  const height = median(lines.map(({ box }) => box.height)) ?? 1;
  const usual = median(lines.flatMap(({ words }) => words.flatMap(pitches)));
  return Math.max(1, NARROWEST * height, usual ?? height / 2);
}

/** Whether most characters are in words all of whose characters have one width. */
function isMonospaced(lines: readonly ReadLine[]): boolean {
  let [one, all] = [0, 0];
  for (const { words } of lines) {
    for (const [index, is] of monospaced(words).entries()) {
      const { length } = words[index]?.symbols ?? [];
      all += length;
      if (is) one += length;
    }
  }
  return one * 2 > all;
}

/** Parts a line where it has gaps wider than a space. */
function cellsOf({ source, line: { words } }: Piece, blockPitch: number): Cell[] {
  const isOneWidth = monospaced(words);
  const pitch = median(words.flatMap(pitches)) ?? blockPitch;
  const cells: Cell[] = [];
  let before: ReadWord | undefined;
  for (const [index, word] of words.entries()) {
    const fixed = isOneWidth[index] === true;
    const gap = before === undefined ? Number.POSITIVE_INFINITY : gapBetween(before, word, pitch, fixed);
    before = word;
    const cell = cells.at(-1);
    if (cell === undefined || gap > CELL_GAP[fixed ? 'monospaced' : 'proportional']) {
      const left = leftOf(word, fixed ? pitch : undefined);
      const start: Cell = { text: '', left, source, offsets: [] };
      append(start, word);
      cells.push(start);
    } else {
      if (!(fixed && gap < NO_SPACE)) cell.text += ' ';
      append(cell, word);
    }
  }
  return cells;
}

function append(cell: Cell, { symbols }: ReadWord): void {
  for (const { text } of symbols) {
    cell.offsets.push(cell.text.length);
    cell.text += text;
  }
}

/** In widths of a character; where these are all one, from middle to middle, as boxes are around ink. */
function gapBetween(before: ReadWord, word: ReadWord, pitch: number, fixed: boolean): number {
  const last = before.symbols.at(-1)?.box ?? before.box;
  const first = word.symbols[0]?.box ?? word.box;
  if (!fixed) return (first.x - right(last)) / pitch;
  return (first.x + first.width / 2 - (last.x + last.width / 2)) / pitch - 1;
}

/** Where a word's first character begins: its own width, where all have the same, is around its middle. */
function leftOf({ symbols: [first], box }: ReadWord, pitch: number | undefined): number {
  if (!first || pitch === undefined) return box.x;
  return first.box.x + (first.box.width - pitch) / 2;
}

/**
 * The column of the text each cell begins in, at least. Where characters have
 * one width, that is where it stands. Where they have not, a line's text may be
 * longer than its place; then the whole column, and what is to its right, moves.
 */
function columns(rows: readonly Row[], pitch: number, isOneWidth: boolean): (cell: Cell) => number {
  const origin = Math.min(...rows.flatMap(({ cells }) => cells.map(({ left }) => left)));
  const natural = ({ left }: Cell) => Math.max(0, Math.round((left - origin) / pitch));
  if (isOneWidth) return natural;
  const before = new Map<Cell, Cell>();
  for (const { cells } of rows)
    for (const [index, cell] of cells.entries()) {
      const left = cells[index - 1];
      if (left) before.set(cell, left);
    }
  const column = new Map<Cell, number>();
  let moved = 0;
  let stop: Cell[] = [];
  const settle = () => {
    const [first] = stop;
    if (!first) return;
    const ends = stop.map((cell) => {
      const left = before.get(cell);
      return left === undefined ? 0 : (column.get(left) ?? 0) + left.text.length + 2;
    });
    const at = Math.max(natural(first) + moved, ...ends);
    // Cells that begin a line have nothing to make way for.
    if (stop.some((cell) => before.has(cell))) moved = at - natural(first);
    for (const cell of stop) column.set(cell, before.has(cell) ? at : natural(first));
  };
  for (const cell of rows.flatMap(({ cells }) => cells).toSorted((a, b) => a.left - b.left)) {
    const [first] = stop;
    if (first && cell.left - first.left > SAME_COLUMN * pitch) {
      settle();
      stop = [];
    }
    stop.push(cell);
  }
  settle();
  return (cell) => column.get(cell) ?? natural(cell);
}

function middle({ box }: ReadLine): number {
  return box.y + box.height / 2;
}
