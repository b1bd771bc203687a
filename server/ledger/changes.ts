import { formatUsd } from '../../protocol/money.ts';
import type { Database } from '../storage/database.ts';

/** Something the user changed about budgets. */
export interface BudgetChange {
  /** ISO 8601. */
  at: string;
  /** `cap`: set, raised or lifted. `allow`: one question beyond the cap. `accept`: a restored ledger. */
  kind: string;
  scope: string;
  subject: string;
  period: string;
  /** null: no cap. */
  fromNanoUsd: number | null;
  toNanoUsd: number | null;
  questionId: string;
}

/** Every change, newest first. */
export async function budgetChanges(db: Database): Promise<BudgetChange[]> {
  const rows = await db.selectFrom('budget_change').selectAll().orderBy('id', 'desc').execute();
  return rows.map(({ at, kind, scope, subject, period, from_nano_usd, to_nano_usd, question_id }) => ({
    at,
    kind,
    scope,
    subject,
    period,
    fromNanoUsd: from_nano_usd,
    toNanoUsd: to_nano_usd,
    questionId: question_id,
  }));
}

/** One line for people. */
export function describeChange(change: BudgetChange): string {
  const { at, kind, scope, subject, period, fromNanoUsd: from, toNanoUsd: to, questionId } = change;
  const when = new Date(at).toLocaleString('sv-SE').slice(0, 16);
  if (kind === 'accept') return `${when}  a restored ledger was accepted`;
  const whose = subject === '' ? (scope === 'all' ? '' : ` of each ${scope}`) : ` of ${scope} ${subject}`;
  const amount = (nanoUsd: number | null) => (nanoUsd === null ? 'no cap' : formatUsd(nanoUsd));
  const name = `the ${period}'s budget${whose}`;
  return kind === 'allow'
    ? `${when}  question ${questionId} was allowed beyond ${name}: ${amount(from)} → ${amount(to)}`
    : `${when}  ${name}: ${amount(from)} → ${amount(to)}`;
}
