import { afterEach, describe, expect, it } from 'vitest';
import { daysOf, instantsOf } from './range.ts';

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

describe('the instants of days', () => {
  const before = process.env['TZ'];
  afterEach(() => {
    process.env['TZ'] = before;
    if (before === undefined) delete process.env['TZ'];
  });

  it.each([
    // The clocks go forward, back, and (in Beirut) forward at midnight: that day begins at one o’clock.
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z'],
    ['Asia/Kathmandu', '2026-06-01', '2026-05-31T18:15:00.000Z', '2026-06-01T18:15:00.000Z'],
  ])('are local midnights in %s on %s', (zone, day, since, until) => {
    process.env['TZ'] = zone;
    const instants = instantsOf({ from: day, to: day });
    expect([instants.since.toISOString(), instants.until.toISOString()]).toEqual([since, until]);
  });
});
