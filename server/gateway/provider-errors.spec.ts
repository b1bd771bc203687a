import { APIConnectionError, APIError } from 'openai';
import { describe, expect, test } from 'vitest';
import type { Provider } from './provider.ts';
import { inWordsOf, toProviderError } from './provider-errors.ts';

const KEY = 'a-test-key-that-nobody-may-see';
const openai: Provider = { name: 'openai', baseUrl: undefined, apiKey: KEY, isOpenAi: true };
const own: Provider = {
  name: 'llm.example',
  baseUrl: 'https://llm.example/v1',
  apiKey: KEY,
  isOpenAi: false,
};

function answer(status: number, error: object): APIError {
  return APIError.generate(status, { error }, undefined, new Headers());
}

test.each([
  [401, {}, 'invalid-key', 'OpenAI refused the API key.'],
  [403, { code: 'model_not_found' }, 'no-such-model', 'OpenAI does not know this model or address.'],
  [403, {}, 'forbidden', 'OpenAI refuses requests with this key or from this region.'],
  [
    404,
    { message: 'No such model.' },
    'no-such-model',
    'OpenAI does not know this model or address: No such model.',
  ],
  [413, {}, 'request-too-large', 'OpenAI says the request is too large.'],
  [429, { code: 'rate_limit_exceeded' }, 'rate-limited', 'OpenAI gets too many requests with this key.'],
  [
    429,
    { type: 'insufficient_quota' },
    'provider-quota',
    'Your account at OpenAI is out of credit or at its limit.',
  ],
  [
    429,
    { code: 'credit_balance_exhausted' },
    'provider-quota',
    'Your account at OpenAI is out of credit or at its limit.',
  ],
  [
    402,
    { message: 'Insufficient Balance' },
    'provider-quota',
    'Your account at OpenAI is out of credit or at its limit: Insufficient Balance.',
  ],
  [
    403,
    { code: 'insufficient_quota' },
    'provider-quota',
    'Your account at OpenAI is out of credit or at its limit.',
  ],
  [500, {}, 'provider-down', 'OpenAI has trouble of its own (status 500).'],
  [503, {}, 'provider-down', 'OpenAI has trouble of its own (status 503).'],
  [
    400,
    { message: 'content policy' },
    'rejected',
    'OpenAI rejected the request (status 400): content policy.',
  ],
  [418, {}, 'rejected', 'OpenAI rejected the request (status 418).'],
] as const)('%i, %j: %s', (status, body, code, message) => {
  const error = toProviderError(answer(status, body), openai);
  expect(error).toMatchObject({ kind: 'provider', code, message });
  expect(error.hint).toMatch(/\.$/);
});

test('a code for an account that is used up is one without anything around it, too', () => {
  const alone = APIError.generate(429, { error: 'insufficient_quota' }, undefined, new Headers());
  expect(toProviderError(alone, openai)).toMatchObject({ code: 'provider-quota' });
  const other = APIError.generate(429, { error: 'slow down' }, undefined, new Headers());
  expect(toProviderError(other, openai)).toMatchObject({ code: 'rate-limited' });
});

test.each([
  [{ kind: 'chat', carries: 'pictures' }, 413, 'Remove a picture, or'],
  [{ kind: 'chat', carries: 'words' }, 413, 'The question is too long: shorten it'],
  [{ kind: 'chat', carries: 'sound' }, 413, 'Record a shorter note'],
  [{ kind: 'transcription', carries: 'sound' }, 413, 'Record a shorter note'],
  [{ kind: 'chat', carries: 'words' }, 429, 'Wait a little'],
] as const)('what to do depends on what was sent: %j, %i', (exchange, status, hint) => {
  const error = inWordsOf(exchange, toProviderError(answer(status, {}), openai));
  expect(error.hint).toContain(hint);
});

test('another provider goes by its own name', () => {
  expect(toProviderError(answer(500, {}), own).message).toContain('llm.example has trouble');
});

test('no connection: with the reason the system gave', () => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  const error = toProviderError(new APIConnectionError({ cause }), own);
  expect(error).toMatchObject({
    code: 'unreachable',
    message: 'llm.example cannot be reached (ECONNREFUSED).',
  });
});

test.each([
  [
    'Proxy response (407) !== 200 when HTTP Tunneling',
    'proxy-login',
    'The proxy wants a user name and a password (status 407).',
  ],
  [
    'Proxy Authentication Required (407)',
    'proxy-login',
    'The proxy wants a user name and a password (status 407).',
  ],
  [
    'Proxy response (403) !== 200 when HTTP Tunneling',
    'proxy-refused',
    'The proxy refuses the way to llm.example (status 403).',
  ],
  [
    'Proxy response (504) !== 200 when HTTP Tunneling',
    'unreachable',
    'The proxy cannot reach llm.example (status 504).',
  ],
])('%s', (said, code, message) => {
  const cause = new TypeError('fetch failed', { cause: new Error(said) });
  const error = toProviderError(new APIConnectionError({ cause }), own);
  expect(error).toMatchObject({ code, message });
  // What is to be done about the proxy is no other for a sound.
  if (code !== 'unreachable')
    expect(inWordsOf({ kind: 'transcription', carries: 'sound' }, error).hint).toBe(error.hint);
});

test('an error inside the stream, and a stream that breaks off', () => {
  const inside = new APIError(undefined, { message: 'overloaded' }, undefined, undefined);
  expect(toProviderError(inside, openai)).toMatchObject({
    code: 'stream-error',
    message: 'OpenAI stopped with an error: overloaded.',
  });
  expect(toProviderError(new TypeError('terminated'), openai)).toMatchObject({ code: 'broken-stream' });
});

describe('what the provider said', () => {
  test('is on one line and bounded', () => {
    const { message } = toProviderError(answer(400, { message: `a\nb\t${'x'.repeat(1000)}` }), openai);
    expect(message).toContain(': a b xxx');
    expect(message.length).toBeLessThan(400);
  });

  test.each([401, 429, 500, 400])('never has the key in it: %i', (status) => {
    const { message, hint } = toProviderError(answer(status, { message: `bad key ${KEY}, ${KEY}!` }), openai);
    expect(message).toContain('bad key …, …!');
    expect(message + hint).not.toContain(KEY);
  });

  test('keeps its words where there is no key to hide', () => {
    const keyless = { ...own, apiKey: 'none' };
    expect(toProviderError(answer(400, { message: 'none of these' }), keyless).message).toContain(
      'none of these',
    );
  });

  test.each([{ message: { deep: 1 } }, { message: 7 }, 'text', null, undefined])('%j is left out', (body) => {
    const error = APIError.generate(400, { error: body }, undefined, new Headers());
    expect(toProviderError(error, openai).message).toBe('OpenAI rejected the request (status 400).');
  });
});
