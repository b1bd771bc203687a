import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { LocalError } from '../../protocol/errors.ts';
import { failedBy } from './failure.ts';

/** How often a lock that is taken is tried again, in milliseconds. */
const RETRY_EVERY_MS = 15;

/**
 * Takes a lock that only one process has at a time, and that the system takes
 * from a process that dies: SQLite's own lock on a file that stays empty.
 * @returns what releases it; undefined if somebody else has it.
 */
export async function tryLock(file: string): Promise<(() => void) | undefined> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const holder = new SqliteDatabase(file, { timeout: 0 });
  try {
    // Nothing is ever written, so there is no need of a journal on the disk.
    holder.pragma('journal_mode = memory');
    holder.exec('begin exclusive');
    return () => holder.close();
  } catch (error) {
    holder.close();
    if (failedBy(error, 'BUSY')) return undefined;
    if (!failedBy(error, 'NOTADB', 'CORRUPT') || statSync(file).size === 0) throw error;
    throw new LocalError(
      'ledger-unavailable',
      l10n.t('The file {0}, which should be empty, is not.', file),
      l10n.t('Nothing is sent without a ledger. Remove that file, and try again.'),
      { cause: error },
    );
  }
}

/**
 * Does something while no other process does what needs the same lock.
 * @param patienceMs how long to wait for another process
 * @throws LocalError if it still has the lock then.
 */
export async function withLock<T>(file: string, patienceMs: number, action: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const release = await tryLock(file);
    if (release) {
      try {
        return await action();
      } finally {
        release();
      }
    }
    if (performance.now() > deadline) {
      throw new LocalError(
        'ledger-unavailable',
        l10n.t(
          'Another Lenscap has been opening the ledger for more than {0} seconds (it holds {1}).',
          Math.round(patienceMs / 1000),
          file,
        ),
        l10n.t('Nothing is sent without a ledger. Wait until it is done, or end it, and try again.'),
      );
    }
    await sleep(RETRY_EVERY_MS);
  }
}
