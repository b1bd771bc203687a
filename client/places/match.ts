/** A file that a mention may mean. */
export interface Candidate {
  /** Its whole path, with slashes. */
  readonly path: string;
  /** The same from its workspace folder on. */
  readonly relative: string;
}

/** An address instead of a path: `file:///…`, `webpack://app/./…`, `http://localhost:3000/…?t=1`. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/[^/\\]*/i;

/** The steps of a path as somebody wrote it: on Windows or elsewhere, as an address, with `.` and `..`. */
export function stepsOf(written: string): string[] {
  const path = ADDRESS.test(written) ? written.replace(ADDRESS, '').replace(/[?#].*$/s, '') : written;
  const steps: string[] = [];
  for (const step of path.split(/[/\\]/)) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(/^[a-z]:$/i.test(step) ? step.toLowerCase() : step);
  }
  return steps;
}

/**
 * The file that a path means which was written on whatever machine: the one whose own path ends as it does
 * for the longest. Either all that was written has to be in the file's path, or all of the file's path from
 * its folder on in what was written, because a project is called differently on another machine, but not
 * inside. (Kotlin leaves the folders of a package's first names out.)
 * @param isSame whether two steps are taken for each other
 * @returns undefined where none does, or several do as well as each other
 */
export function bestMatch<C extends Candidate>(
  written: string,
  candidates: readonly C[],
  isSame = (one: string, other: string): boolean => one === other,
): C | undefined {
  const wanted = stepsOf(written);
  const scored = candidates.flatMap((candidate) => {
    const score = commonEnd(wanted, stepsOf(candidate.path), isSame);
    const isAll = score >= stepsOf(candidate.relative).length;
    const isEnough = isAll || score === wanted.length || written.endsWith('.kt');
    return score > 0 && isEnough ? [{ candidate, score, isAll }] : [];
  });
  const longest = Math.max(...scored.map(({ score }) => score));
  const best = scored.filter(({ score }) => score === longest);
  // Paths are usually written from the folder on.
  const fromFolder = best.filter(({ isAll }) => isAll);
  const [first, ...others] = fromFolder.length > 0 ? fromFolder : best;
  return others.length === 0 ? first?.candidate : undefined;
}

function commonEnd(
  one: readonly string[],
  other: readonly string[],
  isSame: (one: string, other: string) => boolean,
): number {
  let length = 0;
  for (;;) {
    const [a, b] = [one.at(-1 - length), other.at(-1 - length)];
    if (a === undefined || b === undefined || !isSame(a, b)) return length;
    length += 1;
  }
}

/** The characters that readers of pictures take for each other, as one of them. */
const CONFUSED: readonly (readonly [RegExp, string])[] = [
  [/[\s_-]/g, ''],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[1li|!\]]/g, 'l'],
  [/[0oq]/g, 'o'],
  [/[5s$]/g, 's'],
  [/8/g, 'b'],
  [/2/g, 'z'],
  [/,/g, '.'],
];

/** What is left of a name when confusable characters are taken for each other. */
export function skeleton(name: string): string {
  return CONFUSED.reduce(
    (text, [pattern, replacement]) => text.replace(pattern, replacement),
    name.toLowerCase(),
  );
}

/** The file that a path means which was read in a picture and may be misread; undefined unless there is exactly one. */
export function matchOfReading<C extends Candidate>(read: string, candidates: readonly C[]): C | undefined {
  const like = candidates.filter((candidate) => bestMatch(read, [candidate], looksSame) !== undefined);
  return like.length === 1 ? like[0] : undefined;
}

function looksSame(one: string, other: string): boolean {
  return skeleton(one) === skeleton(other);
}

/** A pattern of VS Code's for files of this very name, wherever they are. */
export function globOf(name: string): string {
  return `**/${escapeGlob(name)}`;
}

/** Characters that mean something in a pattern, as themselves. */
export function escapeGlob(path: string): string {
  return path.replace(/[[\]{}*?!]/g, '[$&]');
}
