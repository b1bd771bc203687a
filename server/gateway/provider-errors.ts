import * as l10n from '@vscode/l10n';
import { APIConnectionError, APIError } from 'openai';
import { ProviderError } from '../../protocol/errors.ts';
import type { Exchange, Kind } from './exchange.ts';
import { codeOf, proxyRefusal } from './never-connected.ts';
import { NO_KEY, type Provider } from './provider.ts';
import type { Bark } from './watchdog.ts';

/** What waiting does not cure, whatever its status. Source: OpenAI's error codes, as of 2026-11. */
const QUOTA_CODES = new Set<unknown>([
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
]);

/** Turns what the SDK threw into one sentence for the user. The key never gets into it. */
export function toProviderError(error: unknown, provider: Provider): ProviderError {
  const who = whoIs(provider);
  const cause = { cause: error };
  if (error instanceof APIConnectionError && isUntrusted(error)) {
    return new ProviderError(
      'untrusted',
      l10n.t('The certificate of {0} is not trusted{1}.', who, networkReason(error)),
      l10n.t("If it is your company's, name its file in NODE_EXTRA_CA_CERTS and restart the editor."),
      cause,
    );
  }
  const refused = error instanceof APIConnectionError ? proxyRefusal(error) : undefined;
  if (refused !== undefined) return refusedByProxy(refused, who, cause);
  if (error instanceof APIConnectionError) {
    return new ProviderError(
      'unreachable',
      l10n.t('{0} cannot be reached{1}.', who, networkReason(error)),
      l10n.t('Check the network and lenscap.provider.baseUrl, then send the question again.'),
      cause,
    );
  }
  if (!(error instanceof APIError)) {
    return new ProviderError(
      'broken-stream',
      l10n.t('The connection to {0} broke off.', who),
      l10n.t('Send the question again.'),
      cause,
    );
  }
  const said = detail(error, provider);
  if (isQuota(error)) {
    return new ProviderError(
      'provider-quota',
      l10n.t('Your account at {0} is out of credit or at its limit{1}.', who, said),
      l10n.t("Check the plan and limits in the provider's console."),
      cause,
    );
  }
  if (error.status === undefined) {
    return new ProviderError(
      'stream-error',
      l10n.t('{0} stopped with an error{1}.', who, said),
      l10n.t('Send the question again.'),
      cause,
    );
  }
  // Models that a key's project may not use are refused with 403.
  const status = error.code === 'model_not_found' ? 404 : error.status;
  const [code, message, hint] = byStatus(status, who, said);
  return new ProviderError(code, message, hint, cause);
}

/** Whether an account is used up: by the status for it (Payment Required), or by a code, which some send alone. */
function isQuota({ status, code, type, error }: APIError): boolean {
  return status === 402 || [code, type, error].some((said) => QUOTA_CODES.has(said));
}

/** The error for a proxy that makes no connection; nothing went to the provider. */
function refusedByProxy(status: number, who: string, cause: ErrorOptions): ProviderError {
  // It may want to, and gets no answer itself.
  if (status >= 500)
    return new ProviderError(
      'unreachable',
      l10n.t('The proxy cannot reach {0} (status {1}).', who, status),
      l10n.t('Check the network, the proxy and lenscap.provider.baseUrl, then send the question again.'),
      cause,
    );
  return status === 407
    ? new ProviderError(
        'proxy-login',
        l10n.t('The proxy wants a user name and a password (status {0}).', status),
        signInToProxy(),
        cause,
      )
    : new ProviderError(
        'proxy-refused',
        l10n.t('The proxy refuses the way to {0} (status {1}).', who, status),
        allowByProxy(),
        cause,
      );
}

function signInToProxy(): string {
  return l10n.t(
    'Write NAME:PASSWORD@ before the host of its address, in http.proxy or HTTPS_PROXY, and restart the editor.',
  );
}

function allowByProxy(): string {
  return l10n.t('Ask whoever runs the proxy to allow it, or except its host in NO_PROXY.');
}

/** The error for a server that answered, but not in this protocol: mostly an address that is a little wrong. */
export function notUnderstood(kind: Kind, cause: unknown, provider: Provider): ProviderError {
  const who = whoIs(provider);
  return new ProviderError(
    'not-understood',
    kind === 'chat'
      ? l10n.t('{0} answered, but not as Chat Completions do.', who)
      : l10n.t('{0} answered, but not with a transcript.', who),
    l10n.t('Check lenscap.provider.baseUrl: it mostly ends in /v1.'),
    { cause },
  );
}

/** What to do about failures where no question was sent, but a sound. */
function hintForSound(code: string): string {
  const hints: Readonly<Record<string, string>> = {
    unreachable: l10n.t(
      'Check the network, lenscap.voice.localServer and lenscap.provider.baseUrl, then try again.',
    ),
    'not-understood': l10n.t(
      'Check lenscap.voice.localServer or lenscap.provider.baseUrl: they mostly end in /v1.',
    ),
    'no-such-model': l10n.t(
      'Check lenscap.voice.model, lenscap.voice.localServer and lenscap.provider.baseUrl.',
    ),
    'request-too-large': l10n.t('Record a shorter note, or cut the file.'),
    rejected: l10n.t('Choose another model in lenscap.voice.model, or another file.'),
    'invalid-key': l10n.t('Set a valid key with "Lenscap: Set API Key".'),
    forbidden: l10n.t("Check the key's permissions."),
    'provider-quota': l10n.t("Check the plan and limits in the provider's console."),
    'proxy-login': signInToProxy(),
    'proxy-refused': allowByProxy(),
    untrusted: l10n.t(
      "If it is your company's, name its file in NODE_EXTRA_CA_CERTS and restart the editor.",
    ),
  };
  return hints[code] ?? l10n.t('Transcribe it again in a moment.');
}

