import { expect, test } from 'vitest';
import { readAdvice } from './advice.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const read = (headers: Record<string, string>) => readAdvice(new Headers(headers), NOW);

test.each([
  [{}, undefined],
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
  [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:09 GMT' }, 9000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-3' }, undefined],
])('%j: wait %s ms', (headers, ms) => {
  expect(read(headers).retryAfterMs).toBe(ms);
});

test.each([
  ['1s', 1000],
  ['20ms', 20],
  ['6m0s', 360_000],
  ['1h2m3.5s', 3_723_500],
  ['60', 60_000],
  ['8.64s', 8640],
])('a reset of %s is %i ms', (reset, resetMs) => {
  const headers = {
    'x-ratelimit-limit-tokens': '30000',
    'x-ratelimit-remaining-tokens': '100',
    'x-ratelimit-reset-tokens': reset,
  };
  expect(read(headers).limits).toEqual({ tokens: { limit: 30_000, remaining: 100, resetMs } });
});

test.each([
  { limit: '0', remaining: '0', reset: '1s' },
  { limit: '5', remaining: '6', reset: '1s' },
  { limit: '5', remaining: '4', reset: 'later' },
  { limit: 'many', remaining: '4', reset: '1s' },
])('%j is no limit', ({ limit, remaining, reset }) => {
  const headers = {
    'x-ratelimit-limit-requests': limit,
    'x-ratelimit-remaining-requests': remaining,
    'x-ratelimit-reset-requests': reset,
  };
  expect(read(headers).limits).toEqual({});
});

test('whether to ask again', () => {
  expect(read({ 'x-should-retry': 'true' }).shouldRetry).toBe(true);
  expect(read({ 'x-should-retry': 'false' }).shouldRetry).toBe(false);
  expect(read({ 'x-should-retry': 'perhaps' }).shouldRetry).toBeUndefined();
});
