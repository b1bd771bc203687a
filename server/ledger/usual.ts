import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../protocol/money.ts';
import type { Database } from '../storage/database.ts';
import { isoDate, periodStart } from './periods.ts';

/** How far back usual days are looked for, and how many with spending there must be. */
const DAYS = { back: 60, atLeast: 7 };

/** A day is unusual above this many times the usual day. */
const TIMES = 3;

/** Below a quarter of a dollar no day is worth a note. */
const WORTH_A_NOTE_NANO_USD = 250_000_000;

/** A day that costs much more than this user's days do. */
export interface UnusualDay {
  todayNanoUsd: number;
  /** The median of the days with spending. */
  usualNanoUsd: number;
}

/**
 * Whether today costs more than three times the median of the last sixty
 * days' days with spending, more than all but a tenth of them, and at least a
 * quarter of a dollar.
 * @returns undefined if it does not, or if there are fewer than seven such days
 */
export async function unusualDay(db: Database, now: Date): Promise<UnusualDay | undefined> {
  const today = periodStart('day', now);
  const first = isoDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS.back));
  const days = await db
    .selectFrom('counter')
    .select(['starts_on', 'spent_nano_usd'])
    .where('scope', '=', 'all')
    .where('period', '=', 'day')
    .where('starts_on', '>=', first)
    .where('starts_on', '<=', today)
    .where('spent_nano_usd', '>', 0)
    .execute();
  const todayNanoUsd = days.find((day) => day.starts_on === today)?.spent_nano_usd ?? 0;
  const earlier = days
    .filter((day) => day.starts_on !== today)
    .map((day) => day.spent_nano_usd)
    .sort((a, b) => a - b);
  if (earlier.length < DAYS.atLeast || todayNanoUsd < WORTH_A_NOTE_NANO_USD) return undefined;
  const usualNanoUsd = earlier[Math.floor(earlier.length / 2)] ?? 0;
  const high = earlier[Math.ceil(earlier.length * 0.9) - 1] ?? 0;
  return todayNanoUsd > TIMES * usualNanoUsd && todayNanoUsd > high
    ? { todayNanoUsd, usualNanoUsd }
    : undefined;
}

/** The sentence about a day out of the ordinary. */
export function unusualNote({ todayNanoUsd, usualNanoUsd }: UnusualDay): string {
  return l10n.t(
    'Today cost {0} so far; a usual day of yours is about {1}.',
    formatUsd(todayNanoUsd),
    formatUsd(usualNanoUsd),
  );
}
