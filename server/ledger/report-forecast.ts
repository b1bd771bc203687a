import { addDays, daysBetween, monthEnd } from './report-days.ts';

/** How many whole days before today say what a day costs. */
export const FORECAST_DAYS = 14;

/** On how many of them something must have been asked before they say anything. */
const DAYS_WITH_ROWS = 3;

/** What is known of the spending of the last days and of this month. */
export interface Spent {
  /** Local ISO date. */
  today: string;
  /** What each day with rows came to, from the earlier of the month's first day and 14 days ago to today. */
  days: readonly { day: string; cost: number }[];
  /** Whether there are rows from before those 14 days: if so, all of them count, also those without rows. */
  isOlder: boolean;
  capNanoUsd: number | null;
}

export interface MonthForecast {
  spentNanoUsd: number;
  forecastNanoUsd: number | null;
  runsOutOn: string | null;
}

/**
 * What the month comes to if it goes on as in the last 14 days before today
 * (or since the first row, if that is later): what is spent, what today lacks
 * of such a day's mean, and the mean for each day that is left. Days are
 * calendar days, whatever their hours.
 */
export function forecastMonth({ today, days, isOlder, capNanoUsd }: Spent): MonthForecast {
  const monthStart = `${today.slice(0, 8)}01`;
  const spent = sum(days.filter(({ day }) => day >= monthStart));
  const windowStart = addDays(today, -FORECAST_DAYS);
  const window = days.filter(({ day }) => day >= windowStart && day < today);
  const first = isOlder ? windowStart : window[0]?.day;
  if (first === undefined || window.length < DAYS_WITH_ROWS)
    return { spentNanoUsd: spent, forecastNanoUsd: null, runsOutOn: null };
  const mean = sum(window) / daysBetween(first, today);
  const soFarToday = sum(days.filter(({ day }) => day === today));
  const byTonight = spent + Math.max(0, mean - soFarToday);
  const daysLeft = daysBetween(today, monthEnd(today));
  const by = (daysAhead: number) => Math.round(byTonight + mean * daysAhead);
  return {
    spentNanoUsd: spent,
    forecastNanoUsd: by(daysLeft),
    runsOutOn: capNanoUsd === null ? null : firstDayAbove(capNanoUsd, by, today, daysLeft),
  };
}

function firstDayAbove(
  capNanoUsd: number,
  by: (daysAhead: number) => number,
  today: string,
  daysLeft: number,
): string | null {
  for (let ahead = 0; ahead <= daysLeft; ahead++) if (by(ahead) > capNanoUsd) return addDays(today, ahead);
  return null;
}

function sum(days: readonly { cost: number }[]): number {
  return days.reduce((total, { cost }) => total + cost, 0);
}
