import type { Summary } from './measure.ts';

/** What a row is to reach, by its medians, in the row's unit. */
export type Target =
  /** Ours takes at most this much more than the bare thing. */
  | { kind: 'added'; most: number }
  /** Ours is at least this many times faster than the bare thing. */
  | { kind: 'faster'; least: number }
  /** Ours is at most this much. */
  | { kind: 'most'; most: number };

/** One line of the table. */
export interface Row {
  what: string;
  unit: 'ms' | 'MB';
  ours: Summary;
  /** The same thing without Lenscap, measured in the same run. */
  bare?: Summary & { name: string };
  /** Missing where the figure only explains another row. */
  target?: Target;
}

/** Rows that cannot be measured on this machine, and why. */
export interface Skipped {
  what: string;
  skipped: string;
}

/** A named group of rows: what `npm run bench -- NAME` runs. */
export interface Bench {
  readonly name: string;
  run(): Promise<(Row | Skipped)[]>;
}

export interface Verdict {
  /** Difference or ratio to the bare thing; empty where there is none. */
  comparison: string;
  target: string;
  /** undefined where there is no target. */
  met: boolean | undefined;
}

/** Compares a row's medians with each other and with its target. */
export function judge({ ours, bare, target, unit }: Row): Verdict {
  const added = bare && ours.median - bare.median;
  const times = bare && bare.median / ours.median;
  const comparison = added === undefined || times === undefined ? '' : inWords(added, times, unit);
  switch (target?.kind) {
    case 'added':
      return {
        comparison,
        target: `≤ +${target.most} ${unit}`,
        met: added !== undefined && added <= target.most,
      };
    case 'faster':
      return {
        comparison,
        target: `≥ ${target.least} × faster`,
        met: times !== undefined && times >= target.least,
      };
    case 'most':
      return { comparison, target: `≤ ${target.most} ${unit}`, met: ours.median <= target.most };
    case undefined:
      return { comparison, target: '', met: undefined };
  }
}

function inWords(added: number, times: number, unit: Row['unit']): string {
  const difference = `${added < 0 ? '−' : '+'}${Math.abs(added).toFixed(1)} ${unit}`;
  if (unit === 'MB') return difference;
  const ratio = times >= 1 ? `${times.toFixed(1)} × faster` : `${(1 / times).toFixed(1)} × slower`;
  return `${difference}, ${ratio}`;
}
