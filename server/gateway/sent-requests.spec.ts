import { expect, onTestFinished, test } from 'vitest';
import { startRawProvider } from '../../test/support/raw-provider.ts';
import { Gateway } from './gateway.ts';
import { SentRequests } from './sent-requests.ts';

const request = (id: string, body = '{}') => ({ id, at: '2026-11-21T10:00:00.000Z', url: 'u', body });

test('what is remembered is what the server received, without the key', async () => {
  const provider = await startRawProvider();
  onTestFinished(() => provider.stop());
  provider.reply((exchange) => exchange.open().delta('It is fine.').finish().done());
  const sent = new SentRequests();
  const gateway = new Gateway(
    { name: 'test', baseUrl: provider.baseUrl, apiKey: 'a-test-key', isOpenAi: false },
    { onSent: (each) => sent.add(each) },
  );
  await gateway.stream(
    { holdId: 'h' },
    {
      requestId: 'mine',
      model: 'gpt-4o',
      messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Why?' }] }],
      maxOutputTokens: 10,
    },
    { signal: new AbortController().signal, onDelta: () => {} },
  );
  const [only] = sent.get(['mine', 'another']);
  expect(only?.url).toBe(`${provider.baseUrl}/chat/completions`);
  expect(JSON.parse(only?.body ?? '')).toEqual(provider.exchanges[0]?.body);
  expect(JSON.stringify(only)).not.toContain('a-test-key');
});

test('the oldest are forgotten, and the last one never', () => {
  const sent = new SentRequests();
  for (let i = 0; i < 201; i++) sent.add(request(`${i}`));
  expect(sent.get(['0', '1', '200']).map(({ id }) => id)).toEqual(['1', '200']);
  sent.add(request('large', 'x'.repeat(70_000_000)));
  expect(sent.get(['200', 'large']).map(({ id }) => id)).toEqual(['large']);
});