/** The same error with what to do about it for what was sent. */
export function inWordsOf(
  { kind, carries }: Pick<Exchange, 'kind' | 'carries'>,
  error: ProviderError,
): ProviderError {
  const isTooLong = error.code === 'request-too-large' && carries !== 'pictures';
  if (kind === 'chat' && !isTooLong) return error;
  const hint =
    carries === 'sound'
      ? hintForSound(error.code)
      : l10n.t('The question is too long: shorten it, attach less, or start a new conversation.');
  return new ProviderError(error.code, error.message, hint, { cause: error.cause });
}

/** The error for a request that was given up because nothing came. */
export function gaveUp(bark: Bark, cause: unknown, provider: Provider): ProviderError {
  const who = whoIs(provider);
  return new ProviderError(
    'stalled',
    bark === 'silence'
      ? l10n.t('{0} has sent nothing for too long, so the request was given up.', who)
      : l10n.t('{0} did not begin to answer in time, so the request was given up.', who),
    l10n.t('Send the question again.'),
    { cause },
  );
}

/** The error for an answer that its provider ended before it was whole. @param reason the provider's word for it */
export function endedEarly(reason: string, cause: unknown, provider: Provider): ProviderError {
  return new ProviderError(
    'stream-error',
    l10n.t('{0} ended the answer before it was whole ({1}).', whoIs(provider), oneLine(reason, provider, 60)),
    l10n.t('Send the question again.'),
    { cause },
  );
}

/** The error for an answer without a word. @param finishReason how it ended */
export function empty(finishReason: string, cause: unknown, provider: Provider): ProviderError {
  const who = whoIs(provider);
  return finishReason === 'length'
    ? new ProviderError(
        'empty-answer',
        l10n.t('{0} came to the limit on the length of the answer before its first word.', who),
        l10n.t('Raise lenscap.answer.maxOutputTokens, then send the question again.'),
        { cause },
      )
    : new ProviderError(
        'empty-answer',
        l10n.t('{0} ended the answer without a word.', who),
        l10n.t('Send the question again.'),
        { cause },
      );
}

/** A provider's name in a sentence. */
export function whoIs(provider: Pick<Provider, 'name' | 'isOpenAi'>): string {
  return provider.isOpenAi ? 'OpenAI' : provider.name;
}

/** @param said what the provider said, with a colon before it; empty if nothing */
function byStatus(status: number, who: string, said: string): [code: string, message: string, hint: string] {
  switch (status) {
    case 401:
      return [
        'invalid-key',
        l10n.t('{0} refused the API key{1}.', who, said),
        l10n.t('Set a valid key with "Lenscap: Set API Key".'),
      ];
    case 403:
      return [
        'forbidden',
        l10n.t('{0} refuses requests with this key or from this region{1}.', who, said),
        l10n.t("Check the key's permissions."),
      ];
    case 404:
      return [
        'no-such-model',
        l10n.t('{0} does not know this model or address{1}.', who, said),
        l10n.t('Check lenscap.models and lenscap.provider.baseUrl.'),
      ];
    case 408:
    case 409:
      return [
        'provider-down',
        l10n.t('{0} could not take the request just now (status {1}){2}.', who, status, said),
        l10n.t('Send the question again in a moment.'),
      ];
    case 413:
      return [
        'request-too-large',
        l10n.t('{0} says the request is too large{1}.', who, said),
        l10n.t('Remove a picture, or lower lenscap.image.maxPayloadBytes.'),
      ];
    case 429:
      return [
        'rate-limited',
        l10n.t('{0} gets too many requests with this key{1}.', who, said),
        l10n.t('Wait a little, then send the question again.'),
      ];
    default:
      return status >= 500
        ? [
            'provider-down',
            l10n.t('{0} has trouble of its own (status {1}){2}.', who, status, said),
            l10n.t('Send the question again in a moment.'),
          ]
        : [
            'rejected',
            l10n.t('{0} rejected the request (status {1}){2}.', who, status, said),
            l10n.t('Change the question or the model, then try again.'),
          ];
  }
}

/** What Node says of certificates that it does not trust. */
const UNTRUSTED =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_\w+)$/;

/** Whether the server showed a certificate that is not trusted: then nothing was sent. */
export function isUntrusted(error: unknown): boolean {
  return UNTRUSTED.test(codeOf(error) ?? '');
}

function networkReason(error: APIConnectionError): string {
  const code = codeOf(error);
  return code === undefined ? '' : ` (${code})`;
}

/** What the provider said, with a colon before it; empty if nothing. */
function detail(error: APIError, provider: Provider): string {
  const body: unknown = error.error;
  const said =
    typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
      ? body.message
      : '';
  const line = oneLine(said, provider, 300);
  return line === '' ? '' : `: ${line}`;
}

/** What somebody else said, on one line, bounded, without the key that some servers echo. */
function oneLine(said: string, { apiKey }: Provider, length: number): string {
  const safe = apiKey === NO_KEY ? said : said.replaceAll(apiKey, '…');
  return safe.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, length);
}
