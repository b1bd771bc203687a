import { expect, onTestFinished, test } from 'vitest';
import { scratchDirectory } from '../test/support/scratch.ts';
import { bucketKey } from './gateway/buckets.ts';
import { openShared } from './gateway/shared-file.ts';
import { healthOf } from './provider-health.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const main = { name: 'openai', baseUrl: undefined, apiKey: 'a-test-key', isOpenAi: true };
const NEED = { requests: 1, tokens: 2_000 };
const at = (ms: number) => new Date(NOW + ms).toISOString();

async function prepare() {
  const shared = await openShared(scratchDirectory(), { now: () => NOW });
  onTestFinished(() => shared.close());
  const { health, buckets } = shared;
  const fail = (model: string, times: number, rest = {}, code = 'provider-down') => {
    for (let time = 0; time < times; time++)
      health.failed('openai', model, NOW - 1_000, code, {
        pausedUntil: undefined,
        limitedUntil: undefined,
        ...rest,
      });
  };
  const limit = (model: string, remaining: number) =>
    buckets.learn(
      bucketKey(main, model),
      {
        retryAfterMs: undefined,
        shouldRetry: undefined,
        limits: { tokens: { limit: 10_000, remaining, resetMs: 10_000 } },
      },
      {},
    );
  const states = (...models: string[]) => healthOf([{ provider: main, models }], shared, NEED, NOW);
  return { health, fail, limit, states };
}

test('each model in use once, and whatever else was asked lately', async () => {
  const { health, states } = await prepare();
  health.answered('openai', 'gpt-4o', NOW - 60_000);
  health.answered('127.0.0.1:11434', 'llama', NOW - 60_000);
  expect(states('gpt-4o', 'gpt-4o-mini', 'gpt-4o')).toMatchObject([
    { provider: 'openai', model: 'gpt-4o', state: 'working', answeredAt: at(-60_000), limits: [] },
    { provider: 'openai', model: 'gpt-4o-mini', state: 'unasked', answeredAt: null },
    { provider: '127.0.0.1:11434', model: 'llama', state: 'working', limits: [] },
  ]);
});

test('failing, then resting after five failures, then tried again', async () => {
  const { fail, states, health } = await prepare();
  fail('gpt-4o', 4);
  expect(states('gpt-4o')).toMatchObject([{ state: 'failing', failures: 4, error: 'provider-down' }]);
  fail('gpt-4o', 1, { pausedUntil: NOW + 60_000 });
  expect(states('gpt-4o')).toMatchObject([{ state: 'resting', until: at(60_000), failures: 5 }]);
  // A failure in another window does not end the pause of this one.
  fail('gpt-4o', 1);
  expect(states('gpt-4o')).toMatchObject([{ state: 'resting', until: at(60_000), failures: 6 }]);
  fail('gpt-4o-mini', 5, { pausedUntil: NOW - 1 });
  expect(states('gpt-4o-mini')[0]).toMatchObject({ state: 'rested', until: null, failures: 5 });
  health.answered('openai', 'gpt-4o', NOW);
  expect(states('gpt-4o')[0]).toMatchObject({ state: 'working', error: 'provider-down', failures: 0 });
});

test('limited: by what the provider counts, or as long as it asked for', async () => {
  const { health, fail, limit, states } = await prepare();
  health.answered('openai', 'gpt-4o', NOW);
  limit('gpt-4o', 4_000);
  expect(states('gpt-4o')).toMatchObject([
    { state: 'working', limits: [{ kind: 'tokens', limit: 10_000, left: 4_000 }] },
  ]);
  limit('gpt-4o', 500);
  expect(states('gpt-4o')).toMatchObject([{ state: 'limited', limits: [{ left: 500 }] }]);
  expect(Date.parse(states('gpt-4o')[0]?.until ?? '')).toBeGreaterThan(NOW);
  fail('gpt-4o-mini', 1, { limitedUntil: NOW + 90_000 }, 'rate-limited');
  expect(states('gpt-4o-mini')[0]).toMatchObject({ state: 'limited', until: at(90_000) });
});

test('no key, and no address, is in it', async () => {
  const { fail, limit, states } = await prepare();
  fail('gpt-4o', 1);
  limit('gpt-4o', 1);
  const text = JSON.stringify(states('gpt-4o'));
  expect(text).not.toContain(main.apiKey);
  expect(text).not.toContain(bucketKey(main, 'gpt-4o'));
});
