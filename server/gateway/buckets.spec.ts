import { expect, onTestFinished, test } from 'vitest';
import { scratchDirectory } from '../../test/support/scratch.ts';
import type { Advice } from './advice.ts';
import { bucketKey } from './buckets.ts';
import { LONGEST_WAIT_MS } from './retry.ts';
import { openShared } from './shared-file.ts';
import { GONE_AFTER_MS } from './turns.ts';

const NEED = { requests: 1, tokens: 1000 };

/** Two windows of one user, and the time. */
async function prepare() {
  const clock = { ms: Date.parse('2026-11-21T12:00:00Z'), now: () => clock.ms };
  const directory = scratchDirectory();
  const [one, other] = [await openShared(directory, clock), await openShared(directory, clock)];
  onTestFinished(() => {
    one.close();
    other.close();
  });
  return { clock, one: one.buckets, other: other.buckets };
}

const said = (limits: Advice['limits']): Advice => ({
  retryAfterMs: undefined,
  shouldRetry: undefined,
  limits,
});

test('nothing is limited that nothing is known of', async () => {
  const { one } = await prepare();
  for (let i = 0; i < 100; i++) expect(one.take('key', NEED, 'interactive')).toEqual({ ticket: {} });
});

test('what one window takes, the other has not', async () => {
  const { one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 2, resetMs: 8000 } }), {});
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  expect(other.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  // 8 requests in 8 seconds: one a second.
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 1000 });
  expect(other.look('key', NEED).waitMs).toBe(1000);
  expect(other.take('another key', NEED, 'interactive')).toHaveProperty('ticket');
});

test('it fills by the clock, up to its limit', async () => {
  const { clock, one } = await prepare();
  one.learn('key', said({ tokens: { limit: 10_000, remaining: 0, resetMs: 10_000 } }), {});
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 1000 });
  clock.ms += 1000;
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  clock.ms += 3_600_000;
  for (let i = 0; i < 10; i++) expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 1000 });
});

test('a clock that is put back empties nothing, and from then on it fills again, for all windows', async () => {
  const { clock, one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 60, remaining: 0, resetMs: 60_000 } }), {});
  clock.ms -= 3_600_000;
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 1000 });
  clock.ms += 400;
  expect(other.look('key', NEED).waitMs).toBe(600);
  clock.ms += 600;
  expect(other.look('key', NEED).waitMs).toBe(0);
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
});

test('nothing is taken where one of the two does not suffice', async () => {
  const { one } = await prepare();
  one.learn(
    'key',
    said({
      requests: { limit: 10, remaining: 1, resetMs: 9000 },
      tokens: { limit: 10_000, remaining: 500, resetMs: 9500 },
    }),
    {},
  );
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 500 });
  expect(one.take('key', { requests: 1, tokens: 400 }, 'interactive')).toHaveProperty('ticket');
});

test('what was let through since a request is not in the figures of its answer', async () => {
  const { one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 5, resetMs: 5000 } }), {});
  const taken = one.take('key', NEED, 'interactive');
  if (!('ticket' in taken)) throw new Error('There was room.');
  for (let i = 0; i < 3; i++) other.take('key', NEED, 'interactive');
  one.learn('key', said({ requests: { limit: 10, remaining: 4, resetMs: 6000 } }), taken.ticket);
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 1000 });
});

test('the background leaves something to those that somebody waits for', async () => {
  const { one } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 3, resetMs: 7000 } }), {});
  expect(one.take('key', NEED, 'background')).toHaveProperty('ticket');
  expect(one.take('key', NEED, 'background')).toEqual({ waitMs: 1000 });
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
});

test('what can never fit goes when the bucket is full: the provider will say', async () => {
  const { clock, one } = await prepare();
  one.learn('key', said({ tokens: { limit: 500, remaining: 0, resetMs: 5000 } }), {});
  expect(one.take('key', NEED, 'background')).toEqual({ waitMs: 5000 });
  clock.ms += 5000;
  expect(one.take('key', NEED, 'background')).toHaveProperty('ticket');
});

