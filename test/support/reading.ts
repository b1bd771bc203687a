import type { Box } from '../../protocol/attach.ts';
import type { Picture, Reading, ReadLine, ReadWord } from '../../server/privacy/reading.ts';

/** Width and height of a character's place in a made-up reading, in pixels. */
export const CHARACTER = { width: 10, height: 20 };

/** A word as it would be read from a place, its characters all of one width. */
export function wordAt(text: string, x: number, y: number, confidence = 0.95): ReadWord {
  const symbols = [...text].map((symbol, index) => ({
    text: symbol,
    // Boxes are around ink: narrower than a character's place.
    box: { x: x + index * CHARACTER.width + 1, y, width: CHARACTER.width - 2, height: 14 },
  }));
  const width = symbols.length * CHARACTER.width - 2;
  return { text, confidence, box: { x: x + 1, y, width, height: 14 }, symbols };
}

/** A line of words, each at its column. */
export function lineAt(y: number, ...words: readonly ReadWord[]): ReadLine {
  const left = Math.min(...words.map(({ box }) => box.x));
  const right = Math.max(...words.map(({ box }) => box.x + box.width));
  return { box: { x: left, y, width: right - left, height: 14 }, words: [...words] };
}

/**
 * The reading of a text whose characters all have one width: each line as it stands.
 * @param x where its first column is, in pixels; `y` where its first line is
 */
export function readingOf(text: string, x = 40, y = 30): Reading {
  const lines = text.split('\n').flatMap((line, row) => {
    const top = y + row * CHARACTER.height;
    const words = [...line.matchAll(/\S+/g)].map(({ 0: word, index }) =>
      wordAt(word, x + [...line.slice(0, index)].length * CHARACTER.width, top),
    );
    return words.length === 0 ? [] : [lineAt(top, ...words)];
  });
  return { lines };
}

/** A white picture with strokes where the characters of a made-up reading stand. */
export function pictureOf({ lines }: Reading, width = 640, height = 400): Picture {
  const data = Buffer.alloc(width * height * 3, 255);
  const dot = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < width && y < height)
      data.fill(30, (y * width + x) * 3, (y * width + x) * 3 + 3);
  };
  for (const { box } of lines.flatMap(({ words }) => words.flatMap(({ symbols }) => symbols))) {
    for (let y = box.y; y < box.y + box.height; y++)
      for (const x of [box.x, box.x + 1, box.x + box.width - 2, box.x + box.width - 1]) dot(x, y);
  }
  return { data, width, height };
}

/** Draws a filled box into a picture. */
export function fillBox(
  picture: Picture,
  { x, y, width, height }: Box,
  [r, g, b]: readonly [number, number, number],
): void {
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++)
      picture.data.set([r, g, b], (row * picture.width + column) * 3);
}
