// Runs in a worker thread: makes the day's copy of the ledger, so that neither copying nor checking
// it keeps an answer waiting. The thread ends when it is done.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import * as z from 'zod';
import { dailyName, isDailyDue, makeCopy, removeOldCopies, removePartial } from './copies.ts';
import { reasonOf, showsDamage } from './failure.ts';
import { tryLock } from './lock.ts';

export const CopySetup = z.object({ ledger: z.string(), directory: z.string() });

/** Worker → main thread, once. `damaged`: the copy has faults that the ledger will have too. */
export const CopyReply = z.object({
  copied: z.string().optional(),
  failed: z.string().optional(),
  damaged: z.boolean().default(false),
});

async function copy({ ledger, directory }: z.output<typeof CopySetup>): Promise<z.input<typeof CopyReply>> {
  // One window copies for all.
  const release = await tryLock(join(directory, 'daily.lock'));
  if (!release) return {};
  try {
    const now = new Date();
    if (!isDailyDue(directory, now)) return {};
    removePartial(directory, 'daily-');
    const source = new SqliteDatabase(ledger, { fileMustExist: true });
    try {
      const copied = await makeCopy(source, directory, dailyName(now));
      removeOldCopies(directory);
      return { copied };
    } finally {
      source.close();
    }
  } catch (error) {
    return { failed: reasonOf(error), damaged: showsDamage(error) };
  } finally {
    release();
  }
}

parentPort?.postMessage(await copy(CopySetup.parse(workerData)));
