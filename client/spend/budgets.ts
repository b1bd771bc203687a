import * as l10n from '@vscode/l10n';
import { language } from '../../protocol/language.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { BudgetKey, BudgetPeriod, BudgetState } from '../../protocol/spend.ts';

/** Finds one budget among those of a summary. */
export function budgetOf(
  budgets: readonly BudgetState[],
  { scope, subject, period }: BudgetKey,
): BudgetState | undefined {
  return budgets.find((each) => each.scope === scope && each.subject === subject && each.period === period);
}

function now(period: BudgetPeriod): string {
  return { day: l10n.t('Today'), week: l10n.t('This week'), month: l10n.t('This month') }[period];
}

/** “Each day in every workspace”: of each that has no cap of its own. */
export function everyonesName(scope: 'workspace' | 'model', period: BudgetPeriod): string {
  const time = { day: l10n.t('Each day'), week: l10n.t('Each week'), month: l10n.t('Each month') }[period];
  return scope === 'workspace'
    ? l10n.t('{0} in every workspace', time)
    : l10n.t('{0} with every model', time);
}

/**
 * “Today”, “This week in this workspace”, “This month with gpt-4o”, …
 * @param here the workspace of this window, as spending is booked
 */
export function budgetName({ scope, subject, period }: BudgetKey, here: string): string {
  const time = now(period);
  if (scope === 'all') return time;
  if (scope === 'workspace' && subject === here) return l10n.t('{0} in this workspace', time);
  // A cap for each that has none of its own is no state of now.
  if (subject === '') return everyonesName(scope, period);
  return scope === 'workspace' ? l10n.t('{0} in {1}', time, subject) : l10n.t('{0} with {1}', time, subject);
}

/**
 * The same within a sentence: “today’s budget”, “this month’s budget for gpt-4o”.
 * @param key a subject that is empty means whichever the sentence is about
 */
export function budgetPhrase({ scope, subject, period }: BudgetKey, here: string): string {
  const budget = {
    day: l10n.t('today’s budget'),
    week: l10n.t('this week’s budget'),
    month: l10n.t('this month’s budget'),
  }[period];
  if (scope === 'all') return budget;
  if (subject === '' && scope === 'model') return l10n.t('{0} for this model', budget);
  const isHere = scope === 'workspace' && (subject === here || subject === '');
  return isHere ? l10n.t('{0} for this workspace', budget) : l10n.t('{0} for {1}', budget, subject);
}

/** “$0.42 of $2.00 (21 %)”, or “$0.42, no cap”; with what is held and what was allowed beyond the cap. */
export function budgetFigures(budget: BudgetState): string {
  const { spentNanoUsd, heldNanoUsd, allowedNanoUsd, capNanoUsd } = budget;
  const spent = formatUsd(spentNanoUsd);
  const ofCap = () => l10n.t('{0} of {1}', spent, formatUsd(capNanoUsd ?? 0));
  return [
    capNanoUsd === null
      ? l10n.t('{0}, no cap', spent)
      : `${ofCap()}${capNanoUsd ? ` (${percentUsed(budget)} %)` : ''}`,
    ...(heldNanoUsd > 0 ? [l10n.t('{0} held for questions under way', formatUsd(heldNanoUsd))] : []),
    ...(allowedNanoUsd > 0 ? [l10n.t('{0} allowed beyond the cap', formatUsd(allowedNanoUsd))] : []),
  ].reduce((before, figure) => l10n.t('{0}, and {1}', before, figure));
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
    const [what, when] = [upperFirst(phrase), renewal(budget)];
    const sentences = {
      all: () =>
        l10n.t(
          '{0} is used up. Questions that cost something are refused until it renews {1}, or you raise it.',
          what,
          when,
        ),
      workspace: () =>
        l10n.t(
          '{0} is used up. Questions there that cost something are refused until it renews {1}, or you raise it.',
          what,
          when,
        ),
      model: () =>
        l10n.t(
          '{0} is used up. Questions to {2} are refused until it renews {1}, or you raise it.',
          what,
          when,
          budget.subject,
        ),
    };
    return sentences[budget.scope]();
  }
  if (percent >= 95) return l10n.t('{0} is almost used up ({1} %).', upperFirst(phrase), percent);
  if (percent >= 80) return l10n.t('Most of {0} is used ({1} %).', phrase, percent);
  return percent >= 50 ? l10n.t('More than half of {0} is used ({1} %).', phrase, percent) : undefined;
}

/** “tomorrow”, “on Monday”, “on December 1”. */
export function renewal({ period, renewsAt }: Pick<BudgetState, 'period' | 'renewsAt'>): string {
  if (period === 'day') return l10n.t('tomorrow');
  const how =
    period === 'week' ? ({ weekday: 'long' } as const) : ({ month: 'long', day: 'numeric' } as const);
  return l10n.t('on {0}', new Date(renewsAt).toLocaleDateString(language(), how));
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
