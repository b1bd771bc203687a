import type { Summary } from './measure.ts';

/** What a row is to reach, by its medians, in the row's unit. */
export type Target =
  /** Ours takes at most this much more than the bare thing. */
  | { kind: 'added'; most: number }
  /** Ours is at least this many times faster than the bare thing. */
  | { kind: 'faster'; least: number }
  /** Ours is at most this much. */
  | { kind: 'most'; most: number }
  /** Ours is at least this much. */
  | { kind: 'least'; least: number };

/** What is measured by turns has a spread; shares and counts are counted once, over all there is. */
export type Unit = 'ms' | 'MB' | '%' | '$' | 'tags' | 'threads' | 'tokens' | 'requests';

/** One line of the table. */
export interface Row {
  what: string;
  unit: Unit;
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

export interface BenchOptions {
  /** A part of what there is, for a first look. */
  quick: boolean;
}

/** A named group of rows: what `npm run bench -- NAME` runs. */
export interface Bench {
  readonly name: string;
  run(options: BenchOptions): Promise<(Row | Skipped)[]>;
}

/** A value that is counted once, over so many things. */
export function counted(value: number, over: number): Summary {
  return { median: value, p99: value, count: over };
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
        target:
          target.least >= 1 ? `≥ ${target.least} × faster` : `≤ ${(1 / target.least).toFixed(1)} × slower`,
        met: times !== undefined && times >= target.least,
      };
    case 'most':
      return { comparison, target: `≤ ${target.most} ${unit}`, met: ours.median <= target.most };
    case 'least':
      return { comparison, target: `≥ ${target.least} ${unit}`, met: ours.median >= target.least };
    case undefined:
      return { comparison, target: '', met: undefined };
  }
}

function inWords(added: number, times: number, unit: Unit): string {
  const difference = `${added < 0 ? '−' : '+'}${Math.abs(added).toFixed(1)} ${unit}`;
  if (unit !== 'ms') return difference;
  const ratio = times >= 1 ? `${times.toFixed(1)} × faster` : `${(1 / times).toFixed(1)} × slower`;
  return `${difference}, ${ratio}`;
}
