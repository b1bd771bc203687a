// Calendar dates as ISO text. All arithmetic is on dates, never on instants:
// a day has 23 hours once a year, and is still a day.
import { language } from '../../../../protocol/language.ts';

const DAY_MS = 86_400_000;

/** A date some days later, or earlier. */
export function addDays(date: string, days: number): string {
  return isoDate(new Date(utc(date) + days * DAY_MS));
}

/** How many days there are from one date to another, both included. */
export function daysFrom(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS) + 1;
}

/** The first date of a month some months later, or earlier. */
export function startOfMonth(date: string, months = 0): string {
  const first = new Date(utc(date));
  return isoDate(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, 1)));
}

/** The Monday of a date's week (ISO 8601). */
export function startOfWeek(date: string): string {
  return addDays(date, -((new Date(utc(date)).getUTCDay() + 6) % 7));
}

/** The date it is at an instant, in this machine's time zone. */
export function localDate(instant: Date): string {
  return isoDate(new Date(Date.UTC(instant.getFullYear(), instant.getMonth(), instant.getDate())));
}

/** “Nov 21”, “Nov 21, 2026”, “Nov 2026”. */
export function formatDate(date: string, style: 'short' | 'long' | 'month' = 'short'): string {
  formats[style] ??= new Intl.DateTimeFormat(language(), { ...PARTS[style], timeZone: 'UTC' });
  return formats[style].format(utc(date));
}

const PARTS = {
  short: { month: 'short', day: 'numeric' },
  long: { month: 'short', day: 'numeric', year: 'numeric' },
  month: { month: 'short', year: 'numeric' },
} as const;

/** Each is made when it is first used: the page speaks its language by then. */
const formats: Partial<Record<keyof typeof PARTS, Intl.DateTimeFormat>> = {};

function utc(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function isoDate(day: Date): string {
  return day.toISOString().slice(0, 10);
}
