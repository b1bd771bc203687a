import { APIConnectionError, APIError } from 'openai';
import { ProviderError } from '../../protocol/errors.ts';
import { NO_KEY, type Provider } from './provider.ts';

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
export function notChat(cause: unknown, provider: Provider): ProviderError {
  return new ProviderError(
    'not-understood',
    `${whoIs(provider)} answered, but not as Chat Completions do.`,
    'Check lenscap.provider.baseUrl: it mostly ends in /v1.',
    { cause },
  );
}

function whoIs(provider: Provider): string {
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

function networkReason(error: APIConnectionError): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return ` (${cause.code})`;
  }
  return '';
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
