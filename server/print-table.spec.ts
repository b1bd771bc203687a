import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bar, barChart, displayWidth, fitted, gauge, printable, table, terminalOf } from './print-table.ts';

const BLOCKS = { columns: 80, unicode: true };
const ASCII = { columns: 80, unicode: false };

describe('what the terminal shows', () => {
  test.each([
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: 'UTF-8', LANG: 'C' }, true],
    [{ LANG: 'de_DE.ISO-8859-1' }, false],
    [{}, false],
    [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, false],
    [{ LANG: 'en_US.UTF-8', TERM: 'dumb' }, false],
  ])('%j: blocks %s', (environment, unicode) =>
    expect(terminalOf({ columns: 120 }, environment, 'linux')).toEqual({ columns: 120, unicode }),
  );

  test('Windows says so by its terminal', () => {
    expect(terminalOf({}, {}, 'win32').unicode).toBe(false);
    expect(terminalOf({}, { WT_SESSION: 'x' }, 'win32').unicode).toBe(true);
    expect(terminalOf({}, { TERM_PROGRAM: 'vscode' }, 'win32').unicode).toBe(true);
  });

  test('what is no terminal has 80 columns', () => {
    expect(terminalOf({}, {}, 'linux').columns).toBe(80);
    expect(terminalOf({ columns: 0 }, {}, 'linux').columns).toBe(80);
  });
});

test.each([
  ['', 0],
  ['abc', 3],
  ['日本語', 6],
  ['ﾃｽﾄ', 3],
  ['ＡＢ', 4],
  ['한국', 4],
  ['コード', 6],
  ['é', 1],
  ['e\u0301', 1],
  ['😀', 2],
  ['👩‍💻', 2],
  ['🇳🇴', 2],
  ['❤️', 2],
  ['a\u200bb', 2],
  ['проект', 6],
  ['…·█▏', 4],
])('%j is %i columns wide', (text, width) => expect(displayWidth(text)).toBe(width));

test('a name cannot speak to the terminal', () => {
  expect(printable('a\u001b[31mb\nc\u0007\u009b\u202e')).toBe('a\ufffd[31mb\ufffdc\ufffd\ufffd\ufffd');
  expect(printable('日本 – ok')).toBe('日本 – ok');
});

test.each([
  ['short', 5, 'short'],
  ['longer', 5, 'long…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['👩‍💻👩‍💻', 3, '👩‍💻…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%j in %i columns: %j', (text, columns, expected) => expect(fitted(text, columns, BLOCKS)).toBe(expected));

test('without blocks what is cut ends with a tilde', () => expect(fitted('longer', 5, ASCII)).toBe('long~'));

test('columns line up, whatever is in them', () => {
  const rows = [
    ['日本語', '$1.00', 'x'],
    ['a', '$10.00', ''],
    ['👩‍💻', '', 'y'],
  ];
  expect(table(rows, [1]).split('\n')).toEqual([
    '日本語   $1.00  x',
    'a       $10.00',
    '👩‍💻              y',
  ]);
  expect(table([])).toBe('');
});

describe('bars', () => {
  test.each([
    [0, ''],
    [1e-9, '▏'],
    [0.5, '█████'],
    [0.56, '█████▋'],
    [1, '██████████'],
    [7, '██████████'],
    [-1, ''],
  ])('%d of ten columns: %j', (share, drawn) => expect(bar(share, 10, BLOCKS)).toBe(drawn));

  test.each([
    [0, ''],
    [1e-9, '#'],
    [0.54, '#####'],
    [1, '##########'],
  ])('in ASCII, %d: %j', (share, drawn) => expect(bar(share, 10, ASCII)).toBe(drawn));

  test('in a frame', () => {
    expect(gauge(0.25, 8, BLOCKS)).toBe('██░░░░░░');
    expect(gauge(0.3, 8, BLOCKS)).toBe('██▍░░░░░');
    expect(gauge(0.25, 8, ASCII)).toBe('[##......]');
    expect(gauge(1.2, 8, ASCII)).toBe('[########]');
  });

  test('the largest is as long as there is room; notes are cut, amounts are not', () => {
    const rows = [
      { label: 'api', value: 100, amount: '$1.00', note: '12 requests' },
      { label: '日本語プロジェクト', value: 25, amount: '$0.25', note: '3 requests' },
      { label: 'idle', value: 0, amount: '$0.00', note: '' },
    ];
    expect(barChart(rows, { columns: 60, unicode: true }).split('\n')).toEqual([
      'api                 ████████████████████  $1.00  12 requests',
      '日本語プロジェクト  █████                 $0.25  3 requests',
      'idle                                      $0.00',
    ]);
    expect(barChart(rows, { columns: 40, unicode: false }).split('\n')).toEqual([
      'api            ############  $1.00  12 ~',
      '日本語プロジ~  ###           $0.25  3 r~',
      'idle                         $0.00',
    ]);
  });

  test('no line is wider than the terminal', () => {
    const rows = fc.array(
      fc.record({
        label: fc.string({ unit: 'grapheme', maxLength: 60 }),
        value: fc.nat(),
        amount: fc.constantFrom('$0.00', '$0.000012', '$1234.56'),
        note: fc.string({ unit: fc.constantFrom('a', ' ', '日', '😀'), maxLength: 60 }),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 300 }), fc.boolean(), (list, columns, unicode) => {
        const lines = barChart(list, { columns, unicode }).split('\n');
        return lines.length === list.length && lines.every((line) => displayWidth(line) <= columns);
      }),
    );
  });
});
