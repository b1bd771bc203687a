import * as l10n from '@vscode/l10n';
// What each plot shows of a report, as a chart and as a table.
import { formatCount } from '../../../../protocol/language.ts';
import { formatUsd } from '../../../../protocol/money.ts';
import type { Report } from '../../../../protocol/report.ts';
import { barChart } from './bars.ts';
import { formatDate } from './calendar.ts';
import type { Drawing } from './plot.ts';
import { type Stack, stackByModel, type Unit } from './stack.ts';
import { table } from './table.ts';
import { FILLS } from './theme.ts';
import {
  axisMs,
  axisUsd,
  countRequests,
  formatMs,
  formatShare,
  periodLabel,
  periodName,
  routeName,
  workspaceName,
} from './wording.ts';

const TALL = 260;
/** Of a bar that lies: its own height, and what is above and below all of them. */
const BAR = 38;
const AROUND_BARS = 34;
const LEGEND = 60;

/** Spend per day (or week, or month), stacked by model. */
export function spendOverTime(report: Report): Drawing {
  const stack = stackByModel(report);
  const { unit, periods, series, totals } = stack;
  const { title, caption, period: periodTitle } = overTimeTitles(unit);
  const all = l10n.t('Total');
  const names = periods.map((period) => periodName(period, unit));
  return {
    title,
    summary: overTimeSummary(report, stack),
    table: table({
      caption,
      columns: [periodTitle, ...series.map(({ name }) => name), all],
      // Days without questions say nothing in a table.
      rows: periods
        .map((_, index) => [
          names[index] ?? '',
          ...series.map(({ costs }) => formatUsd(costs[index] ?? 0)),
          formatUsd(totals[index] ?? 0),
        ])
        .filter((_, index) => (totals[index] ?? 0) > 0),
      foot: [
        all,
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

function overTimeTitles(unit: Unit): { title: string; caption: string; period: string } {
  switch (unit) {
    case 'day':
      return {
        title: l10n.t('Spend per Day'),
        caption: l10n.t('Spend per day by model'),
        period: l10n.t('Day'),
      };
    case 'week':
      return {
        title: l10n.t('Spend per Week'),
        caption: l10n.t('Spend per week by model'),
        period: l10n.t('Week'),
      };
    case 'month':
      return {
        title: l10n.t('Spend per Month'),
        caption: l10n.t('Spend per month by model'),
        period: l10n.t('Month'),
      };
  }
}

function overTimeSummary({ from, to }: Report, { unit, periods, series, totals }: Stack): string {
  const [first, last] = [formatDate(from, 'long'), formatDate(to, 'long')];
  const about = {
    day: l10n.t('Bar chart of spend per day from {0} to {1}, stacked by model.', first, last),
    week: l10n.t('Bar chart of spend per week from {0} to {1}, stacked by model.', first, last),
    month: l10n.t('Bar chart of spend per month from {0} to {1}, stacked by model.', first, last),
  }[unit];
  const most = Math.max(0, ...totals);
  const [dearest] = series;
  if (!dearest) return `${about} ${l10n.t('Nothing was spent.')}`;
  const peak = periodName(periods[totals.indexOf(most)] ?? from, unit);
  const highest = l10n.t(
    'Most was spent on {0}: {1}. The highest bar is {2}: {3}.',
    dearest.name,
    formatUsd(dearest.totalNanoUsd),
    peak,
    formatUsd(most),
  );
  return `${about} ${highest}`;
}

/** Spend by workspace. */
export function spendByWorkspace({ workspaces, total }: Report): Drawing {
  const names = workspaces.map(workspaceName);
  const [first] = workspaces;
  return {
    title: l10n.t('By Workspace'),
    summary: [
      l10n.t('Bar chart of spend by workspace.'),
      ...(first
        ? [l10n.t('Most was spent in {0}: {1}.', workspaceName(first), formatUsd(first.costNanoUsd))]
        : []),
    ].join(' '),
    table: table({
      caption: l10n.t('Spend by workspace'),
      columns: [l10n.t('Workspace'), l10n.t('Requests'), l10n.t('Spent'), l10n.t('Share')],
      rows: workspaces.map(({ requests, costNanoUsd }, index) => [
        names[index] ?? '',
        formatCount(requests),
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
        datasets: [
          { label: l10n.t('Spent'), data: workspaces.map(({ costNanoUsd }) => costNanoUsd), fill: 0 },
        ],
        direction: 'right',
        isStacked: false,
        tick: axisUsd,
        value: (nanoUsd, index) =>
          l10n.t('{0} for {1}', formatUsd(nanoUsd), countRequests(workspaces[index]?.requests ?? 0)),
        hasLegend: false,
      }),
  };
}

/** Spend by route, and what was saved on it. */
export function spendByRoute({ routes }: Report): Drawing {
  const amounts = [
    { label: l10n.t('Spent'), data: routes.map(({ costNanoUsd }) => costNanoUsd), fill: 0 },
    { label: l10n.t('Saved by routing'), data: routes.map(({ saved }) => saved.routing), fill: 2 },
    { label: l10n.t('Saved by cached answers'), data: routes.map(({ saved }) => saved.cache), fill: 3 },
    { label: l10n.t('Saved by scaling down'), data: routes.map(({ saved }) => saved.scaling), fill: 4 },
  ];
  const totals = amounts.map(({ data }) => data.reduce((sum, each) => sum + each, 0));
  const [spent = 0, ...saved] = totals;
  return {
    title: l10n.t('By Route'),
    summary: l10n.t(
      'Bar chart of spend and savings by route. Spent: {0}. Saved: {1}.',
      formatUsd(spent),
      formatUsd(saved.reduce((sum, each) => sum + each, 0)),
    ),
    table: table({
      caption: l10n.t('Spend and savings by route'),
      columns: [l10n.t('Route'), l10n.t('Requests'), ...amounts.map(({ label }) => label)],
      rows: routes.map(({ route, requests }, index) => [
        routeName(route),
        formatCount(requests),
        ...amounts.map(({ data }) => formatUsd(data[index] ?? 0)),
      ]),
      foot: [
        l10n.t('Total'),
        formatCount(routes.reduce((sum, { requests }) => sum + requests, 0)),
        ...totals.map((total) => formatUsd(total)),
      ],
    }),
    height: heightOf(routes.length) + LEGEND,
    chart: (theme) =>
      barChart({
        theme,
        labels: routes.map(({ route, costNanoUsd }) => [routeName(route), formatUsd(costNanoUsd)]),
        names: routes.map(({ route }) => routeName(route)),
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
    { route, requests, isWhole: false, ...firstDeltaMs },
    { route, requests, isWhole: true, ...totalMs },
  ]);
  const percentiles = [
    { label: l10n.t('Half of them (p50)'), key: 'p50', fill: 0 },
    { label: l10n.t('95 of 100 (p95)'), key: 'p95', fill: 1 },
    { label: l10n.t('99 of 100 (p99)'), key: 'p99', fill: 4 },
  ] as const;
  const slowest = rows
    .filter(({ isWhole }) => isWhole)
    .map(({ route, p50, p95 }) =>
      l10n.t('{0}: {1}, 95 of 100 {2}.', routeName(route), formatMs(p50), formatMs(p95)),
    );
  return {
    title: l10n.t('Time to Answer'),
    summary: l10n.t(
      'Bar chart of the time within which answers came, by route. Half of the whole answers came within: {0}',
      slowest.join(' '),
    ),
    table: table({
      caption: l10n.t('Time to answer by route'),
      columns: [l10n.t('Route'), l10n.t('Until'), l10n.t('Requests'), 'p50', 'p95', 'p99'],
      rows: rows.map(({ route, isWhole, requests, p50, p95, p99 }) => [
        routeName(route),
        partName(isWhole),
        formatCount(requests),
        ...[p50, p95, p99].map(formatMs),
      ]),
      words: 2,
    }),
    height: heightOf(rows.length) * 1.15 + LEGEND,
    chart: (theme) =>
      barChart({
        theme,
        labels: rows.map(({ route, isWhole }) => [routeName(route), partName(isWhole)]),
        names: rows.map(({ route, isWhole }) => `${routeName(route)}: ${partName(isWhole)}`),
        datasets: percentiles.map(({ label, key, fill }) => ({
          label,
          data: rows.map((row) => row[key] ?? 0),
          fill,
        })),
        direction: 'right',
        isStacked: false,
        tick: axisMs,
        value: formatMs,
        hasLegend: true,
      }),
  };
}

function partName(isWhole: boolean): string {
  return isWhole ? l10n.t('Whole answer') : l10n.t('First words');
}

function heightOf(bars: number): number {
  return AROUND_BARS + BAR * Math.max(1, bars);
}

/** So that a long name leaves room for its bar. */
function shorten(name: string): string {
  return name.length <= 24 ? name : `${name.slice(0, 23)}…`;
}
