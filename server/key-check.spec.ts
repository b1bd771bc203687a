import { expect, test } from 'vitest';
import { ProviderError } from '../protocol/errors.ts';
import { chooseProvider, type Provider } from './gateway/provider.ts';
import { checkKey, findServers } from './key-check.ts';

const openAi = () => chooseProvider(undefined, 'not-a-real-key');
const failing = (code: string) => async () => {
  throw new ProviderError(code, 'It did not work.', 'Try again.');
};

test('a key is right when the provider lists its models', async () => {
  const asked: Provider[] = [];
  const list = async (provider: Provider) => {
    asked.push(provider);
    return [];
  };
  expect(await checkKey(openAi, list)).toEqual({ verdict: 'accepted', message: 'OpenAI accepted the key.' });
  expect(asked[0]?.apiKey).toBe('not-a-real-key');
});

test.each([
  ['invalid-key', 'refused'],
  // A key may be allowed to ask, and not to list.
  ['forbidden', 'unchecked'],
  ['unreachable', 'unchecked'],
  ['untrusted', 'unchecked'],
  ['rate-limited', 'unchecked'],
  ['not-understood', 'unchecked'],
])('%s: %s', async (code, verdict) => {
  expect(await checkKey(openAi, failing(code))).toEqual({ verdict, message: 'It did not work.' });
});

test('what cannot be a key is refused, and nobody is asked', async () => {
  const choose = () => chooseProvider(undefined, 'two\nlines');
  expect((await checkKey(choose, failing('asked'))).verdict).toBe('refused');
});

test('servers are those of this machine that list models', async () => {
  const list = async ({ baseUrl }: Provider) => {
    if (baseUrl?.includes('1234')) return failing('unreachable')();
    return [{ id: 'llama' }];
  };
  const candidates = [
    'http://127.0.0.1:11434/v1',
    'http://127.0.0.1:1234/v1',
    'https://example.com/v1',
    'none',
  ];
  expect(await findServers(candidates, list)).toEqual([{ baseUrl: candidates[0], models: ['llama'] }]);
});
