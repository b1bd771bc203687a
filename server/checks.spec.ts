import { expect, test } from 'vitest';
import type { ModelHealth } from '../protocol/health.ts';
import { checkModel, checkProxy } from './check-answers.ts';
import { checkKeychain } from './check-storage.ts';
import { proxiesOf } from './gateway/network.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const WELL: ModelHealth = {
  provider: 'openai',
  model: 'gpt-4o',
  state: 'working',
  until: null,
  answeredAt: new Date(NOW - 600_000).toISOString(),
  failedAt: null,
  error: null,
  failures: 0,
  limits: [{ kind: 'requests', limit: 500, left: 499 }],
};

test.each<[Partial<ModelHealth>, boolean, RegExp]>([
  [{}, true, /^working; answered 10 minutes ago; 499 of 500 requests left$/],
  [{ state: 'unasked', answeredAt: null, limits: [] }, true, /^not asked lately$/],
  [{ state: 'failing', failures: 2 }, false, /^failed the last 2 times; answered/],
  [{ state: 'limited', until: new Date(NOW + 5_000).toISOString() }, false, /^limited until .+; answered/],
  [
    { state: 'resting', until: new Date(NOW + 5_000).toISOString(), failures: 5 },
    false,
    /^resting until .+, after 5 failures in a row; answered/,
  ],
  [
    { state: 'rested', failures: 5 },
    false,
    /^tried again by the next question, after 5 failures in a row; answered/,
  ],
])('%j', (change, ok, detail) => {
  expect(checkModel({ ...WELL, ...change }, NOW)).toEqual({
    area: 'answers',
    name: 'openai gpt-4o',
    ok,
    detail: expect.stringMatching(detail),
    mend: ok ? null : expect.any(String),
  });
});

test.each([
  ['http://jane:p@ss-w0rd@proxy.corp:3128', 'http://proxy.corp:3128'],
  ['jane:p@ss?w0rd@proxy.corp:3128', 'http://…'],
  ['http://jane:p@ss/w0rd@proxy.corp:3128', 'http://…'],
  ['http://jane:p%2Fss@proxy.corp:3128/path?key=abc', 'http://proxy.corp:3128'],
  ['socks5://jane:word@[::1]:1080', 'socks5://[::1]:1080'],
  ['', 'none'],
])('of the proxy %s only its address is told', (proxy, detail) => {
  const connections = { proxies: proxiesOf({ proxy, environment: {} }) };
  expect(checkProxy({ connections })).toMatchObject({ ok: true, detail });
});

test('a keychain that forgets is a fault, one that is not there is none', () => {
  expect(checkKeychain('works').ok).toBe(true);
  expect(checkKeychain('none').ok).toBe(true);
  expect(checkKeychain('forgetful')).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/forgets at once/),
  });
});
