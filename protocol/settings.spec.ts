import { describe, expect, test } from 'vitest';
import { InitializationOptions, Settings } from './settings.ts';

const defaults = {
  provider: { baseUrl: '' },
  models: { vision: '', glance: '', text: '', custom: [] },
  image: { maxEdge: 1024, maxPayloadBytes: 2_000_000 },
  privacy: { mode: 'standard', reader: 'auto', languages: ['eng'], nationalIds: [], rules: [], allow: [] },
  routing: { policy: 'balanced', localServer: '', localModel: '', fallback: true },
  cache: { answerSeconds: 300, readingSeconds: 3600, maxBytes: 50_000_000 },
  voice: {
    device: '',
    maxSeconds: 120,
    stopOnSilence: 0,
    denoise: false,
    language: '',
    model: '',
    localServer: '',
    words: true,
    review: 'strict',
  },
  context: { includeCode: 'ask' },
  markdown: { codeLens: 'needed' },
  answer: { maxOutputTokens: 2048 },
};

describe('Settings', () => {
  test.each([{}, { image: {} }, { provider: {}, models: {}, answer: {} }, { 'of another extension': 1 }])(
    '%j means the defaults',
    (given) => expect(Settings.parse(given)).toEqual(defaults),
  );

  test('one value leaves its neighbours as they are', () => {
    expect(Settings.parse({ image: { maxEdge: 2048 } }).image).toEqual({
      maxEdge: 2048,
      maxPayloadBytes: 2_000_000,
    });
  });

  test.each([
    [{ image: { maxEdge: 255 } }, 'image.maxEdge'],
    [{ image: { maxEdge: 2049 } }, 'image.maxEdge'],
    [{ image: { maxEdge: 512.5 } }, 'image.maxEdge'],
    [{ image: { maxPayloadBytes: '2 MB' } }, 'image.maxPayloadBytes'],
    [{ answer: { maxOutputTokens: 0 } }, 'answer.maxOutputTokens'],
    [{ routing: { policy: 'dearest' } }, 'routing.policy'],
    [{ routing: { localServer: '127.0.0.1:11434' } }, 'routing.localServer'],
    [{ cache: { answerSeconds: -1 } }, 'cache.answerSeconds'],
    [{ cache: { readingSeconds: 86_401 } }, 'cache.readingSeconds'],
    [{ cache: { maxBytes: 1 } }, 'cache.maxBytes'],
    [{ provider: { baseUrl: 'ftp://files.example' } }, 'provider.baseUrl'],
    [{ provider: { baseUrl: 'not a URL' } }, 'provider.baseUrl'],
    [{ voice: { maxSeconds: 4 } }, 'voice.maxSeconds'],
    [{ voice: { language: 'English' } }, 'voice.language'],
    [{ voice: { localServer: 'file:///tmp' } }, 'voice.localServer'],
    [{ voice: { review: 'sometimes' } }, 'voice.review'],
    [{ models: { vision: null } }, 'models.vision'],
    [{ privacy: { mode: 'loose' } }, 'privacy.mode'],
    [{ privacy: { languages: [] } }, 'privacy.languages'],
    [{ privacy: { languages: ['../x'] } }, 'privacy.languages.0'],
    [{ privacy: { nationalIds: ['xx'] } }, 'privacy.nationalIds.0'],
    [{ privacy: { rules: [{ id: 'Two Words', pattern: 'x' }] } }, 'privacy.rules.0.id'],
    [{ privacy: { rules: [{ id: 'x', pattern: '' }] } }, 'privacy.rules.0.pattern'],
    [{ privacy: { allow: ['a secret itself'] } }, 'privacy.allow.0'],
    [null, ''],
  ])('%j is refused, and the field is named', (given, field) => {
    const { error } = Settings.safeParse(given);
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });

  test.each(['', 'https://api.openai.com/v1', 'http://127.0.0.1:11434/v1', 'http://localhost:1234'])(
    'base URL %j is taken',
    (baseUrl) => expect(Settings.parse({ provider: { baseUrl } }).provider.baseUrl).toBe(baseUrl),
  );
});

describe('InitializationOptions', () => {
  test.each([undefined, {}, { settings: {} }])('%j is enough: any LSP client can connect', (given) => {
    expect(InitializationOptions.parse(given)).toEqual({
      settings: defaults,
      capabilities: { readFile: false },
    });
  });

  test.each([
    [{ dataDirectory: '' }],
    [{ workspace: 5 }],
    [{ settings: { image: { maxEdge: 1 } } }],
    ['yes'],
  ])('%j is refused', (given) => expect(InitializationOptions.safeParse(given).success).toBe(false));
});
