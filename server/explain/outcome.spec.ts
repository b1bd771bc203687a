import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import { loadCatalogue, priceOn } from '../catalogue/catalogue.ts';
import { costOf } from '../catalogue/cost.ts';
import { countTextTokens } from '../catalogue/text-tokens.ts';
import type { Outcome } from '../gateway/gateway.ts';
import { book, estimateSoFar } from './outcome.ts';
import type { Sending } from './plan.ts';

const catalogue = loadCatalogue();

function sendingTo(name: string, more: Partial<Sending> = {}): Sending {
  const model = catalogue.find(name);
  const price = model && priceOn(model, '2026-11-22');
  if (!model || !price) throw new Error(`The catalogue has no price for ${name}.`);
  return {
    provider: 'main',
    route: 'vision',
    model,
    isDefault: true,
    isGlance: false,
    form: 'answer',
    messages: [],
    price,
    tokens: { text: 135, image: 765, audio: 0, expectedOutput: 350, maxOutput: 2048 },
    expectedNanoUsd: 0,
    maxNanoUsd: 22_900_000,
    sent: [],
    imageTokens: 765,
    wholeImageTokens: 765,
    ...more,
  };
}

const sending = sendingTo('gpt-4o');
/** 900 tokens of input, at most 2048 of output: 2,250,000 and 20,480,000, and something for margins. */
const quoted = {
  tokens: { text: 135, image: 765, audio: 0, expectedOutput: 350, maxOutput: 2048 },
  maxNanoUsd: 22_900_000,
};

const counted = { ...NO_USAGE, input: 1000, cachedInput: 600, image: 765, output: 40 };
const answered: Outcome = {
  text: 'It is a null pointer.',
  status: 200,
  requestId: 'req_1',
  finishReason: 'stop',
  usage: counted,
  serviceTier: null,
  mayBeCharged: true,
  error: undefined,
  firstDeltaMs: 12,
  totalMs: 34,
};

const booked = async (more: Partial<Outcome>, to = sending, instead = 0) =>
  (await book({ ...answered, ...more }, to, quoted, 'openai', instead)).booking;

/** What is booked if the provider's count is not believed: what was sent, and the words that came. */
const ESTIMATE = 900 * 2500 + 6 * 10_000;

test("the provider's own count is exact", async () => {
  expect(await book(answered, sending, quoted, 'openai', 0)).toEqual({
    booking: {
      provider: 'openai',
      requestId: 'req_1',
      certainty: 'exact',
      costNanoUsd: 400 * 2500 + 600 * 1250 + 40 * 10_000,
      attempt: 1,
      status: 200,
      finishReason: 'stop',
      serviceTier: null,
      usage: answered.usage,
      saved: NOTHING_SAVED,
      firstDeltaMs: 12,
      totalMs: 34,
    },
    notice: undefined,
  });
});

test.each([
  ['default', 2_150_000, 'exact'],
  ['priority', 4_300_000, 'exact'],
  ['flex', 1_075_000, 'exact'],
  // Nobody knows what it costs: the dearest that is known, and not exact.
  ['turbo', 4_300_000, 'estimated'],
])('by the tier of the answer: %s', async (serviceTier, costNanoUsd, certainty) => {
  expect(await booked({ serviceTier })).toMatchObject({
    serviceTier,
    costNanoUsd,
    certainty,
    usage: answered.usage,
  });
});

test('a model that knows no tiers has one price', async () => {
  const own = sendingTo('gpt-audio');
  const usage = { ...NO_USAGE, input: 100, output: 10 };
  expect(await booked({ usage, serviceTier: 'default' }, own)).toMatchObject({
    certainty: 'exact',
    costNanoUsd: 100 * 2500 + 10 * 10_000,
  });
});

test('what was never taken costs nothing, and that is exact', async () => {
  const refused = { text: '', usage: undefined, mayBeCharged: false, status: 401 };
  expect(await booked(refused, sendingTo('gpt-4o', { wholeImageTokens: 1105 }), 5_000_000)).toMatchObject({
    certainty: 'exact',
    costNanoUsd: 0,
    usage: NO_USAGE,
    saved: NOTHING_SAVED,
  });
});

