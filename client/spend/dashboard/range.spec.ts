import { describe, expect, it } from 'vitest';
import { daysOf } from './range.ts';

describe('the days of a range', () => {
  const today = '2026-03-31';

  it.each([
    ['7-days', '2026-03-25', '2026-03-31'],
    ['30-days', '2026-03-02', '2026-03-31'],
    ['this-month', '2026-03-01', '2026-03-31'],
    ['last-month', '2026-02-01', '2026-02-28'],
    ['12-months', '2025-04-01', '2026-03-31'],
  ] as const)('%s is from %s to %s', (preset, from, to) => {
    expect(daysOf({ kind: 'preset', preset }, today)).toEqual({ from, to });
  });

  it('crosses the turn of the year', () => {
    expect(daysOf({ kind: 'preset', preset: 'last-month' }, '2026-01-01')).toEqual({
      from: '2025-12-01',
      to: '2025-12-31',
    });
    expect(daysOf({ kind: 'preset', preset: '7-days' }, '2024-03-02').from).toBe('2024-02-25');
  });

  it('takes chosen days as they are', () => {
    const days = { from: '2025-01-05', to: '2025-02-01' };
    expect(daysOf({ kind: 'custom', ...days }, today)).toEqual(days);
  });
});
