import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check } from '../protocol/setup.ts';
import type { App } from './app.ts';
import { cacheFile } from './cache/cache-file.ts';
import { type KeychainState, tryKeychain } from './credentials.ts';
import { describeFlaw } from './ledger/entries.ts';
import { queueFile } from './queue/queue-file.ts';
import { copiesDirectory, copiesIn } from './storage/copies.ts';
import { reasonOf } from './storage/failure.ts';
import { expectOk } from './storage/inspect.ts';

// What Lenscap keeps, and where: the keychain, and the files in its data directory.

const area = 'storage';

export async function checkStorage(app: App): Promise<Check[]> {
  const directory = dirname(app.storage.file);
  const { answers } = await app.cache.state();
  const waiting = (await app.queueing.list()).length;
  const keychain = await tryKeychain();
  const inMemory = keychain === 'works' || keychain === 'until-restart' ? '' : 'in memory only; ';
  return [
    await checkLedger(app),
    checkCopies(app),
    await checkFile('cache', cacheFile(directory), `${inMemory}${answers} answers`),
    await checkFile('queue', queueFile(directory), `${inMemory}${waiting} questions`),
    await checkFile('provider notes', join(directory, 'gateway.db'), 'limits and health'),
    checkKeychain(keychain),
  ];
}

async function checkLedger({ ledger, storage }: App): Promise<Check> {
  const check = { area, name: 'ledger' } as const;
  const { rows, flaw } = await ledger.verify();
  const fault =
    (flaw && `${describeFlaw(flaw)}`) ??
    (await damageOf(storage.file)) ??
    (storage.restored && 'it was restored');
  const about = `${storage.file}, ${sizeOf(storage.file)}, ${rows} rows`;
  return fault
    ? {
        ...check,
        ok: storage.restored !== undefined && flaw === null,
        detail: `${about}: ${fault}`,
        mend: 'Run "Lenscap: Accept Restored Ledger" if spending may be missing; else restart Lenscap, which restores it from a copy if it has to.',
      }
    : { ...check, ok: true, detail: `${about}, whole`, mend: null };
}

/** A ledger without rows has nothing to be copied. */
function checkCopies({ storage }: App): Check {
  const copies = copiesIn(copiesDirectory(storage.file));
  const [newest] = copies;
  const when = newest && statSync(newest, { throwIfNoEntry: false })?.mtime;
  const detail = when
    ? `${copies.length} of the ledger, the last of ${when.toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'none yet; one is made of each day you use Lenscap';
  return { area, name: 'copies', ok: true, detail, mend: null };
}

/** A file that is made when it is first needed. Damaged, it is set aside when it is opened next. */
async function checkFile(name: string, file: string, about: string): Promise<Check> {
  const damage = await damageOf(file);
  if (damage !== undefined) {
    const mend = `Restart Lenscap; if it is still there, close all windows and remove the file ${file}.`;
    return { area, name, ok: false, detail: `${file}: ${damage}`, mend };
  }
  const size = sizeOf(file);
  return { area, name, ok: true, detail: size ? `${about}, ${size}` : `${about}, no file yet`, mend: null };
}

/** What SQLite finds wrong with a file; undefined if nothing, or if there is none. */
async function damageOf(file: string): Promise<string | undefined> {
  if (sizeOf(file) === undefined) return undefined;
  const { default: SqliteDatabase } = await import('better-sqlite3');
  try {
    const sqlite = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
    try {
      expectOk(sqlite, 'quick_check(1)');
    } finally {
      sqlite.close();
    }
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** With what SQLite keeps beside it; undefined if there is none. */
function sizeOf(file: string): string | undefined {
  const sizes = ['', '-wal'].map((suffix) => statSync(file + suffix, { throwIfNoEntry: false })?.size);
  if (sizes[0] === undefined) return undefined;
  const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A machine without a keychain is no fault; one that takes keys and loses them is. */
export function checkKeychain(state: KeychainState): Check {
  const detail = {
    works: 'it keeps what is stored in it',
    'until-restart': "the kernel's keyring, which forgets all keys when this machine restarts",
    forgetful: 'it forgets at once what is stored in it, so nothing is',
    none: 'none: answers and waiting questions are kept in memory, window by window',
  };
  const mend =
    state === 'works' ? null : 'Start a keychain such as GNOME Keyring or KWallet, to keep keys and answers.';
  return { area, name: 'keychain', ok: state !== 'forgetful', detail: detail[state], mend };
}
