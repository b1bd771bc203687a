import { APIConnectionError, APIError } from 'openai';
import { ProviderError } from '../../protocol/errors.ts';
import type { Kind } from './exchange.ts';
import { NO_KEY, type Provider } from './provider.ts';
import type { Bark } from './watchdog.ts';

/** 429s that waiting does not cure. Source: OpenAI's error codes, as of 2026-11. */
const QUOTA_CODES = new Set([
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
      `The certificate of ${who} is not trusted${networkReason(error)}.`,
      "If it is your company's, name its file in NODE_EXTRA_CA_CERTS and restart the editor.",
      cause,
    );
  }
  if (error instanceof APIConnectionError) {
    return new ProviderError(
      'unreachable',
      `${who} cannot be reached${networkReason(error)}.`,
      'Check the network and lenscap.provider.baseUrl, then send the question again.',
      cause,
    );
  }
  if (!(error instanceof APIError)) {
    return new ProviderError(
      'broken-stream',
      `The connection to ${who} broke off.`,
      'Send the question again.',
      cause,
    );
  }
  const said = detail(error, provider);
  if (error.status === undefined) {
    return new ProviderError(
      'stream-error',
      `${who} stopped with an error${said}.`,
      'Send the question again.',
      cause,
    );
  }
  if (error.status === 429 && (QUOTA_CODES.has(error.code ?? '') || QUOTA_CODES.has(error.type ?? ''))) {
    return new ProviderError(
      'provider-quota',
      `Your account at ${who} is out of credit or at its limit${said}.`,
      "Check the plan and limits in the provider's console.",
      cause,
    );
  }
  const [code, message, hint] = byStatus(error.status, who);
  return new ProviderError(code, `${message}${said}.`, hint, cause);
}

/** The error for a server that answered, but not in this protocol: mostly an address that is a little wrong. */
export function notUnderstood(kind: Kind, cause: unknown, provider: Provider): ProviderError {
  const how = kind === 'chat' ? 'as Chat Completions do' : 'with a transcript';
  return new ProviderError(
    'not-understood',
    `${whoIs(provider)} answered, but not ${how}.`,
    'Check lenscap.provider.baseUrl: it mostly ends in /v1.',
    { cause },
  );
}

/** What to do about failures where no question was sent, but a sound. */
const OF_SOUND: Readonly<Record<string, string>> = {
  unreachable: 'Check the network, lenscap.voice.localServer and lenscap.provider.baseUrl, then try again.',
  'not-understood': 'Check lenscap.voice.localServer or lenscap.provider.baseUrl: they mostly end in /v1.',
  'no-such-model': 'Check lenscap.voice.model, lenscap.voice.localServer and lenscap.provider.baseUrl.',
  'request-too-large': 'Record a shorter note, or cut the file.',
  rejected: 'Choose another model in lenscap.voice.model, or another file.',
  'invalid-key': 'Set a valid key with "Lenscap: Set API Key".',
  forbidden: "Check the key's permissions.",
  'provider-quota': "Check the plan and limits in the provider's console.",
  untrusted: "If it is your company's, name its file in NODE_EXTRA_CA_CERTS and restart the editor.",
};

/** The same error with what to do about it for what was sent. */
export function inWordsOf(kind: Kind, error: ProviderError): ProviderError {
  if (kind === 'chat') return error;
  const hint = OF_SOUND[error.code] ?? 'Transcribe it again in a moment.';
  return new ProviderError(error.code, error.message, hint, { cause: error.cause });
}

/** The error for a request that was given up because nothing came. */
export function gaveUp(bark: Bark, cause: unknown, provider: Provider): ProviderError {
  const said = bark === 'silence' ? 'has sent nothing for too long' : 'did not begin to answer in time';
  return new ProviderError(
    'stalled',
    `${whoIs(provider)} ${said}, so the request was given up.`,
    'Send the question again.',
    { cause },
  );
}

/** A provider's name in a sentence. */
export function whoIs(provider: Pick<Provider, 'name' | 'isOpenAi'>): string {
  return provider.isOpenAi ? 'OpenAI' : provider.name;
}

function byStatus(status: number, who: string): [code: string, message: string, hint: string] {
  switch (status) {
    case 401:
      return ['invalid-key', `${who} refused the API key`, 'Set a valid key with "Lenscap: Set API Key".'];
    case 403:
      return [
        'forbidden',
        `${who} refuses requests with this key or from this region`,
        "Check the key's permissions.",
      ];
    case 404:
      return [
        'no-such-model',
        `${who} does not know this model or address`,
        'Check lenscap.models and lenscap.provider.baseUrl.',
      ];
    case 408:
    case 409:
      return [
        'provider-down',
        `${who} could not take the request just now (status ${status})`,
        'Send the question again in a moment.',
      ];
    case 413:
      return [
        'request-too-large',
        `${who} says the request is too large`,
        'Remove a picture, or lower lenscap.image.maxPayloadBytes.',
      ];
    case 429:
      return [
        'rate-limited',
        `${who} gets too many requests with this key`,
        'Wait a little, then send the question again.',
      ];
    default:
      return status >= 500
        ? [
            'provider-down',
            `${who} has trouble of its own (status ${status})`,
            'Send the question again in a moment.',
          ]
        : [
            'rejected',
            `${who} rejected the request (status ${status})`,
            'Change the question or the model, then try again.',
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

function codeOf(error: unknown): string | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}

/** What the provider said, on one line, bounded, without the key that some servers echo. */
function detail(error: APIError, provider: Provider): string {
  const body: unknown = error.error;
  const said =
    typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
      ? body.message
      : '';
  const safe = provider.apiKey === NO_KEY ? said : said.replaceAll(provider.apiKey, '…');
  const line = safe.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 300);
  return line === '' ? '' : `: ${line}`;
}
