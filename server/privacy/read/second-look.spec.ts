import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineAt, wordAt } from '../../../test/support/reading.ts';
import type { ReadLine } from '../reading.ts';
import type { PageCut } from './page.ts';
import { findUnsure, takeSurer } from './second-look.ts';

const SURE = 0.95;

/** A line of words with how surely each was read, alone on its page. */
function pieceOf(y: number, ...words: readonly (readonly [text: string, confidence: number])[]) {
  let x = 100;
  const read = words.map(([text, confidence]) => {
    const word = wordAt(text, x, y, confidence);
    x += (text.length + 1) * 10;
    return word;
  });
  const line = lineAt(y, ...read);
  const box = { x: line.box.x - 3, y: y - 3, width: line.box.width + 6, height: 20 };
  const cut: PageCut = { box, core: box, dark: false, scale: 2 };
  return { line, cut };
}

/** What a line says after its unsure parts were read again as these words, where they stood. */
function afterwards(piece: { line: ReadLine; cut: PageCut }, ...again: readonly ReadLine[][]): string {
  // However little of a page that is: its share is another test's.
  const others = Array.from({ length: 20 }, (_, row) =>
    pieceOf(1000 + row * 20, ['all of this is sure', SURE]),
  );
  const parts = findUnsure([piece, ...others]);
  const [line] = takeSurer([piece.line], parts, again);
  return line?.words.map(({ text }) => text).join(' ') ?? '';
}

describe('what is read again', () => {
  const sure = Array.from({ length: 40 }, (_, row) => pieceOf(200 + row * 20, ['all of this is sure', SURE]));

  test('is what was read unsurely, with a word on either side, smaller', () => {
    const piece = pieceOf(0, ['one', SURE], ['two', SURE], ['thxee', 0.4], ['four', SURE], ['five', SURE]);
    const [part, ...more] = findUnsure([piece, ...sure]);
    expect(more).toEqual([]);
    expect(part).toMatchObject({ from: 2, to: 3 });
    const [, two, , four] = piece.line.words;
    expect(part?.cut.box.x).toBeLessThanOrEqual(two?.box.x ?? 0);
    expect(part?.cut.box.x).toBeGreaterThan(piece.line.box.x + 30);
    const end = (part?.cut.box.x ?? 0) + (part?.cut.box.width ?? 0);
    expect(end).toBeGreaterThanOrEqual((four?.box.x ?? 0) + (four?.box.width ?? 0));
    expect(part?.cut.scale).toBeLessThan(piece.cut.scale);
  });

  test('is nothing where all is sure, and no icons', () => {
    expect(findUnsure(sure)).toEqual([]);
    expect(findUnsure([pieceOf(0, ['®', 0.1], ['go', 0.3], ['Settings', SURE]), ...sure])).toEqual([]);
  });

  test('is never much of what was read, nor beyond the page', () => {
    const word = fc.tuple(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 }),
        (lines) => {
          const pieces = lines.map((words, row) => pieceOf(row * 20, ...words));
          const area = (cuts: readonly PageCut[]) =>
            cuts.reduce((sum, { box, scale }) => sum + box.width * box.height * scale * scale, 0);
          const parts = findUnsure(pieces);
          expect(area(parts.map(({ cut }) => cut))).toBeLessThanOrEqual(
            0.2 * area(pieces.map(({ cut }) => cut)),
          );
          expect(parts.length).toBeLessThanOrEqual(8);
          for (const { line, cut } of parts) {
            const page = pieces.find((each) => each.line === line)?.cut.box;
            expect(cut.box.x).toBeGreaterThanOrEqual(page?.x ?? Number.NaN);
            expect(cut.box.x + cut.box.width).toBeLessThanOrEqual((page?.x ?? 0) + (page?.width ?? 0));
          }
        },
      ),
    );
  });
});

describe('of two readings', () => {
  const piece = pieceOf(0, ['target:', SURE], ['"bundlexr"', 0.35], ['strict', SURE]);

  test('the surer one is taken, for the unsure words alone', () => {
    const again = [lineAt(0, wordAt('tarqet:', 100, 0, 0.9), wordAt('"bundler"', 180, 0, 0.6))];
    expect(afterwards(piece, again)).toBe('target: "bundler" strict');
  });

  test('the first one stays if the second is no surer, or says nothing', () => {
    expect(afterwards(piece, [lineAt(0, wordAt('"bundier"', 180, 0, 0.3))])).toBe(
      'target: "bundlexr" strict',
    );
    expect(afterwards(piece, [])).toBe('target: "bundlexr" strict');
  });

  test('none is taken only because it lost its dots', () => {
    const time = pieceOf(0, ['at', SURE], ['16:00', 0.6]);
    expect(afterwards(time, [lineAt(0, wordAt('1600', 130, 0, 0.9))])).toBe('at 16:00');
    expect(afterwards(time, [lineAt(0, wordAt('18:00', 130, 0, 0.9))])).toBe('at 18:00');
  });

  test('what was doubted once stays doubted', () => {
    const [line] = takeSurer(
      [piece.line],
      [{ line: piece.line, from: 1, to: 2, cut: piece.cut }],
      [[lineAt(0, wordAt('"bundler"', 180, 0, 0.96))]],
    );
    expect(line?.words[1]?.confidence).toBeCloseTo(0.35);
  });

  test('a line may have two unsure parts', () => {
    const two = pieceOf(0, ['firxst', 0.3], ['and', SURE], ['secxond', 0.3]);
    const parts = [
      { line: two.line, from: 0, to: 1, cut: two.cut },
      { line: two.line, from: 2, to: 3, cut: two.cut },
    ];
    const again = [
      [lineAt(0, wordAt('fi', 100, 0, 0.9), wordAt('rst', 130, 0, 0.9))],
      [lineAt(0, wordAt('second', 210, 0, 0.9))],
    ];
    const [line] = takeSurer([two.line], parts, again);
    expect(line?.words.map(({ text }) => text)).toEqual(['fi', 'rst', 'and', 'second']);
  });
});
