import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BareWriter } from './bare-code.ts';

/** Writes in pieces, cut as the numbers say. */
function write(text: string, language = 'typescript', cuts: readonly number[] = [3]): string {
  const writer = new BareWriter(language);
  let out = '';
  for (let at = 0, index = 0; at < text.length; index++) {
    const length = Math.max(1, cuts[index % cuts.length] ?? 1);
    out += writer.push(text.slice(at, at + length));
    at += length;
  }
  const { rest, text: whole } = writer.end();
  out += rest;
  expect(out).toBe(whole);
  return out;
}

describe('BareWriter', () => {
  test.each([
    ['a();\nb();\n', 'a();\nb();'],
    ['```ts\na();\n\n  b();\n```\n', 'a();\n\n  b();'],
    ['Here is the code:\n\n```ts\na();\n```\nIt calls a.', 'a();'],
    ['~~~~\n```\na\n```\n~~~~', '```\na\n```'],
    ['\n\n    indented();\n', '    indented();'],
    ['class A:\n  pass\n', 'class A:\n  pass'],
    ['```', ''],
    ['', ''],
    ['```py\nx = `1`\n', 'x = `1`'],
    ['a()', 'a()'],
    ['const f = "```";\nb();', 'const f = "```";\nb();'],
  ])('%j: %j', (text, expected) => {
    for (const cuts of [[1], [3], [100]]) expect(write(text, 'typescript', cuts)).toBe(expected);
  });

  test.each([
    ['```ts\na();\n```', '```ts\na();\n```'],
    ['| a | b |\n|---|---|\n| 1 | 2 |\n', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['```markdown\n# A\n\n- b\n```', '# A\n\n- b'],
  ])('in Markdown a fence belongs to the answer: %j', (text, expected) => {
    for (const cuts of [[1], [4], [100]]) expect(write(text, 'markdown', cuts)).toBe(expected);
  });

  test('what has no fence comes through, however it is cut', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ' ', '{', '"', ':', '.', '`', 'é'), maxLength: 8 });
    const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), cuts, (lines, sizes) => {
        const clean = lines.map((each) => each.replaceAll('```', '').trimEnd());
        const expected = clean.join('\n').replace(/^\n+|\n+$/g, '');
        expect(write(clean.join('\n'), 'typescript', sizes)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a fence comes off, however it is cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    const words = fc.array(fc.constantFrom('a();', '  b();', '', '// `c`', "'``'"), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(words, cuts, (lines, sizes) => {
        const code = lines.join('\n').replace(/^\n+|\n+$/g, '');
        expect(write(`\`\`\`ts\n${code}\n\`\`\`\nDone.`, 'typescript', sizes)).toBe(code);
      }),
    );
  });
});
