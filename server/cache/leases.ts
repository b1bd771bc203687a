import { randomUUID } from 'node:crypto';
import type { Database as Sqlite } from 'better-sqlite3';
import { livenessOf, processStart } from '../storage/owner.ts';
import { HANDED_MS } from './kinds.ts';

/** How long a lease outlives the last sign of life of its holder, and how often there is one. */
const EXPIRES_AFTER_MS = 5_000;
const RENEW_EVERY_MS = 1_000;

/** Timers do not go by the clock that times are written by, and may be a little early by it. */
const TIMER_SLACK_MS = 500;

/** The right to be the one who asks. */
export interface Lease {
  /** @param handed sealed, for those who saw meanwhile that somebody had the lease; else nobody needs it */
  release(handed?: string): void;
}

/** A lease, or who has it. */
export type Taken = { lease: Lease } | { lease: undefined; holder: string };

interface LeaseRow {
  holder: string;
  pid: number;
  started_at: string;
  expires_at: number;
}

/**
 * Who of all processes that share a cache is finding out what: one at a time
 * has the lease of a name. It ends with its release, with its process, or when
 * its process shows no life. What its holder found out is handed to those who
 * wait, by the holder's name: who comes later does not know it.
 */
export class Leases {
  readonly #sqlite: Sqlite;
  readonly #startedAt = processStart(process.pid);
  readonly #livenessOf: typeof livenessOf;

  constructor(sqlite: Sqlite, liveness = livenessOf) {
    this.#sqlite = sqlite;
    this.#livenessOf = liveness;
    // What processes left that ended before its time was over.
    this.#quietly(() => this.#forgetHanded());
  }

  take(name: string): Taken {
    const holder = randomUUID();
    const other = this.#sqlite
      .transaction(() => {
        const row = this.#sqlite
          .prepare<[string], LeaseRow>('select holder, pid, started_at, expires_at from lease where name = ?')
          .get(name);
        if (row && this.#isHeld(row)) {
          this.#sqlite.prepare('update lease set is_awaited = 1 where name = ? and is_awaited = 0').run(name);
          return row.holder;
        }
        this.#sqlite
          .prepare('replace into lease values (?, ?, ?, ?, ?, 0)')
          .run(name, holder, process.pid, this.#startedAt, Date.now() + EXPIRES_AFTER_MS);
        this.#forgetHanded();
        return undefined;
      })
      .immediate();
    if (other !== undefined) return { lease: undefined, holder: other };
    const renewal = setInterval(() => this.#renew(name, holder), RENEW_EVERY_MS);
    renewal.unref();
    const release = (handed?: string) => {
      clearInterval(renewal);
      this.#quietly(() => this.#release(name, holder, handed));
    };
    return { lease: { release } };
  }

  /** What the holder of a lease found out, sealed; undefined if it has nothing for those who waited. */
  handedBy(holder: string): string | undefined {
    const sealed = this.#sqlite
      .prepare<[string, number], string>('select sealed from handed where holder = ? and expires_at > ?')
      .pluck()
      .get(holder, Date.now());
    // Who handed it over may have ended by then.
    if (sealed !== undefined) this.#forgetHandedInTime();
    return sealed;
  }

  /** Forgets all that is handed over. */
  clear(): void {
    this.#sqlite.prepare('delete from handed').run();
  }

  /** In one step: who waits sees either the lease or what came of it. */
  #release(name: string, holder: string, handed: string | undefined): void {
    this.#sqlite
      .transaction(() => {
        const isAwaited = this.#sqlite
          .prepare<[string, string], number>(
            'delete from lease where name = ? and holder = ? returning is_awaited',
          )
          .pluck()
          .get(name, holder);
        if (handed === undefined || isAwaited !== 1) return;
        this.#sqlite
          .prepare('insert into handed values (?, ?, ?)')
          .run(holder, handed, Date.now() + HANDED_MS);
        this.#forgetHandedInTime();
      })
      .immediate();
  }

  /** Nobody may take a lease for a long time: what has expired then goes all the same. */
  #forgetHandedInTime(): void {
    const afterMs = HANDED_MS + TIMER_SLACK_MS;
    setTimeout(() => this.#quietly(() => this.#forgetHanded()), afterMs).unref();
  }

  #forgetHanded(): void {
    const now = Date.now();
    this.#sqlite
      .prepare('delete from handed where expires_at <= ? or expires_at > ?')
      .run(now, now + HANDED_MS);
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
