import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NoteWriter } from './note.ts';

/** Writes a JSON text that comes in these pieces. */
function write(pieces: readonly string[]) {
  const writer = new NoteWriter();
  const shown = pieces.map((piece) => writer.push(piece));
  const { rest, text } = writer.end();
  return { shown, all: shown.join('') + rest, text };
}

const NOTE = {
  summary: 'The parser drops "commas".\nAlways.',
  tasks: ['Fix the lexer', 'Add a test'],
  code: [
    { reference: 'lexer.ts', about: 'drops commas' },
    { reference: 'npm test', about: '' },
  ],
};
const MARKDOWN = `The parser drops "commas".
Always.

## Tasks

- [ ] Fix the lexer
- [ ] Add a test

## Code

- \`lexer.ts\`: drops commas
- \`npm test\``;

test('a note is Markdown', () => {
  expect(write([JSON.stringify(NOTE)])).toMatchObject({ all: MARKDOWN, text: MARKDOWN });
});

test('what is shown on the way is never taken back, wherever the pieces end', () => {
  const words = fc.string({
    unit: fc.constantFrom('a', ' ', '"', '\\', '\n', '{', ']', ',', '⟦x-1⟧', 'é', '`'),
  });
  const note = fc.record({
    summary: words,
    tasks: fc.array(words, { maxLength: 3 }),
    code: fc.array(fc.record({ reference: words, about: words }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(note, fc.array(fc.nat(12), { minLength: 1 }), (each, sizes) => {
      const json = JSON.stringify(each);
      const pieces: string[] = [];
      for (let at = 0, turn = 0; at < json.length; turn++) {
        const size = (sizes[turn % sizes.length] ?? 0) + 1;
        pieces.push(json.slice(at, at + size));
        at += size;
      }
      const { all, text } = write(pieces);
      expect(text).toBe(write([json]).text);
      expect(all).toBe(text);
    }),
  );
});

test('it is shown while it comes', () => {
  const { shown } = write([
    '{"summary":"The par',
    'ser drops',
    ' commas.","ta',
    'sks":["Fix',
    ' it"],"code":[]}',
  ]);
  expect(shown.slice(0, 2)).toEqual(['The par', 'ser drops']);
});

test.each([
  ['cut off at the limit', '{"summary":"The parser","tasks":["Fix', 'The parser\n\n## Tasks\n\n- [ ] Fix'],
  ['in a fence', '```json\n{"summary":"Yes","tasks":[],"code":[]}\n```', 'Yes'],
  ['no note at all', 'I cannot do that.', 'I cannot do that.'],
  ['another shape', '{"summary":5}', '{"summary":5}'],
])('%s', (_, json, text) => expect(write([json])).toMatchObject({ all: text, text }));
