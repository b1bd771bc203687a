import { ProviderError } from '../../protocol/errors.ts';
import { MAX_FAILURES } from './breaker.ts';
import type { Outcome } from './gateway.ts';
import type { Provider } from './provider.ts';
import { whoIs } from './provider-errors.ts';
import { LONGEST_WAIT_MS } from './retry.ts';

// What the way to providers refuses of its own, or passes on with a time. Times in milliseconds since 1970.

interface Whom {
  provider: Provider;
  model: string;
}

/** A provider's refusal, with the time from which it may be another, where that is far. */
export function withTime(error: ProviderError, { advice }: Outcome, now: number): ProviderError {
  const waitMs = advice?.retryAfterMs;
  if (waitMs === undefined || waitMs <= LONGEST_WAIT_MS || error.code === 'provider-quota') return error;
  const hint = `It asks not to be asked before ${timeOfDay(now + waitMs)}; send the question again then.`;
  return new ProviderError(error.code, error.message, hint, { cause: error });
}

/** What a key may ask is used up, and it takes too long to wait for more. */
export function limited({ provider, model }: Whom, until: number): ProviderError {
  return new ProviderError(
    'rate-limited',
    `What ${whoIs(provider)} allows this key to ask ${model} is used up for now.`,
    `Send the question again after ${timeOfDay(until)}.`,
  );
}

/** The circuit breaker is open. */
export function paused({ provider, model }: Whom, until: number): ProviderError {
  return new ProviderError(
    'provider-paused',
    `${model} at ${whoIs(provider)} failed ${MAX_FAILURES} times in a row, so it is left alone for a minute.`,
    `Send the question again after ${timeOfDay(until)}.`,
  );
}

/** The deadline passed while the question waited. */
export function late(provider: Provider, afterMs: number): ProviderError {
  return new ProviderError(
    'too-late',
    `No answer of ${whoIs(provider)} began within ${Math.ceil(afterMs / 60_000)} minutes.`,
    'Send the question again.',
  );
}

function timeOfDay(ms: number): string {
  return new Date(ms).toLocaleTimeString();
}

/** " in 3 s"; nothing for what is no time at all. */
export function inSeconds(ms: number): string {
  return ms < 1000
    ? ''
    : ms < 120_000
      ? ` in ${Math.ceil(ms / 1000)} s`
      : ` in ${Math.ceil(ms / 60_000)} minutes`;
}
