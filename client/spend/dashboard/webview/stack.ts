import * as l10n from '@vscode/l10n';
import type { Report } from '../../../../protocol/report.ts';
import { addDays, daysFrom, startOfMonth, startOfWeek } from './calendar.ts';

export type Unit = 'day' | 'week' | 'month';

/** One colour of a stack: what a model cost in every period. */
export interface Series {
  readonly name: string;
  readonly costs: readonly number[];
  readonly totalNanoUsd: number;
  readonly isOther: boolean;
}

/** Spend over time, for stacked bars. */
export interface Stack {
  readonly unit: Unit;
  /** First day of every period of the range, without gaps. The first one may begin before the range. */
  readonly periods: readonly string[];
  /** Dearest first, and the models that are summed up last. */
  readonly series: readonly Series[];
  /** Of every period. */
  readonly totals: readonly number[];
}

/** As many as can be told apart. */
const MAX_MODELS = 6;
const MAX_DAYS = 92;
const MAX_WEEKS = 60;

/**
 * Puts what was spent into days (or weeks, or months, where there would be too
 * many of them) and sums up the models beyond the six dearest. Models that cost
 * nothing are left out.
 */
export function stackByModel({ from, to, days }: Pick<Report, 'from' | 'to' | 'days'>): Stack {
  const unit = unitFor(daysFrom(from, to));
  const periods = periodsBetween(from, to, unit);
  const indexOf = new Map(periods.map((period, index) => [period, index]));
  const costsOf = new Map<string, number[]>();
  for (const { day, model, costNanoUsd } of days) {
    const index = indexOf.get(startOf(day, unit));
    if (index === undefined || costNanoUsd === 0) continue;
    const costs = costsOf.get(model) ?? new Array<number>(periods.length).fill(0);
    costs[index] = (costs[index] ?? 0) + costNanoUsd;
    costsOf.set(model, costs);
  }
  const models = [...costsOf]
    .map(([name, costs]): Series => ({ name, costs, totalNanoUsd: sum(costs), isOther: false }))
    .toSorted((a, b) => b.totalNanoUsd - a.totalNanoUsd || a.name.localeCompare(b.name));
  const rest = models.slice(MAX_MODELS);
  const series = models.slice(0, MAX_MODELS);
  if (rest.length > 0) {
    const costs = sumOfEach(rest, periods.length);
    series.push({ name: l10n.t('Other'), costs, totalNanoUsd: sum(costs), isOther: true });
  }
  return { unit, periods, series, totals: sumOfEach(series, periods.length) };
}

function unitFor(days: number): Unit {
  if (days <= MAX_DAYS) return 'day';
  return days <= MAX_WEEKS * 7 ? 'week' : 'month';
}

function startOf(day: string, unit: Unit): string {
  if (unit === 'day') return day;
  return unit === 'week' ? startOfWeek(day) : startOfMonth(day);
}

function periodsBetween(from: string, to: string, unit: Unit): string[] {
  const periods: string[] = [];
  for (let period = startOf(from, unit); period <= to; ) {
    periods.push(period);
    period = unit === 'month' ? startOfMonth(period, 1) : addDays(period, unit === 'week' ? 7 : 1);
  }
  return periods;
}

function sumOfEach(series: readonly Series[], length: number): number[] {
  return Array.from({ length }, (_, index) => sum(series.map(({ costs }) => costs[index] ?? 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
