import { Option } from 'commander';
import type { Report } from '../protocol/report.ts';
import { exportRows } from '../protocol/spend-csv.ts';
import type { App } from './app.ts';
import { isoDate } from './ledger/periods.ts';
import * as print from './print-spend.ts';
import { type Terminal, terminalOf } from './print-table.ts';
import type { Output } from './run.ts';

// What `lenscap spend` does.

export interface SpendOptions {
  /** The first instants of the first and the last day. */
  since?: Date;
  until?: Date;
  workspace?: string;
  by?: print.Grouping;
  csv?: true;
  rows?: true;
  json?: true;
}

/** One way of printing at a time; JSON has everything in it. */
export const spendFormats = [
  new Option('--by <what>', 'only these sums').choices(print.GROUPINGS).conflicts(['rows', 'csv']),
  new Option('--rows', 'list every request instead of sums').conflicts('csv'),
  new Option('--csv', 'list every request as comma-separated values').conflicts('json'),
];

/** Sums, or rows, of a range of days; the last 30 unless told otherwise. */
export async function spendOutput(app: App, options: SpendOptions): Promise<Output> {
  const { since, until, workspace } = options;
  const asked = { from: since && isoDate(since), to: until && isoDate(until), workspace };
  const report = await app.spending.report(asked);
  const rows = options.csv || options.rows || options.json ? await app.spending.reportRows(asked) : [];
  const text = () => {
    const terminal: Terminal = terminalOf(process.stdout, process.env);
    // The last line break is the command's own.
    if (options.csv) return exportRows(rows, 'csv').replace(/\r\n$/, '\r');
    if (options.rows) return print.rowList(report, rows);
    return options.by ? print.grouping(report, options.by, terminal) : print.report(report, terminal);
  };
  return {
    text: text(),
    json: {
      ...instantsOf(report, app.ledger.now()),
      spentNanoUsd: report.total.costNanoUsd,
      heldNanoUsd: held(report),
      rows,
      report,
    },
  };
}

/** When the range begins and ends; what has not begun ends now. */
function instantsOf({ from, to }: Report, now: Date): { from: string; to: string } {
  const [begin, end] = [midnight(from, 0), midnight(to, 1)];
  return {
    from: begin.toISOString(),
    to: (begin < now && now < end ? now : end).toISOString(),
  };
}

/** The midnight a local day begins with, or one some days later. */
function midnight(day: string, daysLater: number): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater);
}

/** What is held for questions under way: the month's, because what was held before midnight is not in today's. */
function held({ workspace, summary }: Report): number {
  const month = summary.budgets.find(
    ({ scope, subject, period }) =>
      period === 'month' &&
      (workspace === null ? scope === 'all' : scope === 'workspace' && subject === workspace),
  );
  return month?.heldNanoUsd ?? 0;
}
