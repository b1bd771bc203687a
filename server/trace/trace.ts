import { type CodeFrame, MAX_FRAMES } from '../../protocol/code.ts';
import { mend } from './misread.ts';
import { cleanPath, isLibraryPath } from './path.ts';
import type { FrameRule, Named } from './rule.ts';
import { rules } from './rules/rules.ts';

/** Of a longer text the end counts: there is the error. */
const MAX_TEXT = 60_000;
/** What is further to the right on a line is not looked at. */
const MAX_LINE = 500;
/** A line that is shorter than this was not wrapped. */
const SHORTEST_WRAPPED = 40;

/** What a line says, and how. */
interface Said {
  rule: FrameRule;
  frames: CodeFrame[];
  /** Where the last of it ends. */
  end: number;
}

/**
 * The places in code that a text names: stack traces, compilers' and linters' messages, `file:line`. In time
 * linear in the text, whatever it says.
 * @param isRead it was read in a picture: characters may be misread, and lines be wrapped
 * @returns the user's own code first, where it went wrong before what called it; each place once, not more than
 *   `MAX_FRAMES`
 */
export function findFrames(text: string, isRead = false): CodeFrame[] {
  return inOrder(findAll(text, isRead, rules));
}

/** All places of several texts, together. */
export function inOrder(frames: readonly CodeFrame[]): CodeFrame[] {
  const known = new Set<string>();
  const each = frames.filter(({ path, line }) => {
    const key = `${path}:${line}`;
    return !known.has(key) && known.add(key);
  });
  return [...each.filter((frame) => !frame.isLibrary), ...each.filter((frame) => frame.isLibrary)].slice(
    0,
    MAX_FRAMES,
  );
}

/** What these rules find, in the order of the text; exported for their own tests. */
export function findAll(text: string, isRead: boolean, asked: readonly FrameRule[]): CodeFrame[] {
  // Logs have stack traces as JSON.
  const lines = text.slice(-MAX_TEXT).split(/\r?\n|\\n(?= {2,8}(?:at |File ))/);
  const found: CodeFrame[] = [];
  /** Frames of a rule whose newest is last, until something else comes. */
  let run: { rule: FrameRule; frames: CodeFrame[] } | undefined;
  const endRun = () => {
    if (run) found.push(...run.frames.toReversed());
    run = undefined;
  };
  let head: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').slice(0, MAX_LINE);
    let said = read(line, isRead, asked, head);
    const next = lines[at + 1]?.trimStart().slice(0, MAX_LINE);
    // Terminals break a line wherever it is full, without a word.
    if (!said && next && line.length >= SHORTEST_WRAPPED) {
      const broken = line.trimEnd();
      const joined = read(broken + next, isRead, asked, undefined);
      if (joined && joined.end > broken.length) {
        said = joined;
        at += 1;
      }
    }
    head = headOf(line, asked) ?? (said || line.trim() === '' ? head : undefined);
    if (!said) continue;
    const { rule, frames } = said;
    if (run && run.rule !== rule) endRun();
    if (!rule.isNewestLast) found.push(...frames);
    else if (run) run.frames.push(...frames);
    else run = { rule, frames };
  }
  endRun();
  return found;
}

function headOf(line: string, asked: readonly FrameRule[]): string | undefined {
  for (const { head } of asked) {
    const path = head?.exec(line)?.groups?.['path'];
    if (path !== undefined) return path;
  }
  return undefined;
}

function read(
  line: string,
  isRead: boolean,
  asked: readonly FrameRule[],
  head: string | undefined,
): Said | undefined {
  if (line.trim() === '' || (!/\d/.test(line) && !isRead)) return undefined;
  const mended = isRead ? mend(line) : line;
  const said = readExact(mended, isRead, asked, head);
  return said ?? (mended === line ? undefined : readExact(line, isRead, asked, head));
}

function readExact(
  line: string,
  isRead: boolean,
  asked: readonly FrameRule[],
  head: string | undefined,
): Said | undefined {
  for (const rule of asked) {
    if (rule.keywords.length > 0 && !rule.keywords.some((keyword) => line.includes(keyword))) continue;
    for (const pattern of rule.patterns) {
      const frames: CodeFrame[] = [];
      let end = 0;
      for (const match of line.matchAll(pattern)) {
        const frame = frameOf(match.groups ?? {}, rule, isRead, head);
        if (!frame) continue;
        frames.push(frame);
        end = match.index + match[0].length;
      }
      if (frames.length > 0) return { rule, frames, end };
    }
  }
  return undefined;
}

function frameOf(
  groups: Readonly<Record<string, string | undefined>>,
  rule: FrameRule,
  isRead: boolean,
  head: string | undefined,
): CodeFrame | undefined {
  const named: Named = {
    path: groups['path'] ?? head,
    line: groups['line'] ?? '',
    column: groups['column'],
    function: groups['function']?.trim(),
    application: groups['application'],
  };
  const written = rule.pathOf ? rule.pathOf(named) : named.path;
  const path = written === undefined ? undefined : cleanPath(written);
  const line = Number(named.line);
  const column = Number(named.column ?? 0);
  if (path === undefined || !(line >= 1)) return undefined;
  return {
    path,
    line,
    ...(column >= 1 && { column }),
    ...(named.function && { function: named.function }),
    rule: rule.id,
    isLibrary: isLibraryPath(path) || (rule.isLibrary?.(named) ?? false),
    isRead,
  };
}
