import type { Box } from '../../../protocol/attach.ts';
import { area, around, clamp, type Extent, expand, shared } from '../boxes.ts';
import type { ReadingFinding, ReadingSpan } from '../detector.ts';
import { type Reading, type ReadLine, type ReadSymbol, type ReadWord, withSymbols } from '../reading.ts';

/** What stands in a reading for what was painted over: no letter, so it belongs to no secret. */
export const HIDDEN = '█';

/** A symbol counts as painted over from this part of its box on; recognized boxes are not exact. */
const MOSTLY = 0.5;

/**
 * A reading of a painted picture without what was read into the paint, which
 * readers take for letters. A sign is left in its place, so that what stands
 * before and behind it does not come together.
 */
export function hide(reading: Reading, painted: readonly Box[]): Reading {
  return { lines: reading.lines.map((line) => hideInLine(line, painted)) };
}

function hideInLine(line: ReadLine, painted: readonly Box[]): ReadLine {
  const near = painted.filter((box) => besides(box, line.box));
  if (near.length === 0) return line;
  const seen = new Set<Box>();
  const words = line.words.map((word) => ({ ...word, symbols: hideSymbols(word.symbols, near, seen) }));
  for (const box of near) if (!seen.has(box)) words.push(hiddenWord(box));
  words.sort((a, b) => a.box.x - b.box.x);
  return {
    box: line.box,
    words: words.map((word) => withSymbols(word, word.symbols)),
  };
}

/** Each run of symbols under the same box becomes one sign. */
function hideSymbols(symbols: readonly ReadSymbol[], painted: readonly Box[], seen: Set<Box>): ReadSymbol[] {
  const left: ReadSymbol[] = [];
  for (const symbol of symbols) {
    const over = painted.find((box) => isUnder(symbol.box, box));
    if (over === undefined) left.push(symbol);
    else if (left.at(-1)?.text !== HIDDEN) left.push({ text: HIDDEN, box: over });
    if (over !== undefined) seen.add(over);
  }
  return left;
}

function hiddenWord(box: Box): ReadWord {
  return { text: HIDDEN, confidence: 1, box, symbols: [{ text: HIDDEN, box }] };
}

/** Whether a box stands in a line rather than above or below it. */
function besides(box: Box, line: Box): boolean {
  const height = Math.min(box.y + box.height, line.y + line.height) - Math.max(box.y, line.y);
  return height > MOSTLY * Math.min(box.height, line.height);
}

function isUnder(symbol: Box, painted: Box): boolean {
  return shared(symbol, painted) > MOSTLY * area(symbol);
}

/** Of what was found in a reading, what is not all painted over already. */
export function stillOpen(
  reading: Reading,
  findings: readonly ReadingFinding[],
  painted: readonly Box[],
): ReadingFinding[] {
  return findings.filter(({ spans }) =>
    spans.some((span) =>
      symbolsOf(reading, span).some(
        ({ text, box }) => text !== HIDDEN && !painted.some((over) => isUnder(box, over)),
      ),
    ),
  );
}

/** The parts of a reading that lie under boxes. */
export function spansUnder(reading: Reading, boxes: readonly Box[]): ReadingSpan[] {
  return reading.lines.flatMap(({ words }, line) => {
    const under = words
      .flatMap(({ symbols }) => symbols)
      .map(({ box }) => boxes.some((over) => isUnder(box, over)));
    const spans: ReadingSpan[] = [];
    for (let from = under.indexOf(true); from !== -1; ) {
      const end = under.indexOf(false, from);
      const to = end === -1 ? under.length : end;
      spans.push({ line, from, to });
      from = under.indexOf(true, to);
    }
    return spans;
  });
}

export function symbolsOf(reading: Reading, { line, from, to }: ReadingSpan): ReadSymbol[] {
  return (reading.lines[line]?.words ?? []).flatMap(({ symbols }) => symbols).slice(from, to);
}

/**
 * Where to look again after boxes were painted: the whole lines they stand in,
 * as a secret is known by the name before it. Boxes have a margin already;
 * more would only cut the neighbouring lines in two.
 */
export function surroundings(reading: Reading, painted: readonly Box[], extent: Extent): Box[] {
  return painted.map((box) => {
    const lines = reading.lines.filter((line) => besides(box, line.box)).map((line) => line.box);
    return clamp(expand(around([box, ...lines]) ?? box, box.height, 0), extent);
  });
}
