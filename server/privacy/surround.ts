/** A picture in cells, row by row: 1 where the word holds. */
export interface SeenCells {
  columns: number;
  /** Something is drawn, text or not. */
  drawn: Uint8Array;
  /** It has a colour, if a faint one. */
  tinted: Uint8Array;
  /** It is text that was read. */
  text: Uint8Array;
}

/** What surrounds a window reaches so much of the picture's edge, */
const OF_EDGE = 0.4;
/** and covers so much of it. */
const OF_AREA = 0.1;
/** and is so much of it an area, all around whose cells it goes on: frames and the lines of tables are none. */
const THICK = 0.5;
/** So much of the text stands in windows, not on the desktop, and these are no more than so many: a drawing has more boxes. */
const OF_TEXT = 0.6;
const MOST_WINDOWS = 4;
/** What has less of the text than that is a button, or a badge. */
const WORDY = 0.05;
/** A window has so much bare ground for each cell of text; words on a coloured area, as on a map, have none. */
const BARE = 0.8;

/**
 * What lies around windows without being a part of them: a desktop's wallpaper
 * with its icons. A question about what a dialog says is not about that.
 * @returns for each cell whether it does; nothing where the picture has no such surroundings
 */
export function surroundOf(cells: SeenCells): Uint8Array | undefined {
  const { columns, drawn, tinted, text } = cells;
  const rows = drawn.length / columns;
  const edge = edgeCells(columns, rows);
  const isOpen = (cell: number) => text[cell] === 0 && (drawn[cell] === 1 || tinted[cell] === 1);
  const around = new Uint8Array(drawn.length);
  for (const start of edge) if (around[start] === 0 && isOpen(start)) flood(start, columns, isOpen, around);
  const reached = edge.filter((cell) => around[cell] === 1).length;
  const covered = around.reduce((sum, each) => sum + each, 0);
  if (reached < OF_EDGE * edge.length || covered < OF_AREA * drawn.length) return undefined;
  return isThick(around, columns) && standsInWindows(cells, around) ? around : undefined;
}

function isThick(around: Uint8Array, columns: number): boolean {
  let [all, within] = [0, 0];
  for (const [cell, each] of around.entries()) {
    if (each === 0) continue;
    all++;
    const column = cell % columns;
    const isOutside = (other: number, isThere: boolean) => isThere && around[other] === 0;
    if (
      !isOutside(cell - 1, column > 0) &&
      !isOutside(cell + 1, column < columns - 1) &&
      !isOutside(cell - columns, cell >= columns) &&
      !isOutside(cell + columns, cell + columns < around.length)
    )
      within++;
  }
  return within >= THICK * all;
}

/** Whether nearly all text is in a few areas with ground of their own. */
function standsInWindows({ columns, drawn, tinted, text }: SeenCells, around: Uint8Array): boolean {
  const seen = new Uint8Array(drawn.length);
  const isInside = (cell: number) => around[cell] === 0;
  /** How much text is in each. */
  const windows: number[] = [];
  let all = 0;
  for (let start = 0; start < drawn.length; start++) {
    if (seen[start] === 1 || !isInside(start)) continue;
    let [written, bare] = [0, 0];
    for (const cell of flood(start, columns, isInside, seen)) {
      if (text[cell] === 1) written++;
      else if (drawn[cell] === 0 && tinted[cell] === 0) bare++;
    }
    all += written;
    if (bare >= BARE * written) windows.push(written);
  }
  const wordy = windows.filter((written) => written >= WORDY * all);
  const inWindows = wordy.reduce((sum, written) => sum + written, 0);
  return all > 0 && wordy.length <= MOST_WINDOWS && inWindows >= OF_TEXT * all;
}

/** Marks all cells that hang together by their sides. @returns them */
function flood(
  start: number,
  columns: number,
  isIn: (cell: number) => boolean,
  marked: Uint8Array,
): number[] {
  const cells = [start];
  marked[start] = 1;
  const visit = (cell: number) => {
    if (cell < 0 || cell >= marked.length || marked[cell] === 1 || !isIn(cell)) return;
    marked[cell] = 1;
    cells.push(cell);
  };
  // The list grows while it is walked.
  for (const cell of cells) {
    const column = cell % columns;
    if (column > 0) visit(cell - 1);
    if (column < columns - 1) visit(cell + 1);
    visit(cell - columns);
    visit(cell + columns);
  }
  return cells;
}

function edgeCells(columns: number, rows: number): number[] {
  return Array.from({ length: columns * rows }, (_, cell) => cell).filter((cell) => {
    const column = cell % columns;
    return cell < columns || cell >= columns * (rows - 1) || column === 0 || column === columns - 1;
  });
}
