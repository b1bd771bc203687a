import { env, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { formatUsd } from '../../protocol/money.ts';
import { type Spend, type SpendRow, spend } from '../../protocol/spend.ts';
import type { Daemon } from '../daemon.ts';
import { askBudget } from './budget.ts';
import { budgetFigures, budgetLevel, budgetName } from './budgets.ts';

const ROWS = 20;

interface Entry extends QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

/** Shows what was spent: the budgets, and the month's latest questions. */
export async function showSpend(daemon: Daemon): Promise<void> {
  const result = await daemon.request(spend, {});
  const chosen = await window.showQuickPick(entries(result, daemon), {
    title: `Lenscap: ${formatUsd(result.spentNanoUsd)} This Month`,
    placeHolder: 'Choose a budget to change it, or a question to copy its request id',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await chosen?.run?.();
}

function entries({ summary, rows }: Spend, daemon: Daemon): Entry[] {
  const icons = { ok: '$(pass)', warning: '$(warning)', full: '$(error)' };
  const list: Entry[] = [
    { label: 'Budgets', kind: QuickPickItemKind.Separator },
    ...summary.budgets.map((budget) => ({
      label: `${icons[budgetLevel(budget)]} ${budgetName(budget)}`,
      description: budgetFigures(budget),
      run: () => askBudget(daemon, summary.budgets, budget),
    })),
    { label: '$(gear) Set Budget…', run: () => askBudget(daemon, summary.budgets) },
    { label: 'Latest Questions', kind: QuickPickItemKind.Separator },
    ...rows.slice(0, ROWS).map((row) => ({
      label: `${costOf(row)}`,
      description: `${row.model} · ${row.workspace || 'no workspace'}`,
      detail: `${new Date(row.at).toLocaleString()} · ${row.requestId}`,
      run: () => env.clipboard.writeText(row.requestId),
    })),
  ];
  if (rows.length === 0) list.push({ label: 'No questions yet this month', alwaysShow: true });
  return list;
}

function costOf({ certainty, costNanoUsd }: SpendRow): string {
  if (certainty === 'free') return 'Free';
  return certainty === 'estimated' ? `${formatUsd(costNanoUsd)} (estimated)` : formatUsd(costNanoUsd);
}
