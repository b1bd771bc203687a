// What a row of the ledger comes to, by what the provider says it counted: figures by hand, from the
// published prices (dollars per million tokens are thousands of nano-dollars a token).
import { expect, test } from 'vitest';
import { attach } from '../../protocol/attach.ts';
import { type Quote, quote } from '../../protocol/quote.ts';
import type { SpendRow } from '../../protocol/spend.ts';
import { countTextTokens } from '../../server/catalogue/text-tokens.ts';
import { png } from '../support/images.ts';
import type { RawUsage } from '../support/raw-provider.ts';
import { dayOf, provideRaw, startDaemon } from './harness.ts';

const WORDS = 'It is fine.';
const USAGE = { prompt_tokens: 1000, completion_tokens: 40 };

/** Models of a user, with prices that no provider has. */
const OWN_MODELS = [
  {
    name: 'thinker',
    abilities: ['text', 'reasoning'],
    prices: [{ input: 1, cachedInput: 0.5, output: 2, reasoning: 5 }],
  },
  {
    name: 'long-reader',
    abilities: ['text'],
    prices: [
      { input: 1, output: 2, longContext: { aboveInputTokens: 1000, inputPercent: 200, outputPercent: 150 } },
    ],
  },
  { name: 'crumbs', abilities: ['text'], prices: [{ input: 0.000001, output: 0.000001 }] },
];

/** What came of a question, wherever it was booked. */
interface Billed {
  row: SpendRow;
  quoted: Quote;
  notices: string[];
}

/** A daemon that asks about "x", again and again; the provider answers with the counts it is given. */
async function billing() {
  const provider = await provideRaw();
  const daemon = await startDaemon({
    baseUrl: provider.baseUrl,
    settings: { models: { custom: OWN_MODELS } },
  });
  let questions = 0;
  let spent = 0;
  return async (model: string, usage: RawUsage | undefined, tier?: string): Promise<Billed> => {
    const question = { prompt: 'x', model };
    const quoted = await daemon.request(quote, question);
    provider.reply((exchange) => {
      exchange.open().delta(WORDS).finish();
      if (tier !== undefined) exchange.event({ choices: [], service_tier: tier });
      if (usage) exchange.usage(usage);
      exchange.done();
    });
    const answer = await daemon.explain(question);
    const { rows } = await daemon.spend();
    const [row] = rows;
    if (!row) throw new Error('There is a row.');
    expect(rows).toHaveLength(++questions);
    spent += row.costNanoUsd;
    expect(await dayOf(daemon)).toEqual({ spent, held: 0 });
    expect(answer).toMatchObject({
      costNanoUsd: row.costNanoUsd,
      certainty: row.certainty,
      usage: row.usage,
      attempts: [{ provider: row.provider, model, status: 200, costNanoUsd: row.costNanoUsd }],
    });
    expect(row).toMatchObject({ model, expectedNanoUsd: quoted.expectedNanoUsd, finishReason: 'stop' });
    expect(row.costNanoUsd).toBeLessThanOrEqual(quoted.maxNanoUsd);
    return { row, quoted, notices: answer.notices };
  };
}

test('every class of tokens at its price', async () => {
  const bill = await billing();
  const input = (details: Record<string, number>, prompt_tokens = 1000) => ({
    prompt_tokens,
    completion_tokens: 40,
    prompt_tokens_details: details,
  });
  const output = (details: Record<string, number>) => ({ ...USAGE, completion_tokens_details: details });

  const cases: [name: string, model: string, usage: RawUsage, costNanoUsd: number][] = [
    ['plain', 'gpt-4o-mini', USAGE, 1000 * 150 + 40 * 600],
    ['cached', 'gpt-4o-mini', input({ cached_tokens: 600 }), 400 * 150 + 600 * 75 + 40 * 600],
    [
      'cached and written to the cache',
      'gpt-6-luna',
      input({ cached_tokens: 500, cache_write_tokens: 300 }),
      200 * 100 + 500 * 10 + 300 * 125 + 40 * 500,
    ],
    ['pictures, which are input', 'gpt-4o-mini', input({ image_tokens: 765 }), 1000 * 150 + 40 * 600],
    ['sound', 'gpt-audio-1.5', input({ audio_tokens: 900 }), 100 * 2500 + 900 * 32_000 + 40 * 10_000],
    ['speech', 'gpt-audio-1.5', output({ audio_tokens: 30 }), 1000 * 2500 + 10 * 10_000 + 30 * 64_000],
    ['reasoning, which is output', 'gpt-6-luna', output({ reasoning_tokens: 30 }), 1000 * 100 + 40 * 500],
    [
      'reasoning with a price of its own',
      'thinker',
      output({ reasoning_tokens: 30 }),
      1000 * 1000 + 10 * 2000 + 30 * 5000,
    ],
    [
      'all the input that is not yet long',
      'long-reader',
      { prompt_tokens: 1000, completion_tokens: 40 },
      1000 * 1000 + 40 * 2000,
    ],
    [
      'long input, which makes all of it dearer',
      'long-reader',
      { prompt_tokens: 1001, completion_tokens: 40 },
      1001 * 2000 + 40 * 3000,
    ],
    // A thousandth of a nano-dollar each: rounded up, once.
    ['less than a nano-dollar', 'crumbs', { prompt_tokens: 100, completion_tokens: 40 }, 1],
    ['a little more than one', 'crumbs', { prompt_tokens: 1000, completion_tokens: 1 }, 2],
  ];
  for (const [name, model, usage, costNanoUsd] of cases) {
    const { row, notices } = await bill(model, usage);
    const [inputs, outputs] = [usage.prompt_tokens_details, usage.completion_tokens_details];
    expect(row, name).toMatchObject({
      certainty: 'exact',
      costNanoUsd,
      usage: {
        input: usage.prompt_tokens,
        cachedInput: inputs?.['cached_tokens'] ?? 0,
        cacheWrite: inputs?.['cache_write_tokens'] ?? 0,
        image: inputs?.['image_tokens'] ?? 0,
        audio: inputs?.['audio_tokens'] ?? 0,
        output: usage.completion_tokens,
        reasoning: outputs?.['reasoning_tokens'] ?? 0,
        audioOutput: outputs?.['audio_tokens'] ?? 0,
      },
    });
    expect(notices, name).toEqual([]);
  }
});

