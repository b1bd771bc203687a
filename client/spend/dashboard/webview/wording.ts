import * as l10n from '@vscode/l10n';
import { formatCount, language, plural } from '../../../../protocol/language.ts';
import { formatUsd } from '../../../../protocol/money.ts';
import type { Route } from '../../../../protocol/route.ts';
import type { Certainty } from '../../../../protocol/spend.ts';
import { formatDate } from './calendar.ts';
import type { Unit } from './stack.ts';

export function routeName(route: Route): string {
  const names: Readonly<Record<Route, string>> = {
    local: l10n.t('On this machine'),
    text: l10n.t('Text only'),
    vision: l10n.t('With pictures'),
    audio: l10n.t('With sound'),
  };
  return names[route];
}

export function certaintyName(certainty: Certainty): string {
  return { exact: l10n.t('Exact'), estimated: l10n.t('Estimated'), free: l10n.t('Free') }[certainty];
}

/** What a workspace is called that has no name: a question may be asked without one. */
export function workspaceName({ workspace, isRest }: { workspace: string; isRest: boolean }): string {
  if (isRest) return l10n.t('All others');
  return workspace === '' ? l10n.t('No workspace') : workspace;
}

/** “3 requests”, “1 request”. */
export function countRequests(count: number): string {
  return plural(count, {
    one: l10n.t('1 request'),
    other: l10n.t('{0} requests', formatCount(count)),
  });
}

/** A share of a whole for people: two significant digits below 10 %; nothing is not 0 % that is more. */
export function formatShare(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  if (percent > 0 && percent < 0.1) return `< ${formatDecimals(0.1, 1)} %`;
  return percent > 0 && percent < 10 ? `${formatDecimals(percent, 1)} %` : `${Math.floor(percent)} %`;
}

/** A duration for people; a dash where nothing was measured. */
export function formatMs(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${formatDecimals(ms / 1_000, ms < 10_000 ? 1 : 0)} s`;
}

function formatDecimals(value: number, decimals: number): string {
  return value.toLocaleString(language(), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** An amount on an axis: as everywhere else, but without zeros that only every other label would have. */
export function axisUsd(nanoUsd: number): string {
  return formatUsd(nanoUsd).replace(/([.,]\d{2}\d*?)0+(?=\D*$)/, '$1');
}

/** A duration on an axis: a whole number of seconds has no decimals there. */
export function axisMs(ms: number): string {
  return ms >= 1_000 && ms % 1_000 === 0 ? `${ms / 1_000} s` : formatMs(ms);
}

/** A period of a chart on its axis. */
export function periodLabel(period: string, unit: Unit): string {
  return formatDate(period, unit === 'month' ? 'month' : 'short');
}

/** A period of a chart by itself. */
export function periodName(period: string, unit: Unit): string {
  if (unit === 'day') return formatDate(period, 'long');
  return unit === 'week' ? l10n.t('Week from {0}', formatDate(period, 'long')) : formatDate(period, 'month');
}

/** An instant in this machine's time zone, to the minute: 2026-11-21 14:03. */
export function formatInstant(at: string): string {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
