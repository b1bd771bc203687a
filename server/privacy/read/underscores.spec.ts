import { describe, expect, it } from 'vitest';
import type { ReadLine, ReadSymbol } from '../reading.ts';
import type { Grey } from './grey.ts';
import { restoreUnderscores } from './underscores.ts';

const WIDTH = 8;
const TOP = 10;
const HEIGHT = 12;

/** A line of strokes in place of letters, ten pixels apart, with bars for its underscores. */
function picture(text: string): Grey {
  const made = { light: Buffer.alloc(400 * 40, 30), width: 400, height: 40 };
  for (const [at, letter] of [...text].entries()) {
    if (letter === ' ') continue;
    const bar = letter === '_';
    const [top, height, width] = bar ? [TOP + HEIGHT + 1, 1, WIDTH] : [TOP, HEIGHT, 2];
    for (let y = top; y < top + height; y++) {
      made.light.fill(210, y * 400 + 20 + at * 10, y * 400 + 20 + at * 10 + width);
    }
  }
  return made;
}

const boxAt = (at: number) => ({ x: 20 + at * 10, y: TOP, width: WIDTH, height: HEIGHT });

/** The line as it is read: without the underscores, words ending where they or spaces were. */
function readWithout(text: string, astray: readonly number[] = []): ReadLine {
  const symbols = [...text].map((letter, at): ReadSymbol => {
    const box = boxAt(at);
    return { text: letter, box: astray.includes(at) ? { ...box, width: 30 } : box };
  });
  const words = [...text.matchAll(/[^_ ]+/g)].map(({ 0: word, index }) =>
    symbols.slice(index, index + word.length),
  );
  const box = { x: 20, y: TOP, width: text.length * 10, height: HEIGHT };
  return {
    box,
    words: words.map((word) => ({
      text: word.map((symbol) => symbol.text).join(''),
      confidence: 0.9,
      box,
      symbols: word,
    })),
  };
}

const texts = ({ words }: ReadLine) => words.map(({ text }) => text);

describe('restoreUnderscores', () => {
  it.each(['DB_HOST=a', 'a_b_c', 'key=sk_live_abc def', '_private', 'ends_ here', 'two__bars'])(
    'puts them back into %s',
    (text) => {
      const line = restoreUnderscores(picture(text), readWithout(text));
      expect(texts(line).join(' ')).toBe(text);
      for (const { text: joined, symbols } of line.words) {
        expect(symbols.map((symbol) => symbol.text).join('')).toBe(joined);
      }
    },
  );

  it('says where they stand', () => {
    const line = restoreUnderscores(picture('ab_cd'), readWithout('ab_cd'));
    expect(line.words[0]?.symbols[2]).toEqual({
      text: '_',
      box: { x: 40, y: TOP + HEIGHT + 1, width: WIDTH, height: 1 },
    });
  });

  it('keeps the order of what was read, and puts boxes that went astray where there is room', () => {
    const text = 'sk_live_abc';
    const line = restoreUnderscores(picture(text), readWithout(text, [6]));
    expect(texts(line)).toEqual([text]);
    const box = line.words[0]?.symbols[6]?.box ?? { x: 0, width: 0 };
    expect(box.x).toBeGreaterThanOrEqual(boxAt(5).x + WIDTH);
    expect(box.x + box.width).toBeLessThanOrEqual(boxAt(7).x);
  });

  it('does not take the line under a link for underscores', () => {
    const underlined = picture('link here');
    underlined.light.fill(210, 24 * 400 + 20, 24 * 400 + 108);
    expect(texts(restoreUnderscores(underlined, readWithout('link here')))).toEqual(['link', 'here']);
  });

  it('leaves alone what has none', () => {
    const line = readWithout('plain words');
    expect(restoreUnderscores(picture('plain words'), line)).toEqual(line);
    expect(restoreUnderscores(picture(''), { ...line, words: [] })).toEqual({ ...line, words: [] });
  });
});
