import type { Box } from '../../../protocol/attach.ts';
import type { Pixels } from '../pixels.ts';
import { areaOf, grown, joined } from './boxes.ts';
import { changedBoxes } from './changed-boxes.ts';
import { type Alignment, alignRows, type Band } from './rows.ts';

/** A place where two pictures differ, as it was and as it is; in one of them there may be nothing of it. */
export interface Place {
  before: Box | null;
  after: Box | null;
}

export interface Difference {
  /**
   * How they were laid over each other: `exact`, pixel on pixel; `rows`, where something was scrolled or pushed down;
   * `none` where that cannot be told: then the one place is all of both.
   */
  alignment: 'exact' | 'rows' | 'none';
  /** From top to bottom; none where nothing differs to the eye. No two overlap in either picture. */
  places: Place[];
  /** With `rows`: how far most of what both have went down, in pixels; less than zero where it went up. */
  movedBy: number;
}

/** As many places are told apart; nearer ones are joined. Each is sent as two pictures, and a question may have ten. */
export const MOST_PLACES = 4;

/** Around what changed, in pixels: so much of what is beside it is needed to see what it is. */
const MARGIN = 24;

/** Up to this share of the picture a difference is taken as it is found, pixel on pixel. */
const LITTLE = 0.25;

/**
 * From this share of the rows that show something on, pictures are taken for the same one moved: rendered pages that
 * are scrolled by half a window stay above it, other pages in the same frame below (see the spec).
 */
const SAME_ROWS = 0.3;

/** Finds where two pictures differ. What is painted over in both is the same. */
export function findDifference(before: Pixels, after: Pixels): Difference {
  const direct = before.width === after.width && before.height === after.height && exactly(before, after);
  if (direct && shareOf(direct, after) <= LITTLE) return direct;
  const rows = before.width === after.width ? byRows(before, after) : undefined;
  // Where nothing moved, pixel on pixel says more: which columns differ.
  if (rows && (!direct || rows.movedBy !== 0 || shareOf(rows, after) < shareOf(direct, after))) return rows;
  return (
    direct || { alignment: 'none', places: [{ before: whole(before), after: whole(after) }], movedBy: 0 }
  );
}

function exactly(before: Pixels, after: Pixels): Difference {
  const { boxes } = changedBoxes(before, after);
  const places = tidy(boxes, after).map((box) => ({ before: box, after: box }));
  return { alignment: 'exact', places, movedBy: 0 };
}

/** Joined where they are close, so that what is around them is not sent twice. */
function tidy(boxes: readonly Box[], picture: Pixels): Box[] {
  return joined(
    joined(
      boxes.map((box) => grown(box, MARGIN, picture)),
      MOST_PLACES,
    ),
    MOST_PLACES,
  );
}

function byRows(before: Pixels, after: Pixels): Difference | undefined {
  const alignment = alignRows(before, after, SAME_ROWS);
  if (!alignment) return undefined;
  const places = fewBands(alignment).map((band) => placeOf(band, before, after));
  return {
    alignment: 'rows',
    places: places.filter((place) => place.before || place.after),
    movedBy: alignment.movedBy,
  };
}

/** Joins the bands that are closest until there are few enough. */
function fewBands({ bands }: Alignment): Band[] {
  const left = [...bands];
  while (left.length > MOST_PLACES) {
    const gaps = left.slice(1).map((band, index) => {
      const above = left[index];
      return above ? band.before.start - above.before.end + band.after.start - above.after.end : 0;
    });
    const at = gaps.indexOf(Math.min(...gaps));
    const [one, other] = [left[at], left[at + 1]];
    if (!one || !other) break;
    left.splice(at, 2, {
      before: { start: one.before.start, end: other.before.end },
      after: { start: one.after.start, end: other.after.end },
    });
  }
  return left;
}

function placeOf({ before: was, after: is }: Band, before: Pixels, after: Pixels): Place {
  const { width } = before;
  const [wasHigh, isHigh] = [was.end - was.start, is.end - is.start];
  let [x, across] = [0, width];
  if (wasHigh === isHigh) {
    // Of rows that correspond, only the columns that differ.
    const { boxes } = changedBoxes(rowsOf(before, was), rowsOf(after, is));
    if (boxes.length === 0) return { before: null, after: null };
    const [one] = joined(boxes, 1).map((box) => grown(box, MARGIN, { width, height: wasHigh }));
    if (one) [x, across] = [one.x, one.width];
  }
  const box = ({ start }: { start: number }, height: number): Box | null =>
    height === 0 ? null : { x, y: start, width: across, height };
  return { before: box(was, wasHigh), after: box(is, isHigh) };
}

function rowsOf({ data, width }: Pixels, { start, end }: { start: number; end: number }): Pixels {
  return { data: data.subarray(start * width * 3, end * width * 3), width, height: end - start };
}

function shareOf({ places }: Difference, picture: Pixels): number {
  return (
    places.reduce((sum, place) => sum + (place.after ? areaOf(place.after) : 0), 0) / areaOf(whole(picture))
  );
}

function whole({ width, height }: Pixels): Box {
  return { x: 0, y: 0, width, height };
}

/** A part of a picture, as one of its own. */
export function cut({ data, width }: Pixels, { x, y, width: across, height }: Box): Pixels {
  const out = Buffer.alloc(across * height * 3);
  for (let row = 0; row < height; row++)
    data.copy(out, row * across * 3, ((y + row) * width + x) * 3, ((y + row) * width + x + across) * 3);
  return { data: out, width: across, height };
}