test('without a count it is estimated from what was sent and what came', async () => {
  expect(await countTextTokens(answered.text)).toBe(6);
  expect(await booked({ usage: undefined, finishReason: 'cancelled' })).toMatchObject({
    certainty: 'estimated',
    costNanoUsd: ESTIMATE,
    usage: { ...NO_USAGE, input: 900, image: 765, output: 6 },
  });
  // At the tier that was named before it broke off.
  expect(await booked({ usage: undefined, serviceTier: 'flex' })).toMatchObject({
    costNanoUsd: ESTIMATE / 2,
  });
});

test.each([
  ['no count', undefined],
  ['a count that cannot be true', { ...counted, output: 0, image: 1001 }],
])('who came to the limit before the first word made all there may be, with %s', async (_, usage) => {
  const none = { text: '', finishReason: 'length', usage };
  expect(await booked(none)).toMatchObject({
    certainty: 'estimated',
    costNanoUsd: 900 * 2500 + 2048 * 10_000,
    usage: { input: 900, output: 2048 },
  });
  expect(await booked({ ...none, serviceTier: 'priority' })).toMatchObject({
    costNanoUsd: quoted.maxNanoUsd,
  });
  // One that ended otherwise made as much as came.
  expect(await booked({ ...none, finishReason: 'stop' })).toMatchObject({ usage: { output: 0 } });
});

test('however much streams, what is estimated is never above the worst case', async () => {
  const text = 'word '.repeat(10_000);
  expect(await booked({ text, usage: undefined })).toMatchObject({
    costNanoUsd: 900 * 2500 + 2048 * 10_000,
    usage: { output: 2048 },
  });
  expect(await booked({ text, usage: undefined, serviceTier: 'priority' })).toMatchObject({
    costNanoUsd: quoted.maxNanoUsd,
  });
});

