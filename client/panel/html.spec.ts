import { expect, it } from 'vitest';
import { page } from './html.ts';

const options = {
  source: 'https://webview.example',
  script: 'start()',
  style: 'p { color: red }',
  icons: 'https://webview.example/a.css?x="&y',
  imports: { later: 'https://webview.example/later.js' },
  nonce: 'abc',
  language: 'en',
  bundle: undefined,
};

it('allows our own files and nothing else', () => {
  const html = page(options);
  expect(html).toContain(
    "default-src 'none'; script-src 'nonce-abc'; style-src https://webview.example 'nonce-abc';",
  );
  expect(html).toContain('img-src blob: data:;');
  expect(html).not.toMatch(/unsafe/);
  expect(html).toContain('href="https://webview.example/a.css?x=&quot;&amp;y"');
  expect(html).toContain('<script nonce="abc">start()</script>');
  expect(html).toContain('<style nonce="abc">p { color: red }</style>');
  expect(html).toContain('{"imports":{"later":"https://webview.example/later.js"}}');
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

it('has all of its script and style in it, whatever they say', () => {
  const script = `const ends = ['</script>', '</SCRIPT >', '<!--<script>', /<\\/script/]; done(ends);`;
  const html = page({ ...options, script, style: `p::after { content: '</style>' }` });
  const [, carried = ''] = /<script nonce="abc">(.*?)<\/script>/s.exec(html) ?? [];
  let ends: unknown;
  new Function('done', carried)((found: unknown) => (ends = found));
  expect(ends).toEqual(['</script>', '</SCRIPT >', '<!--<script>', /<\/script/]);
  expect(html.match(/<\/style>/g)).toHaveLength(1);
});
