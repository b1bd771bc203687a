import { beforeEach, describe, expect, test, vi } from 'vitest';
import { findCacheKey, findKey } from './credentials.ts';

// Not the keychain of whoever runs the tests.
const { getPassword, setPassword } = vi.hoisted(() => ({ getPassword: vi.fn(), setPassword: vi.fn() }));
vi.mock('@napi-rs/keyring/keytar.js', () => ({ getPassword, setPassword }));
beforeEach(() => {
  getPassword.mockReset().mockResolvedValue(null);
  setPassword.mockReset().mockResolvedValue(undefined);
});

test('the editor comes first, then the keychain, then the environment', async () => {
  const environment = { OPENAI_API_KEY: 'from-environment' };
  expect(await findKey(undefined, environment)).toEqual({
    apiKey: 'from-environment',
    source: 'environment',
  });
  getPassword.mockResolvedValue('from-keychain');
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

describe("the cache's key", () => {
  test('is made once, and kept beside the API key', async () => {
    const made = await findCacheKey(32);
    expect(made).toHaveLength(32);
    expect(setPassword).toHaveBeenCalledExactlyOnceWith('lenscap', 'cache-key', made?.toString('base64'));
    getPassword.mockResolvedValue(made?.toString('base64'));
    expect(await findCacheKey(32)).toEqual(made);
    expect(setPassword).toHaveBeenCalledTimes(1);
  });

  test('is made anew where something else is in its place', async () => {
    getPassword.mockResolvedValue('short');
    expect(await findCacheKey(32)).toHaveLength(32);
    expect(setPassword).toHaveBeenCalledTimes(1);
  });

  test('is none where there is no keychain, or it cannot be written', async () => {
    setPassword.mockRejectedValue(new Error('read-only'));
    expect(await findCacheKey(32)).toBeUndefined();
    getPassword.mockRejectedValue(new Error('AccessDenied'));
    expect(await findCacheKey(32)).toBeUndefined();
  });
});
