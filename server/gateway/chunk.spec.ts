import { describe, expect, test } from 'vitest';
import { readChunk } from './chunk.ts';

const counted = { prompt_tokens: 1000, completion_tokens: 90 };

test('every class of tokens is read', () => {
  const usage = {
    ...counted,
    prompt_tokens_details: {
      cached_tokens: 300,
      cache_write_tokens: 200,
      image_tokens: 50,
      audio_tokens: 40,
      text_tokens: 910,
    },
    completion_tokens_details: { reasoning_tokens: 60, audio_tokens: 5, accepted_prediction_tokens: 1 },
  };
  expect(readChunk({ choices: [], usage }).usage).toEqual({
    input: 1000,
    cachedInput: 300,
    cacheWrite: 200,
    image: 50,
    audio: 40,
    output: 90,
    reasoning: 60,
    audioOutput: 5,
  });
});

test.each([{}, { prompt_tokens_details: null, completion_tokens_details: null }])(
  'classes that are not named are none: %j',
  (details) => {
    expect(readChunk({ usage: { ...counted, ...details } }).usage).toEqual({
      input: 1000,
      cachedInput: 0,
      cacheWrite: 0,
      image: 0,
      audio: 0,
      output: 90,
      reasoning: 0,
      audioOutput: 0,
    });
  },
);

test('words, the reason of the end and the tier are read wherever they stand', () => {
  const choices = [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }];
  expect(readChunk({ choices, service_tier: 'flex' })).toEqual({
    delta: 'Hi',
    finishReason: 'stop',
    serviceTier: 'flex',
    usage: undefined,
  });
  const nothing = { delta: '', finishReason: undefined, serviceTier: undefined, usage: undefined };
  for (const chunk of [
    {},
    { choices: [], usage: null, service_tier: null },
    { choices: [{ delta: null, finish_reason: null }], service_tier: 7 },
    { choices: [{ delta: { role: 'assistant', content: null }, finish_reason: '' }], service_tier: '' },
  ])
    expect(readChunk(chunk), JSON.stringify(chunk)).toEqual(nothing);
});

test.each([
  ['eos_token', 'stop'],
  ['max_tokens', 'length'],
  ['error', 'error'],
])('an end by %s is an end by %s', (finish_reason, finishReason) => {
  expect(readChunk({ choices: [{ finish_reason }] })).toMatchObject({ finishReason });
});

describe('what is no count is no usage, and spoils nothing else', () => {
  test.each([
    { prompt_tokens: -1, completion_tokens: 1 },
    { prompt_tokens: 1.5, completion_tokens: 1 },
    { prompt_tokens: '10', completion_tokens: '1' },
    { prompt_tokens: 10 },
    { prompt_tokens: 2 ** 60, completion_tokens: 1 },
    { ...counted, prompt_tokens_details: { cached_tokens: 'all' } },
    { ...counted, prompt_tokens_details: { cache_write_tokens: -1 } },
    { ...counted, completion_tokens_details: { reasoning_tokens: 0.5 } },
    { ...counted, completion_tokens_details: 'many' },
    'none',
    [],
  ])('%j', (usage) => {
    const read = readChunk({ choices: [{ delta: { content: 'Hi' } }], usage });
    expect(read).toMatchObject({ delta: 'Hi', usage: undefined });
  });
});

test('a refusal is what was answered', () => {
  const { delta } = readChunk({ choices: [{ delta: { content: null, refusal: 'I cannot help.' } }] });
  expect(delta).toBe('I cannot help.');
});

test.each([null, 'text', 5, { choices: 'none' }, { choices: [{ delta: { content: 5 } }] }])(
  '%j is no chunk',
  (raw) => expect(() => readChunk(raw)).toThrow(),
);
