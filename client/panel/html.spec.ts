import { expect, it } from 'vitest';
import { page } from './html.ts';

it('allows our own files and nothing else', () => {
  const html = page({
    source: 'https://webview.example',
    script: 'https://webview.example/panel.js',
    styles: ['https://webview.example/a.css?x="&y'],
    nonce: 'abc',
  });
  expect(html).toContain("default-src 'none'; script-src 'nonce-abc'; style-src https://webview.example;");
  expect(html).toContain('img-src blob: data:;');
  expect(html).not.toMatch(/unsafe/);
  expect(html).toContain('href="https://webview.example/a.css?x=&quot;&amp;y"');
  expect(html).toContain('<script nonce="abc" src="https://webview.example/panel.js">');
});
