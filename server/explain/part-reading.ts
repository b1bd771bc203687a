import { diffArrays } from 'diff';
import type { Box } from '../../protocol/attach.ts';
import type { ReadingFinding } from '../privacy/detector.ts';
import type { Reading, ReadLine, ReadWord } from '../privacy/reading.ts';
import type { ReadText } from '../privacy/reading-text.ts';

/** What was read in a part of a picture, and the secrets in it; boxes are in pixels of the part. */
export interface PartReading {
  reading: Reading;
  secrets: ReadingFinding[];
}

/** Of what was read in a picture, the words whose middle is in a box. */
export function readingIn(reading: Reading, secrets: readonly ReadingFinding[], box: Box): PartReading {
  const lines: ReadLine[] = [];
  /** By line of the picture: which line of the part it is, and which of its symbols are there, by their old numbers. */
  const kept = new Map<number, { line: number; symbols: Map<number, number> }>();
  for (const [number, line] of reading.lines.entries()) {
    const symbols = new Map<number, number>();
    const words: ReadWord[] = [];
    let at = 0;
    for (const word of line.words) {
      const isIn = hasMiddle(box, word.box);
      for (const _ of word.symbols) {
        if (isIn) symbols.set(at, symbols.size);
        at += 1;
      }
      if (isIn) words.push(moveWord(word, box));
    }
    if (words.length === 0) continue;
    kept.set(number, { line: lines.length, symbols });
    lines.push({ box: moveBox(clipped(line.box, box), box), words });
  }
  const own = secrets.flatMap((secret) => {
    const spans = secret.spans.flatMap(({ line, from, to }) => {
      const place = kept.get(line);
      const numbers = [...(place?.symbols ?? [])]
        .filter(([old]) => old >= from && old < to)
        .map(([, now]) => now);
      return place && numbers.length > 0
        ? [{ line: place.line, from: Math.min(...numbers), to: Math.max(...numbers) + 1 }]
        : [];
    });
    return spans.length > 0 ? [{ ...secret, spans }] : [];
  });
  return { reading: { lines }, secrets: own };
}

/** What stands for words where there are none, and the other picture has some. */
const NONE = '[no text here]';

/**
 * Of two texts, the lines that the other one has not.
 * @returns both without text where all their lines are the same: then the difference is not in the words
 */
export function changedLines(before: ReadText, after: ReadText): [before: ReadText, after: ReadText] {
  const [one, other] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(
    one.map(({ text }) => text.trim()),
    other.map(({ text }) => text.trim()),
  );
  const [was, is]: [ReadText[], ReadText[]] = [[], []];
  let [y, z] = [0, 0];
  for (const { count, added, removed } of parts) {
    if (removed) was.push(...one.slice(y, y + count));
    if (added) is.push(...other.slice(z, z + count));
    if (!added) y += count;
    if (!removed) z += count;
  }
  const [left, right] = [joinLines(was), joinLines(is)];
  if (left.text.trim() === '' && right.text.trim() === '') return [NO_TEXT, NO_TEXT];
  const told = (text: ReadText) => (text.text.trim() === '' ? { text: NONE, findings: [] } : text);
  return [told(left), told(right)];
}

export const NO_TEXT: ReadText = { text: '', findings: [] };

/** Its lines; a finding is within one. */
function linesOf({ text, findings }: ReadText): ReadText[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const [from, to] = [start, start + line.length];
    start = to + 1;
    const own = findings.filter((finding) => finding.start >= from && finding.end <= to);
    return {
      text: line,
      findings: own.map((finding) => ({ ...finding, start: finding.start - from, end: finding.end - from })),
    };
  });
}

function joinLines(lines: readonly ReadText[]): ReadText {
  let text = '';
  const findings: ReadText['findings'] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0) text += '\n';
    for (const finding of line.findings)
      findings.push({ ...finding, start: finding.start + text.length, end: finding.end + text.length });
    text += line.text;
  }
  return { text, findings };
}

function hasMiddle(box: Box, { x, y, width, height }: Box): boolean {
  const [across, down] = [x + width / 2, y + height / 2];
  return across >= box.x && across < box.x + box.width && down >= box.y && down < box.y + box.height;
}

function clipped(inner: Box, outer: Box): Box {
  const [x, y] = [Math.max(inner.x, outer.x), Math.max(inner.y, outer.y)];
  return {
    x,
    y,
    width: Math.max(1, Math.min(inner.x + inner.width, outer.x + outer.width) - x),
    height: Math.max(1, Math.min(inner.y + inner.height, outer.y + outer.height) - y),
  };
}

function moveBox(box: Box, { x, y }: Box): Box {
  return { ...box, x: box.x - x, y: box.y - y };
}

function moveWord(word: ReadWord, part: Box): ReadWord {
  return {
    ...word,
    box: moveBox(word.box, part),
    symbols: word.symbols.map((symbol) => ({ ...symbol, box: moveBox(symbol.box, part) })),
  };
}
