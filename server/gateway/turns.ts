import { randomUUID } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import type { LimitKind } from './advice.ts';
import type { Urgency } from './queue.ts';

/** Who waits asks every second; who has not for so long is gone, or cannot go. */
export const GONE_AFTER_MS = 5_000;

/** What is taken of each limit. */
type Amounts = Record<LimitKind, number>;

type Row = [key: string, who: string];

/**
 * Whose turn it is among the windows that wait for the same limits. Each has one number at a time, for the first
 * in its line, and gives it back when that one goes, or nobody waits there any longer: so they take turns, however
 * many wait in each. What is asked and written together is for a transaction of `Buckets`.
 */
export class Turns {
  /** This window. */
  readonly #who = randomUUID();
  readonly #forget: BetterSqlite3.Statement<[key: string, now: number, latest: number]>;
  readonly #sum: BetterSqlite3.Statement<[...Row, urgent: number, urgent: number, ...Row], Amounts>;
  readonly #wait: BetterSqlite3.Statement<
    [...Row, key: string, urgent: number, requests: number, tokens: number, until: number]
  >;
  readonly #leave: BetterSqlite3.Statement<Row>;

  constructor(db: BetterSqlite3.Database) {
    // Later than any is set: the clock has been put back since.
    this.#forget = db.prepare('delete from turn where key = ? and (until <= ? or until > ?)');
    this.#sum = db.prepare(
      `select total(requests) as requests, total(tokens) as tokens from turn
       where key = ? and who <> ? and (is_urgent > ? or is_urgent = ? and
         number < coalesce((select number from turn where key = ? and who = ?), 9e15))`,
    );
    this.#wait = db.prepare(
      `insert into turn (key, who, number, is_urgent, requests, tokens, until)
       values (?, ?, (select coalesce(max(number), 0) + 1 from turn where key = ?), ?, ?, ?, ?)
       on conflict do update set is_urgent = excluded.is_urgent, requests = excluded.requests,
         tokens = excluded.tokens, until = excluded.until`,
    );
    this.#leave = db.prepare('delete from turn where key = ? and who = ?');
  }

  /** What has to be left to other windows, whose turn comes before this one's. */
  before(key: string, urgency: Urgency, now: number): Amounts {
    this.#forget.run(key, now, now + GONE_AFTER_MS);
    const urgent = toNumber(urgency);
    return this.#sum.get(key, this.#who, urgent, urgent, key, this.#who) ?? { requests: 0, tokens: 0 };
  }

  /** This window waits; a number that it has, it keeps. */
  wait(key: string, need: Amounts, urgency: Urgency, now: number): void {
    const until = now + GONE_AFTER_MS;
    this.#wait.run(key, this.#who, key, toNumber(urgency), need.requests, need.tokens, until);
  }

  /** It goes, or waits no longer. */
  leave(key: string): void {
    this.#leave.run(key, this.#who);
  }
}

function toNumber(urgency: Urgency): number {
  return urgency === 'interactive' ? 1 : 0;
}
