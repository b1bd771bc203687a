import type BetterSqlite3 from 'better-sqlite3';

/** How a model at a provider fared lately, in any window. Times in milliseconds since 1970. */
export interface Health {
  provider: string;
  model: string;
  answeredAt: number | null;
  failedAt: number | null;
  /** Of the last failure, `provider-down`; empty where there was none. */
  code: string;
  /** In a row, until now. */
  failures: number;
  /** How long it is left alone, or was, without an answer since; null where it is not. */
  pausedUntil: number | null;
  /** Until when its provider asked not to be asked; null where it did not. */
  limitedUntil: number | null;
}

/** Until when a model is not asked after a failure. */
export interface Rest {
  pausedUntil: number | undefined;
  limitedUntil: number | undefined;
}

/** Older news are none. */
const KEPT_MS = 7 * 86_400_000;

/**
 * The later of what was known and what is told: another window may leave it alone for longer than this one.
 * Of a failure that is yet to be, the time is not believed: the clock has been put back since.
 */
const later = (column: string) =>
  `case when health.failed_at > excluded.failed_at then excluded.${column}
   else nullif(max(coalesce(health.${column}, 0), coalesce(excluded.${column}, 0)), 0) end`;

/** What windows know of their providers' health. */
export class HealthBook {
  readonly #db: BetterSqlite3.Database;
  readonly #answered: BetterSqlite3.Statement<[string, string, number]>;
  readonly #failed: BetterSqlite3.Statement<[string, string, number, string, number | null, number | null]>;

  constructor(db: BetterSqlite3.Database) {
    this.#db = db;
    this.#answered = db.prepare(
      `insert into health (provider, model, answered_at) values (?, ?, ?)
       on conflict do update set answered_at = excluded.answered_at, failures = 0,
         paused_until = null, limited_until = null`,
    );
    this.#failed = db.prepare(
      `insert into health (provider, model, failed_at, code, failures, paused_until, limited_until)
       values (?, ?, ?, ?, 1, ?, ?)
       on conflict do update set failed_at = excluded.failed_at, code = excluded.code,
         failures = failures + 1, paused_until = ${later('paused_until')}, limited_until = ${later('limited_until')}`,
    );
  }

  answered(provider: string, model: string, at: number): void {
    this.#answered.run(provider, model, at);
  }

  failed(provider: string, model: string, at: number, code: string, rest: Rest): void {
    const { pausedUntil = null, limitedUntil = null } = rest;
    this.#failed.run(provider, model, at, code, pausedUntil, limitedUntil);
  }

  /** The latest first. */
  list(now: number): Health[] {
    return this.#db
      .prepare<[now: number, now: number, since: number], Health>(
        `select provider, model, answered_at as answeredAt, failed_at as failedAt, code, failures,
           case when failed_at <= ? then paused_until end as pausedUntil,
           case when failed_at <= ? then limited_until end as limitedUntil
         from health where max(coalesce(answered_at, 0), coalesce(failed_at, 0)) > ?
         order by max(coalesce(answered_at, 0), coalesce(failed_at, 0)) desc`,
      )
      .all(now, now, now - KEPT_MS);
  }
}
