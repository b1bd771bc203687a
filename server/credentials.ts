import { randomBytes, randomUUID } from 'node:crypto';

/** Under which keys are kept in the operating system's keychain. */
const SERVICE = 'lenscap';
const ACCOUNT = 'openai-api-key';
const CACHE_ACCOUNT = 'cache-key';
const PROBE_ACCOUNT = 'probe-';

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
    // Linux's own keyring is found by a process's second look: the first one links it to the process.
    return (await getPassword(SERVICE, account)) ?? (await getPassword(SERVICE, account)) ?? undefined;
  } catch {
    // No secret service here, or it is locked.
    return undefined;
  }
}

/** Stores (or with undefined removes) the key in the keychain. Throws where there is none, or one that forgets. */
export async function writeKeychain(apiKey: string | undefined): Promise<void> {
  const { deletePassword } = await import('@napi-rs/keyring/keytar.js');
  if (apiKey === undefined) await deletePassword(SERVICE, ACCOUNT);
  else if (!(await store(ACCOUNT, apiKey))) throw new Error('The keychain forgot the key at once.');
}

/**
 * What the keychain is worth. `until-restart`: Linux's own keyring, in the kernel's memory, where no Secret
 * Service runs. `forgetful`: it takes what it is given, and does not have it a moment later, as in sandboxes
 * that let nobody read it.
 */
export type KeychainState = 'works' | 'until-restart' | 'forgetful' | 'none';

/** Stores a value that means nothing, looks whether it is there, and removes it. */
export async function tryKeychain(): Promise<KeychainState> {
  // Others may be trying it at the same moment.
  const account = PROBE_ACCOUNT + randomUUID();
  try {
    if (!(await store(account, randomBytes(16).toString('hex')))) return 'forgetful';
    return (await hasSecretService()) ? 'works' : 'until-restart';
  } catch {
    return 'none';
  } finally {
    await forget(account);
  }
}

/** Whether what is stored goes to a service that writes it down; other systems than Linux have nothing else. */
async function hasSecretService(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    const { Entry } = await import('@napi-rs/keyring');
    // It throws where the store it has to have is not there.
    void new Entry(SERVICE, ACCOUNT, { linux: { store: 'secret-service' } });
    return true;
  } catch {
    return false;
  }
}

/**
 * Stores a value, and reads it again through a handle of its own.
 * @returns whether it was kept
 * @throws where there is no keychain
 */
async function store(account: string, value: string): Promise<boolean> {
  const { setPassword } = await import('@napi-rs/keyring/keytar.js');
  // A process's first words to Linux's own keyring are lost: see `readKeychain`.
  await readKeychain(account);
  await setPassword(SERVICE, account, value);
  return (await readKeychain(account)) === value;
}

async function forget(account: string): Promise<void> {
  try {
    const { deletePassword } = await import('@napi-rs/keyring/keytar.js');
    await deletePassword(SERVICE, account);
  } catch {
    // There was nothing to forget.
  }
}

/**
 * The key that kept answers are sealed with, made at its first use. One process
 * at a time may call it, or two would make one each.
 * @param bytes its length
 * @returns undefined where there is no keychain, or one that forgets it: then nothing is written
 */
export async function findCacheKey(bytes: number): Promise<Buffer | undefined> {
  const stored = Buffer.from((await readKeychain(CACHE_ACCOUNT)) ?? '', 'base64');
  if (stored.length === bytes) return stored;
  const made = randomBytes(bytes);
  try {
    return (await store(CACHE_ACCOUNT, made.toString('base64'))) ? made : undefined;
  } catch {
    return undefined;
  }
}
