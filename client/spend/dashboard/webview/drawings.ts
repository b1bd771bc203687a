// What each plot shows of a report, as a chart and as a table.
import { formatUsd } from '../../../../protocol/money.ts';
import type { Report } from '../../../../protocol/report.ts';
import { barChart } from './bars.ts';
import { formatDate } from './calendar.ts';
import type { Drawing } from './plot.ts';
import { type Stack, stackByModel } from './stack.ts';
import { table } from './table.ts';
import { FILLS } from './theme.ts';
import {
  axisUsd,
  count,
  formatMs,
  formatShare,
  periodLabel,
  periodName,
  routeNames,
  workspaceName,
} from './wording.ts';

const TALL = 260;
/** Of a bar that lies: its own height, and what is above and below all of them. */
const BAR = 38;
const AROUND_BARS = 34;
const LEGEND = 60;

const unitNames = { day: 'Day', week: 'Week', month: 'Month' } as const;

/** Spend per day (or week, or month), stacked by model. */
export function spendOverTime(report: Report): Drawing {
  const stack = stackByModel(report);
  const { unit, periods, series, totals } = stack;
  const names = periods.map((period) => periodName(period, unit));
  return {
    title: `Spend per ${unitNames[unit]}`,
    summary: overTimeSummary(report, stack),
    table: table({
      caption: `Spend per ${unit} by model`,
      columns: [unitNames[unit], ...series.map(({ name }) => name), 'Total'],
      // Days without questions say nothing in a table.
      rows: periods
        .map((_, index) => [
          names[index] ?? '',
          ...series.map(({ costs }) => formatUsd(costs[index] ?? 0)),
          formatUsd(totals[index] ?? 0),
        ])
        .filter((_, index) => (totals[index] ?? 0) > 0),
      foot: [
        'Total',
        ...series.map(({ totalNanoUsd }) => formatUsd(totalNanoUsd)),
        formatUsd(series.reduce((sum, { totalNanoUsd }) => sum + totalNanoUsd, 0)),
      ],
    }),
    height: TALL,
    chart: (theme) =>
      barChart({
        theme,
        labels: periods.map((period) => periodLabel(period, unit)),
        names,
        datasets: series.map(({ name, costs, isOther }, index) => ({
          label: name,
          data: costs,
          fill: isOther ? FILLS - 1 : index,
        })),
        direction: 'up',
        isStacked: true,
        tick: axisUsd,
        value: (nanoUsd) => formatUsd(nanoUsd),
        hasLegend: true,
      }),
  };
}

function overTimeSummary({ from, to }: Report, { unit, periods, series, totals }: Stack): string {
  const about = `Bar chart of spend per ${unit} from ${formatDate(from, 'long')} to ${formatDate(to, 'long')}, stacked by model.`;
  const most = Math.max(0, ...totals);
  const [dearest] = series;
  if (!dearest) return `${about} Nothing was spent.`;
  const peak = periodName(periods[totals.indexOf(most)] ?? from, unit);
  return `${about} Most was spent on ${dearest.name}: ${formatUsd(dearest.totalNanoUsd)}. The highest bar is ${peak}: ${formatUsd(most)}.`;
}

/** Spend by workspace. */
export function spendByWorkspace({ workspaces, total }: Report): Drawing {
  const names = workspaces.map(workspaceName);
  const [first] = workspaces;
  return {
    title: 'By Workspace',
    summary: `Bar chart of spend by workspace.${first ? ` Most was spent in ${workspaceName(first)}: ${formatUsd(first.costNanoUsd)}.` : ''}`,
    table: table({
      caption: 'Spend by workspace',
      columns: ['Workspace', 'Requests', 'Spent', 'Share'],
      rows: workspaces.map(({ requests, costNanoUsd }, index) => [
        names[index] ?? '',
        requests.toLocaleString('en'),
        formatUsd(costNanoUsd),
        formatShare(costNanoUsd, total.costNanoUsd),
      ]),
    }),
    height: heightOf(workspaces.length),
    chart: (theme) =>
      barChart({
        theme,
        labels: workspaces.map(({ costNanoUsd }, index) => [
          shorten(names[index] ?? ''),
          formatUsd(costNanoUsd),
        ]),
        names,
        datasets: [{ label: 'Spent', data: workspaces.map(({ costNanoUsd }) => costNanoUsd), fill: 0 }],
        direction: 'right',
        isStacked: false,
        tick: axisUsd,
        value: (nanoUsd, index) =>
          `${formatUsd(nanoUsd)} for ${count(workspaces[index]?.requests ?? 0, 'request')}`,
        hasLegend: false,
      }),
  };
}

