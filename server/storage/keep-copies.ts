import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { copiesDirectory, isDailyDue } from './copies.ts';
import type { CopyReply, CopySetup } from './copy-worker.ts';
import type { Storage } from './database.ts';
import { reasonOf } from './failure.ts';
import { suspect } from './suspicion.ts';

type Setup = typeof CopySetup._zod.output;
type Reply = typeof CopyReply._zod.output;

/** How long after the start the first look is: the first question goes first. In milliseconds. */
const FIRST_AFTER_MS = 5_000;

/** How often it is looked whether another day has begun, in milliseconds. */
const LOOK_EVERY_MS = 3_600_000;

/** How long the end of the process waits for a copy, in milliseconds: an editor does not wait long for us. */
const LAST_WAIT_MS = 1_500;

export interface CopyKeeper {
  /** Ends it; makes a copy that is due before, if that is quick. To be called before the storage is closed. */
  stop(): Promise<void>;
}

/**
 * Keeps copies of the ledger: one a day, if it has rows. They are made and
 * checked in a thread of their own.
 * @param report told in a sentence for the log when a copy could not be made
 */
export function keepCopies(
  storage: Pick<Storage, 'db' | 'file'>,
  report: (sentence: string) => void,
  { firstAfterMs = FIRST_AFTER_MS, lastWaitMs = LAST_WAIT_MS } = {},
): CopyKeeper {
  let copying: Promise<void> | undefined;
  let worker: Worker | undefined;

  const copy = async () => {
    const directory = copiesDirectory(storage.file);
    if (!isDailyDue(directory, new Date())) return;
    if (!(await storage.db.selectFrom('entry').select('id').orderBy('id').limit(1).executeTakeFirst()))
      return;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    worker = startWorker({ ledger: storage.file, directory });
    const { failed, damaged } = await replyOf(worker);
    if (damaged) suspect(storage.file);
    if (failed !== undefined) {
      report(
        `The ledger could not be copied: ${failed}. ${damaged ? 'It is looked through when Lenscap is started next' : `Check that the disk has room and ${directory} can be written`}.`,
      );
    }
  };
  const look = () => {
    copying ??= copy()
      .catch((error) => report(`The ledger could not be copied: ${reasonOf(error)}.`))
      .finally(() => {
        copying = undefined;
        worker = undefined;
      });
    return copying;
  };

  const first = setTimeout(() => void look(), firstAfterMs).unref();
  const later = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return {
    async stop() {
      clearTimeout(first);
      clearInterval(later);
      const giveUp = new AbortController();
      await Promise.race([look(), sleep(lastWaitMs, undefined, { signal: giveUp.signal }).catch(() => {})]);
      giveUp.abort();
      await worker?.terminate();
    },
  };
}

function startWorker(setup: Setup): Worker {
  const here = import.meta.dirname;
  // The bundle may be a chunk in a folder of its own.
  const script =
    [join(here, 'storage/copy-worker.js'), join(here, '../storage/copy-worker.js')].find((each) =>
      existsSync(each),
    ) ?? join(here, 'copy-worker.ts');
  const worker = new Worker(script, { workerData: setup, env: timeZone(), execArgv: [] });
  // A process that has nothing else to do does not wait for it, unless `stop` does.
  worker.unref();
  return worker;
}

/** Nothing else of the environment belongs in there; the names of copies have local dates. */
function timeZone(): NodeJS.ProcessEnv {
  const { TZ } = process.env;
  return TZ === undefined ? {} : { TZ };
}

function replyOf(worker: Worker): Promise<Partial<Reply>> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => resolve({}));
  });
}
