/** A place in a file, as an answer names it: `src/a.ts:12:5`. */
export interface Mention {
  /** The words themselves. */
  readonly text: string;
  /** With slashes, as it stands there; it may be of any machine. */
  readonly path: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

/** The most that are looked for in a text. */
const MAX_MENTIONS = 200;

/** A path with an extension, or one of the names that have none; no scheme before it. */
const PATH = String.raw`(?:[A-Za-z]:[\\/]|\.{0,2}[\\/])?(?:[\w.@+~()\[\]-]+[\\/])*(?:[\w@+-][\w.+-]*\.[A-Za-z][A-Za-z0-9]{0,9}|Makefile|Dockerfile)`;
/** Not in the middle of an address or of a longer path. */
const BEFORE = String.raw`(?<![\w/\\:@.-])`;
const AFTER = String.raw`(?![\w/\\])`;

/** How languages and tools name a place, the most telling first. */
const FORMS = [
  // Python: File "a.py", line 3
  /File "(?<path>[^"\n]{1,300})", line (?<line>\d{1,7})/g,
  // a.py, line 3; `a.py` line 3; src/a.ts (line 3); a.ts on line 3
  new RegExp(
    String.raw`${BEFORE}(?<path>${PATH})["'\`”]{0,2},? ?(?:\(|at |on )?lines? (?<line>\d{1,7})(?:, col(?:umn)? (?<column>\d{1,5}))?\)?`,
    'g',
  ),
  // TypeScript, C#, MSBuild: a.ts(3,5)
  new RegExp(String.raw`${BEFORE}(?<path>${PATH})\((?<line>\d{1,7})(?:,(?<column>\d{1,5}))?\)`, 'g'),
  // Nearly everybody: a.rs:3:5, Main.java:42; a link on a host: a.ts#L3
  new RegExp(
    String.raw`${BEFORE}(?<path>${PATH})(?:#L|:)(?<line>\d{1,7})(?::(?<column>\d{1,5}))?(?:-L?\d{1,7})?${AFTER}`,
    'g',
  ),
  // A file alone.
  new RegExp(`${BEFORE}(?<path>${PATH})${AFTER}`, 'g'),
];

/** The places in files a text names, in its order; none within another. Whether there are such files is another question. */
export function findMentions(text: string): (Mention & { readonly index: number })[] {
  const found: (Mention & { index: number })[] = [];
  const isFree = (start: number, end: number): boolean =>
    found.every(({ index, text: { length } }) => end <= index || start >= index + length);
  for (const form of FORMS) {
    for (const match of text.matchAll(form)) {
      const { path, line, column } = match.groups ?? {};
      if (path === undefined || !isFree(match.index, match.index + match[0].length)) continue;
      found.push({
        index: match.index,
        text: match[0],
        path: path.replaceAll('\\', '/'),
        ...(line !== undefined && { line: Number(line) }),
        ...(column !== undefined && { column: Number(column) }),
      });
      if (found.length >= MAX_MENTIONS) break;
    }
  }
  return found.sort((one, other) => one.index - other.index);
}
