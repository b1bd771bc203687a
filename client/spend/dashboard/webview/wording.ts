import { formatUsd } from '../../../../protocol/money.ts';
import type { Route } from '../../../../protocol/route.ts';
import { formatDate } from './calendar.ts';
import type { Unit } from './stack.ts';

export const routeNames: Readonly<Record<Route, string>> = {
  local: 'On this machine',
  text: 'Text only',
  vision: 'With pictures',
  audio: 'With sound',
};

export const certaintyNames = { exact: 'Exact', estimated: 'Estimated', free: 'Free' } as const;

/** What a workspace is called that has no name: a question may be asked without one. */
export function workspaceName({ workspace, isRest }: { workspace: string; isRest: boolean }): string {
  if (isRest) return 'All others';
  return workspace === '' ? 'No workspace' : workspace;
}

/** “3 requests”, “1 request”. */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}

/** A share of a whole for people: two significant digits below 10 %; nothing is not 0 % that is more. */
export function formatShare(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return percent > 0 && percent < 10 ? `${percent.toFixed(1)} %` : `${Math.floor(percent)} %`;
}

/** A duration for people; a dash where nothing was measured. */
export function formatMs(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

/** An amount on an axis: as everywhere else, but without zeros that only every other label would have. */
export function axisUsd(nanoUsd: number): string {
  return formatUsd(nanoUsd).replace(/(\.\d{2}\d*?)0+$/, '$1');
}

/** A period of a chart on its axis. */
export function periodLabel(period: string, unit: Unit): string {
  return formatDate(period, unit === 'month' ? 'month' : 'short');
}

/** A period of a chart by itself. */
export function periodName(period: string, unit: Unit): string {
  if (unit === 'day') return formatDate(period, 'long');
  return unit === 'week' ? `Week from ${formatDate(period, 'long')}` : formatDate(period, 'month');
}

/** An instant in this machine's time zone, to the minute: 2026-11-21 14:03. */
export function formatInstant(at: string): string {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
