import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { altTextIn, escapeAltText } from './alt-text.ts';

describe('altTextIn', () => {
  test.each([
    ['A cat on a mat.', 'A cat on a mat.'],
    ['  “A cat on a mat.”\n', 'A cat on a mat.'],
    ['"A cat."', 'A cat.'],
    ['**A cat.**', 'A cat.'],
    ['Alt text: A cat.', 'A cat.'],
    ['A dialog that says "No".', 'A dialog that says "No".'],
    ['A cat\non a mat.', 'A cat on a mat.'],
    ['A cat.\n\nLet me know if you need more!', 'A cat.'],
    ['A\u202ecat\0.', 'A cat .'],
    [' \n ', ''],
  ])('%j', (answer, text) => expect(altTextIn(answer)).toBe(text));

  test('a long one is cut at a word', () => {
    const text = altTextIn('word '.repeat(100));
    expect(text).toMatch(/^(word )+word…$/);
    expect(text.length).toBeLessThanOrEqual(251);
    expect(altTextIn('x'.repeat(400)).length).toBeLessThanOrEqual(251);
  });
});

describe('escapeAltText', () => {
  const markdown = new MarkdownIt({ html: true });

  function shown(html: string): string | undefined {
    const [, alt] = /^<p><img src="a\.png" alt="([^"]*)"\s*\/?><\/p>\n?$/.exec(html) ?? [];
    return alt
      ?.replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  }

  test('whatever a model answers is the alt text in Markdown, and nothing else', () => {
    const answers = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          '](b.png)',
          '![',
          '`',
          '**',
          '<b>',
          '-->',
          '&amp;',
          '\\',
          '|',
          ']',
          '[',
          '"',
          '](',
          ' ',
        ),
      ),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(answers, (parts) => {
        const text = altTextIn(parts.join('')).replace(/…$/, '');
        const html = markdown.render(`![${escapeAltText(text, 'markdown')}](a.png)`);
        expect(shown(html)?.trim()).toBe(text.trim());
      }),
      { numRuns: 3_000 },
    );
  });

  test('in HTML it stays within its attribute', () => {
    expect(escapeAltText('a "b" <c> & d', 'html')).toBe('a &quot;b&quot; &lt;c&gt; &amp; d');
  });
});
