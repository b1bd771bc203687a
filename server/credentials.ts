/** Under which the key is kept in the operating system's keychain. */
const SERVICE = 'lenscap';
const ACCOUNT = 'openai-api-key';

/** Where the key in force came from, for `doctor`. */
export type KeySource = 'editor' | 'keychain' | 'environment' | 'none';

export interface FoundKey {
  apiKey: string | undefined;
  source: KeySource;
}

/**
 * Finds the key: the editor's own secret store first, then the keychain, then
 * `OPENAI_API_KEY`. A machine without a keychain (a server, a container) is no
 * error: the next place is tried.
 */
export async function findKey(
  fromEditor: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<FoundKey> {
  const given = fromEditor?.trim();
  if (given) return { apiKey: given, source: 'editor' };
  const stored = (await readKeychain())?.trim();
  if (stored) return { apiKey: stored, source: 'keychain' };
  const inherited = environment['OPENAI_API_KEY']?.trim();
  if (inherited) return { apiKey: inherited, source: 'environment' };
  return { apiKey: undefined, source: 'none' };
}

async function readKeychain(): Promise<string | undefined> {
  try {
    const { getPassword } = await import('@napi-rs/keyring/keytar.js');
    return (await getPassword(SERVICE, ACCOUNT)) ?? undefined;
  } catch {
    // No secret service here, or it is locked.
    return undefined;
  }
}

/** Stores (or with undefined removes) the key in the keychain. Throws where there is none. */
export async function writeKeychain(apiKey: string | undefined): Promise<void> {
  const { setPassword, deletePassword } = await import('@napi-rs/keyring/keytar.js');
  if (apiKey === undefined) await deletePassword(SERVICE, ACCOUNT);
  else await setPassword(SERVICE, ACCOUNT, apiKey);
}
