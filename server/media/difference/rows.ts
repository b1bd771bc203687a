import { createHash } from 'node:crypto';
import { diffArrays } from 'diff';
import type { Pixels } from '../pixels.ts';

/** Rows that differ, between rows that are the same; either may be none. In pixels, `end` is the row behind. */
export interface Band {
  before: { start: number; end: number };
  after: { start: number; end: number };
}

export interface Alignment {
  bands: Band[];
  /** How far most of what both have went down; less than zero where it went up. */
  movedBy: number;
}

/** Bands with fewer rows between them are one: a line of text has its descenders apart. */
const APART = 12;

/** As many rows may come and go until pictures count as different altogether: beyond, finding out takes seconds. */
const MOST_EDITS = 3_000;

/**
 * Lays one picture over the other row by row, as one does with lines of text:
 * it finds what was scrolled, and what was pushed down by something new, where
 * whole rows moved.
 * @param leastMatched of the rows of the smaller picture that show something, the share that both must have, in order
 * @returns undefined where they have not
 */
export function alignRows(before: Pixels, after: Pixels, leastMatched: number): Alignment | undefined {
  const [one, other] = [namesOf(before), namesOf(after)];
  const shown = Math.min(...[one, other].map((rows) => rows.filter(({ isPlain }) => !isPlain).length));
  if (shown === 0 || inBoth(one, other) / shown < leastMatched) return undefined;
  const names = (rows: readonly Row[]) => rows.map(({ name }) => name);
  const parts = diffArrays(names(one), names(other), { maxEditLength: MOST_EDITS });
  if (!parts) return undefined;
  const bands: Band[] = [];
  const moves = new Map<number, number>();
  let [y, z, matched] = [0, 0, 0];
  for (const { count, added, removed } of parts) {
    const start = { before: y, after: z };
    if (!added) y += count;
    if (!removed) z += count;
    if (!added && !removed) {
      const shown = one.slice(start.before, y).filter(({ isPlain }) => !isPlain).length;
      matched += shown;
      moves.set(z - y, (moves.get(z - y) ?? 0) + shown);
      continue;
    }
    const last = bands.at(-1);
    if (last && start.before - last.before.end < APART && start.after - last.after.end < APART) {
      last.before.end = y;
      last.after.end = z;
    } else {
      bands.push({ before: { start: start.before, end: y }, after: { start: start.after, end: z } });
    }
  }
  const [[movedBy] = [0]] = [...moves].toSorted(([, a], [, b]) => b - a);
  return matched / shown < leastMatched ? undefined : { bands, movedBy };
}

/** How many rows that show something are in both, in whatever order. */
function inBoth(one: readonly Row[], other: readonly Row[]): number {
  const left = new Map<string, number>();
  for (const { name, isPlain } of one) if (!isPlain) left.set(name, (left.get(name) ?? 0) + 1);
  let count = 0;
  for (const { name } of other) {
    const many = left.get(name) ?? 0;
    if (many === 0) continue;
    left.set(name, many - 1);
    count += 1;
  }
  return count;
}

interface Row {
  /** The same for the same pixels. */
  name: string;
  /** One colour all along: it says nothing of where it belongs. */
  isPlain: boolean;
}

function namesOf({ data, width, height }: Pixels): Row[] {
  return Array.from({ length: height }, (_, y) => {
    const row = data.subarray(y * width * 3, (y + 1) * width * 3);
    return {
      name: createHash('md5').update(row).digest('base64'),
      isPlain: row.subarray(3).equals(row.subarray(0, -3)),
    };
  });
}
