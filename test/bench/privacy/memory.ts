import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const Moment = z.object({
  at: z.enum(['before', 'after', 'rested']),
  threads: z.int(),
  residentMb: z.number(),
  peakMb: z.number(),
});

export interface ReaderMemory {
  /** What the process occupied at most while reading, less what it did before, in megabytes (10⁶ bytes). */
  peakMb: number;
  /** The same after the reader has let go. */
  restedMb: number;
  /** Threads while reading, and after, beyond those before. */
  threads: { reading: number; rested: number };
}

/** What the bundled reader needs for these pictures, in a process of its own. */
export function measureReader(pictures: readonly string[]): ReaderMemory {
  const script = join(import.meta.dirname, 'reader-process.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...pictures], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The reader's process ended with ${status}: ${stderr}`);
  const moments = stdout
    .trim()
    .split('\n')
    .map((line) => Moment.parse(JSON.parse(line)));
  const moment = (at: z.infer<typeof Moment>['at']) => {
    const found = moments.find((one) => one.at === at);
    if (!found) throw new Error(`The reader's process did not say what it was like ${at}.`);
    return found;
  };
  const [before, after, rested] = [moment('before'), moment('after'), moment('rested')];
  return {
    peakMb: after.peakMb - before.residentMb,
    restedMb: rested.residentMb - before.residentMb,
    threads: { reading: after.threads - before.threads, rested: rested.threads - before.threads },
  };
}
