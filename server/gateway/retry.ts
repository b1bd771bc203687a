import type { Sign } from './breaker.ts';
import type { Outcome } from './gateway.ts';
import { isLasting } from './never-connected.ts';

/** How often one model is asked the same question. */
export const MAX_TRIES = 3;

/** The longest a provider's Retry-After is waited for; a longer one is told to the user. */
export const LONGEST_WAIT_MS = 20_000;

/** Retries wait somewhere up to this, doubled with each. */
const BACKOFF_MS = 500;

/**
 * Where nobody was reached, it is tried once more at once, if that was said at once: who waited for a connection
 * in vain is not kept waiting for another.
 */
const RECONNECT = { tries: 2, withinMs: 300 };

/** What to do after a request. */
export type Decision =
  /** There is an answer, or a part of one that the user has seen. */
  | { kind: 'done' }
  /** The same again, after a while. */
  | { kind: 'again'; waitMs: number }
  /** The same with smaller pictures. */
  | { kind: 'smaller' }
  /** Another model, or one of another provider. */
  | { kind: 'next'; leave: 'model' | 'provider' }
  /** The question itself is refused: nobody else is asked. */
  | { kind: 'end' };

/**
 * Statuses of requests that no answer will come of, and may another time. 429 depends on its code;
 * 520 to 523 are Cloudflare's where it got no answer, 529 says that too much is asked of all.
 */
const RETRYABLE = new Set([408, 409, 429, 500, 502, 503, 504, 520, 521, 522, 523, 529]);

/** Failures of the key, the account, the address or the network: they would meet every model there. */
const OF_THE_PROVIDER = new Set([
  'invalid-key',
  'forbidden',
  'provider-quota',
  'unreachable',
  'untrusted',
  'proxy-login',
  'proxy-refused',
  'not-understood',
]);

/**
 * Decides what follows a request. A pure function: chance comes as an argument.
 * What may have been charged for is not asked for again: what was answered, however badly, and what ended
 * with 408 or 504, of which nobody knows whether it was worked on. Nor is what the user saw a part of.
 * @param tries how often this model was asked, this time included
 * @param random from 0 up to 1, for full jitter: as many as failed together do not come back together
 */
export function decide(outcome: Outcome, tries: number, random: number): Decision {
  const { error, status, advice } = outcome;
  if (!error || outcome.text !== '') return { kind: 'done' };
  if (error.code === 'request-too-large') return { kind: 'smaller' };
  const next: Decision = { kind: 'next', leave: OF_THE_PROVIDER.has(error.code) ? 'provider' : 'model' };
  if (outcome.mayBeCharged || error.code === 'provider-quota') return next;
  if (error.code === 'unreachable')
    return tries < RECONNECT.tries && !isLasting(error)
      ? { kind: 'again', waitMs: random * RECONNECT.withinMs }
      : next;
  if (advice?.shouldRetry ?? RETRYABLE.has(status)) {
    const waitMs = Math.max(advice?.retryAfterMs ?? 0, random * BACKOFF_MS * 2 ** (tries - 1));
    return tries < MAX_TRIES && waitMs <= LONGEST_WAIT_MS ? { kind: 'again', waitMs } : next;
  }
  return error.code === 'rejected' ? { kind: 'end' } : next;
}

/**
 * What a request says of the model and the way to it: what circuit breakers count. Refusals with a reason say
 * nothing, as others may give them in its stead; nor does one that the user stopped before its first word, nor
 * that there is no network here, nor that the limit of the question left no word of the answer.
 */
export function signOf({ error, status, text, mayBeCharged, finishReason }: Outcome): Sign {
  if (!error) return finishReason === 'cancelled' && text === '' ? 'none' : 'well';
  if (status === 0 && !mayBeCharged) return 'none';
  if (error.code === 'empty-answer' && finishReason === 'length') return 'none';
  return status >= 400 && status < 500 ? 'none' : 'ill';
}
