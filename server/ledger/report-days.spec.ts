import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween, monthEnd } from './report-days.ts';

test.each([
  ['2026-11-21', 1, '2026-11-22'],
  ['2026-03-01', -1, '2026-02-28'],
  ['2028-03-01', -1, '2028-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
  // Clocks change in Europe and in America; a date does not care.
  ['2026-03-28', 2, '2026-03-30'],
  ['2026-11-01', 1, '2026-11-02'],
])('%s and %i days: %s', (day, days, later) => expect(addDays(day, days)).toBe(later));

test.each([
  ['2026-11-21', '2026-11-30'],
  ['2026-02-01', '2026-02-28'],
  ['2028-02-29', '2028-02-29'],
  ['2026-12-31', '2026-12-31'],
])('the month of %s ends on %s', (day, end) => expect(monthEnd(day)).toBe(end));

test('days added are days between', () => {
  const dates = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(dates, fc.integer({ min: -800, max: 800 }), (day, days) =>
      Object.is(daysBetween(day, addDays(day, days)) + 0, days + 0),
    ),
  );
});