test('by the service tier that the answer names', async () => {
  const bill = await billing();
  for (const [model, serviceTier, costNanoUsd, certainty] of [
    ['gpt-4o-mini', 'default', 174_000, 'exact'],
    ['gpt-4o-mini', 'priority', 348_000, 'exact'],
    ['gpt-4o-mini', 'flex', 87_000, 'exact'],
    // 1000 × 250 + 40 × 2000, times 1.8.
    ['gpt-5-mini', 'priority', 594_000, 'exact'],
    // Its price is not known: the dearest that is.
    ['gpt-4o-mini', 'turbo', 348_000, 'estimated'],
    // A model with one price has it at every tier.
    ['thinker', 'priority', 1000 * 1000 + 40 * 2000, 'exact'],
  ] as const) {
    const { row } = await bill(model, USAGE, serviceTier);
    const usage = { input: 1000, output: 40 };
    expect(row, `${model}, ${serviceTier}`).toMatchObject({ serviceTier, costNanoUsd, certainty, usage });
  }
  expect((await bill('gpt-4o-mini', USAGE)).row).toMatchObject({ serviceTier: null, costNanoUsd: 174_000 });
});

test('a count that is missing or cannot be true is replaced by what was sent and what came', async () => {
  const bill = await billing();
  const output = await countTextTokens(WORDS);
  expect(output).toBe(4);
  const cases: [name: string, usage: RawUsage | undefined][] = [
    ['none', undefined],
    ['nothing at all', { prompt_tokens: 0, completion_tokens: 0 }],
    ['no input', { prompt_tokens: 0, completion_tokens: 40 }],
    ['words that took no tokens', { prompt_tokens: 1000, completion_tokens: 0 }],
    ['less than nothing', { prompt_tokens: -1000, completion_tokens: -40 }],
    ['half a token', { prompt_tokens: 1000.5, completion_tokens: 40 }],
    ['more cached than sent', { ...USAGE, prompt_tokens_details: { cached_tokens: 1001 } }],
    [
      'more cached and written than sent',
      { ...USAGE, prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 600 } },
    ],
    ['less than nothing cached', { ...USAGE, prompt_tokens_details: { cached_tokens: -1 } }],
    ['more thought than said', { ...USAGE, completion_tokens_details: { reasoning_tokens: 41 } }],
    // 10 × 150 + 2049 × 600 is less than the worst case.
    ['a longer answer than was asked for', { prompt_tokens: 10, completion_tokens: 2049 }],
  ];
  for (const [name, usage] of cases) {
    const { row, quoted, notices } = await bill('gpt-4o-mini', usage);
    expect(row, name).toMatchObject({
      certainty: 'estimated',
      costNanoUsd: quoted.tokens.text * 150 + 4 * 600,
      usage: { input: quoted.tokens.text, output: 4, cachedInput: 0, reasoning: 0 },
    });
    expect(notices, name).toEqual([]);
  }
});

test('a count above the worst case is booked as the worst case, and said', async () => {
  const bill = await billing();
  const cases: [name: string, usage: RawUsage, tier?: string][] = [
    ['a million tokens sent', { prompt_tokens: 1_000_000, completion_tokens: 40 }],
    ['a million tokens said', { prompt_tokens: 1000, completion_tokens: 1_000_000 }],
    ['as many as there are', { prompt_tokens: 9e15, completion_tokens: 9e15 }],
    ['a dearer tier than was asked for', { prompt_tokens: 100, completion_tokens: 2048 }, 'priority'],
  ];
  for (const [name, usage, tier] of cases) {
    const { row, quoted, notices } = await bill('gpt-4o-mini', usage, tier);
    expect(row, name).toMatchObject({ certainty: 'estimated', costNanoUsd: quoted.maxNanoUsd });
    expect(notices, name).toEqual([
      expect.stringMatching(
        /^The provider counted more than this question can have cost \(.*\); it is booked as estimated at \$0\.0013\. Compare with its bill\.$/,
      ),
    ]);
  }
});

test('what scaling a picture down saved is in its row', async () => {
  const provider = await provideRaw();
  const daemon = await startDaemon({ baseUrl: provider.baseUrl });
  const { id } = await daemon.request(attach, {
    name: 'a.png',
    data: (await png(1920, 1080)).toString('base64'),
  });
  provider.reply((exchange) => exchange.open().delta(WORDS).finish().usage(USAGE).done());
  await daemon.explain({ attachments: [id] });
  // 1105 tokens at its own size, 765 as it was sent.
  expect((await daemon.spend()).rows).toMatchObject([
    { saved: { scaling: 340 * 2500, routing: 0, cache: 0 }, costNanoUsd: 2_900_000 },
  ]);
});
