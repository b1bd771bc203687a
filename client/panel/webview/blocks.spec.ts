import { describe, expect, test } from 'vitest';
import { BlockReader, type Piece } from './blocks.ts';

/** Reads a text as it may come: a few characters at a time. */
function read(text: string, size = 7): { pieces: Piece[]; mostOpen: number; mostNew: number } {
  const reader = new BlockReader();
  const pieces: Piece[] = [];
  let [mostOpen, mostNew] = [0, 0];
  for (let at = 0; at < text.length; at += size) {
    reader.push(text.slice(at, at + size));
    const more = reader.step();
    pieces.push(...more);
    mostOpen = Math.max(mostOpen, reader.open.text.split('\n').length);
    mostNew = Math.max(mostNew, more.length);
  }
  pieces.push(...reader.end());
  return { pieces, mostOpen, mostNew };
}

const textOf = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (piece.kind === 'code' ? `\`\`\`${piece.info}` : piece.text));

test('each block is a piece, drawn once, whatever the pieces it came in', () => {
  const text = '# Why\n\nBecause.\nReally.\n\n- one\n- two\n\n```ts\nconst a = 1;\n\nb();\n```\n\nEnd.';
  const expected = ['# Why', 'Because.\nReally.', '- one\n- two', '```ts\nconst a = 1;\n\nb();\n```', 'End.'];
  for (const size of [1, 3, 10, 1_000]) {
    expect(textOf(read(text, size).pieces).map((each) => each.trimEnd())).toEqual(expected);
  }
});

const LINES = 5_000;
const many = (line: (index: number) => string) =>
  Array.from({ length: LINES }, (_, index) => line(index)).join('\n');

describe('however long an answer, only a bounded part of it is looked at again', () => {
  test.each([
    ['paragraphs', many((index) => `Paragraph ${index}.\n`)],
    ['a list', many((index) => `${index}. item`)],
    ['a table', `| a | b |\n| - | - |\n${many((index) => `| ${index} | x |`)}`],
    ['code', `\`\`\`ts\n${many((index) => `const a${index} = 1;`)}\n\`\`\`\n\nEnd.`],
    ['one paragraph', many((index) => `line ${index}`)],
    ['a quote', many((index) => `> line ${index}`)],
  ])('%s', (_, text) => {
    const { pieces, mostOpen } = read(text, 40);
    expect(mostOpen).toBeLessThan(100);
    const all = textOf(pieces).join('\n');
    for (const number of [0, 1, 2_499, 4_998]) expect(all).toMatch(new RegExp(`(\\D|^)${number}(\\D|$)`));
    expect(pieces.length).toBeLessThan(LINES * 1.5);
  });

  test('also where it comes at once', () => {
    const reader = new BlockReader();
    reader.push(many((index) => `Paragraph ${index}.\n`));
    let steps = 0;
    while (reader.hasMore) {
      expect(reader.step().length).toBeLessThanOrEqual(50);
      steps += 1;
    }
    expect(steps).toBe((LINES * 2) / 100);
  });
});

test('long code keeps every line, and ends with its fence', () => {
  const code = many((index) => `line ${index}`);
  const { pieces } = read(`\`\`\`\`md src/a.md\n${code}\n\`\`\`\n\`\`\`\`\nAfter.`, 100);
  expect(pieces[0]).toEqual({ kind: 'code', info: 'md src/a.md' });
  const lines = pieces.flatMap((piece) => (piece.kind === 'lines' ? piece.text : [])).join('');
  expect(lines).toBe(`${code}\n\`\`\`\n`);
  expect(pieces.at(-1)).toMatchObject({ kind: 'markdown', text: 'After.' });
});

test('a long list and a long table go on from the piece before', () => {
  const list = read(
    many((index) => `- item ${index}`),
    100,
  ).pieces;
  expect(list[0]).toMatchObject({ continues: false });
  expect(list.slice(1).every((piece) => piece.kind === 'markdown' && piece.continues)).toBe(true);
  const table = read(`| a |\n| - |\n${many((index) => `| ${index} |`)}`, 100).pieces;
  expect(table[1]).toMatchObject({ continues: true, text: expect.stringMatching(/^\| a \|\n\| - \|\n/) });
});
