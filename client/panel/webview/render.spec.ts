import { describe, expect, it } from 'vitest';
import { renderHtml } from './render.ts';

describe('an answer as HTML', () => {
  it('has headings, lists, tables and highlighted code', () => {
    expect(renderHtml('# A\n\n- b')).toBe('<h1>A</h1>\n<ul>\n<li>b</li>\n</ul>\n');
    expect(renderHtml('```ts\nconst a = 1;\n```')).toContain('<span class="hljs-keyword">const</span>');
    expect(renderHtml('|a|\n|-:|\n|1|')).toContain('<td class="align-right">1</td>');
  });

  it('shows HTML as text', () => {
    expect(renderHtml('<img src=x onerror=alert(1)>')).toBe('<p>&lt;img src=x onerror=alert(1)&gt;</p>\n');
    expect(renderHtml('```html\n<script>alert(1)</script>\n```')).not.toContain('<script');
    expect(renderHtml('```no-such-language\n<script>\n```')).not.toContain('<script');
  });

  it('fetches no picture', () => {
    const html = renderHtml('![a <b> *c*](https://example.com/x.png) ![](https://example.com/y.png "t")');
    expect(html).toBe('<p>a &lt;b&gt; c </p>\n');
  });

  it.each([
    'command:workbench.action.quit',
    'javascript:alert(1)',
    'vscode://x',
    'file:///etc/passwd',
    'data:text/html,x',
    '//example.com',
    'mailto:a@b.c',
  ])('has no link to %s', (address) => {
    expect(renderHtml(`[x](${address}) <${address}>`)).not.toContain('<a');
  });

  it('has links to the web', () => {
    expect(renderHtml('[x](https://example.com/a?b=c) http://example.org')).toContain(
      '<a href="https://example.com/a?b=c">x</a>',
    );
  });
});
