/** What a provider's headers say of one of its limits on a key. */
export interface Limit {
  limit: number;
  remaining: number;
  /** Until `remaining` is `limit` again. */
  resetMs: number;
}

export const LIMIT_KINDS = ['requests', 'tokens'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** What the headers of a response advise about the next request. */
export interface Advice {
  /** How long to wait before asking again; undefined where they do not say. */
  retryAfterMs: number | undefined;
  /** Whether asking again can help, where they say. */
  shouldRetry: boolean | undefined;
  limits: Partial<Record<LimitKind, Limit>>;
}

/**
 * Reads `retry-after(-ms)`, `x-should-retry` and `x-ratelimit-*`. What makes no sense is not there.
 * @param now milliseconds since 1970, for a Retry-After that is a date
 */
export function readAdvice(headers: Headers, now: number): Advice {
  const should = headers.get('x-should-retry');
  const limits: Advice['limits'] = {};
  for (const kind of LIMIT_KINDS) {
    const limit = readLimit(headers, kind);
    if (limit) limits[kind] = limit;
  }
  return {
    retryAfterMs: readRetryAfter(headers, now),
    shouldRetry: should === 'true' ? true : should === 'false' ? false : undefined,
    limits,
  };
}

function readRetryAfter(headers: Headers, now: number): number | undefined {
  const inMs = readNumber(headers.get('retry-after-ms'));
  if (inMs !== undefined) return inMs;
  const given = headers.get('retry-after');
  const seconds = readNumber(given);
  if (seconds !== undefined) return seconds * 1000;
  // A bare number would be taken for a year.
  const date = given !== null && /[a-z]{3}/i.test(given) ? Date.parse(given) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function readLimit(headers: Headers, kind: LimitKind): Limit | undefined {
  const limit = readNumber(headers.get(`x-ratelimit-limit-${kind}`));
  const remaining = readNumber(headers.get(`x-ratelimit-remaining-${kind}`));
  const resetMs = readDuration(headers.get(`x-ratelimit-reset-${kind}`));
  if (limit === undefined || remaining === undefined || resetMs === undefined) return undefined;
  return limit > 0 && remaining <= limit ? { limit, remaining, resetMs } : undefined;
}

function readNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `20ms`, `1.5s`, `6m0s`, as OpenAI writes them; a bare number means seconds, as others do. */
function readDuration(text: string | null): number | undefined {
  const seconds = readNumber(text);
  if (seconds !== undefined) return seconds * 1000;
  if (text === null || !/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, value, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    sum += Number(value) * (UNIT_MS[unit ?? ''] ?? 0);
  return sum;
}
