import { describe, expect, test } from 'vitest';
import { describeHealth, type ModelHealth } from './health.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const past = (ms: number) => new Date(NOW - ms).toISOString();
const WELL: ModelHealth = {
  provider: 'openai',
  model: 'gpt-4o',
  state: 'working',
  until: null,
  answeredAt: past(10 * 60_000),
  failedAt: null,
  error: null,
  failures: 0,
  limits: [],
};
const ILL: ModelHealth = { ...WELL, failedAt: past(5_000), error: 'provider-down', failures: 5 };

describe('what a person is told of a model', () => {
  test.each<[ModelHealth, string, string]>([
    [WELL, 'working', 'answered 10 minutes ago'],
    [
      { ...WELL, answeredAt: past(0), failedAt: past(3 * 3_600_000), error: 'stalled' },
      'working',
      'answered just now; failed 3 hours ago: nothing came',
    ],
    [
      { ...ILL, state: 'failing', failures: 1, answeredAt: past(60_000) },
      'failed the last time',
      'answered 1 minute ago; failed just now: its server had a fault',
    ],
    [
      { ...ILL, state: 'failing', answeredAt: null, error: 'a-new-code' },
      'failed the last 5 times',
      'never answered; failed just now: a-new-code',
    ],
    [{ ...WELL, state: 'unasked', answeredAt: null }, 'not asked lately', ''],
  ])('%#', (model, state, about) => {
    expect(describeHealth(model, NOW)).toEqual({ state, about });
  });

  test('until when it is left alone, or limited, and what is left', () => {
    const until = new Date(NOW + 30_000).toISOString();
    const time = new Date(until).toLocaleTimeString('en');
    expect(describeHealth({ ...ILL, state: 'resting', until }, NOW).state).toBe(
      `resting until ${time}, after 5 failures in a row`,
    );
    const limits: ModelHealth['limits'] = [
      { kind: 'requests', limit: 500, left: 0.4 },
      { kind: 'tokens', limit: 200_000, left: 195_000.7 },
    ];
    expect(describeHealth({ ...WELL, state: 'limited', until, limits }, NOW)).toEqual({
      state: `limited until ${time}`,
      about: 'answered 10 minutes ago; 0 of 500 requests and 195,000 of 200,000 tokens left',
    });
  });
});
