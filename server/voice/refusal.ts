import { BudgetError } from '../../protocol/errors.ts';
import { formatUsd } from '../../protocol/money.ts';

/**
 * A budget's refusal in words that fit a sound, and with what all of it needs:
 * "allow once" is not to end after the first of its parts.
 * @param restNanoUsd what its other parts may cost at most
 */
export function inWordsOfSound(error: BudgetError, restNanoUsd: number): BudgetError {
  if (!error.refusal) return error;
  const { neededNanoUsd, raiseToNanoUsd, capNanoUsd, leftNanoUsd, period, renewsAt, ...of } = error.refusal;
  const needed = neededNanoUsd + restNanoUsd;
  const whose = of.scope === 'workspace' ? 'this workspace’s' : 'the';
  const budget = `${whose} budget of ${formatUsd(capNanoUsd)} for the ${period}`;
  const model = of.scope === 'model' && of.subject !== '' ? ` for ${of.subject}` : '';
  return new BudgetError(
    error.code,
    `Transcribing this may cost up to ${formatUsd(needed, 'up')}, but ${budget}${model} has ${formatUsd(leftNanoUsd)} left.`,
    `It renews on ${renewsAt.slice(0, 10)}. Raise the budget (“lenscap budget set”), or have a shorter sound transcribed.`,
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
