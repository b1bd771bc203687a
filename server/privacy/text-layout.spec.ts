import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CHARACTER, lineAt, readingOf, wordAt } from '../../test/support/reading.ts';
import { written } from '../../test/support/written.ts';
import { createReader } from './read/read.ts';
import type { ReadLine } from './reading.ts';
import { layOut } from './text-layout.ts';

function textOf(lines: readonly ReadLine[]): string {
  return layOut({ lines: [...lines] })
    .map(({ text }) => text)
    .join('\n');
}

describe('text whose characters have one width stands as it stood', () => {
  test.each([
    ['indented code', 'if (ready) {\n  start();\n    deeper();\n}'],
    ['a table', 'NAME      READY  STATUS\nweb-1     1/1    Running\ndatabase  0/1    Pending'],
    ['numbers on the right', 'item      price\nhinge        12\nscrew     8,400'],
    ['carets under a column', 'let total = sum(items;\n                     ^ expected )'],
    ['underlines', 'value = compute(x, y)\n        ~~~~~~~ ^'],
    ['an empty line', 'one\ntwo\nthree\n\nfour\nfive'],
  ])('%s', (_, text) => {
    expect(textOf(readingOf(text).lines)).toBe(text);
  });

  test('its margin is left out', () => {
    expect(textOf(readingOf('first line\n  second', 400, 300).lines)).toBe('first line\n  second');
  });

  test('a gap too narrow for a space is none', () => {
    const [left, right] = [wordAt('items', 40, 30), wordAt('.length', 92, 30)];
    expect(textOf([lineAt(30, left, right), lineAt(50, wordAt('const', 40, 50))])).toBe(
      'items.length\nconst',
    );
  });
});

describe('several blocks', () => {
  const pane = (text: string, x: number, y: number) => readingOf(text, x, y).lines;

  test('that have nothing to do with each other come one after the other', () => {
    const files = pane('src\nREADME.md\nLICENSE', 40, 30);
    // Not on the same heights: no rows.
    const code = pane('import x\nstart()\nend()', 400, 39);
    expect(textOf([...files, ...code])).toBe('src\nREADME.md\nLICENSE\n\nimport x\nstart()\nend()');
  });

  test('numbers of lines go with their lines, even where they were read after them', () => {
    const code = pane('for (;;) {\n  break;\n}', 80, 30);
    const numbers = pane('17\n18\n19', 40, 30);
    expect(textOf([...code, ...numbers])).toBe('17  for (;;) {\n18    break;\n19  }');
  });

  test('what is far below is apart, and has its own margin', () => {
    const code = pane('left\n  indented\n  again', 300, 30);
    const status = pane('Ln 14, Col 22', 10, 600);
    expect(textOf([...code, ...status])).toBe('left\n  indented\n  again\n\nLn 14, Col 22');
  });
});

describe('writing whose characters have widths of their own', () => {
  /** As the reader sees "will" and "moment": narrow letters and wide ones. */
  function proportional(text: string, x: number, y: number) {
    let at = x;
    const symbols = [...text].map((symbol) => {
      const width = /[ilt.,]/.test(symbol) ? 4 : /[mwMW]/.test(symbol) ? 15 : 9;
      const box = { x: at, y, width: width - 1, height: 14 };
      at += width;
      return { text: symbol, box };
    });
    return { text, confidence: 0.95, box: { x, y, width: at - x, height: 14 }, symbols };
  }

  test('has one space between words, however many characters would fit there', () => {
    const line = lineAt(30, proportional('moment', 40, 30), proportional('please', 108, 30));
    expect(textOf([line])).toBe('moment please');
  });

  test('keeps its columns below each other, also where a text is longer than its place', () => {
    const rows = [
      ['Setting', 'Value'],
      ['until it still spills a little oil', 'on'],
      ['mammoth', 'off'],
    ].map(([name = '', value = ''], row) => {
      const y = 30 + row * CHARACTER.height;
      let x = 40;
      const words = name.split(' ').map((word) => {
        const placed = proportional(word, x, y);
        x += placed.box.width + 5;
        return placed;
      });
      return lineAt(y, ...words, proportional(value, 260, y));
    });
    const lines = textOf(rows).split('\n');
    const [first] = lines.map((line, row) => line.indexOf(['Value', 'on', 'off'][row] ?? ''));
    expect(first).toBe('until it still spills a little oil  '.length);
    for (const [row, line] of lines.entries())
      expect(line.lastIndexOf(['Value', 'on', 'off'][row] ?? '')).toBe(first);
  });
});

test('every symbol is where it is said to be', () => {
  const reading = readingOf('  key:  value\n\nlist:\n  - 😀 one\n  - two');
  for (const { text, parts } of layOut(reading))
    for (const { source, offsets } of parts) {
      const symbols = reading.lines[source]?.words.flatMap((word) => word.symbols) ?? [];
      expect(offsets).toHaveLength(symbols.length);
      for (const [index, symbol] of symbols.entries())
        expect(text.startsWith(symbol.text, offsets[index])).toBe(true);
    }
});

test('nothing read is no text', () => {
  expect(layOut({ lines: [] })).toEqual([]);
});

test('a rendered screenshot, really read, keeps its columns, its indentation and its empty lines', async () => {
  const shown = [
    'NAME        STATUS     RESTARTS',
    'checkout    Running           0',
    'payments    Failed           17',
    'warehouse   Running           2',
    '',
    'function total(items) {',
    '    return items.reduce(sum);',
    '}',
  ];
  const file = await written(shown, { size: 20 });
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const reader = createReader({ reader: 'auto', languages: ['eng'] });
  onTestFinished(() => reader.close());
  const { signal } = new AbortController();
  const reading = await reader.read(
    { data, width: info.width, height: info.height },
    { layout: 'lines', signal },
  );
  const lines = layOut(reading).map(({ text }) => text);
  const [head = '', ...rows] = lines.slice(0, 4);
  for (const row of rows) expect(row.slice(head.indexOf('STATUS'))).toMatch(/^(Running|Failed) /);
  for (const row of rows) expect(row.length).toBe(head.length);
  expect(lines[4]).toBe('');
  expect(lines.find((line) => line.includes('return'))).toMatch(/^ {4}return items/);
  expect(lines.find((line) => line.includes('function'))).toMatch(/^function total/);
});
