import * as l10n from '@vscode/l10n';
import type { Finding } from '../../../protocol/attach.ts';
import { language, plural } from '../../../protocol/language.ts';
import { formatUsd } from '../../../protocol/money.ts';
import type { Certainty } from '../../../protocol/spend.ts';
import type { Saved } from '../../../protocol/usage.ts';
import type { QuoteLine, ReadyState } from '../messages.ts';

type Prices = Pick<Extract<QuoteLine, { kind: 'quote' }>, 'expectedNanoUsd' | 'maxNanoUsd'>;

/** Whether the user painted it over, and no rule. */
export function isManual({ rule }: Finding): boolean {
  return rule === 'manual';
}

/** Why something is, or was, painted over. */
export function reasonOf(finding: Finding): string {
  if (isManual(finding)) return l10n.t('added by you');
  return l10n.t('found by rule {0}, {1} %', finding.rule, Math.round(finding.confidence * 100));
}

/** What a redaction is, and what can be done about it. */
export function sentenceOf(finding: Finding): string {
  if (isManual(finding)) return l10n.t('Added by you. Click to remove it.');
  const { title, covered } = finding;
  const reason = reasonOf(finding);
  return covered
    ? l10n.t('{0}, {1}. Covered: click to show it.', title, reason)
    : l10n.t('{0}, {1}. Not covered, it will be sent: click to cover it.', title, reason);
}

/** How much of a picture is painted over, in a few words; undefined if there is nothing to say. */
export function redactionCount({
  findings,
  mode,
  safe,
}: Pick<ReadyState, 'findings' | 'mode' | 'safe'>): string | undefined {
  const covered = findings.filter((finding) => finding.covered).length;
  const open = findings.length - covered;
  const parts = [
    covered > 0
      ? plural(covered, { one: l10n.t('1 redaction'), other: l10n.t('{0} redactions', covered) })
      : undefined,
    open > 0 ? l10n.t('{0} not covered', open) : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(', ');
  // Where something stood in the way of looking, that nothing was found means nothing.
  return mode === 'off' || !safe ? undefined : l10n.t('no secrets found');
}

/** The text that will be sent instead of a picture; undefined where the picture goes, or nothing. */
export function textInstead(quote: QuoteLine, key: string): string | undefined {
  if (quote.kind !== 'quote' || quote.isCached) return undefined;
  return quote.texts.find((each) => each.key === key)?.text;
}

/** What an answer would have cost more, and by what it did not, in a few words; undefined if there is nothing to say. */
export function savings({ routing, cache, scaling }: Saved): { sum: string; by: string } | undefined {
  const sum = routing + cache + scaling;
  if (sum <= 0) return undefined;
  const parts = [
    routing > 0 && l10n.t('{0} by not sending pictures', formatUsd(routing)),
    cache > 0 && l10n.t('{0} by an answer that was kept', formatUsd(cache)),
    scaling > 0 && l10n.t('{0} by sending pictures smaller', formatUsd(scaling)),
  ].filter((part) => part !== false);
  return { sum: l10n.t('saved about {0}', formatUsd(sum)), by: parts.join(', ') };
}

/** What a question will cost, for people. */
export function aboutAtMost({ expectedNanoUsd, maxNanoUsd }: Prices): string {
  // A server on the user's own machine, say.
  if (maxNanoUsd === 0) return l10n.t('free');
  return l10n.t('about {0}, at most {1}', formatUsd(expectedNanoUsd), formatUsd(maxNanoUsd, 'up'));
}

/** What something did cost, for people. */
export function costOf({ costNanoUsd, certainty }: { costNanoUsd: number; certainty: Certainty }): string {
  if (certainty === 'free' || costNanoUsd === 0) return l10n.t('free');
  const cost = formatUsd(costNanoUsd);
  return certainty === 'estimated' ? l10n.t('about {0}', cost) : cost;
}

/** `1:05`, as recorders show it. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function formatBytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000))} kB`
    : `${formatDecimal(bytes / 1_000_000)} MB`;
}

/** A number with one decimal: “1.5”, „1,5“. */
export function formatDecimal(value: number): string {
  return value.toLocaleString(language(), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    useGrouping: false,
  });
}

/** `image/png` as people say it. */
export function formatMime(mime: string): string {
  return mime.replace(/^image\/(?:x-)?/, '').toUpperCase();
}
