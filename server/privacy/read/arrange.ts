import type { Box } from '../../../protocol/attach.ts';
import { bottom, join, sharedWidth } from '../boxes.ts';
import type { ReadLine } from '../reading.ts';

/** Distances below are in heights of the lower of two lines. */
const LEADING = 2.5;
/** How far the middles of two pieces of one row may be apart. */
const SAME_ROW = 0.4;
/** So far apart pieces still make a row if nothing else speaks for it. */
const CELL_GAP = 12;
/** Two columns are a table if at least this part of the shorter one's lines has one beside it, and level with it. */
const TABLE = 0.6;
const LEVEL = 0.15;

/** Lines that stand below each other: a column, a paragraph, a list. */
type Block = ReadLine[];

/**
 * Puts lines and pieces of lines into reading order: columns that have nothing
 * to do with each other one after the other, left before right; tables and
 * lines with gaps in them row by row. Pieces of one row become one line.
 */
export function arrange(pieces: readonly ReadLine[]): ReadLine[] {
  return inOrder(joinTables(findBlocks(pieces))).flatMap(joinRows);
}

/** A piece goes with the one below it if each is the other's nearest. */
function findBlocks(pieces: readonly ReadLine[]): Block[] {
  const byTop = pieces.toSorted((a, b) => a.box.y - b.box.y);
  const nearestBelow = new Map<ReadLine, ReadLine>();
  const nearestAbove = new Map<ReadLine, ReadLine>();
  for (const [index, upper] of byTop.entries()) {
    for (const lower of byTop.slice(index + 1)) {
      if (lower.box.y - bottom(upper.box) > LEADING * upper.box.height) break;
      if (!isBelow(upper.box, lower.box)) continue;
      if (isNearer(lower, nearestBelow.get(upper), (each) => each.box.y, upper))
        nearestBelow.set(upper, lower);
      if (isNearer(upper, nearestAbove.get(lower), (each) => -bottom(each.box), lower))
        nearestAbove.set(lower, upper);
    }
  }
  const blockOf = new Map<ReadLine, Block>();
  const blocks: Block[] = [];
  for (const piece of byTop) {
    const above = nearestAbove.get(piece);
    const block = above && nearestBelow.get(above) === piece ? blockOf.get(above) : undefined;
    if (block) block.push(piece);
    else blocks.push([piece]);
    blockOf.set(piece, block ?? blocks.at(-1) ?? []);
  }
  return blocks;
}

/** Of two on the same height the one that shares more of the width is nearer. */
function isNearer(
  piece: ReadLine,
  than: ReadLine | undefined,
  distance: (piece: ReadLine) => number,
  to: ReadLine,
): boolean {
  if (!than) return true;
  const difference = distance(piece) - distance(than);
  if (Math.abs(difference) > SAME_ROW * lower(piece.box, than.box)) return difference < 0;
  return sharedWidth(piece.box, to.box) > sharedWidth(than.box, to.box);
}

/** Joins blocks that stand row by row beside each other. */
function joinTables(blocks: readonly Block[]): Block[] {
  let joined: Block[] = [];
  for (const block of blocks.toSorted((a, b) => b.length - a.length)) {
    const tables = joined.filter((other) => isTable(other, block));
    joined = [...joined.filter((other) => !tables.includes(other)), [...tables.flat(), ...block]];
  }
  return joined;
}

function isTable(longer: Block, shorter: Block): boolean {
  const neighbours = shorter.map((piece) =>
    longer.filter(({ box }) => isBeside(box, piece.box) && isLevel(box, piece.box)),
  );
  const beside = neighbours.filter((each) => each.length > 0).length;
  if (beside < TABLE * shorter.length) return false;
  // One or two rows may be level by chance.
  if (shorter.length > 2) return true;
  return shorter.every((piece, index) =>
    neighbours[index]?.some(({ box }) => gapBetween(box, piece.box) <= CELL_GAP * lower(box, piece.box)),
  );
}

function joinRows(block: Block): ReadLine[] {
  const rows: ReadLine[][] = [];
  for (const piece of block.toSorted((a, b) => middle(a.box) - middle(b.box))) {
    const row = rows.at(-1);
    if (row?.every(({ box }) => isBeside(box, piece.box))) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => {
    const pieces = row.toSorted((a, b) => a.box.x - b.box.x);
    return {
      box: pieces.map(({ box }) => box).reduce(join),
      words: pieces.flatMap(({ words }) => words),
    };
  });
}

/** Topmost first, but before it what stands to its left. */
function inOrder(blocks: readonly Block[]): Block[] {
  const remaining = new Map(blocks.map((block) => [block, block.map(({ box }) => box).reduce(join)]));
  const ordered: Block[] = [];
  while (remaining.size > 0) {
    let [next] = [...remaining].toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x);
    for (const entry of remaining) {
      const box = next?.[1];
      if (box && entry[1].x + entry[1].width <= box.x && entry[1].y < bottom(box)) next = entry;
    }
    if (!next) break;
    ordered.push(next[0]);
    remaining.delete(next[0]);
  }
  return ordered;
}

function isBelow(upper: Box, lowerBox: Box): boolean {
  return middle(lowerBox) > bottom(upper) - upper.height / 4 && sharedWidth(upper, lowerBox) > 0;
}

function isBeside(a: Box, b: Box): boolean {
  return Math.abs(middle(a) - middle(b)) <= SAME_ROW * lower(a, b) && sharedWidth(a, b) <= 0;
}

/** Letters with and without tails make boxes of different height: their tops or their feet are enough. */
function isLevel(a: Box, b: Box): boolean {
  const apart = Math.min(Math.abs(a.y - b.y), Math.abs(bottom(a) - bottom(b)));
  return apart <= Math.max(1, LEVEL * lower(a, b));
}

function gapBetween(a: Box, b: Box): number {
  return -sharedWidth(a, b);
}

function lower(a: Box, b: Box): number {
  return Math.min(a.height, b.height);
}

function middle({ y, height }: Box): number {
  return y + height / 2;
}
