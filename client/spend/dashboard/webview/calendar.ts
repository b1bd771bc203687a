// Calendar dates as ISO text. All arithmetic is on dates, never on instants:
// a day has 23 hours once a year, and is still a day.

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
  return formats[style].format(utc(date));
}

const formats = {
  short: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }),
  long: new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
};

function utc(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function isoDate(day: Date): string {
  return day.toISOString().slice(0, 10);
}
