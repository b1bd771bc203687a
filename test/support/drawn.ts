import type { Grey } from '../../server/privacy/read/grey.ts';
import type { ReadLine, ReadSymbol } from '../../server/privacy/reading.ts';

/** A character as it is drawn, a string for each row, `#` where there is ink, and as what it is read. */
export interface DrawnCharacter {
  rows: readonly string[];
  read: string;
  /** How far below the top of its line it begins, in pixels. */
  top?: number;
}

const MARGIN = 5;

/**
 * A line of drawn characters, black on white, and how it is read: characters of one word stand `gap` pixels apart.
 * What is read as nothing is only drawn.
 */
export function drawLine(
  words: readonly (readonly DrawnCharacter[])[],
  gap = 2,
): { picture: Grey; line: ReadLine } {
  const width =
    MARGIN * 2 +
    words.flat().reduce((sum, { rows }) => sum + (rows[0]?.length ?? 0) + gap, 0) +
    words.length * 20;
  const height = 2 * MARGIN + Math.max(...words.flat().map(({ rows, top = 0 }) => rows.length + top)) + 20;
  const light = Buffer.alloc(width * height, 255);
  let x = MARGIN;
  const read = words.map((characters) => {
    const symbols: ReadSymbol[] = [];
    for (const { rows, read: text, top = 0 } of characters) {
      const box = { x, y: MARGIN + top, width: rows[0]?.length ?? 0, height: rows.length };
      for (const [row, dots] of rows.entries())
        for (const [at, dot] of [...dots].entries())
          if (dot === '#') light[(box.y + row) * width + x + at] = 0;
      if (text !== '') symbols.push({ text, box });
      x += box.width + gap;
    }
    x += 20;
    return {
      text: symbols.map(({ text }) => text).join(''),
      confidence: 0.9,
      box: { x: 0, y: 0, width, height },
      symbols,
    };
  });
  return { picture: { light, width, height }, line: { box: { x: 0, y: 0, width, height }, words: read } };
}
