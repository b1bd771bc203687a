import { formatUsd } from '../../protocol/money.ts';
import type { BudgetKey, BudgetPeriod, BudgetScope, BudgetState } from '../../protocol/spend.ts';

/** Finds one budget among those of a summary. */
export function budgetOf(
  budgets: readonly BudgetState[],
  { scope, subject, period }: BudgetKey,
): BudgetState | undefined {
  return budgets.find((each) => each.scope === scope && each.subject === subject && each.period === period);
}

const times: Record<BudgetPeriod, string> = { day: 'Today', week: 'This week', month: 'This month' };

/**
 * “Today”, “This week in this workspace”, “This month with gpt-4o”, …
 * @param here the workspace of this window, as spending is booked
 */
export function budgetName({ scope, subject, period }: BudgetKey, here: string): string {
  const place = subject === here ? 'this workspace' : subject || 'every workspace';
  const whose: Record<BudgetScope, string> = {
    all: '',
    workspace: ` in ${place}`,
    model: ` with ${subject || 'every model'}`,
  };
  // A cap for each that has none of its own is no state of now.
  const isEach = scope !== 'all' && subject === '' && place !== 'this workspace';
  return `${isEach ? `Each ${period}` : times[period]}${whose[scope]}`;
}

/**
 * The same within a sentence: “today’s budget”, “this month’s budget for gpt-4o”.
 * @param key a subject that is empty means whichever the sentence is about
 */
export function budgetPhrase({ scope, subject, period }: BudgetKey, here: string): string {
  const place = subject === here || subject === '' ? 'this workspace' : subject;
  const whose: Record<BudgetScope, string> = {
    all: '',
    workspace: ` for ${place}`,
    model: ` for ${subject || 'this model'}`,
  };
  return `${times[period].toLowerCase()}’s budget${whose[scope]}`;
}

/** “$0.42 of $2.00 (21 %)”, or “$0.42, no cap”; with what is held and what was allowed beyond the cap. */
export function budgetFigures(budget: BudgetState): string {
  const { spentNanoUsd, heldNanoUsd, allowedNanoUsd, capNanoUsd } = budget;
  const percent = capNanoUsd ? ` (${percentUsed(budget)} %)` : '';
  return [
    `${formatUsd(spentNanoUsd)}${capNanoUsd === null ? ', no cap' : ` of ${formatUsd(capNanoUsd)}${percent}`}`,
    ...(heldNanoUsd > 0 ? [`${formatUsd(heldNanoUsd)} held for questions under way`] : []),
    ...(allowedNanoUsd > 0 ? [`${formatUsd(allowedNanoUsd)} allowed beyond the cap`] : []),
  ].join(', and ');
}

/** How much of the cap is spent, in whole percent, rounded down; 0 where there is no cap. */
export function percentUsed({ spentNanoUsd, capNanoUsd }: BudgetState): number {
  if (capNanoUsd === null) return 0;
  // Whole hundredths of a cap can be more than a number holds exactly.
  return capNanoUsd === 0 ? 100 : Number((BigInt(spentNanoUsd) * 100n) / BigInt(capNanoUsd));
}

/** How full a budget is: `warning` from 80 %, `full` at the cap. */
export function budgetLevel(budget: BudgetState): 'ok' | 'warning' | 'full' {
  const percent = percentUsed(budget);
  if (percent >= 100) return 'full';
  return percent >= 80 ? 'warning' : 'ok';
}

/** What the soft thresholds (50, 80, 95 %) and the cap say about a budget, in a sentence. */
export function budgetAdvice(budget: BudgetState, here: string): string | undefined {
  const percent = percentUsed(budget);
  const phrase = budgetPhrase(budget, here);
  if (percent >= 100) {
    const which = {
      all: 'Questions that cost something',
      workspace: 'Questions there that cost something',
      model: `Questions to ${budget.subject}`,
    }[budget.scope];
    const until = `until it renews ${renewal(budget)}, or you raise it`;
    return `${upperFirst(phrase)} is used up. ${which} are refused ${until}.`;
  }
  if (percent >= 95) return `${upperFirst(phrase)} is almost used up (${percent} %).`;
  if (percent >= 80) return `Most of ${phrase} is used (${percent} %).`;
  return percent >= 50 ? `More than half of ${phrase} is used (${percent} %).` : undefined;
}

/** “tomorrow”, “on Monday”, “on December 1”. */
export function renewal({ period, renewsAt }: Pick<BudgetState, 'period' | 'renewsAt'>): string {
  if (period === 'day') return 'tomorrow';
  const day = new Date(renewsAt);
  if (period === 'week') return `on ${day.toLocaleDateString('en', { weekday: 'long' })}`;
  return `on ${day.toLocaleDateString('en', { month: 'long', day: 'numeric' })}`;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
