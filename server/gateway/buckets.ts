import { createHash } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import { type Advice, LIMIT_KINDS, type LimitKind } from './advice.ts';
import type { Clock } from './clock.ts';
import type { Provider } from './provider.ts';
import type { Urgency } from './queue.ts';
import { LONGEST_WAIT_MS } from './retry.ts';
import { Turns } from './turns.ts';

/** What a request takes out of its provider's limits. */
export type Need = Record<LimitKind, number>;

/** How much had been taken out of each bucket when a request was let through. */
export type Ticket = Partial<Record<LimitKind, number>>;

/** What is left of a limit. */
export interface Left {
  kind: LimitKind;
  limit: number;
  left: number;
}

export type Taken = { ticket: Ticket } | { waitMs: number };

/** Of each bucket, what requests in the background leave to those that somebody waits for, in any window. */
const LEFT_BY_BACKGROUND = 0.2;

/** Until a provider says so, nothing is known of its limits. */
const USUAL_WINDOW_MS = 60_000;

/** Then somebody asks again, whatever was said: a refusal costs nothing, and a day would be a long time for a mistake. */
const LONGEST_REST_MS = 3_600_000;

interface Bucket {
  capacity: number;
  level: number;
  refill_per_ms: number;
  at: number;
  taken: number;
}

/** That the provider asked not to be asked: since when, and for how long. */
interface Rest {
  at: number;
  ms: number;
}

/**
 * Token buckets for the requests and tokens that a key may use with a model:
 * one level for all windows of the user. Filled by the clock, corrected by
 * what the provider's headers say. A limit nothing is known of lets all through.
 * Windows that wait for the same take turns.
 */
export class Buckets {
  readonly #db: BetterSqlite3.Database;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #select: BetterSqlite3.Statement<[string, string], Bucket>;
  readonly #write: BetterSqlite3.Statement<[string, string, number, number, number, number, number]>;
  readonly #putBack: BetterSqlite3.Statement<[number, string, string]>;
  readonly #selectRest: BetterSqlite3.Statement<[string], Rest>;
  readonly #writeRest: BetterSqlite3.Statement<[string, number, number]>;
  readonly #turns: Turns;

