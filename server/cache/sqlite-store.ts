import { EventEmitter } from 'node:events';
import type { Database as Sqlite } from 'better-sqlite3';

/** How exactly the time of the last use is kept, in milliseconds: not every look is worth a write. */
const USE_PRECISION_MS = 10_000;

export interface StoreOptions {
  /** The most that may be kept, in bytes of the file. */
  maxBytes: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * A store for Keyv in SQLite, bounded in size: what expired goes first, then
 * what was not used for longest. Names and values are text that somebody else
 * has sealed.
 */
export class SqliteStore extends EventEmitter {
  /** Keyv's own, which it fills in. */
  readonly opts = {};
  namespace: string | undefined;
  maxBytes: number;
  readonly #sqlite: Sqlite;
  readonly #now: () => number;

  constructor(sqlite: Sqlite, { maxBytes, now }: StoreOptions) {
    super();
    this.#sqlite = sqlite;
    this.#now = now;
    this.maxBytes = maxBytes;
  }

  async get(name: string): Promise<string | undefined> {
    const now = this.#now();
    const row = this.#sqlite
      .prepare<[string, number], { sealed: string; used_at: number }>(
        'select sealed, used_at from kept where name = ? and expires_at > ?',
      )
      .get(name, now);
    if (row && Math.abs(now - row.used_at) >= USE_PRECISION_MS)
      this.#sqlite.prepare('update kept set used_at = ? where name = ?').run(now, name);
    return row?.sealed;
  }

  /**
   * @param ttl milliseconds
   * @returns whether it is kept: what is larger than all there may be is not
   */
  async set(name: string, sealed: string, ttl: number): Promise<boolean> {
    const now = this.#now();
    return this.#sqlite
      .transaction(() => {
        this.#sqlite.prepare('delete from kept where name = ? or expires_at <= ?').run(name, now);
        if (Buffer.byteLength(sealed) > this.maxBytes) return false;
        this.#sqlite.prepare('insert into kept values (?, ?, ?, ?)').run(name, sealed, now + ttl, now);
        this.#makeRoomFor(name);
        return true;
      })
      .immediate();
  }

  async delete(name: string): Promise<boolean> {
    return this.#sqlite.prepare('delete from kept where name = ?').run(name).changes > 0;
  }

  async clear(): Promise<void> {
    this.#sqlite.prepare('delete from kept').run();
  }

  async disconnect(): Promise<void> {
    this.#sqlite.close();
  }

  /** How much is kept, and has not expired. */
  count(): number {
    const count = this.#sqlite
      .prepare<[number], number>('select count(*) from kept where expires_at > ?')
      .pluck()
      .get(this.#now());
    return count ?? 0;
  }

  /** Bytes of the file that are in use. */
  bytes(): number {
    const pragma = (name: string) => Number(this.#sqlite.pragma(name, { simple: true }));
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  }

  #makeRoomFor(name: string): void {
    const evict = this.#sqlite.prepare(
      'delete from kept where name = (select name from kept where name <> ? order by used_at limit 1)',
    );
    while (this.bytes() > this.maxBytes && evict.run(name).changes > 0);
  }
}
