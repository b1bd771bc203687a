import { describe, expect, it } from 'vitest';
import type { Reading, ReadLine } from '../../reading.ts';
import { createDetector } from '../detect.ts';

const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });

const ADVANCE = 8;
const HEIGHT = 12;

/** A line of words in cells, each at a column counted in characters. */
function line(y: number, ...cells: [column: number, text: string][]): ReadLine {
  const words = cells.flatMap(([column, cell]) =>
    Array.from(cell.matchAll(/\S+/g), ({ 0: text, index }) => {
      const x = (column + index) * ADVANCE;
      const symbols = [...text].map((character, i) => ({
        text: character,
        box: { x: x + i * ADVANCE, y, width: ADVANCE - 1, height: HEIGHT },
      }));
      return {
        text,
        confidence: 0.9,
        symbols,
        box: { x, y, width: text.length * ADVANCE - 1, height: HEIGHT },
      };
    }),
  );
  const left = words[0]?.box.x ?? 0;
  const last = words.at(-1)?.box;
  return { words, box: { x: left, y, width: (last?.x ?? 0) + (last?.width ?? 0) - left, height: HEIGHT } };
}

function found(...lines: ReadLine[]): string[] {
  const reading: Reading = { lines };
  return detector.inReading(reading).map(({ value }) => value);
}

describe('A value is found by its label', () => {
  it.each([
    ['Passwort', 'Tiger1572'],
    ['Door PIN', '5957'],
    ['Initialpasswort', 'maple-acorn-75'],
    ['Pre-shared key', 'kibl-ocv67-596'],
    ['WLAN-Schliissel', 'tdOuyjOYAWAV'],
    ['Contrasefia', 'Hafen_2988!'],
    ['Telefon', '033 / 7876 1690'],
    ['Tlf', '22 33 44 55'],
    ['IP-Adresse', '10433130'],
    ['Konto', 'N065 6544 5740 663'],
    ['API token', 'b60b13a7c972fdf5f772ab6df3fb8b5743d8a92c'],
  ])('%s: beside it, in another line, and below it', (label, value) => {
    expect(found(line(0, [0, label], [24, value]))).toEqual([value]);
    expect(found(line(0, [0, label]), line(2, [24, value]))).toEqual([value]);
    expect(found(line(0, [0, label]), line(20, [1, value]))).toEqual([value]);
  });

  it('and times are no addresses, whatever stands above a log', () => {
    const rows = ['10:41:07.204', '10:41:07,871', '9:05:59'].map((time, row) =>
      line(20 * (row + 1), [0, time], [16, 'error']),
    );
    expect(found(line(0, [0, 'Gateway']), ...rows)).toEqual([]);
  });

  it.each([
    ['Gateway', '10:20:30:140'],
    ['Gateway', '10:20:30:1'],
    ['Gateway', '10:20:30.140.2'],
    ['IP', '10:20:30.140'],
  ])('%s %s is an address with dots misread', (label, address) => {
    expect(found(line(0, [0, label]), line(20, [0, address]))).toHaveLength(1);
  });

  it('in all of the column that it is the head of, but what is masked', () => {
    const head = line(0, [0, 'Name'], [12, 'Password'], [36, 'Last used']);
    const rows = ['copper-acorn-42', '••••••••••', 'Tr0ub4dor&52'].map((value, row) =>
      line(20 * (row + 1), [0, 'Router'], [12, value], [36, '21 days ago']),
    );
    expect(found(head, ...rows)).toEqual(['copper-acorn-42', 'Tr0ub4dor&52']);
  });

  it('but not what is left of a hash that had no room in the line above', () => {
    const hash = line(0, [0, 'Accepted for deploy: RSA SHA256:rDkTt8IcmdB+2nxRUCaHx']);
    expect(found(hash, line(18, [0, 'hwejoSp534ZKdLOk3xEn']))).toEqual([]);
    expect(found(hash, line(18, [0, 'sW+oKFteoWz1lbJ9Xom7e+y']))).toEqual([]);
  });

  it('but not with the field below it, which has a label of its own', () => {
    const rows = [
      line(0, [0, 'Admin password'], [24, 'kd83jf72pq91zm']),
      line(48, [0, 'Firmware'], [24, 'V16.11.18_2.1.1']),
    ];
    expect(found(...rows)).toEqual(['kd83jf72pq91zm']);
  });

  it('but not in a sentence, nor what is a date, an amount or a word', () => {
    expect(found(line(0, [0, 'Phone sales 2025: 1 204 551 units.']))).toEqual([]);
    expect(found(line(0, [0, 'Passwords must have 12 characters']))).toEqual([]);
    expect(found(line(0, [0, 'Mobile'], [24, '2026-03-04']))).toEqual([]);
    expect(found(line(0, [0, 'Account'], [24, '123456789012']))).toEqual([]);
    expect(found(line(0, [0, 'Password'], [24, 'Required']))).toEqual([]);
    const prose = 'Passwords must have at least 12 characters.';
    expect(found(line(0, [0, prose]), line(30, [0, 'orca-2.3-pro'], [24, 'wren-9.7-mini']))).toEqual([]);
  });
});

describe('A number is found without a label', () => {
  it.each([
    ['0176/5284869'],
    ['06 64 28 44 52'],
    ['+47 22 33 44 55'],
    ['6B29 NWBK 6016 1331 9268 19'],
    ['DE89 37O4 0O44 0532 0130 0'],
    ['10.27,231.34'],
    ['192.16895.204'],
  ])('%s', (value) => {
    expect(found(line(0, [0, `see ${value}`]))).toEqual([value]);
  });

  it.each([
    '10:26:47.114',
    '10.06.2025',
    '1 204 551',
    '1.204.551',
    '4711-0815-22',
    'v20.11.1.2',
    '7,860,470.00',
  ])('but not %s', (value) => {
    expect(found(line(0, [0, `see ${value}`]))).toEqual([]);
  });
});
