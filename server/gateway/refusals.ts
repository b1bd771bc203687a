import * as l10n from '@vscode/l10n';
import { ProviderError } from '../../protocol/errors.ts';
import { language } from '../../protocol/language.ts';
import { MAX_FAILURES } from './breaker.ts';
import type { Outcome } from './gateway.ts';
import type { Provider } from './provider.ts';
import { whoIs } from './provider-errors.ts';
import { LONGEST_WAIT_MS, MAX_TRIES } from './retry.ts';

// What the way to providers refuses of its own, or passes on with a time. Times in milliseconds since 1970.

interface Whom {
  provider: Provider;
  model: string;
}

/** A provider's refusal, with the time from which it may be another, where that is far. */
export function withTime(error: ProviderError, { advice }: Outcome, now: number): ProviderError {
  const waitMs = advice?.retryAfterMs;
  if (waitMs === undefined || waitMs <= LONGEST_WAIT_MS || error.code === 'provider-quota') return error;
  const hint = l10n.t(
    'It asks not to be asked before {0}; send the question again then.',
    timeOfDay(now + waitMs),
  );
  return new ProviderError(error.code, error.message, hint, { cause: error });
}

/** What a key may ask is used up, and it takes too long to wait for more. */
export function limited({ provider, model }: Whom, until: number): ProviderError {
  return new ProviderError(
    'rate-limited',
    l10n.t('What {0} allows this key to ask {1} is used up for now.', whoIs(provider), model),
    l10n.t('Send the question again after {0}.', timeOfDay(until)),
  );
}

/** The circuit breaker is open. */
export function paused({ provider, model }: Whom, until: number): ProviderError {
  return new ProviderError(
    'provider-paused',
    l10n.t(
      '{0} at {1} failed {2} times in a row, so it is left alone for a minute.',
      model,
      whoIs(provider),
      MAX_FAILURES,
    ),
    l10n.t('Send the question again after {0}.', timeOfDay(until)),
  );
}

/** The circuit breaker is open, and a question tries whether it can be closed: when that is known, nobody knows. */
export function probed({ provider, model }: Whom): ProviderError {
  return new ProviderError(
    'provider-paused',
    l10n.t(
      '{0} at {1} failed {2} times in a row, and another question tries it at this moment.',
      model,
      whoIs(provider),
      MAX_FAILURES,
    ),
    l10n.t('Send the question again when that one is answered.'),
  );
}

/** The deadline passed while the question waited. */
export function late(provider: Provider, afterMs: number): ProviderError {
  return new ProviderError(
    'too-late',
    l10n.t('No answer of {0} began within {1} minutes.', whoIs(provider), Math.ceil(afterMs / 60_000)),
    l10n.t('Send the question again.'),
  );
}

function timeOfDay(ms: number): string {
  return new Date(ms).toLocaleTimeString(language());
}

/** @param trouble why, a sentence */
export function tryingAgain(trouble: string, waitMs: number, number: number): string {
  return waitMs < 1000
    ? l10n.t('{0} Trying again ({1} of {2}).', trouble, number, MAX_TRIES)
    : l10n.t('{0} Trying again in {1} ({2} of {3}).', trouble, duration(waitMs), number, MAX_TRIES);
}

/** That a limit on requests or tokens is waited for. */
export function letsAskAgain(provider: Provider, waitMs: number): string {
  return waitMs < 1000
    ? l10n.t('{0} lets this key ask again.', whoIs(provider))
    : l10n.t('{0} lets this key ask again in {1}.', whoIs(provider), duration(waitMs));
}

/** That a connection is waited for. */
export function noConnectionYet(provider: Provider): string {
  return l10n.t('There is no connection to {0} yet.', whoIs(provider));
}

function duration(ms: number): string {
  return ms < 120_000 ? l10n.t('{0} s', Math.ceil(ms / 1000)) : l10n.t('{0} minutes', Math.ceil(ms / 60_000));
}
