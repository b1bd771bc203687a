import type { ReadingFinding, TextFinding } from './detector.ts';
import type { Reading } from './reading.ts';

/** What was read, as text: words apart by a space, lines by a line break; and the secrets in it as ranges of that text. */
export interface ReadText {
  text: string;
  findings: TextFinding[];
}

/** Puts a reading into plain text, and what was found in it where it stands there. */
export function toText(reading: Reading, findings: readonly ReadingFinding[]): ReadText {
  let text = '';
  /** For each line where its symbols begin in the text, and where the last one ends. */
  const starts: number[][] = [];
  for (const { words } of reading.lines) {
    const line: number[] = [];
    for (const [index, { symbols }] of words.entries()) {
      if (index > 0) text += ' ';
      for (const symbol of symbols) {
        line.push(text.length);
        text += symbol.text;
      }
    }
    line.push(text.length);
    starts.push(line);
    text += '\n';
  }
  const ranges = findings.flatMap(({ rule, title, confidence, value, spans }) =>
    spans.flatMap(({ line, from, to }) => {
      const symbols = starts[line];
      const start = symbols?.[from];
      const last = symbols?.[to - 1];
      const afterLast = symbols?.[to];
      if (start === undefined || last === undefined || afterLast === undefined) return [];
      // A space between the last symbol and the next word is not part of the secret.
      const end = text[afterLast - 1] === ' ' ? afterLast - 1 : afterLast;
      return [{ rule, title, confidence, value, start, end }];
    }),
  );
  return { text: text.trimEnd(), findings: apart(ranges) };
}

/** Of overlapping findings the later one keeps what the earlier one leaves. */
function apart(findings: readonly TextFinding[]): TextFinding[] {
  const kept: TextFinding[] = [];
  for (const finding of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(finding.start, kept.at(-1)?.end ?? 0);
    if (start < finding.end) kept.push({ ...finding, start });
  }
  return kept;
}
