import * as l10n from '@vscode/l10n';
import { language } from '../../protocol/language.ts';
import { formatUsd } from '../../protocol/money.ts';
import type { SpendRow } from '../../protocol/spend.ts';

/** A row of the ledger in the list of the latest questions. */
export function aboutRow(row: SpendRow): { label: string; description: string; detail: string } {
  const { model, workspace, at, attempt, status, requestId } = row;
  const about = [model, workspace || l10n.t('no workspace')];
  // Every request made for a question is a row of its own.
  if (attempt > 1) about.push(l10n.t('attempt {0}', attempt));
  if (status >= 400) about.push(l10n.t('failed ({0})', status));
  const detail = [new Date(at).toLocaleString(language()), ...(requestId ? [requestId] : [])];
  return { label: costOf(row), description: about.join(' · '), detail: detail.join(' · ') };
}

function costOf({ certainty, costNanoUsd }: SpendRow): string {
  if (certainty === 'free' || costNanoUsd === 0) return l10n.t('Free');
  return certainty === 'estimated'
    ? l10n.t('{0} (estimated)', formatUsd(costNanoUsd))
    : formatUsd(costNanoUsd);
}
