import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../protocol/money.ts';
import type { BudgetKey, BudgetPeriod, BudgetState } from '../../protocol/spend.ts';
import { budgetFigures, budgetName, budgetOf, everyonesName } from './budgets.ts';

/** A budget that can be set, as a list shows it. */
export interface BudgetChoice {
  readonly key: BudgetKey;
  readonly label: string;
  readonly description: string;
  readonly capNanoUsd: number | null;
}

export interface BudgetGroup {
  readonly heading: string;
  readonly choices: readonly BudgetChoice[];
}

const PERIODS = ['day', 'week', 'month'] as const;

/**
 * The budgets there can be, whether they have a cap or not: of everything, of
 * this workspace, of every workspace, and of models that have one.
 * @param here the workspace of this window, as spending is booked; empty without a folder
 */
export function budgetGroups(budgets: readonly BudgetState[], here: string): BudgetGroup[] {
  const choice = (key: BudgetKey): BudgetChoice => budgetChoice(budgets, key, here);
  const every = PERIODS.map((period) => everyonesChoice(budgets, 'workspace', period));
  const groups = [
    {
      heading: l10n.t('Everything'),
      choices: PERIODS.map((period) => choice({ scope: 'all', subject: '', period })),
    },
    {
      heading: l10n.t('This Workspace: {0}', here),
      // Without a folder there is no name to set a budget for.
      choices:
        here === '' ? [] : PERIODS.map((period) => choice({ scope: 'workspace', subject: here, period })),
    },
    { heading: l10n.t('Every Workspace'), choices: every },
    { heading: l10n.t('Models'), choices: budgets.filter(({ scope }) => scope === 'model').map(choice) },
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}

/** The budgets of one model. */
export function modelChoices(budgets: readonly BudgetState[], model: string, here: string): BudgetChoice[] {
  return PERIODS.map((period) => budgetChoice(budgets, { scope: 'model', subject: model, period }, here));
}

/** One budget, with its figures. A summary has all budgets that have a cap. */
export function budgetChoice(budgets: readonly BudgetState[], key: BudgetKey, here: string): BudgetChoice {
  const { scope, subject, period } = key;
  if (scope !== 'all' && subject === '' && !(scope === 'workspace' && here === ''))
    return everyonesChoice(budgets, scope, period);
  const state = budgetOf(budgets, key);
  return {
    key: { scope, subject, period },
    label: budgetName(key, here),
    description: state ? budgetFigures(state) : l10n.t('no cap'),
    capNanoUsd: state?.capNanoUsd ?? null,
  };
}

/** The cap of each that has none of its own, as far as one of those is in the summary. */
function everyonesChoice(
  budgets: readonly BudgetState[],
  scope: 'workspace' | 'model',
  period: BudgetPeriod,
): BudgetChoice {
  const state = budgets.find((each) => each.scope === scope && each.period === period && each.isEveryones);
  const capNanoUsd = state?.capNanoUsd ?? null;
  return {
    key: { scope, subject: '', period },
    label: everyonesName(scope, period),
    description:
      capNanoUsd === null
        ? l10n.t('for each that has no budget of its own')
        : l10n.t('{0} for each that has no budget of its own', formatUsd(capNanoUsd)),
    capNanoUsd,
  };
}
