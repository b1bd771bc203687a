import * as l10n from '@vscode/l10n';
import type { Database as Sqlite } from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { LocalError } from '../../protocol/errors.ts';
import { Damage } from './failure.ts';
import { migrations } from './migrations.ts';

/** How far a database has come. */
export interface Version {
  /** The last migration it has seen; undefined for a new one. */
  last: string | undefined;
  /** Whether it lacks any. */
  isPending: boolean;
}

const ours = Object.keys(migrations).sort();

/**
 * Looks up which migrations a database has seen.
 * @throws LocalError if a later version of Lenscap has changed it
 * @throws Damage if it has tables, but not those that every ledger has.
 */
export function versionOf(sqlite: Sqlite, file: string): Version {
  const tables = new Set(sqlite.prepare("select name from sqlite_master where type = 'table'").pluck().all());
  // A first start that was killed may leave the list of migrations, still empty.
  const seen = tables.has('kysely_migration')
    ? sqlite.prepare('select name from kysely_migration order by name').pluck().all()
    : [];
  if (seen.length === 0 && [...tables].some((name) => !/^(kysely_|sqlite_)/.test(String(name))))
    throw new Damage(l10n.t('it is not clear which version its tables are of'));
  const missing = ours.filter((name) => !seen.includes(name));
  const unknown = seen.filter((name) => !ours.some((known) => known === name));
  if (unknown.length > 0 && missing.length > 0)
    throw new Damage(l10n.t('it names migrations that never were'));
  if (unknown.length > 0) {
    throw new LocalError(
      'ledger-newer',
      l10n.t('The ledger {0} was written by a later version of Lenscap.', file),
      l10n.t('Nothing is sent without a ledger. Update Lenscap, here and wherever else it runs.'),
    );
  }
  return { last: ours.findLast((name) => seen.includes(name)), isPending: missing.length > 0 };
}

/**
 * Brings a database's shape up to date, or to that after one migration, in one
 * transaction.
 * @param to name of the last migration to do; the newest by default
 */
export async function migrate<T>(db: Kysely<T>, to?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to));
  if (error) throw error;
}
