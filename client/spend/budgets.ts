import { formatUsd } from '../../protocol/money.ts';
import type { BudgetPeriod, BudgetScope, BudgetState } from '../../protocol/spend.ts';

/** Finds one budget among those of a summary. */
export function budgetOf(
  budgets: readonly BudgetState[],
  scope: BudgetScope,
  period: BudgetPeriod,
): BudgetState | undefined {
  return budgets.find((each) => each.scope === scope && each.period === period);
}

/** “Today”, “This month in this workspace”, … */
export function budgetName({ scope, period }: Pick<BudgetState, 'scope' | 'period'>): string {
  const time = period === 'day' ? 'Today' : 'This month';
  return scope === 'all' ? time : `${time} in this workspace`;
}

/** “$0.42 of $2.00”, or “$0.42, no cap”. */
export function budgetFigures({ spentNanoUsd, heldNanoUsd, capNanoUsd }: BudgetState): string {
  const held = heldNanoUsd > 0 ? ` (and ${formatUsd(heldNanoUsd)} held for questions under way)` : '';
  const cap = capNanoUsd === null ? ', no cap' : ` of ${formatUsd(capNanoUsd)}`;
  return `${formatUsd(spentNanoUsd)}${cap}${held}`;
}

/** How full a budget is: `warning` from 80 %, `full` at the cap. */
export function budgetLevel({ spentNanoUsd, capNanoUsd }: BudgetState): 'ok' | 'warning' | 'full' {
  if (capNanoUsd === null) return 'ok';
  if (spentNanoUsd >= capNanoUsd) return 'full';
  // In integers: five times at most a cap stays exact.
  return spentNanoUsd * 5 >= capNanoUsd * 4 ? 'warning' : 'ok';
}
