import * as l10n from '@vscode/l10n';
import { LenscapError } from '../protocol/errors.ts';
import type { FoundServer, KeyVerdict } from '../protocol/setup.ts';
import { chooseLocalServer, type Provider } from './gateway/provider.ts';

/** How long somebody who types a key, or looks for a server, waits for an answer, in milliseconds. */
export const KEY_CHECK_WITHIN_MS = 10_000;

type List = (provider: Provider) => Promise<readonly { id: string }[]>;

/**
 * Finds out whether a provider takes a key, by asking for its list of models: that is free, and every
 * OpenAI-compatible server has one. Only a provider that says that the key is wrong refuses it: a key may be
 * right and still not be allowed to list models.
 * @param choose the provider for the key; throws where the key or the address cannot be right
 */
export async function checkKey(choose: () => Provider | undefined, list: List): Promise<KeyVerdict> {
  try {
    const provider = choose();
    if (!provider) return { verdict: 'unchecked', message: l10n.t('There is no provider to ask about it.') };
    await list(provider);
    // Loaded late: it brings the provider's SDK along.
    const { whoIs } = await import('./gateway/provider-errors.ts');
    return { verdict: 'accepted', message: l10n.t('{0} accepted the key.', whoIs(provider)) };
  } catch (error) {
    if (!(error instanceof LenscapError)) throw error;
    const isRefused = error.code === 'invalid-key' || error.code === 'malformed-key';
    return { verdict: isRefused ? 'refused' : 'unchecked', message: error.message };
  }
}

/** Asks addresses of this machine, all at once, for their models. What does not answer with a list is none. */
export async function findServers(baseUrls: readonly string[], list: List): Promise<FoundServer[]> {
  const found = await Promise.all(
    baseUrls.map(async (baseUrl): Promise<FoundServer[]> => {
      try {
        const provider = chooseLocalServer(baseUrl);
        if (!provider) return [];
        return [{ baseUrl, models: (await list(provider)).map(({ id }) => id) }];
      } catch (error) {
        if (!(error instanceof LenscapError)) throw error;
        return [];
      }
    }),
  );
  return found.flat();
}
