import { randomUUID } from 'node:crypto';
import type { Database as Sqlite } from 'better-sqlite3';
import { livenessOf, processStart } from '../storage/owner.ts';

/** How long a lease outlives the last sign of life of its holder, and how often there is one. */
const EXPIRES_AFTER_MS = 5_000;
const RENEW_EVERY_MS = 1_000;

/** The right to be the one who asks. */
export interface Lease {
  release(): void;
}

interface LeaseRow {
  pid: number;
  started_at: string;
  expires_at: number;
}

/**
 * Who of all processes that share a cache is finding out what: one at a time
 * has the lease of a name. It ends with its release, with its process, or when
 * its process shows no life.
 */
export class Leases {
  readonly #sqlite: Sqlite;
  readonly #startedAt = processStart(process.pid);
  readonly #livenessOf: typeof livenessOf;

  constructor(sqlite: Sqlite, liveness = livenessOf) {
    this.#sqlite = sqlite;
    this.#livenessOf = liveness;
  }

  /** @returns undefined if somebody else has it */
  take(name: string): Lease | undefined {
    const holder = randomUUID();
    const isTaken = this.#sqlite
      .transaction(() => {
        const row = this.#sqlite
          .prepare<[string], LeaseRow>('select pid, started_at, expires_at from lease where name = ?')
          .get(name);
        if (row && this.#isHeld(row)) return false;
        this.#sqlite
          .prepare('replace into lease values (?, ?, ?, ?, ?)')
          .run(name, holder, process.pid, this.#startedAt, Date.now() + EXPIRES_AFTER_MS);
        return true;
      })
      .immediate();
    if (!isTaken) return undefined;
    const renewal = setInterval(() => this.#renew(name, holder), RENEW_EVERY_MS);
    renewal.unref();
    return {
      release: () => {
        clearInterval(renewal);
        this.#quietly(() =>
          this.#sqlite.prepare('delete from lease where name = ? and holder = ?').run(name, holder),
        );
      },
    };
  }

  #isHeld({ pid, started_at, expires_at }: LeaseRow): boolean {
    const left = expires_at - Date.now();
    // Further away than any is set: the clock has been put back since.
    if (left <= 0 || left > EXPIRES_AFTER_MS) return false;
    return this.#livenessOf(pid, started_at) !== 'dead';
  }

  #renew(name: string, holder: string): void {
    this.#quietly(() =>
      this.#sqlite
        .prepare('update lease set expires_at = ? where name = ? and holder = ?')
        .run(Date.now() + EXPIRES_AFTER_MS, name, holder),
    );
  }

  /** A lease that is not renewed or released expires: at worst the same is asked twice. */
  #quietly(action: () => unknown): void {
    try {
      if (this.#sqlite.open) action();
    } catch {}
  }
}
