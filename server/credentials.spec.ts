import { beforeEach, describe, expect, test, vi } from 'vitest';
import { findCacheKey, findKey, tryKeychain, writeKeychain } from './credentials.ts';

// Not the keychain of whoever runs the tests.
const { getPassword, setPassword, deletePassword, Entry } = vi.hoisted(() => ({
  getPassword: vi.fn(),
  setPassword: vi.fn(),
  deletePassword: vi.fn(),
  Entry: vi.fn(),
}));
vi.mock('@napi-rs/keyring/keytar.js', () => ({ getPassword, setPassword, deletePassword }));
vi.mock('@napi-rs/keyring', () => ({ Entry }));

/** What is in it, by account. */
const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  getPassword
    .mockReset()
    .mockImplementation(async (_service: string, account: string) => stored.get(account) ?? null);
  setPassword
    .mockReset()
    .mockImplementation(
      async (_service: string, account: string, value: string) => void stored.set(account, value),
    );
  deletePassword
    .mockReset()
    .mockImplementation(async (_service: string, account: string) => stored.delete(account));
  Entry.mockReset();
});

test('the editor comes first, then the keychain, then the environment', async () => {
  const environment = { OPENAI_API_KEY: 'from-environment' };
  expect(await findKey(undefined, environment)).toEqual({
    apiKey: 'from-environment',
    source: 'environment',
  });
  stored.set('openai-api-key', 'from-keychain');
  expect(await findKey(undefined, environment)).toEqual({ apiKey: 'from-keychain', source: 'keychain' });
  expect(await findKey('from-editor', environment)).toEqual({ apiKey: 'from-editor', source: 'editor' });
});

test('a machine without a keychain is no error', async () => {
  getPassword.mockRejectedValue(new Error('AccessDenied'));
  expect(await findKey(undefined, {})).toEqual({ apiKey: undefined, source: 'none' });
});

test('blanks around a key are not of it, and blanks alone are none', async () => {
  expect((await findKey(' from-editor\n', {})).apiKey).toBe('from-editor');
  expect((await findKey(' \n', { OPENAI_API_KEY: ' from-environment\r\n' })).apiKey).toBe('from-environment');
  expect((await findKey('', { OPENAI_API_KEY: '  ' })).source).toBe('none');
});

test('a keychain that shows what it has at the second look only, has it', async () => {
  getPassword.mockResolvedValueOnce(null).mockResolvedValueOnce('from-keychain');
  expect(await findKey(undefined, {})).toEqual({ apiKey: 'from-keychain', source: 'keychain' });
});

describe("the cache's key", () => {
  test('is made once, and kept beside the API key', async () => {
    const made = await findCacheKey(32);
    expect(made).toHaveLength(32);
    expect(setPassword).toHaveBeenCalledExactlyOnceWith('lenscap', 'cache-key', made?.toString('base64'));
    expect(await findCacheKey(32)).toEqual(made);
    expect(setPassword).toHaveBeenCalledTimes(1);
  });

  test('is made anew where something else is in its place', async () => {
    stored.set('cache-key', 'short');
    expect(await findCacheKey(32)).toHaveLength(32);
    expect(setPassword).toHaveBeenCalledTimes(1);
  });

  test('is none where there is no keychain, or it cannot be written', async () => {
    setPassword.mockRejectedValue(new Error('read-only'));
    expect(await findCacheKey(32)).toBeUndefined();
    getPassword.mockRejectedValue(new Error('AccessDenied'));
    expect(await findCacheKey(32)).toBeUndefined();
  });

  test('is none where the keychain forgets it at once: each process would make another one', async () => {
    setPassword.mockResolvedValue(undefined);
    expect(await findCacheKey(32)).toBeUndefined();
    getPassword.mockRejectedValue(new Error('AccessDenied'));
    expect(await findCacheKey(32)).toBeUndefined();
  });
});

describe('a keychain', () => {
  test('that works has nothing in it after it was tried', async () => {
    expect(await tryKeychain()).toBe('works');
    expect(setPassword).toHaveBeenCalledTimes(1);
    expect(stored.size).toBe(0);
  });

  test.runIf(process.platform === 'linux')('of the kernel keeps until the machine restarts', async () => {
    Entry.mockImplementation(function storeOf() {
      throw new Error('NoDefaultStore');
    });
    expect(await tryKeychain()).toBe('until-restart');
  });

  test('that forgets at once is found out, and takes no API key', async () => {
    setPassword.mockResolvedValue(undefined);
    expect(await tryKeychain()).toBe('forgetful');
    await expect(writeKeychain('a-test-key')).rejects.toThrow('forgot');
  });

  test('may not be there', async () => {
    setPassword.mockRejectedValue(new Error('NoStorageAccess'));
    expect(await tryKeychain()).toBe('none');
  });
});
