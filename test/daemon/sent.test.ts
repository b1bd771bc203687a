// What was really sent, and texts without their secrets, as clients get them.
import { expect, test } from 'vitest';
import { mask, sentRequests } from '../../protocol/sent.ts';
import { KEY, provideRaw, startDaemon } from './harness.ts';

// Made here, so that no scanner takes this file for a leak.
const TOKEN = ['ghp', 'aB3dE5gH7jK9mN2pQ2rS4tU6vW8xYkzA2bC4'].join('_');

test('a client can see the very requests that were made for an answer, retries and all', async () => {
  const provider = await provideRaw();
  provider.reply(
    (exchange) => exchange.fail(500, 'Try again.'),
    (exchange) =>
      void exchange.open().delta('Fine.').finish().usage({ prompt_tokens: 90, completion_tokens: 2 }).done(),
  );
  const daemon = await startDaemon({ baseUrl: provider.baseUrl });
  const answer = await daemon.explain({ prompt: `Why does ${TOKEN} fail?` });
  const ids = answer.attempts.map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
  const { requests } = await daemon.request(sentRequests, { ids: [...ids, 'unknown'] });
  expect(requests.map(({ id }) => id)).toEqual(ids);
  expect(requests.map(({ body }) => JSON.parse(body))).toEqual(provider.exchanges.map(({ body }) => body));
  const all = JSON.stringify(requests);
  expect(all).toContain('Why does ⟦github-token-1⟧ fail?');
  expect(all).not.toContain(TOKEN);
  expect(all).not.toContain(KEY);
});

test('texts are masked for the disk, also where the privacy mode is off, and so are answers', async () => {
  const provider = await provideRaw();
  provider.reply((exchange) => void exchange.open().delta(`It is ${TOKEN}.`).finish().done());
  const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: { privacy: { mode: 'off' } } });
  const { texts } = await daemon.request(mask, { texts: [`Is ${TOKEN} good?`, 'And this?'] });
  expect(texts).toEqual(['Is ⟦github-token-1⟧ good?', 'And this?']);
  const answer = await daemon.explain({ prompt: `What is ${TOKEN}?` });
  expect([answer.text, answer.masked]).toEqual([`It is ${TOKEN}.`, 'It is ⟦github-token-1⟧.']);
});
