import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { countTextTokens } from './text-tokens.ts';

test.each([
  ['', 0],
  ['hello world', 2],
  ['The quick brown fox jumps over the lazy dog.', 10],
])('%j has %i tokens', async (text, tokens) => expect(await countTextTokens(text)).toBe(tokens));

test('the name of a control token is text', async () => {
  expect(await countTextTokens('<|endoftext|>')).toBeGreaterThan(1);
});

describe('200,000 characters without a break are counted before the test times out', () => {
  test.each(['a', '!', '漢', '=', '\n', ' ', '😀'])('%j', async (character) => {
    const text = character.repeat(200_000 / character.length);
    const tokens = await countTextTokens(text);
    expect(tokens).toBeGreaterThan(0);
    expect(tokens).toBeLessThanOrEqual(Buffer.byteLength(text));
  });

  test('cutting a run in pieces adds a token a piece at most', async () => {
    const whole = 2 * (await countTextTokens('ab'.repeat(128)));
    const tokens = await countTextTokens('ab'.repeat(256));
    expect(tokens).toBeGreaterThanOrEqual(whole - 2);
    expect(tokens).toBeLessThanOrEqual(whole + 2);
  });
});

test('counted line by line, and again, a text has as many tokens as in one piece', async () => {
  const piece = fc.constantFrom(
    '\n',
    '\r\n',
    ' ',
    '  ',
    '\t',
    '/',
    '"',
    '⟦',
    'Ünï',
    '漢',
    'foo',
    'BAR',
    '42',
    '?',
    "'s",
    '😀',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const text = pieces.join('');
      const whole = text === '' ? 0 : countTokens(text);
      expect([await countTextTokens(text), await countTextTokens(text)]).toEqual([whole, whole]);
    }),
    { numRuns: 2_000 },
  );
});
