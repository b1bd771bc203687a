import type { ReadingFinding, TextFinding } from './detector.ts';
import type { Reading } from './reading.ts';
import { layOut } from './text-layout.ts';

/** What was read, as text, and the secrets in it as ranges of that text. */
export interface ReadText {
  text: string;
  findings: TextFinding[];
}

/** The most of one picture's text that is sent, in UTF-16 units: more than a full screen has. */
export const LONGEST_TEXT = 12_000;
/** Of text that is cut, the end is worth more than the beginning: there is the error. */
const BEGINNING = 1 / 3;

/** Puts a reading into plain text that keeps its layout, and what was found in it where it stands there. */
export function toText(reading: Reading, findings: readonly ReadingFinding[]): ReadText {
  const lines = layOut(reading);
  const text = lines.map(({ text: line }) => line).join('\n');
  /** Where each of the reading's symbols stands in the text, by line. */
  const starts = new Map<number, number[]>();
  let at = 0;
  for (const { text: line, parts } of lines) {
    const begin = at;
    for (const { source, offsets } of parts)
      starts.set(
        source,
        offsets.map((offset) => begin + offset),
      );
    at += line.length + 1;
  }
  const ranges = findings.flatMap(({ rule, title, confidence, value, spans }) =>
    spans.flatMap(({ line, from, to }) => {
      const symbols = starts.get(line);
      const start = symbols?.[from];
      const last = symbols?.[to - 1];
      if (start === undefined || last === undefined || from >= to) return [];
      const length = reading.lines[line]?.words.flatMap(({ symbols: all }) => all)[to - 1]?.text.length ?? 0;
      return [{ rule, title, confidence, value, start, end: last + length }];
    }),
  );
  return { text, findings: apart(ranges) };
}

/** Findings of several kinds in one text, in order; of those that overlap the later one keeps what the earlier one leaves. */
export function apart(findings: readonly TextFinding[]): TextFinding[] {
  const kept: TextFinding[] = [];
  for (const finding of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(finding.start, kept.at(-1)?.end ?? 0);
    if (start < finding.end) kept.push({ ...finding, start });
  }
  return kept;
}

/**
 * The same text, its middle left out where it is too long, and a line that says so.
 * A finding is within one line, and goes with it.
 */
export function shorten({ text, findings }: ReadText, longest = LONGEST_TEXT): ReadText {
  if (text.length <= longest) return { text, findings: [...findings] };
  const note = (left: number) => `[… ${left} characters left out here …]`;
  const room = longest - note(text.length).length - 2;
  const head = lineEndBefore(text, Math.floor(room * BEGINNING));
  const tail = lineStartAfter(text, text.length - (room - head));
  const middle = `\n${note(tail - head)}\n`;
  const shift = head + middle.length - tail;
  return {
    text: text.slice(0, head) + middle + text.slice(tail),
    findings: findings.flatMap((finding) => {
      if (finding.end <= head) return [finding];
      if (finding.start < tail) return [];
      return [{ ...finding, start: finding.start + shift, end: finding.end + shift }];
    }),
  };
}

/** The end of the last whole line before a place; a line that is longer than that is cut away with all of it. */
function lineEndBefore(text: string, at: number): number {
  return Math.max(0, text.lastIndexOf('\n', at));
}

function lineStartAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
