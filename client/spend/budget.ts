import { window } from 'vscode';
import { NANO_PER_USD, parseUsd } from '../../protocol/money.ts';
import { type BudgetState, setBudget } from '../../protocol/spend.ts';
import type { Daemon } from '../daemon.ts';
import { budgetFigures, budgetName } from './budgets.ts';

/**
 * Asks for a budget's cap and sets it. An empty amount lifts the cap, Escape changes nothing.
 * @param budgets the budgets to choose from
 * @param chosen the budget, if the user has chosen it already
 */
export async function askBudget(
  daemon: Daemon,
  budgets: readonly BudgetState[],
  chosen?: BudgetState,
): Promise<void> {
  const budget =
    chosen ??
    (
      await window.showQuickPick(
        budgets.map((each) => ({ label: budgetName(each), description: budgetFigures(each), budget: each })),
        { title: 'Lenscap: Set Budget', placeHolder: 'Which budget?' },
      )
    )?.budget;
  if (!budget) return;
  const { scope, period, capNanoUsd } = budget;
  const amount = await window.showInputBox({
    title: `Lenscap: Set Budget – ${budgetName(budget)}`,
    prompt: `US dollars a ${period}. Questions that do not fit are refused before anything is sent. Nothing means no cap.`,
    value: capNanoUsd === null ? '' : (capNanoUsd / NANO_PER_USD).toFixed(9).replace(/0{1,7}$/, ''),
    placeHolder: '2.00',
    validateInput: (value) =>
      value.trim() === '' || parseUsd(value) !== undefined
        ? undefined
        : 'This is no amount. Write one like 2 or 0.50, or nothing for no cap.',
  });
  if (amount === undefined) return;
  await daemon.request(setBudget, { scope, period, capNanoUsd: parseUsd(amount) ?? null });
}
