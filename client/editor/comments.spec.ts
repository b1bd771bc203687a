import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommentTokens, place } from './comments.ts';

const slashes: CommentTokens = { line: '//', block: ['/*', '*/'] };
const css: CommentTokens = { block: ['/*', '*/'] };
const html: CommentTokens = { block: ['<!--', '-->'] };

/** The line after an answer was written at the cursor (`|`). */
function written(line: string, answer: string[], tokens: CommentTokens | undefined, languageId = ''): string {
  const column = line.indexOf('|');
  const text = line.replace('|', '');
  const { column: at, before, after, writer } = place(text, column, '\n', tokens, languageId);
  const body = answer.map((delta) => writer.write(delta)).join('') + writer.end();
  return text.slice(0, at) + before + body + after + text.slice(at);
}

describe('an answer at the cursor', () => {
  it('is text where there are no comments', () => {
    expect(written('One |two', ['a\nb'], undefined)).toBe('One a\nbtwo');
  });

  it('is a comment on an empty line, with its indentation', () => {
    expect(written('    |', ['one\n', '\ntwo'], slashes)).toBe('    // one\n    //\n    // two');
  });

  it('goes below a line of code it stands in', () => {
    expect(written('  call(|);', ['why'], slashes)).toBe('  call();\n  // why');
  });

  it('goes above a line of code it stands in front of', () => {
    expect(written('  |call();', ['why\nso'], slashes)).toBe('  // why\n  // so\n  call();');
  });

  it('is a block comment where there is no other', () => {
    expect(written('  |', ['a */ b\nc'], css)).toBe('  /*\n  a * / b\n  c\n  */');
  });

  it('cannot end a block comment, however the stream cuts it', () => {
    expect(written('|', ['a *', '/ b /', '* c'], css)).toBe('/*\na * / b / * c\n*/');
    expect(written('|', ['-', '-', '->', '<!--'], html)).toBe('<!--\n- - -><!- -\n-->');
  });

  it('cannot end a comment of PHP', () => {
    expect(written('|', ['a ?', '> b'], { line: '//' }, 'php')).toBe('// a ? > b');
  });

  it('cannot draw the next line into the comment', () => {
    expect(written('|', ['C:\\'], slashes)).toBe('// C:\\ .');
  });

  it('keeps hidden line ends and direction controls out of code', () => {
    expect(written('|', ['a\u2028b\u202ec\vd'], slashes)).toBe('// a\n// bc\n// d');
  });

  it('counts a CR LF cut in two as one line end', () => {
    expect(written('|', ['a\r', '\nb\r\nc'], slashes)).toBe('// a\n// b\n// c');
  });

  it('is broken between words, with the text of a list below itself, but code and tables are not', () => {
    const words = 'word '.repeat(24).trim();
    const code = `\`\`\`\n${words}\n\`\`\``;
    expect(written('  |', [`${words}\n1. ${words}\n${code}\n| ${words} |`], slashes).split('\n')).toEqual([
      `  // ${'word '.repeat(19).trim()}`,
      `  // ${'word '.repeat(5).trim()}`,
      `  // 1. ${'word '.repeat(18).trim()}`,
      `  //    ${'word '.repeat(6).trim()}`,
      '  // ```',
      `  // ${words}`,
      '  // ```',
      `  // | ${words} |`,
    ]);
  });

  it('has words that are longer than a line', () => {
    const long = 'x'.repeat(150);
    expect(written('|', [`a ${long} b`], slashes)).toBe(`// a\n// ${long}\n// b`);
  });

  it('is the same however the stream cuts it, and every line is a comment', () => {
    const answer = fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '*',
        '/',
        '-',
        '>',
        '<',
        '!',
        '\n',
        '\r',
        '\\',
        '?',
        'word '.repeat(15),
        '`',
      ),
    });
    fc.assert(
      fc.property(
        answer,
        fc.array(fc.nat(12)),
        fc.constantFrom(slashes, css, html),
        (text, sizes, tokens) => {
          const pieces: string[] = [];
          let from = 0;
          for (const size of sizes) {
            pieces.push(text.slice(from, from + size));
            from += size;
          }
          pieces.push(text.slice(from));
          const whole = written('  |', [text], tokens);
          expect(written('  |', pieces, tokens)).toBe(whole);
          if (tokens.line) {
            for (const line of whole.split('\n')) expect(line).toMatch(/^ {2}\/\/(?: |$)/);
          } else {
            const [open, close] = tokens.block ?? ['', ''];
            expect(whole.indexOf(close)).toBe(whole.length - close.length);
            expect(whole.lastIndexOf(open)).toBe(2);
          }
        },
      ),
    );
  });
});
