import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { LocalError } from '../../protocol/errors.ts';

/** What is in the file is not what we wrote: a reason to restore it from a copy, unlike a full disk. */
export class Damage extends Error {}

/** Whether SQLite failed in one of these ways; its codes have suffixes for the details. */
export function failedBy(error: unknown, ...codes: string[]): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  const code = String(error.code);
  return codes.some((each) => code.startsWith(`SQLITE_${each}`));
}

/** Whether the error shows that the file is damaged, whoever looks. */
export function showsDamage(error: unknown): boolean {
  return error instanceof Damage || failedBy(error, 'CORRUPT', 'NOTADB');
}

/** Whether a table or column is missing: the file is a database, but not (or no longer) a ledger. */
export function isOfAnotherShape(error: unknown): boolean {
  return failedBy(error, 'ERROR') && error instanceof Error && /^no such (table|column)/.test(error.message);
}

/** SQLite's complaints about the world around the file; its state may be perfect. */
const OF_THE_WORLD = ['FULL', 'IOERR', 'READONLY', 'CANTOPEN', 'BUSY', 'PERM', 'NOMEM', 'AUTH'];

/** Whether the world is at fault: the disk, a permission, another program. */
export function isOfTheWorld(error: unknown): boolean {
  return failedBy(error, ...OF_THE_WORLD) || (error instanceof Error && 'syscall' in error);
}

/** Whether a file that SQLite takes for read-only could be written: then it is its header that says so. */
export function isReadOnlyByItself(file: string, error: unknown): boolean {
  if (!failedBy(error, 'READONLY')) return false;
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export function unavailable(file: string, cause: unknown): LocalError {
  return new LocalError(
    'ledger-unavailable',
    l10n.t('The ledger {0} cannot be used: {1}.', file, reasonOf(cause)),
    l10n.t('Nothing is sent without a ledger. Check that the folder can be written and the disk has room.'),
    { cause },
  );
}

/** Damage that shows while the ledger is in use. The next start restores it. */
export function damagedInUse(file: string, cause: unknown): LocalError {
  return new LocalError(
    'ledger-damaged',
    l10n.t('The ledger {0} is damaged: {1}.', file, reasonOf(cause)),
    l10n.t(
      'Nothing is sent until Lenscap is started again (in VS Code: Developer: Reload Window); it then sets the file aside and goes on with the last good copy.',
    ),
    { cause },
  );
}

/** Another process put another file in its place: what is written here would be lost. */
export function movedInUse(file: string): LocalError {
  return new LocalError(
    'ledger-moved',
    l10n.t('The ledger {0} was restored or moved away while it was open here.', file),
    l10n.t('Nothing is sent until Lenscap is started again (in VS Code: Developer: Reload Window).'),
  );
}

/** The reason without the stop at its end: it goes into a sentence. */
export function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
}
