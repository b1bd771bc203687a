import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../protocol/money.ts';
import type { BudgetState } from '../../protocol/spend.ts';
import type { Settled } from '../ledger/holds.ts';
import { unusualNote } from '../ledger/usual.ts';
import type { ExplainContext, Sending } from './plan.ts';

const DAY_MS = 86_400_000;

/**
 * What the user should hear at the foot of a paid answer: budgets that it brought
 * near their cap, that its model will be shut down (once a week), that today
 * costs more than usual (once a day). Other windows do not say the latter two again.
 */
export async function spendNotices(
  { passed }: Settled,
  sending: Pick<Sending, 'model' | 'isDefault'>,
  { catalogue, ledger }: Pick<ExplainContext, 'catalogue' | 'ledger'>,
): Promise<string[]> {
  const notices = passed.map(({ budget, percent }) => budgetNotice(budget, percent));
  const today = ledger.today();
  const { name } = sending.model;
  const retiring = catalogue.retiring(name, today);
  if (retiring && (await ledger.tellOnce(`retiring:${name}`, 7 * DAY_MS)))
    notices.push(retirementNotice(name, retiring, sending.isDefault));
  const unusual = await ledger.unusualToday();
  if (unusual && (await ledger.tellOnce(`unusual:${today}`, DAY_MS))) notices.push(unusualNote(unusual));
  return notices;
}

/** "80 % of today's budget is used: $1.60 of $2.00." */
export function budgetNotice(
  { scope, subject, period, spentNanoUsd, capNanoUsd }: BudgetState,
  percent: number,
): string {
  const spent = formatUsd(spentNanoUsd);
  const cap = formatUsd(capNanoUsd ?? 0);
  switch (scope) {
    case 'all':
      return {
        day: l10n.t("{0} % of today's budget is used: {1} of {2}.", percent, spent, cap),
        week: l10n.t("{0} % of this week's budget is used: {1} of {2}.", percent, spent, cap),
        month: l10n.t("{0} % of this month's budget is used: {1} of {2}.", percent, spent, cap),
      }[period];
    case 'workspace':
      return {
        day: l10n.t("{0} % of today's budget for this workspace is used: {1} of {2}.", percent, spent, cap),
        week: l10n.t(
          "{0} % of this week's budget for this workspace is used: {1} of {2}.",
          percent,
          spent,
          cap,
        ),
        month: l10n.t(
          "{0} % of this month's budget for this workspace is used: {1} of {2}.",
          percent,
          spent,
          cap,
        ),
      }[period];
    case 'model':
      return {
        day: l10n.t("{0} % of today's budget for {3} is used: {1} of {2}.", percent, spent, cap, subject),
        week: l10n.t(
          "{0} % of this week's budget for {3} is used: {1} of {2}.",
          percent,
          spent,
          cap,
          subject,
        ),
        month: l10n.t(
          "{0} % of this month's budget for {3} is used: {1} of {2}.",
          percent,
          spent,
          cap,
          subject,
        ),
      }[period];
  }
}

/**
 * "gpt-4o is shut down by its provider on 2027-01-14; from then on Lenscap asks gpt-6-luna."
 * @param isDefault whether Lenscap will replace it: what the user chose is not replaced
 */
export function retirementNotice(
  model: string,
  { date, successor }: { date: string; successor: string | undefined },
  isDefault: boolean,
): string {
  if (successor === undefined)
    return l10n.t('{0} is shut down by its provider on {1}; choose another model by then.', model, date);
  return isDefault
    ? l10n.t(
        '{0} is shut down by its provider on {1}; from then on Lenscap asks {2}.',
        model,
        date,
        successor,
      )
    : l10n.t(
        '{0} is shut down by its provider on {1}; choose another model by then, for example {2}.',
        model,
        date,
        successor,
      );
}
