import { expect, it } from 'vitest';
import { page } from './html.ts';

const options = {
  source: 'https://webview.example',
  script: 'https://webview.example/panel.js',
  styles: ['https://webview.example/a.css?x="&y'],
  nonce: 'abc',
  language: 'en',
  bundle: undefined,
};

it('allows our own files and nothing else', () => {
  const html = page(options);
  expect(html).toContain("default-src 'none'; script-src 'nonce-abc'; style-src https://webview.example;");
  expect(html).toContain('img-src blob: data:;');
  expect(html).not.toMatch(/unsafe/);
  expect(html).toContain('href="https://webview.example/a.css?x=&quot;&amp;y"');
  expect(html).toContain('<script nonce="abc" src="https://webview.example/panel.js">');
});

it('carries the translations of its language, whatever is in them', () => {
  expect(page(options)).toContain('<html lang="en">');
  expect(page(options)).not.toContain('id="l10n"');
  const bundle = { 'End of </script>': 'Ende von </script><!--' };
  const html = page({ ...options, language: 'de', bundle });
  expect(html).toContain('<html lang="de">');
  const [, carried = ''] = /<script type="application\/json" id="l10n">(.*?)<\/script>/.exec(html) ?? [];
  expect(carried).not.toContain('<');
  expect(JSON.parse(carried)).toEqual(bundle);
});
