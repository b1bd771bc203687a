// The details behind the table, for people: on standard error, beside the rows.
import { summarize } from '../measure.ts';
import type { ExactResult } from './exact-text.ts';
import type { Outcome } from './pictures.ts';
import { figures } from './score.ts';

/** Recall by class of secret, one column a way of redacting; of the held-out half nothing finer than that is told. */
export function tellOfOutcomes(half: string, outcomes: readonly (readonly [string, Outcome])[]): void {
  const classes = [...new Set(outcomes.flatMap(([, { score }]) => [...score.secrets.keys()]))].sort();
  const rows = [
    [`recall, ${half}`, ...outcomes.map(([name]) => name)],
    ...classes.map((name) => [
      name,
      ...outcomes.map(([, { score }]) => {
        const { covered = 0, all = 0 } = score.secrets.get(name) ?? {};
        return `${covered} of ${all}`;
      }),
    ]),
    [
      'all',
      ...outcomes.map(([, { score }]) => {
        const { recall, precision, overRedaction } = figures(score);
        return `${recall.percent.toFixed(1)} % / ${precision.percent.toFixed(1)} % / ${overRedaction.percent.toFixed(1)} %`;
      }),
    ],
    ['ms a picture', ...outcomes.map(([, { times }]) => summarize(times).median.toFixed(0))],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.error(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  console.error('(all: recall / precision / over-redaction)\n');
}

export function tellOfExactText({ missed, ordinary }: ExactResult): void {
  for (const [format, places] of missed)
    console.error(`Missed in exact text: ${format} (${[...places].join(', ')})`);
  for (const alarm of ordinary.alarms) console.error(`False alarm in exact text: ${alarm}`);
}
