import { beforeEach, expect, test, vi } from 'vitest';
import { findKey } from './credentials.ts';

// Not the keychain of whoever runs the tests.
const { getPassword } = vi.hoisted(() => ({ getPassword: vi.fn() }));
vi.mock('@napi-rs/keyring/keytar.js', () => ({ getPassword }));
beforeEach(() => void getPassword.mockReset().mockResolvedValue(null));

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
