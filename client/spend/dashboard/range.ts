import type { Range } from './messages.ts';
import { addDays, startOfMonth } from './webview/calendar.ts';

export interface Days {
  /** First and last day, local ISO dates, both included. */
  readonly from: string;
  readonly to: string;
}

/** The days a range means today. */
export function daysOf(range: Range, today: string): Days {
  if (range.kind === 'custom') return { from: range.from, to: range.to };
  switch (range.preset) {
    case '7-days':
      return { from: addDays(today, -6), to: today };
    case '30-days':
      return { from: addDays(today, -29), to: today };
    case 'this-month':
      return { from: startOfMonth(today), to: today };
    case 'last-month':
      return { from: startOfMonth(today, -1), to: addDays(startOfMonth(today), -1) };
    case '12-months':
      return { from: startOfMonth(today, -11), to: today };
  }
}
