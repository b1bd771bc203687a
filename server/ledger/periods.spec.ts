import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { isoDate, periodEnd, periodStart } from './periods.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** Makes a zone the local one; Node looks at the variable whenever it changes. */
function live(where: string): void {
  process.env['TZ'] = where;
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(where);
}

test.each([
  [
    'UTC',
    '2026-11-21T23:59:59.999Z',
    '2026-11-21',
    '2026-11-01',
    '2026-11-22T00:00:00.000Z',
    '2026-12-01T00:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    '2026-11-21T23:30:00Z',
    '2026-11-22',
    '2026-11-01',
    '2026-11-22T23:00:00.000Z',
    '2026-11-30T23:00:00.000Z',
  ],
  [
    'America/Los_Angeles',
    '2026-12-01T07:59:00Z',
    '2026-11-30',
    '2026-11-01',
    '2026-12-01T08:00:00.000Z',
    '2026-12-01T08:00:00.000Z',
  ],
  // 23 hours, 25 hours.
  [
    'Europe/Berlin',
    '2026-03-29T12:00:00Z',
    '2026-03-29',
    '2026-03-01',
    '2026-03-29T22:00:00.000Z',
    '2026-03-31T22:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    '2026-10-25T12:00:00Z',
    '2026-10-25',
    '2026-10-01',
    '2026-10-25T23:00:00.000Z',
    '2026-10-31T23:00:00.000Z',
  ],
  // A day that begins at one, because its midnight is left out.
  [
    'Africa/Cairo',
    '2026-04-23T12:00:00Z',
    '2026-04-23',
    '2026-04-01',
    '2026-04-23T22:00:00.000Z',
    '2026-04-30T21:00:00.000Z',
  ],
  [
    'UTC',
    '2028-02-29T00:00:00Z',
    '2028-02-29',
    '2028-02-01',
    '2028-03-01T00:00:00.000Z',
    '2028-03-01T00:00:00.000Z',
  ],
  [
    'UTC',
    '2026-12-31T12:00:00Z',
    '2026-12-31',
    '2026-12-01',
    '2027-01-01T00:00:00.000Z',
    '2027-01-01T00:00:00.000Z',
  ],
])('in %s at %s', (where, instant, day, month, dayEnd, monthEnd) => {
  live(where);
  const at = new Date(instant);
  expect(isoDate(at)).toBe(day);
  expect(periodStart('day', at)).toBe(day);
  expect(periodStart('month', at)).toBe(month);
  expect(periodEnd('day', at).toISOString()).toBe(dayEnd);
  expect(periodEnd('month', at).toISOString()).toBe(monthEnd);
});

describe('wherever, whenever', () => {
  test('a period ends later than now, and the next begins at that very instant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'UTC',
          'Europe/Berlin',
          'America/Havana',
          'Australia/Lord_Howe',
          'Africa/Cairo',
          'Pacific/Apia',
        ),
        fc.constantFrom('day', 'month'),
        fc.date({ min: new Date('2011-12-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (where, period, at) => {
          process.env['TZ'] = where;
          const end = periodEnd(period, at);
          const justBefore = new Date(end.getTime() - 1);
          return (
            end > at &&
            periodStart(period, justBefore) === periodStart(period, at) &&
            periodStart(period, end) > periodStart(period, at)
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});
