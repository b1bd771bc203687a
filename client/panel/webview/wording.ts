import type { Finding } from '../../../protocol/attach.ts';
import type { QuoteLine, ReadyState } from '../messages.ts';

/** Whether the user painted it over, and no rule. */
export function isManual({ rule }: Finding): boolean {
  return rule === 'manual';
}

/** Why something is, or was, painted over. */
export function reasonOf(finding: Finding): string {
  if (isManual(finding)) return 'added by you';
  return `found by rule ${finding.rule}, ${Math.round(finding.confidence * 100)} %`;
}

/** What a redaction is, and what can be done about it. */
export function sentenceOf(finding: Finding): string {
  if (isManual(finding)) return 'Added by you. Click to remove it.';
  const about = `${finding.title}, ${reasonOf(finding)}.`;
  return finding.covered
    ? `${about} Covered: click to show it.`
    : `${about} Not covered, it will be sent: click to cover it.`;
}

/** How much of a picture is painted over, in a few words; undefined if there is nothing to say. */
export function redactionCount({ findings, mode, safe }: ReadyState): string | undefined {
  const covered = findings.filter((finding) => finding.covered).length;
  const open = findings.length - covered;
  const parts = [
    covered > 0 ? count(covered, 'redaction') : undefined,
    open > 0 ? `${open} not covered` : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(', ');
  // Where something stood in the way of looking, that nothing was found means nothing.
  return mode === 'off' || !safe ? undefined : 'no secrets found';
}

/** The text that will be sent instead of a picture; undefined where the picture goes, or nothing. */
export function textInstead(quote: QuoteLine, key: string): string | undefined {
  if (quote.kind !== 'quote' || quote.isCached) return undefined;
  return quote.texts.find((each) => each.key === key)?.text;
}

export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** `1:05`, as recorders show it. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function formatBytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `image/png` as people say it. */
export function formatMime(mime: string): string {
  return mime.replace(/^image\/(?:x-)?/, '').toUpperCase();
}
