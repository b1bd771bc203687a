import { describe, expect, test } from 'vitest';
import { chooseProvider } from './provider.ts';

const KEY = 'a-test-key';

describe('chooseProvider', () => {
  test.each([
    [undefined, KEY, { name: 'openai', isOpenAi: true, hasAllModels: true, apiKey: KEY }],
    ['https://api.openai.com/v1', KEY, { name: 'openai', isOpenAi: true, apiKey: KEY }],
    ['https://eu.api.openai.com/v1', KEY, { name: 'openai', isOpenAi: true }],
    ['https://res.openai.azure.com/openai/v1/', KEY, { name: 'openai', isOpenAi: true, apiKey: KEY }],
    ['https://llm.example/v1', KEY, { name: 'llm.example', isOpenAi: false, apiKey: KEY }],
    // Not OpenAI, however it looks.
    ['https://api.openai.com.example/v1', KEY, { name: 'api.openai.com.example', isOpenAi: false }],
    ['https://evilapi.openai.com/v1', KEY, { isOpenAi: false }],
    ['https://evilopenai.azure.com/v1', KEY, { isOpenAi: false }],
    // A server on this machine needs no key, and gets one if there is one.
    ['http://127.0.0.1:11434/v1', undefined, { name: '127.0.0.1:11434', isOpenAi: false, apiKey: 'none' }],
    ['http://127.8.9.1:1/v1', undefined, { apiKey: 'none' }],
    ['http://localhost:1234/v1', undefined, { name: 'localhost:1234', apiKey: 'none' }],
    ['http://[::1]:1234/v1', undefined, { apiKey: 'none' }],
    ['http://localhost:1234/v1', KEY, { apiKey: KEY }],
  ])('%s with key %s', (baseUrl, key, provider) => {
    expect(chooseProvider(baseUrl, key)).toMatchObject({ ...provider, baseUrl });
  });

  test.each([
    ['https://api.openai.com/v1', true],
    ['https://eu.api.openai.com/v1', true],
    ['https://res.openai.azure.com/openai/v1/', undefined],
    ['https://llm.example/v1', undefined],
  ])('%s has all models of the catalogue: %s', (baseUrl, hasAll) => {
    expect(chooseProvider(baseUrl, KEY)?.hasAllModels).toBe(hasAll);
  });

  test.each([
    undefined,
    'https://api.openai.com/v1',
    'http://192.168.1.5:11434/v1',
    'http://localhost.example/v1',
    'http://127.0.0.1.example/v1',
  ])('%s without a key: nobody can be asked', (baseUrl) => {
    expect(chooseProvider(baseUrl, undefined)).toBeUndefined();
  });

  test.each(['nonsense', 'ftp://files.example', 'file:///etc/passwd', 'localhost:1234', ''])(
    'base URL %j is refused',
    (baseUrl) =>
      expect(() => chooseProvider(baseUrl, KEY)).toThrow(
        expect.objectContaining({ kind: 'usage', code: 'invalid-base-url' }),
      ),
  );

  test.each(['two\nlines', 'two words', 'ключ', 'tab\t', ''])('key %j is refused, and not quoted', (key) => {
    try {
      chooseProvider(undefined, key);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ kind: 'usage', code: 'malformed-key' });
      if (key !== '') expect(String(error)).not.toContain(key);
    }
  });
});