  constructor(db: BetterSqlite3.Database, clock: Pick<Clock, 'now'>) {
    this.#db = db;
    this.#clock = clock;
    this.#select = db.prepare(
      'select capacity, level, refill_per_ms, at, taken from bucket where key = ? and kind = ?',
    );
    this.#write = db.prepare('insert or replace into bucket values (?, ?, ?, ?, ?, ?, ?)');
    this.#putBack = db.prepare('update bucket set at = ? where key = ? and kind = ?');
    this.#selectRest = db.prepare('select at, ms from rest where key = ?');
    this.#writeRest = db.prepare('insert or replace into rest values (?, ?, ?)');
    this.#turns = new Turns(db);
  }

  /**
   * Takes what a request needs out of every bucket, or nothing and says how long until there is enough.
   * More than `LONGEST_WAIT_MS` only where it would have to wait so long if no other window waited: what is left
   * to others comes back, as does what is taken in its own line.
   */
  take(key: string, need: Need, urgency: Urgency): Taken {
    return this.#db
      .transaction((): Taken => {
        const now = this.#clock.now();
        const buckets = LIMIT_KINDS.flatMap((kind) => {
          const bucket = this.#read(key, kind, now);
          return bucket ? [{ kind, bucket }] : [];
        });
        const before = this.#turns.before(key, urgency, now);
        const restMs = this.#restOf(key, now);
        const waitAfter = (others?: Need) =>
          Math.max(
            restMs,
            ...buckets.map(({ kind, bucket }) => waitFor(bucket, need[kind], urgency, others?.[kind])),
          );
        const aloneMs = waitAfter();
        const waitMs = waitAfter(before);
        // Whoever would have to wait too long does not wait at all.
        const isTooLong = aloneMs > LONGEST_WAIT_MS;
        if (waitMs === 0 || isTooLong) this.#turns.leave(key);
        else this.#turns.wait(key, need, urgency, now);
        if (waitMs > 0) return { waitMs: isTooLong ? waitMs : Math.min(waitMs, LONGEST_WAIT_MS) };
        const ticket: Ticket = {};
        for (const { kind, bucket } of buckets) {
          const taken = bucket.taken + need[kind];
          ticket[kind] = taken;
          this.#put(key, kind, { ...bucket, level: bucket.level - need[kind], taken });
        }
        return { ticket };
      })
      .immediate();
  }

  /** Nobody waits any longer in this window: others need not leave it anything. */
  leave(key: string): void {
    this.#turns.leave(key);
  }

  /** What is left of each limit that is known, and how long until there is enough for a request. Takes nothing. */
  look(key: string, need: Need): { limits: Left[]; waitMs: number } {
    const now = this.#clock.now();
    const limits: Left[] = [];
    let waitMs = this.#restOf(key, now);
    for (const kind of LIMIT_KINDS) {
      const bucket = this.#read(key, kind, now);
      if (!bucket) continue;
      limits.push({ kind, limit: bucket.capacity, left: Math.max(0, bucket.level) });
      waitMs = Math.max(waitMs, waitFor(bucket, need[kind], 'interactive'));
    }
    return { limits, waitMs };
  }

  /**
   * Corrects the levels by what the provider said with an answer. What was let
   * through since that request is not in its figures yet.
   */
  learn(key: string, { limits }: Advice, ticket: Ticket): void {
    if (Object.keys(limits).length === 0) return;
    this.#db
      .transaction(() => {
        const now = this.#clock.now();
        for (const kind of LIMIT_KINDS) {
          const said = limits[kind];
          if (!said) continue;
          const taken = this.#read(key, kind, now)?.taken ?? 0;
          const used = said.limit - said.remaining;
          this.#put(key, kind, {
            capacity: said.limit,
            level: said.remaining - (taken - (ticket[kind] ?? taken)),
            refill_per_ms: used > 0 && said.resetMs > 0 ? used / said.resetMs : said.limit / USUAL_WINDOW_MS,
            at: now,
            taken,
          });
        }
      })
      .immediate();
  }

  /** The provider asked not to be asked for so long, in milliseconds from now: no window does. */
  rest(key: string, ms: number): void {
    this.#db
      .transaction(() => {
        const now = this.#clock.now();
        this.#writeRest.run(key, now, Math.min(Math.max(ms, this.#restOf(key, now)), LONGEST_REST_MS));
      })
      .immediate();
  }

  #restOf(key: string, now: number): number {
    const rest = this.#selectRest.get(key);
    if (!rest) return 0;
    if (rest.at > now) this.#writeRest.run(key, now, rest.ms);
    return Math.max(0, Math.min(rest.at, now) + rest.ms - now);
  }

  #read(key: string, kind: LimitKind, now: number): Bucket | undefined {
    const bucket = this.#select.get(key, kind);
    if (!bucket) return undefined;
    // The clock was put back: from now on it fills again, which has to be known to whoever looks next.
    if (bucket.at > now) this.#putBack.run(now, key, kind);
    const refilled = bucket.level + Math.max(0, now - bucket.at) * bucket.refill_per_ms;
    return { ...bucket, level: Math.min(bucket.capacity, refilled), at: now };
  }

  #put(key: string, kind: LimitKind, { capacity, level, refill_per_ms, at, taken }: Bucket): void {
    this.#write.run(key, kind, capacity, level, refill_per_ms, at, taken);
  }
}

/** @param before what others have to be left, who wait longer */
function waitFor(
  { capacity, level, refill_per_ms }: Bucket,
  need: number,
  urgency: Urgency,
  before = 0,
): number {
  const left = urgency === 'background' ? capacity * LEFT_BY_BACKGROUND : 0;
  // What can never fit is for the provider to refuse.
  const wanted = Math.min(need + left, capacity) + before;
  return level >= wanted ? 0 : Math.ceil((wanted - level) / refill_per_ms);
}

/** Limits hold for a key and a model. The key itself is not written down. */
export function bucketKey({ name, apiKey }: Provider, model: string): string {
  return createHash('sha256').update(`${name}\n${apiKey}\n${model}`).digest('hex').slice(0, 32);
}
