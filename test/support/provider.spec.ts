import OpenAI from 'openai';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Provider, startProvider } from './provider.ts';

let provider: Provider;
let client: OpenAI;

beforeEach(async () => {
  provider = await startProvider();
  client = new OpenAI({ apiKey: 'none', baseURL: provider.baseUrl, maxRetries: 0 });
});
afterEach(() => provider.stop());

function ask(text: string, picture: Buffer) {
  const url = `data:image/png;base64,${picture.toString('base64')}`;
  return client.chat.completions.create({
    model: 'gpt-4o',
    stream: true,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text },
          { type: 'image_url', image_url: { url } },
        ],
      },
    ],
  });
}

test('an answer streams in pieces, and the whole picture is recorded', async () => {
  provider.answer('in the picture', 'A cat on a mat.', { chunkSize: 5 });
  const picture = Buffer.alloc(300_000, 'picture');
  const pieces: string[] = [];
  for await (const chunk of await ask('What is in the picture?', picture)) {
    const content = chunk.choices[0]?.delta.content;
    if (content) pieces.push(content);
  }
  expect(pieces).toEqual(['A cat', ' on a', ' mat.']);
  expect(provider.requests()[0]?.images[0]?.equals(picture)).toBe(true);
});

test('with a great pause only the first piece comes, and the provider can still be stopped', async () => {
  provider.answer('slowly', 'A cat on a mat.', { chunkSize: 5, pauseMs: 600_000 });
  const stream = await ask('Slowly, slowly', Buffer.from('picture'));
  let text = '';
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    if (text !== '') break;
  }
  expect(text).toBe('A cat');
  expect(provider.received()).toBe(1);
});
