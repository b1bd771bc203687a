import * as l10n from '@vscode/l10n';
import { UsageError } from '../../protocol/errors.ts';

/** Where questions go: a server that speaks OpenAI's Chat Completions, and the key for it. */
export interface Provider {
  /** For people and the ledger: `openai`, or the server's host. */
  name: string;
  /** undefined: the SDK's own default, OpenAI. */
  baseUrl: string | undefined;
  apiKey: string;
  /** Whether it is OpenAI (or Azure's copy of it), which wants fields that others may refuse. */
  isOpenAi: boolean;
  /** Whether it is OpenAI itself, which has the models of the catalogue. A key may still be kept from some. */
  hasAllModels?: boolean;
}

/** OpenAI itself, at whatever address. */
const OPENAI = { name: 'openai', isOpenAi: true, hasAllModels: true };

/** What a server that asks for no key is sent, because the SDK insists on one. */
export const NO_KEY = 'none';

/**
 * Chooses the provider from the base URL and key in force.
 * @returns undefined if nothing can be asked: no key, and no server on this machine, which needs none.
 * @throws UsageError if the base URL is none, or the key has characters that no key has.
 */
export function chooseProvider(
  baseUrl: string | undefined,
  apiKey: string | undefined,
): Provider | undefined {
  // Most likely two lines were pasted. As a header it would fail with an error that quotes it.
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new UsageError(
      'malformed-key',
      l10n.t('The API key has spaces, line breaks or letters that no key has.'),
      l10n.t('Copy the key again, whole and alone, and set it anew.'),
    );
  }
  if (baseUrl === undefined) {
    return apiKey === undefined ? undefined : { ...OPENAI, baseUrl, apiKey };
  }
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new UsageError(
      'invalid-base-url',
      l10n.t('The base URL "{0}" is not an http or https address.', baseUrl),
      l10n.t('Correct lenscap.provider.baseUrl or OPENAI_BASE_URL, for example http://127.0.0.1:11434/v1.'),
    );
  }
  const { host, hostname } = new URL(baseUrl);
  if (apiKey === undefined && !isLoopbackHost(hostname)) return undefined;
  const key = apiKey ?? NO_KEY;
  // Its regions have names of their own: eu.api.openai.com.
  if (/^(.+\.)?api\.openai\.com$/.test(hostname)) return { ...OPENAI, baseUrl, apiKey: key };
  const isOpenAi = hostname.endsWith('.openai.azure.com');
  return { name: isOpenAi ? 'openai' : host, baseUrl, apiKey: key, isOpenAi };
}

/**
 * The server on this machine that a setting names.
 * @returns undefined if it names none, or one elsewhere
 * @throws UsageError if it is no address
 */
export function chooseLocalServer(address: string): Provider | undefined {
  const provider = address === '' ? undefined : chooseProvider(address, undefined);
  return provider && isLoopback(provider) ? provider : undefined;
}

/** Whether its server is on this machine. */
export function isLoopback({ baseUrl }: Provider): boolean {
  return baseUrl !== undefined && isLoopbackHost(new URL(baseUrl).hostname);
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
