import { CompiledQuery, sql, type Transaction } from 'kysely';
import type { Schema } from '../storage/schema.ts';
import type { CappedCounter } from './counters.ts';
import { noRoom, roomOf } from './refusal.ts';

// Questions the user lets through although a budget has no room for them.

/** As far as it matters here: what is held at most, and what the user agreed to, budget or not. */
interface Agreed {
  maxNanoUsd: number;
  allowNanoUsd?: number | undefined;
}

/**
 * Makes room by the user's word where there is none: raises what is allowed by exactly what is missing, and records it.
 * @returns how much, by counter
 * @throws BudgetError if the user did not agree to as much
 */
export async function allowBeyond(
  tx: Transaction<Schema>,
  now: Date,
  counters: readonly CappedCounter[],
  request: Agreed & { questionId: string },
): Promise<Map<number, number>> {
  const { maxNanoUsd: amount, allowNanoUsd = -1 } = request;
  // What is free fits, even where a cap was lowered below what is spent.
  const full = counters.filter((counter) => amount > Math.max(0, roomOf(counter)));
  const [fullest] = full.toSorted((a, b) => roomOf(a) - roomOf(b));
  if (fullest && (allowNanoUsd < amount || fullest.cap_nano_usd === null))
    throw noRoom(now, fullest, await hasOwnCap(tx, fullest), amount);
  const missing = new Map(full.map((counter) => [counter.id, amount - roomOf(counter)]));
  for (const { id, scope, subject, period, cap_nano_usd, allowed_nano_usd } of full) {
    const by = missing.get(id) ?? 0;
    const before = (cap_nano_usd ?? 0) + allowed_nano_usd;
    await tx
      .updateTable('counter')
      .set({ allowed_nano_usd: sql`allowed_nano_usd + ${by}` })
      .where('id', '=', id)
      .execute();
    await tx
      .insertInto('budget_change')
      .values({
        at: now.toISOString(),
        kind: 'allow',
        scope,
        subject,
        period,
        from_nano_usd: before,
        to_nano_usd: before + by,
        question_id: request.questionId,
      })
      .execute();
  }
  return missing;
}

async function hasOwnCap(tx: Transaction<Schema>, counter: CappedCounter): Promise<boolean> {
  if (counter.subject === '') return false;
  const own = await tx
    .selectFrom('budget')
    .select('cap_nano_usd')
    .where('scope', '=', counter.scope)
    .where('subject', '=', counter.subject)
    .where('period', '=', counter.period)
    .executeTakeFirst();
  return own !== undefined;
}

const RETURN = `
  update counter set allowed_nano_usd = allowed_nano_usd - min(held.value, ?)
  from json_each(?) as held where counter.id = held.key and held.value > 0`;

/**
 * What was allowed for a question beyond a cap, and not used, is nobody else's.
 * @param counters as the hold's row has them
 */
export async function returnAllowance(
  tx: Transaction<Schema>,
  hold: Agreed,
  counters: string,
  cost: number,
): Promise<void> {
  if (hold.allowNanoUsd === undefined) return;
  await tx.executeQuery(CompiledQuery.raw(RETURN, [hold.maxNanoUsd - cost, counters]));
}
