import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { Migrator } from 'kysely/migration';
import { LocalError } from '../../protocol/errors.ts';
import { migrations } from './migrations.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

export interface Storage {
  readonly db: Database;
  /** Path of the database file. */
  readonly file: string;
  /** Changes when another connection, in this process or another, has committed. Costs microseconds. */
  dataVersion(): number;
  /** Rows changed by this connection so far. Costs microseconds. */
  changes(): number;
  close(): Promise<void>;
}

/** How long a statement waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens (creating it if need be) the one database that all windows and the
 * command line share, and brings its shape up to date.
 * @throws LocalError if the folder or file cannot be written, or the file is no database of ours.
 */
export async function openStorage(dataDirectory: string): Promise<Storage> {
  const file = join(dataDirectory, 'lenscap.db');
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const { default: Sqlite } = await import('better-sqlite3');
    const sqlite = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
    sqlite.pragma('journal_mode = WAL');
    // A booked cent survives a power cut: every commit reaches the disk before it is reported.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    const db = new Kysely<Schema>({ dialect: immediate(new SqliteDialect({ database: sqlite }), sqlite) });
    await migrate(db);
    const totalChanges = sqlite.prepare('select total_changes()');
    return {
      db,
      file,
      dataVersion: () => Number(sqlite.pragma('data_version', { simple: true })),
      changes: () => Number(totalChanges.pluck().get()),
      close: () => db.destroy(),
    };
  } catch (error) {
    if (error instanceof LocalError) throw error;
    throw new LocalError(
      'ledger-unavailable',
      `The ledger ${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`,
      'Nothing is sent without a ledger. Check that the folder can be written and the disk has room, or move the file away to start a new one.',
      { cause: error },
    );
  }
}

/**
 * Transactions that take the write lock when they begin. A deferred one would
 * take it at its first write and fail at once, whatever the busy timeout, if
 * another process wrote since its first read (https://sqlite.org/rescode.html#busy_snapshot).
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function immediate(
  dialect: SqliteDialect,
  database: ConstructorParameters<typeof SqliteDriver>[0]['database'],
): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => new ImmediateDriver({ database }),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const pending = (await migrator.getMigrations()).some((migration) => !migration.executedAt);
  if (!pending) return;
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
