import { describe, expect, it } from 'vitest';
import { NANO_PER_USD } from '../../protocol/money.ts';
import type { BudgetState } from '../../protocol/spend.ts';
import { budgetAdvice, budgetFigures, budgetName, budgetPhrase, renewal } from './budgets.ts';

const here = 'my-service';

function budget(spentUsd: number, capUsd: number | null, others: Partial<BudgetState> = {}): BudgetState {
  return {
    scope: 'all',
    subject: '',
    period: 'day',
    capNanoUsd: capUsd === null ? null : Math.round(capUsd * NANO_PER_USD),
    spentNanoUsd: Math.round(spentUsd * NANO_PER_USD),
    heldNanoUsd: 0,
    allowedNanoUsd: 0,
    renewsAt: '2026-11-23T12:00:00Z',
    ...others,
  };
}

describe('a budget', () => {
  it.each([
    ['all', '', 'day', 'Today', 'today’s budget'],
    ['all', '', 'week', 'This week', 'this week’s budget'],
    ['workspace', here, 'month', 'This month in this workspace', 'this month’s budget for this workspace'],
    ['workspace', 'other', 'day', 'Today in other', 'today’s budget for other'],
    ['workspace', '', 'week', 'Each week in every workspace', 'this week’s budget for this workspace'],
    ['model', 'gpt-4o', 'week', 'This week with gpt-4o', 'this week’s budget for gpt-4o'],
    ['model', '', 'day', 'Each day with every model', 'today’s budget for this model'],
  ] as const)('of %s %s a %s has a name', (scope, subject, period, name, phrase) => {
    expect(budgetName({ scope, subject, period }, here)).toBe(name);
    expect(budgetPhrase({ scope, subject, period }, here)).toBe(phrase);
  });

  it('of a window without a folder is that of this workspace', () => {
    expect(budgetName({ scope: 'workspace', subject: '', period: 'day' }, '')).toBe(
      'Today in this workspace',
    );
  });

  it('has figures: what is spent, held, and allowed beyond the cap', () => {
    expect(budgetFigures(budget(0.42, 2))).toBe('$0.42 of $2.00 (21 %)');
    expect(budgetFigures(budget(0.42, null))).toBe('$0.42, no cap');
    const others = { heldNanoUsd: 120_000_000, allowedNanoUsd: 10_000_000 };
    expect(budgetFigures(budget(2.0099, 2, others))).toBe(
      '$2.01 of $2.00 (100 %), and $0.12 held for questions under way, and $0.0100 allowed beyond the cap',
    );
  });

  it.each([
    [0.99, undefined],
    [1, 'More than half of today’s budget is used (50 %).'],
    [1.6, 'Most of today’s budget is used (80 %).'],
    [1.9, 'Today’s budget is almost used up (95 %).'],
    // Rounded down: what is not used up is never said to be.
    [1.999_999_999, 'Today’s budget is almost used up (99 %).'],
    [
      2,
      'Today’s budget is used up. Questions that cost something are refused until it renews tomorrow, or you raise it.',
    ],
  ])('says at %d of 2 dollars how full it is', (spent, sentence) => {
    expect(budgetAdvice(budget(spent, 2), here)).toBe(sentence);
  });

  it('says what is refused, and until when', () => {
    const model = { scope: 'model', subject: 'gpt-4o', period: 'week' } as const;
    expect(budgetAdvice(budget(1, 1, model), here)).toBe(
      'This week’s budget for gpt-4o is used up. Questions to gpt-4o are refused until it renews on Monday, or you raise it.',
    );
    expect(renewal({ period: 'month', renewsAt: '2026-12-01T12:00:00Z' })).toBe('on December 1');
  });
});
