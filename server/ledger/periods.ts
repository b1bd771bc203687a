import type { BudgetPeriod } from '../../protocol/spend.ts';

/** First day of the period an instant falls in, as a local ISO date: the name of the period. */
export function periodStart(period: BudgetPeriod, at: Date): string {
  const day = period === 'month' ? 1 : at.getDate();
  return isoDate(new Date(at.getFullYear(), at.getMonth(), day));
}

/** When the period ends. Calendar arithmetic in local time, so a day with 23 or 25 hours is still a day. */
export function periodEnd(period: BudgetPeriod, at: Date): Date {
  return period === 'month'
    ? new Date(at.getFullYear(), at.getMonth() + 1, 1)
    : new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1);
}

/** The local calendar date of an instant, ISO. */
export function isoDate(at: Date): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1, 2)}-${pad(at.getDate(), 2)}`;
}
