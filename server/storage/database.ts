import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database as Sqlite } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type QueryResult,
  SqliteAdapter,
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
    const { default: SqliteDatabase } = await import('better-sqlite3');
    const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    await switchToWal(sqlite);
    // A booked cent survives a power cut: every commit reaches the disk before it is reported.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    const db = new Kysely<Schema>({ dialect: sharedSqlite(sqlite, file) });
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
    throw error instanceof LocalError ? error : unavailable(file, error);
  }
}

/** Switches to the write-ahead log. For this one statement SQLite does not wait for other processes by itself. */
async function switchToWal(sqlite: Sqlite): Promise<void> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      sqlite.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!failedBy(error, 'BUSY') || performance.now() > deadline) throw error;
      await sleep(10);
    }
  }
}

function unavailable(file: string, cause: unknown): LocalError {
  return new LocalError(
    'ledger-unavailable',
    `The ledger ${file} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'Nothing is sent without a ledger. Check that the folder can be written and the disk has room, or move the file away to start a new one.',
    { cause },
  );
}

/**
 * Transactions that take the write lock when they begin. A deferred one would
 * take it at its first write and fail at once, whatever the busy timeout, if
 * another process wrote since its first read (https://sqlite.org/rescode.html#busy_snapshot).
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Sqlite;
  readonly #file: string;

  constructor(database: Sqlite, file: string) {
    super({ database });
    this.#database = database;
    this.#file = file;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new ReportingConnection(await super.acquireConnection(), this.#file);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk has SQLite roll back by itself; a second time would fail, and hide why.
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** A connection whose errors of disk and file are ones a person can act on. */
class ReportingConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #file: string;

  constructor(connection: DatabaseConnection, file: string) {
    this.#connection = connection;
    this.#file = file;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.#connection.executeQuery<R>(query);
    } catch (error) {
      throw failedBy(error, ...OF_THE_WORLD) || isOfAnotherShape(error)
        ? unavailable(this.#file, error)
        : error;
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }
}

/** SQLite's complaints about the world; any other (a constraint, bad SQL) is a fault of ours. */
const OF_THE_WORLD = ['FULL', 'IOERR', 'READONLY', 'CANTOPEN', 'CORRUPT', 'NOTADB', 'BUSY', 'PERM'];

/** Whether SQLite failed in one of these ways; its codes have suffixes for the details. */
function failedBy(error: unknown, ...codes: string[]): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  const code = String(error.code);
  return codes.some((each) => code.startsWith(`SQLITE_${each}`));
}

/** Whether the file is a database, but not (or no longer) a ledger. */
function isOfAnotherShape(error: unknown): boolean {
  return failedBy(error, 'ERROR') && error instanceof Error && /^no such (table|column)/.test(error.message);
}

/** Two windows that open at once both want to migrate: in one transaction, the second finds it done. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function sharedSqlite(database: Sqlite, file: string): Dialect {
  const dialect = new SqliteDialect({ database });
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new ImmediateDriver(database, file),
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
