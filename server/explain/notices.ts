import { formatUsd } from '../../protocol/money.ts';
import type { BudgetPeriod, BudgetState } from '../../protocol/spend.ts';
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

const CURRENT: Record<BudgetPeriod, string> = { day: "today's", week: "this week's", month: "this month's" };

/** "80 % of today's budget is used: $1.60 of $2.00." */
export function budgetNotice(
  { scope, subject, period, spentNanoUsd, capNanoUsd }: BudgetState,
  percent: number,
): string {
  const whose = { all: '', workspace: ' for this workspace', model: ` for ${subject}` }[scope];
  return `${percent} % of ${CURRENT[period]} budget${whose} is used: ${formatUsd(spentNanoUsd)} of ${formatUsd(capNanoUsd ?? 0)}.`;
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
  const until = `${model} is shut down by its provider on ${date}`;
  if (successor === undefined) return `${until}; choose another model by then.`;
  return isDefault
    ? `${until}; from then on Lenscap asks ${successor}.`
    : `${until}; choose another model by then, for example ${successor}.`;
}
