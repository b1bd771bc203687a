import * as l10n from '@vscode/l10n';
import { BudgetError, LocalError, type Refusal } from '../../protocol/errors.ts';
import { formatUsd, roundCap } from '../../protocol/money.ts';
import { BudgetPeriod, BudgetScope } from '../../protocol/spend.ts';
import type { CappedCounter } from './counters.ts';
import { isoDate, periodEnd } from './periods.ts';

/** What a counter still lets through; everything where it has no cap. */
export function roomOf({
  cap_nano_usd,
  allowed_nano_usd,
  spent_nano_usd,
  held_nano_usd,
}: CappedCounter): number {
  return (cap_nano_usd ?? Number.MAX_SAFE_INTEGER) + allowed_nano_usd - spent_nano_usd - held_nano_usd;
}

/**
 * The refusal of a question that does not fit, with the figures of the fullest of the budgets it does not fit.
 * @param ownCap whether the cap is the subject's own, not everyone's
 */
export function noRoom(now: Date, counter: CappedCounter, ownCap: boolean, neededNanoUsd: number): Error {
  const { cap_nano_usd: cap, spent_nano_usd: spent, held_nano_usd: held } = counter;
  if (cap === null)
    return new LocalError(
      'ledger-overflow',
      l10n.t('The ledger cannot hold an amount this large.'),
      l10n.t('Lower the limit on output tokens.'),
    );
  const scope = BudgetScope.parse(counter.scope);
  const period = BudgetPeriod.parse(counter.period);
  const left = Math.max(0, roomOf(counter));
  const renews = periodEnd(period, now);
  const refusal: Refusal = {
    scope,
    subject: ownCap ? counter.subject : '',
    period,
    capNanoUsd: cap,
    leftNanoUsd: left,
    neededNanoUsd,
    raiseToNanoUsd: roundCap(spent + held + neededNanoUsd - counter.allowed_nano_usd),
    renewsAt: renews.toISOString(),
  };
  return new BudgetError(
    'budget-exceeded',
    l10n.t(
      'This question may cost up to {0}, but {1} of {2} has {3} left ({4} spent, {5} held).',
      formatUsd(neededNanoUsd, 'up'),
      nameOf(scope, counter.subject, period),
      formatUsd(cap),
      formatUsd(left),
      formatUsd(spent),
      formatUsd(held),
    ),
    l10n.t(
      'It renews on {0}. Allow it once (--allow-over-budget), raise the budget (“lenscap budget set”), ask for a shorter answer, or use the local route.',
      isoDate(renews),
    ),
    { refusal },
  );
}

/** “the daily budget”, “this workspace's weekly budget”, “the monthly budget for gpt-4o”. */
function nameOf(scope: BudgetScope, subject: string, period: BudgetPeriod): string {
  switch (scope) {
    case 'all':
      return {
        day: l10n.t('the daily budget'),
        week: l10n.t('the weekly budget'),
        month: l10n.t('the monthly budget'),
      }[period];
    case 'workspace':
      return {
        day: l10n.t("this workspace's daily budget"),
        week: l10n.t("this workspace's weekly budget"),
        month: l10n.t("this workspace's monthly budget"),
      }[period];
    case 'model':
      return {
        day: l10n.t('the daily budget for {0}', subject),
        week: l10n.t('the weekly budget for {0}', subject),
        month: l10n.t('the monthly budget for {0}', subject),
      }[period];
  }
}
