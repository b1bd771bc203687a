import { describe, expect, it } from 'vitest';
import { highlight, LineHighlighter, type Run } from './highlight.ts';

/** What is looked like, character by character, without those that nothing is said of. */
function looks(runs: readonly Run[]): string[] {
  return runs.flatMap(({ classes, text }) => [...text].map((each) => `${each} ${classes.join(' ')}`));
}

/** Code that is highlighted some lines at a time. */
function inPieces(code: string, language: string, lines: number): Run[] {
  const highlighter = new LineHighlighter(language);
  const all = code.split(/(?<=\n)/);
  return Array.from({ length: Math.ceil(all.length / lines) }, (_, index) =>
    highlighter.push(all.slice(index * lines, (index + 1) * lines).join('')),
  ).flat();
}

const typescript = `/**
 * Not a word of \`this\` is code: const a = 1;
 */
export const text = \`one
two \${compute('<&>')} const
\`;
class Client extends Base<string> { // the end
  readonly limit = 2_500;
}
`;
const python = `def f(x: int = 3) -> None:
    """Says
    def nothing(): return 1
    """
    return x  # no
`;
const html = `<a
  href="x"
  class='y'>&amp;</a>
<!-- no
<b> -->
<script>
const a = 1;
// two
</script>
`;

describe('code that comes some lines at a time', () => {
  it.each([
    ['ts', typescript],
    ['python', python],
    ['html', html],
    ['css', 'a {\n  color: red;\n  /* b {\n  } */\n}\n'],
    ['json', '{\n  "a": [\n    1,\n    "x"\n  ]\n}\n'],
    ['bash', 'for a in b; do\n  echo "$a\n$b"\ndone\n'],
  ])('looks as it does at once: %s', (language, code) => {
    const whole = looks(inPieces(code, language, 1_000));
    expect(whole.some((each) => each.includes('hljs-'))).toBe(true);
    for (const lines of [1, 2, 3]) expect(looks(inPieces(code, language, lines))).toEqual(whole);
  });

  it('has all its characters, and no others', () => {
    for (const language of ['ts', 'html', 'no-such-language'])
      expect(
        inPieces(html, language, 2)
          .map(({ text }) => text)
          .join(''),
      ).toBe(html);
  });

  it('is looked at no longer than it should be', () => {
    const highlighter = new LineHighlighter('ts');
    highlighter.push('/* begins\n');
    expect(highlighter.push('const a = 1;\n')).toEqual([
      { classes: ['hljs-comment'], text: 'const a = 1;\n' },
    ]);
    // A comment that goes on for so long may be none.
    highlighter.push('x\n'.repeat(5_000));
    expect(highlighter.push('const\n')[0]?.classes).toEqual(['hljs-keyword']);
    expect(highlight('a'.repeat(60_000), 'ts')).toBe('');
  });
});
