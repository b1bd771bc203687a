import { expect, it } from 'vitest';
import { byteLength, CODE_BOUNDS, CodeExcerpts } from '../../protocol/code.ts';
import { cutExcerpts } from './excerpts.ts';

const text = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join('\n');

it('takes the lines around a place, and keeps those beside them apart', () => {
  const [excerpt, ...others] = cutExcerpts([{ path: 'a.ts', text, lines: [50] }]);
  expect(others).toEqual([]);
  expect(excerpt?.firstLine).toBe(40);
  expect(excerpt?.text.split('\n')).toEqual(Array.from({ length: 21 }, (_, index) => `line ${index + 40}`));
  expect(`${excerpt?.before}${excerpt?.text}${excerpt?.after}`).toBe(text);
});

it('ends where the file does', () => {
  expect(cutExcerpts([{ path: 'a.ts', text: 'one\ntwo', lines: [2] }])).toEqual([
    { path: 'a.ts', firstLine: 1, text: 'one\ntwo', before: '', after: '' },
  ]);
  expect(cutExcerpts([{ path: 'a.ts', text: 'one\ntwo', lines: [3] }])).toEqual([]);
});

it('joins places that are near each other', () => {
  const excerpts = cutExcerpts([{ path: 'a.ts', text, lines: [50, 60, 90] }]);
  expect(excerpts.map(({ firstLine, text: lines }) => [firstLine, lines.split('\n').length])).toEqual([
    [40, 31],
    [80, 21],
  ]);
});

it('stays within the bounds, the most important first', () => {
  const wide = Array.from({ length: 50 }, () => 'é'.repeat(200)).join('\n');
  const files = Array.from({ length: 12 }, (_, index) => ({ path: `${index}.ts`, text: wide, lines: [25] }));
  const excerpts = cutExcerpts(files);
  expect(CodeExcerpts.safeParse(excerpts).success).toBe(true);
  expect(excerpts[0]?.text.split('\n')).toHaveLength(21);
  expect(excerpts.length).toBeLessThanOrEqual(CODE_BOUNDS.places);
  expect(excerpts.reduce((sum, each) => sum + byteLength(each.text), 0)).toBeLessThanOrEqual(
    CODE_BOUNDS.bytes,
  );
  const small = files.map((file) => ({ ...file, text: 'x\n'.repeat(50) }));
  expect(cutExcerpts(small).map(({ path }) => path)).toEqual(
    ['0', '1', '2', '3', '4', '5', '6', '7'].map((n) => `${n}.ts`),
  );
});

it('leaves out lines that no person wrote, and never cuts one', () => {
  const long = 'x'.repeat(5_000);
  const [excerpt] = cutExcerpts([{ path: 'a.js', text: `a\n${long}\nb`, lines: [1] }]);
  expect(excerpt?.text).toBe('a\n[… a line of 5000 characters left out …]\nb');
});
