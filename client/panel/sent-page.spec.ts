import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { speak } from '../../protocol/language.ts';
import { sentPage } from './sent-page.ts';

const options = {
  source: 'vscode-webview:',
  styles: 'sent.css',
  jsonLink: (id: string) => `command:x?${id}`,
};

const pageOf = (body: unknown) =>
  sentPage(
    [
      {
        id: 'a',
        at: '2026-11-21T10:00:00.000Z',
        url: 'https://api.openai.com/v1/chat/completions',
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
    ],
    options,
  );

test('shows parameters, words with placeholders marked, and pictures with the hash of their bytes', () => {
  const bytes = Buffer.from('not really a picture');
  const url = `data:image/png;base64,${bytes.toString('base64')}`;
  const html = pageOf({
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Why ⟦github-token-1⟧ <b>?' },
          { type: 'image_url', image_url: { url, detail: 'high' } },
        ],
      },
    ],
  });
  expect(html).toContain('<th scope="row">model</th><td>gpt-4o</td>');
  expect(html).toContain('>⟦github-token-1⟧</span> &lt;b&gt;?');
  expect(html).toContain(createHash('sha256').update(bytes).digest('hex'));
  expect(html).toContain(`<img src="${url}"`);
  expect(html).toContain('20 bytes');
});

test('nothing of it is markup, whatever it says, and nothing is fetched', () => {
  const html = pageOf({
    '<script>': '"><script>',
    messages: [
      {
        role: '<i>',
        content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==" onerror="x' } }],
      },
    ],
  });
  expect(html).not.toMatch(/<script|<i>|<img/);
  expect(html).toContain("default-src 'none'");
});

test('a body of another form is shown as it is', () => {
  expect(pageOf('no <json>')).toContain('<pre tabindex="0">no &lt;json&gt;</pre>');
});

test('speaks the language of the editor, with the address where that language has it', () => {
  speak('de', {
    'On {0} to {1}, {2}. This is the request itself, without the key.':
      'An {1}: {2}, am {0}. <Ohne> Schlüssel.',
    Question: 'Frage',
  });
  try {
    const html = pageOf({ messages: [{ role: 'user', content: '$& {url}' }] });
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('<p>An <code>https://api.openai.com/v1/chat/completions</code>: ');
    expect(html).toContain('&lt;Ohne&gt; Schlüssel.');
    expect(html).toContain('<h2>Frage <span class="role">user</span></h2>');
    expect(html).toContain('$&amp; {url}</pre>');
  } finally {
    speak('en', {});
  }
});
