import * as l10n from '@vscode/l10n';
import { BudgetError, type Refusal } from '../../protocol/errors.ts';
import { formatUsd } from '../../protocol/money.ts';

/**
 * A budget's refusal in words that fit a sound, and with what all of it needs:
 * "allow once" is not to end after the first of its parts.
 * @param restNanoUsd what its other parts may cost at most
 */
export function inWordsOfSound(error: BudgetError, restNanoUsd: number): BudgetError {
  if (!error.refusal) return error;
  const { neededNanoUsd, raiseToNanoUsd, leftNanoUsd, renewsAt } = error.refusal;
  const needed = neededNanoUsd + restNanoUsd;
  return new BudgetError(
    error.code,
    l10n.t(
      'Transcribing this may cost up to {0}, but {1} has {2} left.',
      formatUsd(needed, 'up'),
      nameOf(error.refusal),
      formatUsd(leftNanoUsd),
    ),
    l10n.t(
      'It renews on {0}. Raise the budget (“lenscap budget set”), or have a shorter sound transcribed.',
      renewsAt.slice(0, 10),
    ),
    {
      cause: error,
      refusal: {
        ...error.refusal,
        neededNanoUsd: needed,
        raiseToNanoUsd: raiseToNanoUsd + restNanoUsd,
      },
    },
  );
}

/** “this workspace’s budget of $2.00 for the day” */
function nameOf({ scope, subject, period, capNanoUsd }: Refusal): string {
  const cap = formatUsd(capNanoUsd);
  if (scope === 'workspace')
    return {
      day: l10n.t('this workspace’s budget of {0} for the day', cap),
      week: l10n.t('this workspace’s budget of {0} for the week', cap),
      month: l10n.t('this workspace’s budget of {0} for the month', cap),
    }[period];
  if (scope === 'model' && subject !== '')
    return {
      day: l10n.t('the budget of {0} for the day for {1}', cap, subject),
      week: l10n.t('the budget of {0} for the week for {1}', cap, subject),
      month: l10n.t('the budget of {0} for the month for {1}', cap, subject),
    }[period];
  return {
    day: l10n.t('the budget of {0} for the day', cap),
    week: l10n.t('the budget of {0} for the week', cap),
    month: l10n.t('the budget of {0} for the month', cap),
  }[period];
}
