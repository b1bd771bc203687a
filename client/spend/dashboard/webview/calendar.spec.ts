import { describe, expect, it } from 'vitest';
import { addDays, daysFrom, formatDate, startOfMonth, startOfWeek } from './calendar.ts';

describe('calendar dates', () => {
  it('move by days, over months, years and changed clocks', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  it('are counted with both ends', () => {
    expect(daysFrom('2026-11-21', '2026-11-21')).toBe(1);
    expect(daysFrom('2026-03-01', '2026-03-31')).toBe(31);
  });

  it('belong to a month, and to a week from Monday', () => {
    expect(startOfMonth('2026-11-21')).toBe('2026-11-01');
    expect(startOfMonth('2026-01-31', -2)).toBe('2025-11-01');
    expect(startOfMonth('2026-12-31', 1)).toBe('2027-01-01');
    expect(startOfWeek('2026-11-23')).toBe('2026-11-23');
    expect(startOfWeek('2026-11-22')).toBe('2026-11-16');
    expect(startOfWeek('2026-01-01')).toBe('2025-12-29');
  });

  it('are written for people', () => {
    expect(formatDate('2026-11-01')).toBe('Nov 1');
    expect(formatDate('2026-11-01', 'long')).toBe('Nov 1, 2026');
    expect(formatDate('2026-11-01', 'month')).toBe('Nov 2026');
  });
});