test('windows that wait take turns, however many wait in each', async () => {
  const { clock, one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 0, resetMs: 10_000 } }), {});
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 1000 });
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 2000 });
  const went: string[] = [];
  for (let seconds = 0; seconds < 6; seconds++) {
    clock.ms += 1000;
    for (const [name, window] of Object.entries({ one, other })) {
      // Each has more to ask as soon as one goes.
      while ('ticket' in window.take('key', NEED, 'interactive')) went.push(name);
    }
  }
  expect(went).toEqual(['one', 'other', 'one', 'other', 'one', 'other']);
});

test('where there is enough for those before it, a window need not wait for them', async () => {
  const { clock, one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 0, resetMs: 10_000 } }), {});
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('waitMs');
  clock.ms += 2000;
  expect(other.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  expect(other.take('key', NEED, 'interactive')).toHaveProperty('waitMs');
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
});

test('what somebody waits for goes before the background of another window', async () => {
  const { clock, one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 0, resetMs: 10_000 } }), {});
  expect(one.take('key', NEED, 'background')).toEqual({ waitMs: 3000 });
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 1000 });
  expect(one.take('key', NEED, 'background')).toEqual({ waitMs: 4000 });
  clock.ms += 3000;
  expect(one.take('key', NEED, 'background')).toEqual({ waitMs: 1000 });
  expect(other.take('key', NEED, 'interactive')).toHaveProperty('ticket');
});

test('a window that asks no more is waited for no longer, nor is one that would wait too long', async () => {
  const { clock, one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 0, resetMs: 100_000 } }), {});
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 10_000 });
  clock.ms += 1000;
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 19_000 });
  clock.ms += GONE_AFTER_MS - 1000;
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 5_000 });
  // The clock is put back: what other waited for until then is no more, either.
  clock.ms -= 3_600_000;
  expect(one.take('key', { requests: 4, tokens: 0 }, 'interactive')).toEqual({ waitMs: 40_000 });
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 10_000 });
});

test('that others wait before it is no reason to be refused', async () => {
  const { clock, one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 0, resetMs: 150_000 } }), {});
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: 15_000 });
  // 15 seconds for its own, and as many for the one before it.
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: LONGEST_WAIT_MS });
  for (let seconds = 0; seconds < 15; seconds++) {
    clock.ms += 1000;
    other.take('key', NEED, 'interactive');
    if (seconds < 14) expect(one.take('key', NEED, 'interactive')).toHaveProperty('waitMs');
  }
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  // It kept its turn.
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 15_000 });
  expect(one.take('key', NEED, 'interactive')).toEqual({ waitMs: LONGEST_WAIT_MS });
  // What takes too long by itself is refused, with the time it takes.
  expect(one.take('key', { requests: 2, tokens: 0 }, 'interactive')).toEqual({ waitMs: 45_000 });
});

test('a window where nobody waits any longer is left nothing, at once', async () => {
  const { one, other } = await prepare();
  one.learn('key', said({ requests: { limit: 10, remaining: 1, resetMs: 9000 } }), {});
  expect(one.take('key', { requests: 2, tokens: 0 }, 'interactive')).toEqual({ waitMs: 1000 });
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 2000 });
  one.leave('key');
  expect(other.take('key', NEED, 'interactive')).toHaveProperty('ticket');
});

test('what the provider asked one window to wait, all do', async () => {
  const { clock, one, other } = await prepare();
  one.rest('key', 7000);
  one.rest('key', 2000);
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 7000 });
  expect(other.look('key', NEED).waitMs).toBe(7000);
  expect(other.take('another key', NEED, 'interactive')).toHaveProperty('ticket');
  clock.ms -= 3_600_000;
  expect(other.take('key', NEED, 'interactive')).toEqual({ waitMs: 7000 });
  clock.ms += 7000;
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
  // A mistake is not believed for ever.
  one.rest('key', 365 * 86_400_000);
  clock.ms += 3_600_000;
  expect(one.take('key', NEED, 'interactive')).toHaveProperty('ticket');
});

test('keys are not written down', () => {
  const provider = { name: 'openai', baseUrl: undefined, apiKey: 'a-test-key', isOpenAi: true };
  expect(bucketKey(provider, 'gpt-4o')).toMatch(/^[0-9a-f]{32}$/);
  expect(bucketKey(provider, 'gpt-4o')).not.toBe(bucketKey({ ...provider, apiKey: 'b' }, 'gpt-4o'));
});
