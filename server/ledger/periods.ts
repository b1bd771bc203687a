import type { BudgetPeriod } from '../../protocol/spend.ts';

export const PERIODS = ['day', 'week', 'month'] as const satisfies readonly BudgetPeriod[];

/**
 * First day of the period an instant falls in, as a local ISO date: the name
 * of the period. Weeks begin on Monday (ISO 8601).
 */
export function periodStart(period: BudgetPeriod, at: Date): string {
  return isoDate(new Date(at.getFullYear(), at.getMonth(), firstDay(period, at)));
}

/** When the period ends. Calendar arithmetic in local time, so a day with 23 or 25 hours is still a day. */
export function periodEnd(period: BudgetPeriod, at: Date): Date {
  return period === 'month'
    ? new Date(at.getFullYear(), at.getMonth() + 1, 1)
    : new Date(at.getFullYear(), at.getMonth(), firstDay(period, at) + (period === 'week' ? 7 : 1));
}

/** The day of the month the period begins on; below 1 where that is in the month before. */
function firstDay(period: BudgetPeriod, at: Date): number {
  if (period === 'month') return 1;
  // Sunday is 0, and the last day of its week.
  return period === 'week' ? at.getDate() - ((at.getDay() + 6) % 7) : at.getDate();
}

/** The local calendar date of an instant, ISO. */
export function isoDate(at: Date): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1, 2)}-${pad(at.getDate(), 2)}`;
}
