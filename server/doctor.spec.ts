import { expect, test } from 'vitest';
import { toCheck } from './doctor.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const well = {
  provider: 'openai',
  model: 'gpt-4o',
  answeredAt: NOW - 10 * 60_000,
  failedAt: null,
  code: '',
  failures: 0,
  pausedUntil: null,
};
const ill = { ...well, failedAt: NOW - 5_000, code: 'provider-down', failures: 5 };

test.each([
  [well, true, 'answered 10 minutes ago'],
  [
    { ...well, answeredAt: NOW, failedAt: NOW - 3 * 3_600_000, code: 'stalled' },
    true,
    'answered just now; failed 3 hours ago (stalled)',
  ],
  [{ ...ill, failures: 1 }, false, 'failed just now (provider-down), once; answered 10 minutes ago'],
  [{ ...ill, answeredAt: null }, false, 'failed just now (provider-down), 5 times in a row; never answered'],
])('%j', (health, ok, detail) => {
  expect(toCheck(health, NOW)).toEqual({ name: 'openai gpt-4o', ok, detail });
});

test('a model that is left alone for now', () => {
  const { detail } = toCheck({ ...ill, pausedUntil: NOW + 30_000 }, NOW);
  expect(detail).toContain('5 times in a row; left alone until ');
});
