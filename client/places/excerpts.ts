import { byteLength, CODE_BOUNDS, type CodeExcerpt, MAX_BESIDE } from '../../protocol/code.ts';

/** A file's text, and the lines of it that places name. */
export interface NamedLines {
  readonly path: string;
  readonly text: string;
  /** They begin with 1; the most important first. */
  readonly lines: readonly number[];
}

/** A line that is longer is machine-made, and says nothing to anybody. */
const LONGEST_LINE = 500;

/**
 * The lines around places, within the bounds of one question: places that are near each other share theirs,
 * and where not all fits, what comes first in the list has its lines, and then each as many as there is room for.
 * @param files each once, the most important first
 */
export function cutExcerpts(files: readonly NamedLines[], bounds = CODE_BOUNDS): CodeExcerpt[] {
  let room: number = bounds.bytes;
  let places: number = bounds.places;
  return files.flatMap(({ path, text, lines }) => {
    const all = text.split('\n');
    const cut = all.map((line) =>
      line.length <= LONGEST_LINE ? line : `[… a line of ${line.length} characters left out …]`,
    );
    const taken = new Set<number>();
    for (const line of lines) {
      if (line > all.length || places === 0) continue;
      places -= 1;
      room = take(cut, line - 1, bounds.linesAround, taken, room);
    }
    return runsOf(taken).map(({ from, to }) => ({
      path,
      firstLine: from + 1,
      text: cut.slice(from, to).join('\n'),
      before: from === 0 ? '' : `${all.slice(0, from).join('\n')}\n`.slice(-MAX_BESIDE),
      after: to === all.length ? '' : `\n${all.slice(to).join('\n')}`.slice(0, MAX_BESIDE),
    }));
  });
}

/** Takes lines, from the middle outwards, as long as they fit. @returns the room that is left, in bytes */
function take(
  lines: readonly string[],
  middle: number,
  around: number,
  taken: Set<number>,
  room: number,
): number {
  let left = room;
  for (let distance = 0; distance <= around; distance++) {
    for (const index of new Set([middle - distance, middle + distance])) {
      const line = lines[index];
      if (line === undefined || taken.has(index)) continue;
      const bytes = byteLength(line) + 1;
      // A gap would tear apart what belongs together.
      if (bytes > left) return left;
      left -= bytes;
      taken.add(index);
    }
  }
  return left;
}

function runsOf(taken: ReadonlySet<number>): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const index of [...taken].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.to === index) run.to += 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs;
}
