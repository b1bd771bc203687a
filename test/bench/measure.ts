/** One way to do the thing that is measured, and what each of its turns took. */
export interface Side<T> {
  run(): Promise<T>;
  readonly samples: T[];
}

export function side<T>(run: () => Promise<T>): Side<T> {
  return { run, samples: [] };
}

export interface Turns {
  /** Turns of each side that are thrown away: code is loaded and compiled in them. */
  warmUp: number;
  /** Turns of each side that count. */
  rounds: number;
}

/** Runs the sides by turns (A B A B …), so that whatever else the machine does meets them alike. */
export async function interleave(turns: Turns, sides: readonly Side<unknown>[]): Promise<void> {
  for (let turn = -turns.warmUp; turn < turns.rounds; turn++) {
    for (const { run, samples } of sides) {
      const sample = await run();
      if (turn >= 0) samples.push(sample);
    }
  }
}

/** How long something took, in milliseconds. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

export interface Summary {
  median: number;
  /** By nearest rank: with fewer than 100 samples the greatest. */
  p99: number;
  count: number;
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const [low, high, p99] = [rank(0.5), sorted[Math.floor(sorted.length / 2)], rank(0.99)];
  if (low === undefined || high === undefined || p99 === undefined) throw new Error('There are no samples.');
  return { median: (low + high) / 2, p99, count: sorted.length };
}