describe('a count that cannot be true is not believed', () => {
  test.each([
    ['no input', { input: 0, cachedInput: 0, image: 0 }],
    ['no output for words', { output: 0 }],
    ['more output than was asked for', { input: 10, cachedInput: 0, image: 0, output: 2049 }],
    ['more cached than there is', { cachedInput: 1001 }],
    ['more cached and written than there is', { cachedInput: 600, cacheWrite: 401 }],
    ['more pictures than there is input', { image: 1001 }],
    ['more sound and pictures than there is input', { image: 600, audio: 401 }],
    ['more reasoning than output', { reasoning: 41 }],
    ['more reasoning and speech than output', { reasoning: 20, audioOutput: 21 }],
  ])('%s', async (_, wrong) => {
    expect(await booked({ usage: { ...counted, ...wrong } })).toMatchObject({
      certainty: 'estimated',
      costNanoUsd: ESTIMATE,
      usage: { input: 900, output: 6 },
    });
  });

  test.each([
    ['no output where no words came', '', { output: 0 }],
    ['all of it cached or written', 'x', { cachedInput: 600, cacheWrite: 400 }],
    ['all of the output thought', 'x', { reasoning: 40 }],
    ['an answer as long as it may be', 'x', { output: 2048 }],
  ])('but %s can', async (_, text, right) => {
    const usage = { ...counted, ...right };
    expect(await booked({ text, usage })).toMatchObject({ certainty: 'exact', usage });
  });

  test.each([
    ['too much input', { input: 1_000_000 }],
    ['too much output', { output: 100_000 }],
    ['absurdly much', { input: Number.MAX_SAFE_INTEGER, output: Number.MAX_SAFE_INTEGER }],
  ])('more than the worst case is booked as the worst case, and said: %s', async (_, wrong) => {
    const outcome = { ...answered, usage: { ...counted, ...wrong } };
    const { booking, notice } = await book(outcome, sending, quoted, 'openai', 0);
    expect(booking).toMatchObject({ certainty: 'estimated', costNanoUsd: 22_900_000, usage: { input: 900 } });
    expect(notice).toMatch(
      /^The provider counted more than this question can have cost \(.*\); it is booked as estimated at \$0\.0229\. Compare with its bill\.$/,
    );
  });

  test('whatever is counted, no more than the worst case is booked, and exact is what was counted', async () => {
    const tokens = fc.oneof(fc.nat({ max: 3000 }), fc.maxSafeNat());
    const usage = fc.record({
      input: tokens,
      cachedInput: tokens,
      cacheWrite: tokens,
      image: tokens,
      audio: tokens,
      output: tokens,
      reasoning: tokens,
      audioOutput: tokens,
    });
    const tier = fc.constantFrom(null, 'default', 'priority', 'flex', 'other');
    await fc.assert(
      fc.asyncProperty(usage, tier, fc.string(), async (usage, serviceTier, text) => {
        const { certainty, costNanoUsd, ...row } = await booked({ usage, serviceTier, text });
        expect(costNanoUsd).toBeLessThanOrEqual(quoted.maxNanoUsd);
        expect(Number.isSafeInteger(costNanoUsd)).toBe(true);
        if (certainty !== 'exact') return;
        expect(costNanoUsd).toBe(costOf(sending.price, usage, serviceTier));
        expect(row.usage).toEqual(usage);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what was saved', () => {
  const whole = sendingTo('gpt-4o', { wholeImageTokens: 1105 });

  test('by scaling: what the pictures would have taken more, at the price that was paid', async () => {
    expect((await booked({}, whole)).saved).toEqual({ ...NOTHING_SAVED, scaling: 340 * 2500 });
    expect((await booked({ serviceTier: 'flex' }, whole)).saved.scaling).toBe(340 * 1250);
    // What was stopped had been sent.
    expect((await booked({ usage: undefined }, whole)).saved.scaling).toBe(340 * 2500);
  });

  test('by scaling: across the limit to long context all of it would have been dearer', async () => {
    const luna = sendingTo('gpt-6-luna', { imageTokens: 1000, wholeImageTokens: 3000 });
    const usage = { ...NO_USAGE, input: 271_000, output: 10 };
    const roomy = { ...quoted, maxNanoUsd: 1e12 };
    const { booking } = await book({ ...answered, usage }, luna, roomy, 'openai', 0);
    expect(booking.costNanoUsd).toBe(271_000 * 100 + 10 * 500);
    expect(booking.saved.scaling).toBe(273_000 * 200 + 10 * 750 - booking.costNanoUsd);
  });

  test('by scaling: never less than nothing, where more pixels were kept', async () => {
    expect((await booked({}, sendingTo('gpt-4o', { wholeImageTokens: 425 }))).saved.scaling).toBe(0);
  });

  test('by the route: what the pictures would have cost, without what the words did', async () => {
    expect((await booked({}, sending, 5_000_000)).saved.routing).toBe(5_000_000 - 2_150_000);
    expect((await booked({}, sending, 2_000_000)).saved.routing).toBe(0);
    // No answer, nothing saved.
    expect((await booked({ text: '', usage: undefined }, sending, 5_000_000)).saved.routing).toBe(0);
  });
});

describe('what has accrued', () => {
  test('starts at the input, is rather above what is booked in the end, and never above the worst case', async () => {
    expect(estimateSoFar(sending, quoted, '')).toBe(900 * 2500);
    for (const text of [
      answered.text,
      'データベースに接続できません。',
      'क्या',
      '  return parts.map((part) => part.text).join(separator);\n',
    ]) {
      const { costNanoUsd } = await booked({ text, usage: undefined });
      expect(estimateSoFar(sending, quoted, text), text).toBeGreaterThanOrEqual(costNanoUsd);
    }
    expect(estimateSoFar(sending, quoted, 'word '.repeat(100_000))).toBe(quoted.maxNanoUsd);
  });
});
