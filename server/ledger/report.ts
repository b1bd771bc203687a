import * as l10n from '@vscode/l10n';
import { UsageError } from '../../protocol/errors.ts';
import type { Report } from '../../protocol/report.ts';
import { Route } from '../../protocol/route.ts';
import { Certainty, type SpendSummary } from '../../protocol/spend.ts';
import type { Database } from '../storage/database.ts';
import { isoDate, periodStart } from './periods.ts';
import { addDays } from './report-days.ts';
import { FORECAST_DAYS, forecastMonth } from './report-forecast.ts';
import {
  type Cell,
  cells,
  daySums,
  dearestRows,
  hasRowsBefore,
  type Latency,
  latencies,
  type ReportRange,
} from './report-rows.ts';

/** How many days a report is of unless asked otherwise: today and those before it. */
const DEFAULT_DAYS = 30;

const NAMED_WORKSPACES = 20;
const DEAREST_ROWS = 10;

export interface ReportOptions {
  now: Date;
  /** First and last day, local ISO dates; see {@link toReportRange} for what is taken if they are missing. */
  from?: string | undefined;
  to?: string | undefined;
  /** Undefined: all of them. */
  workspace?: string | undefined;
  /** The meter's state for that workspace: its budgets say what the month's cap is. */
  summary: SpendSummary;
}

/**
 * Sums up the ledger over a range of days, for the dashboard and `lenscap spend`.
 * @throws UsageError if the range ends before it begins.
 */
export async function buildReport(db: Database, { summary, ...options }: ReportOptions): Promise<Report> {
  const range = toReportRange(options);
  const all = await cells(db, range);
  return {
    ...range,
    total: countOf(all),
    days: byDayAndModel(all),
    workspaces: byWorkspace(all),
    routes: Route.options.flatMap((route) => {
      const group = all.filter((cell) => cell.route === route);
      return group.length > 0 ? [{ route, ...countOf(group), saved: savedOf(group) }] : [];
    }),
    certainties: Certainty.options.flatMap((certainty) => {
      const group = all.filter((cell) => cell.certainty === certainty);
      return group.length > 0 ? [{ certainty, ...countOf(group) }] : [];
    }),
    latencies: (await latencies(db, range)).map(toPercentiles),
    dearest: await dearestRows(db, range, DEAREST_ROWS),
    month: await runningMonth(db, options.now, range.workspace, summary),
    summary,
  };
}

/**
 * The days asked for: the last 30 to today, unless told otherwise.
 * @throws UsageError if the last is before the first.
 */
export function toReportRange({ now, from, to, workspace }: Omit<ReportOptions, 'summary'>): ReportRange {
  const today = isoDate(now);
  // A range that begins in the future is empty, not wrong.
  const last = to ?? (from !== undefined && from > today ? from : today);
  const first = from ?? addDays(last, 1 - DEFAULT_DAYS);
  if (first > last) {
    throw new UsageError(
      'empty-range',
      l10n.t('The range from {0} to {1} ends before it begins.', first, last),
      l10n.t('Name the earlier day first.'),
    );
  }
  return { from: first, to: last, workspace: workspace ?? null };
}

function byDayAndModel(all: readonly Cell[]): Report['days'] {
  // A date has ten characters, so no two keys are the same.
  return [...Map.groupBy(all, ({ day, model }) => `${day} ${model}`)]
    .map(([key, group]) => ({ day: key.slice(0, 10), model: key.slice(11), ...countOf(group) }))
    .sort((a, b) => compare(a.day, b.day) || b.costNanoUsd - a.costNanoUsd || compare(a.model, b.model));
}

function byWorkspace(all: readonly Cell[]): Report['workspaces'] {
  const named = [...Map.groupBy(all, ({ workspace }) => workspace)]
    .map(([workspace, group]) => ({ workspace, isRest: false, ...countOf(group) }))
    .sort((a, b) => b.costNanoUsd - a.costNanoUsd || compare(a.workspace, b.workspace));
  const rest = named.splice(NAMED_WORKSPACES);
  if (rest.length === 0) return named;
  const requests = rest.reduce((sum, each) => sum + each.requests, 0);
  const costNanoUsd = rest.reduce((sum, each) => sum + each.costNanoUsd, 0);
  return [...named, { workspace: '', isRest: true, requests, costNanoUsd }];
}

async function runningMonth(
  db: Database,
  now: Date,
  workspace: string | null,
  { budgets }: SpendSummary,
): Promise<Report['month']> {
  const today = isoDate(now);
  const windowStart = addDays(today, -FORECAST_DAYS);
  const monthStart = periodStart('month', now);
  const [from = today] = [monthStart, windowStart].sort();
  const budget = budgets.find(
    ({ scope, subject, period }) =>
      period === 'month' &&
      (workspace === null ? scope === 'all' : scope === 'workspace' && subject === workspace),
  );
  const capNanoUsd = budget?.capNanoUsd ?? null;
  const forecast = forecastMonth({
    today,
    days: await daySums(db, { from, to: today, workspace }),
    isOlder: await hasRowsBefore(db, windowStart, workspace),
    capNanoUsd,
  });
  return { ...forecast, capNanoUsd };
}

function toPercentiles({ route, firstDelta, total }: Latency): Report['latencies'][number] {
  return {
    route: Route.parse(route),
    requests: total.length,
    firstDeltaMs: percentilesOf(firstDelta),
    totalMs: percentilesOf(total),
  };
}

function percentilesOf(sorted: Float64Array): Report['latencies'][number]['totalMs'] {
  return { p50: nearestRank(sorted, 50), p95: nearestRank(sorted, 95), p99: nearestRank(sorted, 99) };
}

/** The smallest value that at least so many percent of all are no larger than; null if there are none. */
export function nearestRank(sorted: Float64Array, percent: number): number | null {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
}

function countOf(group: readonly Cell[]): Report['total'] {
  return {
    requests: group.reduce((sum, cell) => sum + cell.requests, 0),
    costNanoUsd: group.reduce((sum, cell) => sum + cell.cost, 0),
  };
}

function savedOf(group: readonly Cell[]): Report['routes'][number]['saved'] {
  return {
    routing: group.reduce((sum, cell) => sum + cell.routing, 0),
    cache: group.reduce((sum, cell) => sum + cell.cache, 0),
    scaling: group.reduce((sum, cell) => sum + cell.scaling, 0),
  };
}

/** By code units, so that the order is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
