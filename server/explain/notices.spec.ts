import { expect, test } from 'vitest';
import type { BudgetState } from '../../protocol/spend.ts';
import { budgetNotice, retirementNotice } from './notices.ts';

const budget: BudgetState = {
  scope: 'all',
  subject: '',
  period: 'day',
  capNanoUsd: 2_000_000_000,
  spentNanoUsd: 1_600_000_000,
  heldNanoUsd: 0,
  allowedNanoUsd: 0,
  renewsAt: '2026-11-22T00:00:00.000Z',
};

test.each([
  [{}, "80 % of today's budget is used: $1.60 of $2.00."],
  [{ period: 'week' }, "80 % of this week's budget is used: $1.60 of $2.00."],
  [
    { scope: 'workspace', subject: 'shop', period: 'month' },
    "80 % of this month's budget for this workspace is used: $1.60 of $2.00.",
  ],
  [{ scope: 'model', subject: 'gpt-4o' }, "80 % of today's budget for gpt-4o is used: $1.60 of $2.00."],
] as const)('%j: %s', (more, sentence) => expect(budgetNotice({ ...budget, ...more }, 80)).toBe(sentence));

test.each([
  [
    'gpt-6-luna',
    true,
    'gpt-4o is shut down by its provider on 2027-01-14; from then on Lenscap asks gpt-6-luna.',
  ],
  [
    'gpt-6-luna',
    false,
    'gpt-4o is shut down by its provider on 2027-01-14; choose another model by then, for example gpt-6-luna.',
  ],
  [undefined, true, 'gpt-4o is shut down by its provider on 2027-01-14; choose another model by then.'],
])('a model that retires, succeeded by %s, default: %s', (successor, isDefault, sentence) =>
  expect(retirementNotice('gpt-4o', { date: '2027-01-14', successor }, isDefault)).toBe(sentence),
);
