import { formatUsd } from '../../protocol/money.ts';
import type { SpendRow } from '../../protocol/spend.ts';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** A row of the ledger in the list of the latest questions. */
export function aboutRow(row: SpendRow): { label: string; description: string; detail: string } {
  const { model, workspace, at, attempt, status, requestId } = row;
  const about = [model, workspace || 'no workspace'];
  // Every request made for a question is a row of its own.
  if (attempt > 1) about.push(`${attempt}${endings[ordinals.select(attempt)] ?? 'th'} attempt`);
  if (status >= 400) about.push(`failed (${status})`);
  const detail = [new Date(at).toLocaleString(), ...(requestId ? [requestId] : [])];
  return { label: costOf(row), description: about.join(' · '), detail: detail.join(' · ') };
}

function costOf({ certainty, costNanoUsd }: SpendRow): string {
  if (certainty === 'free') return 'Free';
  return certainty === 'estimated' ? `${formatUsd(costNanoUsd)} (estimated)` : formatUsd(costNanoUsd);
}