/** Spend by route, and what was saved on it. */
export function spendByRoute({ routes }: Report): Drawing {
  const amounts = [
    { label: 'Spent', data: routes.map(({ costNanoUsd }) => costNanoUsd), fill: 0 },
    { label: 'Saved by routing', data: routes.map(({ saved }) => saved.routing), fill: 2 },
    { label: 'Saved by cached answers', data: routes.map(({ saved }) => saved.cache), fill: 3 },
    { label: 'Saved by scaling down', data: routes.map(({ saved }) => saved.scaling), fill: 4 },
  ];
  const totals = amounts.map(({ data }) => data.reduce((sum, each) => sum + each, 0));
  const [spent = 0, ...saved] = totals;
  return {
    title: 'By Route',
    summary: `Bar chart of spend and savings by route. Spent: ${formatUsd(spent)}. Saved: ${formatUsd(saved.reduce((sum, each) => sum + each, 0))}.`,
    table: table({
      caption: 'Spend and savings by route',
      columns: ['Route', 'Requests', ...amounts.map(({ label }) => label)],
      rows: routes.map(({ route, requests }, index) => [
        routeNames[route],
        requests.toLocaleString('en'),
        ...amounts.map(({ data }) => formatUsd(data[index] ?? 0)),
      ]),
      foot: [
        'Total',
        routes.reduce((sum, { requests }) => sum + requests, 0).toLocaleString('en'),
        ...totals.map((total) => formatUsd(total)),
      ],
    }),
    height: heightOf(routes.length) + LEGEND,
    chart: (theme) =>
      barChart({
        theme,
        labels: routes.map(({ route, costNanoUsd }) => [routeNames[route], formatUsd(costNanoUsd)]),
        names: routes.map(({ route }) => routeNames[route]),
        datasets: amounts,
        direction: 'right',
        isStacked: true,
        tick: axisUsd,
        value: (nanoUsd) => formatUsd(nanoUsd),
        hasLegend: true,
      }),
  };
}

/** How long answers took: until their first words, and until their last. */
export function latencyByRoute({ latencies }: Report): Drawing {
  const rows = latencies.flatMap(({ route, requests, firstDeltaMs, totalMs }) => [
    { route, requests, what: 'First words', ...firstDeltaMs },
    { route, requests, what: 'Whole answer', ...totalMs },
  ]);
  const percentiles = [
    { label: 'Half of them (p50)', key: 'p50', fill: 0 },
    { label: '95 of 100 (p95)', key: 'p95', fill: 1 },
    { label: '99 of 100 (p99)', key: 'p99', fill: 4 },
  ] as const;
  const slowest = rows
    .filter(({ what }) => what === 'Whole answer')
    .map(({ route, p50, p95 }) => `${routeNames[route]}: ${formatMs(p50)}, 95 of 100 ${formatMs(p95)}.`);
  return {
    title: 'Time to Answer',
    summary: `Bar chart of the time within which answers came, by route. Half of the whole answers came within: ${slowest.join(' ')}`,
    table: table({
      caption: 'Time to answer by route',
      columns: ['Route', 'Until', 'Requests', 'p50', 'p95', 'p99'],
      rows: rows.map(({ route, what, requests, p50, p95, p99 }) => [
        routeNames[route],
        what,
        requests.toLocaleString('en'),
        ...[p50, p95, p99].map(formatMs),
      ]),
      words: 2,
    }),
    height: heightOf(rows.length) * 1.15 + LEGEND,
    chart: (theme) =>
      barChart({
        theme,
        labels: rows.map(({ route, what }) => [routeNames[route], what]),
        names: rows.map(({ route, what }) => `${routeNames[route]}: ${what.toLowerCase()}`),
        datasets: percentiles.map(({ label, key, fill }) => ({
          label,
          data: rows.map((row) => row[key] ?? 0),
          fill,
        })),
        direction: 'right',
        isStacked: false,
        tick: (ms) => formatMs(ms).replace('.0 s', ' s'),
        value: formatMs,
        hasLegend: true,
      }),
  };
}

function heightOf(bars: number): number {
  return AROUND_BARS + BAR * Math.max(1, bars);
}

/** So that a long name leaves room for its bar. */
function shorten(name: string): string {
  return name.length <= 24 ? name : `${name.slice(0, 23)}…`;
}
