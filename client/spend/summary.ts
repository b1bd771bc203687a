import { commands, env, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { formatUsd } from '../../protocol/money.ts';
import { type Spend, type SpendRow, spend } from '../../protocol/spend.ts';
import type { Daemon } from '../daemon.ts';
import { askBudget } from './budget.ts';
import { budgetFigures, budgetLevel, budgetName, budgetOf } from './budgets.ts';
import { aboutRow } from './rows.ts';
import { whatIsUncertain } from './uncertain.ts';

const ROWS = 20;

interface Entry extends QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

/**
 * Shows what was spent: the budgets, what is worth knowing, and the month's latest questions.
 * @param here the workspace of this window, as spending is booked
 */
export async function showSpend(daemon: Daemon, here: string): Promise<void> {
  const result = await daemon.request(spend, { limit: ROWS });
  // What was asked before midnight belongs to the month it was asked in, whenever the answer came.
  const month = budgetOf(result.summary.budgets, { scope: 'all', subject: '', period: 'month' });
  const chosen = await window.showQuickPick(entries(result, daemon, here), {
    title: l10n.t('Lenscap: {0} This Month', formatUsd(month?.spentNanoUsd ?? result.spentNanoUsd)),
    placeHolder: l10n.t('Choose a budget to change it, or a question to copy its request id'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await chosen?.run?.();
}

/** In a window without a folder there is no workspace to speak of, unless something is capped for it. */
function isWorthALine({ scope, capNanoUsd }: Spend['summary']['budgets'][number], here: string): boolean {
  return here !== '' || scope !== 'workspace' || capNanoUsd !== null;
}

function entries({ summary, rows }: Spend, daemon: Daemon, here: string): Entry[] {
  const icons = { ok: '$(pass)', warning: '$(warning)', full: '$(error)' };
  const { uncertain, notes, budgets } = summary;
  const list: Entry[] = [];
  if (uncertain) {
    list.push({
      label: `$(error) ${l10n.t('Accept Restored Ledger…')}`,
      detail: whatIsUncertain(uncertain),
      run: () => commands.executeCommand('lenscap.acceptLedger'),
    });
  }
  list.push(
    { label: l10n.t('Budgets'), kind: QuickPickItemKind.Separator },
    ...budgets
      .filter((budget) => isWorthALine(budget, here))
      .map((budget) => ({
        label: `${icons[budgetLevel(budget)]} ${budgetName(budget, here)}`,
        description: budgetFigures(budget),
        run: () => askBudget(daemon, summary, here, budget),
      })),
    { label: `$(gear) ${l10n.t('Set Budget…')}`, run: () => askBudget(daemon, summary, here) },
    {
      label: `$(graph) ${l10n.t('Open Dashboard')}`,
      run: () => commands.executeCommand('lenscap.openDashboard'),
    },
    ...(notes.length > 0 ? [{ label: l10n.t('Worth Knowing'), kind: QuickPickItemKind.Separator }] : []),
    ...notes.map((note) => ({
      label: `$(info) ${note}`,
      // A line of the list may be too short for it.
      run: () => window.showInformationMessage(note),
    })),
    { label: l10n.t('Latest Questions'), kind: QuickPickItemKind.Separator },
    ...rows.map((row: SpendRow) => ({
      ...aboutRow(row),
      run: () => env.clipboard.writeText(row.requestId),
    })),
  );
  if (rows.length === 0) list.push({ label: l10n.t('No questions yet this month'), alwaysShow: true });
  return list;
}
