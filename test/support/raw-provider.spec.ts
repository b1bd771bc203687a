import OpenAI from 'openai';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RawProvider, startRawProvider } from './raw-provider.ts';

let provider: RawProvider;
let client: OpenAI;

beforeEach(async () => {
  provider = await startRawProvider();
  client = new OpenAI({ apiKey: 'none', baseURL: provider.baseUrl, maxRetries: 0 });
});
afterEach(() => provider.stop());

const picture = Buffer.from('a picture');
const question = {
  model: 'gpt-4o',
  stream: true,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${picture.toString('base64')}` } },
      ],
    },
  ],
} satisfies OpenAI.ChatCompletionCreateParamsStreaming;

test('a chunk is held back until the test releases it, and the picture is recorded', async () => {
  const streaming = client.chat.completions.create(question);
  const exchange = await provider.next();
  exchange.open().delta('Hel');
  const chunks = (await streaming)[Symbol.asyncIterator]();
  expect((await chunks.next()).value?.choices[0]?.delta.content).toBe('Hel');
  exchange.delta('lo').finish();
  exchange
    .usage({ prompt_tokens: 7, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 5 } })
    .done();
  expect((await chunks.next()).value?.choices[0]?.delta.content).toBe('lo');
  expect((await chunks.next()).value?.choices[0]?.finish_reason).toBe('stop');
  expect((await chunks.next()).value?.usage).toMatchObject({ total_tokens: 9 });
  expect((await chunks.next()).done).toBe(true);
  expect(exchange.images).toEqual([picture]);
  expect(exchange.wasAborted).toBe(false);
});

test('a client that goes away is noticed', async () => {
  const streaming = client.chat.completions.create(question);
  const exchange = await provider.next();
  exchange.open().delta('Hel');
  (await streaming).controller.abort();
  await exchange.aborted;
  expect(exchange.wasAborted).toBe(true);
});

test('replies are used in order, with their headers', async () => {
  provider.reply(
    (exchange) => exchange.fail(429, 'Slow down.', { 'retry-after': '3' }),
    (exchange) => exchange.open().delta('Hel').drop(),
  );
  const refused = await client.chat.completions.create(question).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(OpenAI.RateLimitError);
  expect(refused).toHaveProperty('headers');
  const read = async () => {
    for await (const _ of await client.chat.completions.create(question));
  };
  await expect(read()).rejects.toThrow();
  expect(provider.exchanges).toHaveLength(2);
});
