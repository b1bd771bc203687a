import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatCount, language } from '../protocol/language.ts';
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
  const isKept = keychain === 'works' || keychain === 'until-restart';
  return [
    await checkLedger(app),
    checkCopies(app),
    await checkFile(
      'cache',
      cacheFile(directory),
      isKept ? l10n.t('{0} answers', answers) : l10n.t('in memory only; {0} answers', answers),
    ),
    await checkFile(
      'queue',
      queueFile(directory),
      isKept ? l10n.t('{0} questions', waiting) : l10n.t('in memory only; {0} questions', waiting),
    ),
    await checkFile('provider notes', join(directory, 'gateway.db'), l10n.t('limits and health')),
    checkKeychain(keychain),
  ];
}

async function checkLedger({ ledger, storage }: App): Promise<Check> {
  const check = { area, name: 'ledger' } as const;
  const { rows, flaw } = await ledger.verify();
  const fault =
    (flaw && describeFlaw(flaw)) ??
    (await damageOf(storage.file)) ??
    (storage.restored && l10n.t('it was restored'));
  const about = l10n.t('{0}, {1}, {2} rows', storage.file, sizeOf(storage.file) ?? '', rows);
  return fault
    ? {
        ...check,
        ok: storage.restored !== undefined && flaw === null,
        detail: `${about}: ${fault}`,
        mend: l10n.t(
          'Run "Lenscap: Accept Restored Ledger" if spending may be missing; else restart Lenscap, which restores it from a copy if it has to.',
        ),
      }
    : { ...check, ok: true, detail: l10n.t('{0}, whole', about), mend: null };
}

/** A ledger without rows has nothing to be copied. */
function checkCopies({ storage }: App): Check {
  const copies = copiesIn(copiesDirectory(storage.file));
  const [newest] = copies;
  const when = newest && statSync(newest, { throwIfNoEntry: false })?.mtime;
  const detail = when
    ? l10n.t(
        '{0} of the ledger, the last of {1} UTC',
        copies.length,
        when.toISOString().slice(0, 16).replace('T', ' '),
      )
    : l10n.t('none yet; one is made of each day you use Lenscap');
  return { area, name: 'copies', ok: true, detail, mend: null };
}

/** A file that is made when it is first needed. Damaged, it is set aside when it is opened next. */
async function checkFile(name: string, file: string, about: string): Promise<Check> {
  const damage = await damageOf(file);
  if (damage !== undefined) {
    const mend = l10n.t(
      'Restart Lenscap; if it is still there, close all windows and remove the file {0}.',
      file,
    );
    return { area, name, ok: false, detail: `${file}: ${damage}`, mend };
  }
  const size = sizeOf(file);
  return {
    area,
    name,
    ok: true,
    detail: size ? `${about}, ${size}` : l10n.t('{0}, no file yet', about),
    mend: null,
  };
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
  if (bytes < 1_000_000) return l10n.t('{0} kB', formatCount(Math.ceil(bytes / 1_000)));
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return l10n.t('{0} MB', (bytes / 1_000_000).toLocaleString(language(), tenths));
}

/** A machine without a keychain is no fault; one that takes keys and loses them is. */
export function checkKeychain(state: KeychainState): Check {
  const detail = {
    works: l10n.t('it keeps what is stored in it'),
    'until-restart': l10n.t("the kernel's keyring, which forgets all keys when this machine restarts"),
    forgetful: l10n.t('it forgets at once what is stored in it, so nothing is'),
    none: l10n.t('none: answers and waiting questions are kept in memory, window by window'),
  };
  const mend =
    state === 'works'
      ? null
      : l10n.t('Start a keychain such as GNOME Keyring or KWallet, to keep keys and answers.');
  return { area, name: 'keychain', ok: state !== 'forgetful', detail: detail[state], mend };
}
