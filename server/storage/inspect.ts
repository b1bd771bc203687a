import * as l10n from '@vscode/l10n';
import type { Database as Sqlite } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Damage, failedBy } from './failure.ts';
import { migrate, versionOf } from './migrate.ts';
import type { Schema } from './schema.ts';

/** A file up to this size is looked through as a whole at every start: that takes two milliseconds. */
const SMALL_BYTES = 2_000_000;

/** How long each look into a larger one takes, in milliseconds. */
const GLANCE_MS = 0.5;

/** Every table there is, so that none is forgotten. */
const TABLES = Object.keys({
  budget: true,
  counter: true,
  hold: true,
  entry: true,
  budget_change: true,
  restoration: true,
  told: true,
} satisfies Record<keyof Schema, true>);

/** Those that stay small, or whose damage would cost most. */
const SMALL_TABLES = ['budget', 'hold', 'restoration', 'told'];

/** The newest rows first, by each way to them: what is used is what is looked at. */
const NEWEST = [
  'select * from entry order by id desc',
  'select local_day from entry order by local_day desc',
  'select * from counter order by id desc',
  'select starts_on from counter order by scope desc, subject desc, period desc, starts_on desc',
];

/**
 * Looks for damage at every start, within a few milliseconds, in a database of
 * the newest version.
 * @throws Damage, or SQLite's own error, if there is some.
 */
export function glance(sqlite: Sqlite): void {
  expectWritable(sqlite);
  const tables = sqlite.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  const lacking = TABLES.filter((table) => !tables.includes(table));
  if (lacking.length > 0) throw new Damage(l10n.t('it has no table {0}', lacking.join(', ')));
  const size =
    Number(sqlite.pragma('page_count', { simple: true })) *
    Number(sqlite.pragma('page_size', { simple: true }));
  if (size <= SMALL_BYTES) {
    expectOk(sqlite, 'quick_check(1)');
    return;
  }
  for (const table of SMALL_TABLES) expectOk(sqlite, `quick_check(${table})`);
  for (const query of NEWEST) {
    const deadline = performance.now() + GLANCE_MS;
    for (const _ of sqlite.prepare(query).iterate()) if (performance.now() > deadline) break;
  }
}

/**
 * Looks through all of a database: every page, every index, every table's
 * columns. Takes a second for a million rows.
 * @throws Damage, or SQLite's own error, if something is wrong
 * @throws LocalError if a later version of Lenscap wrote it.
 */
export async function examine(sqlite: Sqlite, file: string): Promise<void> {
  const { last } = versionOf(sqlite, file);
  expectOk(sqlite, 'integrity_check(1)');
  if (last === undefined) return;
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const model = new SqliteDatabase(':memory:');
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: model }) });
  try {
    await migrate(db, last);
    const found = new Set(shapeOf(sqlite));
    const lacking = shapeOf(model).filter((part) => !found.has(part));
    if (lacking.length > 0) throw new Damage(l10n.t('it lacks {0}', lacking.slice(0, 3).join(', ')));
  } finally {
    await db.destroy();
  }
}

/** @throws SQLite's error if the file says of itself that it is read-only. */
function expectWritable(sqlite: Sqlite): void {
  const patience = sqlite.pragma('busy_timeout', { simple: true });
  sqlite.pragma('busy_timeout = 0');
  try {
    // Takes the lock for writing, and has nothing to write.
    sqlite.exec('delete from told where false');
  } catch (error) {
    // Somebody else is writing, so it can be written.
    if (!failedBy(error, 'BUSY')) throw error;
  } finally {
    sqlite.pragma(`busy_timeout = ${patience}`);
  }
}

/** @throws Damage if pages or records of the copy are wrong. */
export function expectOk(sqlite: Sqlite, check: string): void {
  const found = sqlite.pragma(check, { simple: true });
  if (found !== 'ok') throw new Damage(String(found).replaceAll('\n', '; '));
}

/** Tables with their columns, indexes, triggers: a name each. */
function shapeOf(sqlite: Sqlite): string[] {
  return sqlite
    .prepare(
      `select type || ' ' || name from sqlite_master
       union all
       select 'column ' || t.name || '.' || c.name from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'`,
    )
    .pluck()
    .all()
    .map(String);
}
