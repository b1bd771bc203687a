import { expect, test } from 'vitest';
import { loadCatalogue, priceOn } from '../catalogue/catalogue.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import type { Outcome } from '../gateway/gateway.ts';
import { book, estimateSoFar } from './outcome.ts';
import type { Sending } from './plan.ts';

const model = loadCatalogue().find('gpt-4o');
const price = model && priceOn(model, '2026-11-21');
if (!model || !price) throw new Error('The catalogue has a price for gpt-4o.');
const sending: Sending = { model, messages: [], price, inputNanoUsd: 900 * 2500 };
const quote = { tokens: { text: 135, image: 765, audio: 0, maxOutput: 2048 } };

const answered: Outcome = {
  text: 'It is a null pointer.',
  status: 200,
  requestId: 'req_1',
  finishReason: 'stop',
  usage: { input: 1000, cachedInput: 600, image: 765, audio: 0, output: 40, reasoning: 0 },
  mayBeCharged: true,
  error: undefined,
  firstDeltaMs: 12,
  totalMs: 34,
};

test("the provider's own count is exact", async () => {
  expect(await book(answered, sending, quote, 'openai')).toEqual({
    provider: 'openai',
    requestId: 'req_1',
    certainty: 'exact',
    costNanoUsd: 400 * 2500 + 600 * 1250 + 40 * 10_000,
    attempt: 1,
    status: 200,
    finishReason: 'stop',
    usage: answered.usage,
    firstDeltaMs: 12,
    totalMs: 34,
  });
});

test('what was never taken costs nothing, and that is exact', async () => {
  const refused = { ...answered, text: '', usage: undefined, mayBeCharged: false, status: 401 };
  expect(await book(refused, sending, quote, 'openai')).toMatchObject({ certainty: 'exact', costNanoUsd: 0 });
});

test('without a count it is estimated from what was sent and what came', async () => {
  const cancelled = { ...answered, usage: undefined, finishReason: 'cancelled' };
  const output = await countTextTokens(answered.text);
  expect(await book(cancelled, sending, quote, 'openai')).toMatchObject({
    certainty: 'estimated',
    costNanoUsd: 900 * 2500 + output * 10_000,
    usage: { input: 900, image: 765, output, cachedInput: 0 },
  });
});

test('what has accrued starts at the input and is never below what is booked in the end', async () => {
  expect(estimateSoFar(sending, '')).toBe(sending.inputNanoUsd);
  const { costNanoUsd } = await book({ ...answered, usage: undefined }, sending, quote, 'openai');
  expect(estimateSoFar(sending, answered.text)).toBeGreaterThanOrEqual(costNanoUsd);
});
