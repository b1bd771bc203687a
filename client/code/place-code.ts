/** A change of whole lines: those from `start` to before `end` are replaced. Lines count from 0. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** How alike two lines have to be to be the same one in two versions. */
const ALIKE = 0.55;
/** What an unmatched line costs against one that is matched. */
const GAP = 0.3;
/** The most pairs of lines that are compared: of longer files, a part is looked at. */
const MAX_PAIRS = 4_000_000;
/** A line that ends a block and says nothing else. */
const CLOSER = /^\s*(?:[})\]]+[;,]?|end;?|fi|done)$/;
/** A line that says "the rest stays as it is". */
const ELISION = /^\s*(?:\/\/|#|--|;|\/\*|<!--|\{\/\*)?\s*(?:\.{3}|…)/;

/**
 * Where code of an answer belongs in a document: the lines there that are its
 * earlier version, found by how alike they are. Between lines that say "…"
 * everything stays.
 * @param lines the document's
 * @param near the line an answer spoke of, from 0: of two places alike, the nearer one
 * @returns undefined where nothing in the document is like it
 */
export function placeCode(lines: readonly string[], code: string, near?: number): LineEdit[] | undefined {
  const edits: LineEdit[] = [];
  let from = 0;
  for (const chunk of chunksOf(code)) {
    const place = findPlace(lines, chunk, from, near);
    if (!place) return undefined;
    const { start, end, by } = place;
    edits.push({ start, end, lines: indented(chunk, by) });
    from = place.end;
  }
  return edits.length > 0 ? edits : undefined;
}

/** Applies edits, which are in order and do not overlap. */
export function edited(lines: readonly string[], edits: readonly LineEdit[]): string[] {
  return edits.reduceRight<string[]>(
    (all, { start, end, lines: replacement }) => all.toSpliced(start, end - start, ...replacement),
    [...lines],
  );
}

/** Code at another indentation, for where nothing says which lines it replaces. */
export function indentedLike(code: string, line: string): string[] {
  const lines = code.replace(/\n+$/, '').split('\n');
  const first = lines.find((each) => each.trim() !== '') ?? '';
  return indented(lines, { remove: indentOf(first), add: indentOf(line) });
}

interface Shift {
  readonly remove: string;
  readonly add: string;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly by: Shift;
}

/** The code between elisions, without empty lines around. */
function chunksOf(code: string): string[][] {
  const chunks: string[][] = [[]];
  for (const line of code.split('\n')) {
    if (ELISION.test(line)) chunks.push([]);
    else chunks.at(-1)?.push(line);
  }
  return chunks.map(trimmed).filter((chunk) => chunk.length > 0);
}

function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}

/**
 * Local alignment (Smith–Waterman) of lines: what scores best from `from` on.
 * Lines of the code before and after what is alike are new and belong to it.
 */
function findPlace(
  lines: readonly string[],
  chunk: readonly string[],
  from: number,
  near: number | undefined,
): Place | undefined {
  const most = Math.max(1, Math.floor(MAX_PAIRS / chunk.length));
  const begin = Math.max(from, near !== undefined && lines.length > most ? near - Math.floor(most / 2) : 0);
  const end = Math.min(lines.length, begin + most);
  const wanted = chunk.map(bigramsOf);
  const width = chunk.length + 1;
  let before = new Float64Array(width);
  let startBefore = new Int32Array(width).fill(-1);
  let firstBefore: (Shift | undefined)[] = Array(width).fill(undefined);
  let best:
    | { score: number; start: number; end: number; by: Shift | undefined; nearness: number }
    | undefined;
  for (let row = begin; row < end; row++) {
    const line = lines[row] ?? '';
    const grams = bigramsOf(line);
    const scores = new Float64Array(width);
    const starts = new Int32Array(width).fill(-1);
    const shifts: (Shift | undefined)[] = Array(width).fill(undefined);
    for (let column = 1; column < width; column++) {
      const likeness = likenessOf(grams, wanted[column - 1]);
      const options = [
        {
          score: likeness >= ALIKE ? (before[column - 1] ?? 0) + likeness * weightOf(grams) : 0,
          start: (before[column - 1] ?? 0) > 0 ? startBefore[column - 1] : row,
          by: firstBefore[column - 1] ?? shiftOf(chunk[column - 1] ?? '', line),
        },
        { score: (before[column] ?? 0) - GAP, start: startBefore[column], by: firstBefore[column] },
        { score: (scores[column - 1] ?? 0) - GAP, start: starts[column - 1], by: shifts[column - 1] },
      ];
      const chosen = options.reduce((one, other) => (other.score > one.score ? other : one));
      if (chosen.score <= 0) continue;
      scores[column] = chosen.score;
      starts[column] = chosen.start ?? row;
      shifts[column] = chosen.by;
      const start = chosen.start ?? row;
      const nearness = near === undefined ? 0 : -Math.abs(start - near);
      const isBetter =
        !best ||
        chosen.score > best.score + 1e-9 ||
        (chosen.score > best.score - 1e-9 && nearness > best.nearness);
      if (isBetter) best = { score: chosen.score, start, end: row + 1, by: chosen.by, nearness };
    }
    before = scores;
    startBefore = starts;
    firstBefore = shifts;
  }
  if (!best || best.score < 0.5) return undefined;
  const by = best.by ?? { remove: '', add: '' };
  return { start: best.start, end: endOf(lines, chunk, best.end, by), by };
}

/** What closes a block of code is alike everywhere: it is the one at the same indentation. */
function endOf(lines: readonly string[], chunk: readonly string[], end: number, by: Shift): number {
  const [last = ''] = indented(chunk.slice(-1), by);
  if (!CLOSER.test(last) || lines[end - 1] === last) return end;
  const closer = lines.indexOf(last, end);
  return closer < 0 ? end : closer + 1;
}

/** A line counts by how much it says: a brace alone is alike everywhere. */
function weightOf(grams: Grams): number {
  return Math.min(1, grams.size / 8);
}

type Grams = { readonly text: string; readonly size: number; readonly counts: ReadonlyMap<string, number> };

function bigramsOf(line: string): Grams {
  const text = line.trim().replace(/\s+/g, ' ');
  const counts = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at++) {
    const gram = text.slice(at, at + 2);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { text, size: Math.max(0, text.length - 1), counts };
}

/** Dice's coefficient of the pairs of characters of two lines. */
function likenessOf(one: Grams, other: Grams | undefined): number {
  if (!other || one.text === '' || other.text === '') return 0;
  if (one.text === other.text) return 1;
  if (one.size === 0 || other.size === 0) return 0;
  const longer = Math.max(one.size, other.size);
  if ((2 * Math.min(one.size, other.size)) / (longer + Math.min(one.size, other.size)) < ALIKE) return 0;
  let shared = 0;
  for (const [gram, count] of one.counts) shared += Math.min(count, other.counts.get(gram) ?? 0);
  return (2 * shared) / (one.size + other.size);
}

function shiftOf(code: string, line: string): Shift {
  return { remove: indentOf(code), add: indentOf(line) };
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function indented(lines: readonly string[], { remove, add }: Shift): string[] {
  if (remove === add) return [...lines];
  return lines.map((line) => {
    if (line.trim() === '') return line;
    return line.startsWith(remove) ? add + line.slice(remove.length) : add + line.trimStart();
  });
}
