import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database as Sqlite } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import type { LocalError } from '../../protocol/errors.ts';
import {
  damagedInUse,
  failedBy,
  isOfAnotherShape,
  isOfTheWorld,
  movedInUse,
  showsDamage,
  unavailable,
} from './failure.ts';

/** The file that a connection is of, and what is wrong with it by now. */
export interface Watched {
  readonly file: string;
  /** Whether another file, or none, is at its path now. Costs microseconds. */
  isMoved(): boolean;
  /** Called when it shows damage. */
  onDamage(): void;
}

/** Watches that the file at a path stays the one that is there now. */
export function watchFile(file: string, onDamage: () => void): Watched {
  const identity = () => {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat && `${stat.dev}:${stat.ino}`;
  };
  const opened = identity();
  return { file, isMoved: () => identity() !== opened, onDamage };
}

/**
 * SQLite as several processes share it, with errors that a person can act on.
 * @param watched if not given, the file is not watched and errors stay SQLite's own
 */
export function sharedSqlite(database: Sqlite, watched?: Watched): Dialect {
  const dialect = new SqliteDialect({ database });
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new ImmediateDriver(database, watched),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

const BEGIN = 'begin immediate';

/** A migration that fails leaves nothing of itself. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Transactions that take the write lock when they begin. A deferred one would
 * take it at its first write and fail at once, whatever the busy timeout, if
 * another process wrote since its first read (https://sqlite.org/rescode.html#busy_snapshot).
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Sqlite;
  readonly #watched: Watched | undefined;
  /** Writing on into a damaged file may destroy what could still be saved. */
  #damage: LocalError | undefined;

  constructor(database: Sqlite, watched: Watched | undefined) {
    super({ database: withPreparedStatements(database) });
    this.#database = database;
    this.#watched = watched;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new ReportingConnection(await super.acquireConnection(), {
      isInTransaction: () => this.#database.inTransaction,
      // A transaction checks when it has begun, and when it has ended.
      check: (query) => {
        if (!this.#database.inTransaction && query.sql !== BEGIN) this.#checkFile();
      },
      toLocal: (error) => this.#toLocal(error),
    });
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(BEGIN));
    // Whoever restores the ledger has the write lock meanwhile: once we have it, the file stays.
    try {
      this.#checkFile();
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    // Unless the file was too damaged to be locked.
    this.#checkFile();
  }

  override async rollbackTransaction(): Promise<void> {
    // A full disk has SQLite roll back by itself; a second time would fail, and hide why.
    if (this.#database.inTransaction) this.#database.exec('rollback');
  }

  #checkFile(): void {
    if (this.#damage) throw this.#damage;
    if (this.#watched?.isMoved()) throw movedInUse(this.#watched.file);
  }

  #toLocal(error: unknown): unknown {
    if (!this.#watched) return error;
    if (showsDamage(error) || isOfAnotherShape(error)) {
      if (this.#watched.isMoved()) return movedInUse(this.#watched.file);
      this.#damage = damagedInUse(this.#watched.file, error);
      this.#watched.onDamage();
      return this.#damage;
    }
    return isOfTheWorld(error) ? unavailable(this.#watched.file, error) : error;
  }
}

/** More than the shapes of all our queries together. */
const MAX_STATEMENTS = 200;

/** Keeps statements once they are prepared: preparing takes longer than most of ours take to run. */
function withPreparedStatements(database: Sqlite): SqliteDatabase {
  const statements = new Map<string, ReturnType<Sqlite['prepare']>>();
  return {
    close: () => database.close(),
    prepare(source) {
      const known = statements.get(source);
      if (known) return known;
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      const statement = database.prepare(source);
      statements.set(source, statement);
      return statement;
    },
  };
}

/** How long a statement waits for other processes, in milliseconds. */
const PATIENCE_MS = 10_000;

/** The longest pause between two looks whether a lock is free, in milliseconds. */
const MAX_PAUSE_MS = 20;

/** What the connection asks of its driver. */
interface Supervision {
  isInTransaction(): boolean;
  /** Throws if the file is not what it was. */
  check(query: CompiledQuery): void;
  toLocal(error: unknown): unknown;
}

/**
 * A connection that waits for other processes, and whose errors of disk and
 * file are ones a person can act on. SQLite's own way to wait stops the whole
 * process, and with pauses that grow to 100 ms it starves who came first
 * among many: pauses that are short and random give everyone their turn.
 */
class ReportingConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #supervision: Supervision;

  constructor(connection: DatabaseConnection, supervision: Supervision) {
    this.#connection = connection;
    this.#supervision = supervision;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = performance.now() + PATIENCE_MS;
    for (let pause = 1; ; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
      this.#supervision.check(query);
      try {
        return await this.#connection.executeQuery<R>(query);
      } catch (error) {
        const mayWait = failedBy(error, 'BUSY') && !this.#supervision.isInTransaction();
        if (!mayWait || performance.now() > deadline) throw this.#supervision.toLocal(error);
        await sleep(Math.random() * pause);
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }
}
