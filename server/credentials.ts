import { randomBytes } from 'node:crypto';

/** Under which keys are kept in the operating system's keychain. */
const SERVICE = 'lenscap';
const ACCOUNT = 'openai-api-key';
const CACHE_ACCOUNT = 'cache-key';

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
  const stored = (await readKeychain(ACCOUNT))?.trim();
  if (stored) return { apiKey: stored, source: 'keychain' };
  const inherited = environment['OPENAI_API_KEY']?.trim();
  if (inherited) return { apiKey: inherited, source: 'environment' };
  return { apiKey: undefined, source: 'none' };
}

async function readKeychain(account: string): Promise<string | undefined> {
  try {
    const { getPassword } = await import('@napi-rs/keyring/keytar.js');
    return (await getPassword(SERVICE, account)) ?? undefined;
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

/**
 * The key that kept answers are sealed with, made at its first use. One process
 * at a time may call it, or two would make one each.
 * @param bytes its length
 * @returns undefined where there is no keychain: then nothing is written
 */
export async function findCacheKey(bytes: number): Promise<Buffer | undefined> {
  const stored = Buffer.from((await readKeychain(CACHE_ACCOUNT)) ?? '', 'base64');
  if (stored.length === bytes) return stored;
  const made = randomBytes(bytes);
  try {
    const { setPassword } = await import('@napi-rs/keyring/keytar.js');
    await setPassword(SERVICE, CACHE_ACCOUNT, made.toString('base64'));
  } catch {
    return undefined;
  }
  return made;
}
