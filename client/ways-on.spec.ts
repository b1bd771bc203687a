import { describe, expect, it } from 'vitest';
import {
  BudgetError,
  LenscapError,
  LocalError,
  ProviderError,
  QueuedError,
  type Refusal,
} from '../protocol/errors.ts';
import type { BudgetState } from '../protocol/spend.ts';
import { failureOf } from './failure.ts';
import { misfitOf, misfitSentence, told, unpricedModelOf, waysAround, waysOn } from './ways-on.ts';

const refusal: Refusal = {
  ...{ scope: 'all', subject: '', period: 'day', renewsAt: '2026-11-22T00:00:00Z' },
  ...{ capNanoUsd: 2_000_000_000, leftNanoUsd: 1_200_000 },
  ...{ neededNanoUsd: 7_000_001, raiseToNanoUsd: 2_500_000_000 },
};
const here = 'w';

describe('the ways on from a failure', () => {
  it('of a budget have its figures', () => {
    const failure = new BudgetError('budget-exceeded', 'No room.', 'Run a shell command.', { refusal });
    expect(waysOn(failure).map(({ way, label }) => [way, label])).toEqual([
      ['allow-once', 'Allow Once'],
      ['raise', 'Raise to $2.50'],
      ['set-budget', 'Set Budget…'],
    ]);
    // A worst case is never said to be less than it is.
    expect(waysOn(failure)[0]?.title).toContain('$0.0071');
    expect(told(failure)).toEqual({
      message: 'No room.',
      hint: 'Allow it once, raise the budget, or ask for a shorter answer; it renews tomorrow.',
    });
  });

  it.each([
    ['unknown-price', 'Add Model Price…'],
    ['ledger-uncertain', 'Accept and Go On'],
  ])('of %s are one', (code, label) => {
    const failure = new LenscapError('budget', code, 'No.', 'Run a shell command.');
    expect(waysOn(failure).map((way) => way.label)).toEqual([label]);
    expect(told(failure).hint).not.toContain('shell');
  });

  it('of an unknown price know the model', () => {
    const failure = new BudgetError('unknown-price', 'No.', 'Add it.', { model: 'mine' });
    expect(unpricedModelOf(failureOf({ code: -32803, message: 'No.', data: failure.toFailure() }))).toBe(
      'mine',
    );
    expect(unpricedModelOf(new LocalError('internal', 'mine', 'Wait.'))).toBeUndefined();
  });

  it.each(['unreachable', 'provider-paused'])('of %s are to wait, to try again, or what is here', (code) => {
    const failure = new ProviderError(code, 'Nobody is there.', 'Check the network.');
    expect(waysOn(failure).map(({ label }) => label)).toEqual([
      'Ask When Online',
      'Try Again',
      'Answer Locally',
    ]);
  });

  it('of a question that waits has its own id', () => {
    const failure = new QueuedError('q', 'Nobody is there.', 'It waits.');
    expect(failureOf({ code: -32803, message: '', data: failure.toFailure() })).toMatchObject({
      code: 'queued',
      queued: 'q',
    });
  });

  it('of anything else are none', () => {
    const failure = new LocalError('internal', 'No.', 'Wait.');
    expect(waysOn(failure)).toEqual([]);
    expect(told(failure)).toEqual({ message: 'No.', hint: 'Wait.' });
  });
});

describe('a budget without room for a question', () => {
  const budget = (fields: Partial<BudgetState>): BudgetState => ({
    ...{ scope: 'all', subject: '', period: 'day', renewsAt: refusal.renewsAt },
    ...{ capNanoUsd: 2_000_000_000, spentNanoUsd: 1_990_000_000, heldNanoUsd: 8_800_000, allowedNanoUsd: 0 },
    ...fields,
  });
  const misfit = (maxNanoUsd: number, ...budgets: BudgetState[]): Refusal | undefined =>
    misfitOf({ budgets, model: 'gpt-4o', maxNanoUsd }, here);

  it('is found before anything is sent', () => {
    expect(misfit(7_000_001, budget({}))).toEqual(refusal);
    expect(misfitSentence(refusal, here)).toBe(
      'Does not fit today’s budget: $0.0012 left, and it may cost $0.0071.',
    );
  });

  it.each([
    ['there is exactly as much left', 1_200_000, budget({})],
    ['there is no cap', 7_000_000, budget({ capNanoUsd: null })],
    ['as much was allowed beyond it', 7_000_000, budget({ allowedNanoUsd: 5_800_000 })],
    ['it is another model’s', 7_000_000, budget({ scope: 'model', subject: 'gpt-4o-mini' })],
    ['it is another workspace’s', 7_000_000, budget({ scope: 'workspace', subject: 'v' })],
    ['the question is free', 0, budget({ spentNanoUsd: 3_000_000_000 })],
  ])('is none where %s', (_, maxNanoUsd, state) => {
    expect(misfit(maxNanoUsd, state)).toBeUndefined();
  });

  it('is everyone’s where the cap is: that is what is raised', () => {
    const own = budget({ scope: 'workspace', subject: here });
    expect(misfit(7_000_000, own)).toMatchObject({ scope: 'workspace', subject: here });
    const everyones = misfit(7_000_000, { ...own, isEveryones: true });
    expect(everyones).toMatchObject({ scope: 'workspace', subject: '' });
    expect(everyones && waysAround(everyones)[1]?.title).toContain(
      'of each workspace without one of its own',
    );
  });

  it('is the one with the least room', () => {
    const month = budget({ period: 'month', spentNanoUsd: 2_000_000_000 });
    const model = budget({ scope: 'model', subject: 'gpt-4o' });
    expect(misfit(7_000_000, budget({}), month, model)).toMatchObject({ period: 'month', leftNanoUsd: 0 });
  });
});
