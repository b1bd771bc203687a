import { describe, expect, it } from 'vitest';
import type { BudgetState } from '../../protocol/spend.ts';
import { budgetChoice, budgetGroups, modelChoices } from './budget-choices.ts';

const state = (
  scope: BudgetState['scope'],
  subject: string,
  period: BudgetState['period'],
  capNanoUsd: number | null,
): BudgetState => ({
  ...{ scope, subject, period, capNanoUsd },
  ...{ spentNanoUsd: 420_000_000, heldNanoUsd: 0, allowedNanoUsd: 0, renewsAt: '2026-11-22T00:00:00Z' },
});
const budgets = [
  state('all', '', 'day', 2_000_000_000),
  state('all', '', 'month', null),
  state('workspace', 'w', 'day', null),
  state('model', 'gpt-4o', 'week', 1_000_000_000),
];

describe('the budgets to choose from', () => {
  it('are of everything, of this workspace, of every workspace, and of models', () => {
    const groups = budgetGroups(budgets, 'w');
    expect(groups.map(({ heading }) => heading)).toEqual([
      'Everything',
      'This Workspace: w',
      'Every Workspace',
      'Models',
    ]);
    const [all, here, every, models] = groups.map(({ choices }) => choices);
    expect(all).toMatchObject([
      { label: 'Today', description: '$0.42 of $2.00 (21 %)', capNanoUsd: 2_000_000_000 },
      { label: 'This week', description: 'no cap', capNanoUsd: null },
      { label: 'This month', description: '$0.42, no cap' },
    ]);
    expect(here?.map(({ key }) => key)).toEqual(
      ['day', 'week', 'month'].map((period) => ({ scope: 'workspace', subject: 'w', period })),
    );
    expect(every?.map(({ key }) => key)).toEqual(
      ['day', 'week', 'month'].map((period) => ({ scope: 'workspace', subject: '', period })),
    );
    expect(models).toMatchObject([{ label: 'This week with gpt-4o', description: '$0.42 of $1.00 (42 %)' }]);
  });

  it('are not of this workspace where there is none: its name would mean every one', () => {
    expect(budgetGroups(budgets, '').map(({ heading }) => heading)).not.toContain('This Workspace: ');
  });

  it('are three for a model, with what is set already', () => {
    expect(modelChoices(budgets, 'gpt-4o', 'w').map(({ capNanoUsd }) => capNanoUsd)).toEqual([
      null,
      1_000_000_000,
      null,
    ]);
  });

  it('show the cap of every workspace where this one falls under it', () => {
    const key = { scope: 'workspace', subject: '', period: 'day' } as const;
    const everyones = { ...state('workspace', 'w', 'day', 1_500_000_000), isEveryones: true as const };
    const choice = budgetChoice([everyones], key, 'w');
    expect(choice).toMatchObject({ label: 'Each day in every workspace', capNanoUsd: 1_500_000_000 });
    expect(choice.description).toBe('$1.50 for each that has no budget of its own');
    const own = state('workspace', 'w', 'day', 1_500_000_000);
    expect(budgetChoice([own], key, 'w')).toMatchObject({ capNanoUsd: null });
  });
});
