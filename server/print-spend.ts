import { formatUsd } from '../protocol/money.ts';
import type { Report } from '../protocol/report.ts';
import type { SpendRow } from '../protocol/spend.ts';
import { addDays } from './ledger/report-days.ts';
import { type BarRow, barChart, fitted, gauge, printable, type Terminal, table } from './print-table.ts';

// What `lenscap spend` prints for people: the dashboard's figures, as text.

export const GROUPINGS = ['day', 'model', 'workspace', 'route'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** How many days the overview shows; `--by day` shows all. */
const OVERVIEW_DAYS = 14;

const INDENT = '  ';

/** Everything the dashboard shows. Of a range without rows: a sentence. */
export function report(report: Report, { columns, unicode }: Terminal): string {
  if (!report.summary.last) return nothing(report);
  const terminal = { columns: columns - INDENT.length, unicode };
  const sums =
    report.total.requests === 0
      ? [nothing(report), month(report, terminal)]
      : [
          headline(report),
          month(report, terminal),
          titled('By day', byDay(report, terminal, OVERVIEW_DAYS)),
          titled('By model', byModel(report, terminal)),
          titled('By workspace', byWorkspace(report, terminal)),
          titled('By route', byRoute(report, terminal)),
          titled('Most expensive', dearest(report.dearest, terminal)),
          titled('Seconds to answer', latencies(report)),
          certainty(report),
        ];
  return [...sums, notes(report)].filter((text) => text !== '').join('\n\n');
}

/** One grouping of the report, whole. */
export function grouping(report: Report, by: Grouping, terminal: Terminal): string {
  if (report.total.requests === 0) return nothing(report);
  const chart = {
    day: () => byDay(report, terminal, Number.POSITIVE_INFINITY),
    model: () => byModel(report, terminal),
    workspace: () => byWorkspace(report, terminal),
    route: () => byRoute(report, terminal),
  };
  return `${headline(report)}\n\n${chart[by]()}`;
}

/** A line a row, newest first, and their sum. */
export function rowList(report: Report, rows: readonly SpendRow[]): string {
  if (rows.length === 0) return nothing(report);
  const lines = rows.map((row) => [
    localTime(row.at),
    printable(row.workspace),
    row.route,
    printable(row.model),
    row.certainty,
    formatUsd(row.costNanoUsd),
  ]);
  return `${table(lines, [5])}\n${headline(report)}`;
}

function nothing(report: Report): string {
  return report.summary.last
    ? `Nothing was asked${where(report)}: name other days with --since and --until.`
    : 'Nothing has been asked yet: ask something with "lenscap explain picture.png", or in your editor.';
}

function headline(report: Report): string {
  const { requests: count, costNanoUsd } = report.total;
  return `${formatUsd(costNanoUsd)} for ${requests(count)}${where(report)}`;
}

function where({ from, to, workspace }: Report): string {
  const days = from === to ? ` on ${from}` : ` from ${from} to ${to}`;
  return workspace === null ? days : ` in ${nameOf(workspace)}${days}`;
}

function month({ month, workspace }: Report, terminal: Terminal): string {
  const { spentNanoUsd, capNanoUsd, forecastNanoUsd, runsOutOn } = month;
  const spent = formatUsd(spentNanoUsd);
  const lines =
    capNanoUsd === null
      ? [`${spent}, of no cap`]
      : [
          `${gauge(share(spentNanoUsd, capNanoUsd), Math.min(30, terminal.columns - 2), terminal)}  ${spent} of ${formatUsd(capNanoUsd)} (${percent(share(spentNanoUsd, capNanoUsd))})`,
        ];
  if (forecastNanoUsd !== null)
    lines.push(`about ${formatUsd(forecastNanoUsd)} by its end, if it goes on like the last days`);
  if (runsOutOn !== null) lines.push(`that is more than the budget from ${runsOutOn} on`);
  const title = workspace === null ? 'This month' : `This month in ${nameOf(workspace)}`;
  return titled(title, lines.join('\n'));
}

function byDay({ days, to }: Report, terminal: Terminal, most: number): string {
  const first = days[0]?.day ?? to;
  const byDay = Map.groupBy(days, ({ day }) => day);
  const shown: BarRow[] = [];
  // Days without rows have their line too, so that time runs evenly.
  for (let day = to; day >= first && shown.length < most; day = addDays(day, -1)) {
    const models = byDay.get(day) ?? [];
    const cost = sum(models);
    shown.push({
      label: day,
      value: cost,
      amount: models.length === 0 ? '' : formatUsd(cost),
      note: dominant(models, cost, terminal),
    });
  }
  return barChart(shown.reverse(), terminal);
}

/** The one or two models that a day's cost is mostly of, the dearer first. */
function dominant(models: Report['days'], cost: number, { unicode }: Terminal): string {
  const dearest = models.filter(({ costNanoUsd }) => costNanoUsd * 10 >= cost).slice(0, 2);
  const parts = dearest.map(({ model, costNanoUsd }) =>
    models.length === 1 ? printable(model) : `${printable(model)} ${percent(share(costNanoUsd, cost))}`,
  );
  return parts.join(unicode ? ' · ' : ', ');
}

function byModel({ days }: Report, terminal: Terminal): string {
  const models = [...Map.groupBy(days, ({ model }) => model)]
    .map(([model, group]) => ({
      model,
      costNanoUsd: sum(group),
      requests: group.reduce((count, each) => count + each.requests, 0),
    }))
    .sort((a, b) => b.costNanoUsd - a.costNanoUsd);
  return barChart(
    models.map((each) => ({ label: each.model, ...figures(each) })),
    terminal,
  );
}

function byWorkspace({ workspaces }: Report, terminal: Terminal): string {
  return barChart(
    workspaces.map((each) => ({
      label: each.isRest ? 'all others' : nameOf(each.workspace),
      ...figures(each),
    })),
    terminal,
  );
}

function byRoute({ routes }: Report, terminal: Terminal): string {
  const chart = barChart(
    routes.map((each) => ({ label: each.route, ...figures(each) })),
    terminal,
  );
  const saved = routes.flatMap(({ route, saved }) => {
    const parts = [
      { by: 'by the route', amount: saved.routing },
      { by: 'by cached answers', amount: saved.cache },
      { by: 'by smaller pictures', amount: saved.scaling },
    ].filter(({ amount }) => amount !== 0);
    return parts.length === 0
      ? []
      : [`${route} saved ${parts.map(({ by, amount }) => `${formatUsd(amount)} ${by}`).join(', ')}`];
  });
  return [chart, ...saved].join('\n');
}

function dearest(rows: readonly SpendRow[], terminal: Terminal): string {
  return table(
    rows.map((row) => [
      formatUsd(row.costNanoUsd),
      localTime(row.at),
      row.route,
      fitted(printable(row.model), Math.floor(terminal.columns / 4), terminal),
      fitted(nameOf(row.workspace), Math.floor(terminal.columns / 4), terminal),
    ]),
    [0],
  );
}

function latencies({ latencies }: Report): string {
  if (latencies.length === 0) return '';
  const seconds = (milliseconds: number | null) =>
    milliseconds === null ? '-' : (milliseconds / 1000).toFixed(1);
  const rows = latencies.flatMap(({ route, requests: count, firstDeltaMs, totalMs }) =>
    (
      [
        ['first words', firstDeltaMs],
        ['whole answer', totalMs],
      ] as const
    ).map(([what, { p50, p95, p99 }], index) => [
      index === 0 ? route : '',
      index === 0 ? requests(count) : '',
      what,
      ...[p50, p95, p99].map(seconds),
    ]),
  );
  return table([['', '', '', 'p50', 'p95', 'p99'], ...rows], [1, 3, 4, 5]);
}

function certainty({ certainties, total }: Report): string {
  const parts = certainties.map(
    ({ certainty, requests: count }) =>
      `${certainty} for ${requests(count)} (${percent(share(count, total.requests))})`,
  );
  return titled('Costs are', parts.join('\n'));
}

function notes({ summary: { uncertain, notes } }: Report): string {
  const doubt = uncertain
    ? [
        `The ledger was damaged and restored: what was spent from ${localTime(uncertain.since)} on may be missing.`,
      ]
    : [];
  return [...doubt, ...notes].join('\n');
}

function figures({ costNanoUsd, requests: count }: { costNanoUsd: number; requests: number }) {
  return { value: costNanoUsd, amount: formatUsd(costNanoUsd), note: requests(count) };
}

function titled(title: string, text: string): string {
  return text === '' ? '' : `${title}\n${text.replace(/^/gm, INDENT)}`;
}

function nameOf(workspace: string): string {
  return workspace === '' ? 'no workspace' : printable(workspace);
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}

function share(part: number, whole: number): number {
  return whole === 0 ? (part === 0 ? 0 : 1) : part / whole;
}

function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '<1%';
  // What is not all of it must not read as if it were.
  return rounded === 100 && share < 1 ? '>99%' : `${rounded}%`;
}

function sum(rows: readonly { costNanoUsd: number }[]): number {
  return rows.reduce((total, { costNanoUsd }) => total + costNanoUsd, 0);
}

function localTime(iso: string): string {
  return new Date(iso).toLocaleString('sv-SE').slice(0, 16);
}
