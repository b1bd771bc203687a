import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calcPrice } from '@pydantic/genai-prices';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { loadCatalogue, type Model, priceOn } from './catalogue.ts';

// Compares the catalogue with what others publish about the same models. What differs is listed
// here by name, with the reason: a difference that is new fails, and so does one that is gone.

/** What a model costs, in dollars per million tokens (`perMinute`: per minute), as far as somebody says. */
type Figures = Partial<Record<string, number>>;
type Source = (name: string) => Figures | undefined;

const catalogue = loadCatalogue();

function ourFigures(model: Model): Figures {
  const price = priceOn(model, catalogue.collected);
  if (!price) throw new Error(`${model.name} has no price on the day the catalogue was collected.`);
  const { tokenPicoUsd: token, minutePicoUsd, longContext: long } = price;
  const dollars = (pico: number) => pico / 1_000_000;
  // What costs as the whole does has no price of its own.
  const own = (pico: number, whole: number) => (pico === whole ? {} : { own: dollars(pico) });
  return {
    ...(minutePicoUsd === undefined ? {} : { perMinute: minutePicoUsd / 1e12 }),
    ...(token && {
      input: dollars(token.input),
      output: dollars(token.output),
      cachedInput: own(token.cachedInput, token.input).own,
      cacheWrite: own(token.cacheWrite, token.input).own,
      audioInput: own(token.audioInput, token.input).own,
      audioOutput: own(token.audioOutput, token.output).own,
    }),
    ...(token &&
      long && {
        longAbove: long.aboveInputTokens,
        longInput: dollars((token.input * long.inputPercent) / 100),
        longCachedInput: dollars((token.cachedInput * long.inputPercent) / 100),
        longCacheWrite: own(
          (token.cacheWrite * long.inputPercent) / 100,
          (token.input * long.inputPercent) / 100,
        ).own,
        longOutput: dollars((token.output * long.outputPercent) / 100),
      }),
  };
}

/** The package's types say otherwise, but its long-context prices are plain objects. */
const GenaiPrice = z.union([
  z.number().transform((base) => ({ base, tiers: [] })),
  z.object({ base: z.number(), tiers: z.tuple([z.object({ start: z.int(), price: z.number() })]) }),
]);

const genaiPrices: Source = (name) => {
  const timestamp = new Date(`${catalogue.collected}T12:00:00Z`);
  const found = calcPrice({ input_tokens: 1 }, name, { providerId: 'openai', timestamp });
  if (!found) return undefined;
  const figures: Figures = {};
  const names = [
    ['input_mtok', 'input', 'longInput'],
    ['cache_read_mtok', 'cachedInput', 'longCachedInput'],
    ['cache_write_mtok', 'cacheWrite', 'longCacheWrite'],
    ['output_mtok', 'output', 'longOutput'],
    ['input_audio_mtok', 'audioInput', ''],
    ['output_audio_mtok', 'audioOutput', ''],
  ] as const;
  for (const [theirs, ours, long] of names) {
    const stated = found.model_price[theirs];
    if (stated === undefined) continue;
    const { base, tiers } = GenaiPrice.parse(stated);
    figures[ours] = base;
    for (const { start, price } of tiers) Object.assign(figures, { longAbove: start, [long]: price });
  }
  const hour = found.model_price['audio_hours'];
  if (typeof hour === 'number') figures['perMinute'] = hour / 60;
  return figures;
};

const Cost = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
});
const PiAi = z.object({
  'openai-responses': z.record(
    z.string(),
    z.object({
      cost: Cost.extend({ tiers: z.array(Cost.extend({ inputTokensAbove: z.int() })).optional() }),
    }),
  ),
});
// Its `exports` hide the data; the file is all that is used of the package.
const piAiFile = join(
  import.meta.dirname,
  '../../node_modules/@earendil-works/pi-ai/dist/providers/data/openai.json',
);
const piAiModels = PiAi.parse(JSON.parse(readFileSync(piAiFile, 'utf8')))['openai-responses'];

const piAi: Source = (name) => {
  const cost = piAiModels[`chat:${name}`]?.cost;
  if (!cost) return undefined;
  const tier = cost.tiers?.[0];
  // It writes 0 for what has no price of its own.
  const own = (price: number | undefined) => price || undefined;
  return {
    input: cost.input,
    output: cost.output,
    cachedInput: own(cost.cacheRead),
    cacheWrite: own(cost.cacheWrite),
    ...(tier && {
      longAbove: tier.inputTokensAbove,
      longInput: tier.input,
      longOutput: tier.output,
      longCachedInput: own(tier.cacheRead),
      longCacheWrite: own(tier.cacheWrite),
    }),
  };
};

/** Every difference, as "model figure: theirs, ours". Figures are equal to a billionth: hours to minutes divides. */
function differences(source: Source): string[] {
  return catalogue.models.flatMap((model) => {
    const theirs = source(model.name);
    if (!theirs) return [`${model.name}: not in it`];
    const ours = ourFigures(model);
    const figures = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    return figures
      .filter((figure) => Math.abs((ours[figure] ?? -1) - (theirs[figure] ?? -1)) > 1e-9)
      .map(
        (figure) => `${model.name} ${figure}: ${theirs[figure] ?? 'none'}, ours ${ours[figure] ?? 'none'}`,
      );
  });
}
/** What is known to differ, by why it does. */
const SOL = 'gpt-5.6-sol';
const PROMOTION = [
  `${SOL} input: 4, ours 5`,
  `${SOL} output: 20, ours 30`,
  `${SOL} cachedInput: 0.4, ours 0.5`,
  `${SOL} cacheWrite: 5, ours 6.25`,
  `${SOL} longInput: 8, ours 10`,
  `${SOL} longCachedInput: 0.8, ours 1`,
  `${SOL} longCacheWrite: 10, ours 12.5`,
  `${SOL} longOutput: 30, ours 45`,
];
const KNOWN: Record<string, [why: string, differences: string[]][]> = {
  '@pydantic/genai-prices': [
    ['the promotion ends about the day the catalogue was collected; the package still has it', PROMOTION],
    [
      'it reads the price page as "from 272,000 tokens on", the catalogue as "above"',
      ['gpt-5.4', 'gpt-5.5', 'gpt-5.6-luna', 'gpt-5.6-terra', SOL].map(
        (name) => `${name} longAbove: 271999, ours 272000`,
      ),
    ],
    ['it is older than these models', ['gpt-6.1-sol: not in it', 'gpt-6.1-terra: not in it']],
    [
      'it leaves out what is free',
      [
        'omni-moderation-latest input: none, ours 0',
        'omni-moderation-latest output: none, ours 0',
        'text-embedding-3-small output: none, ours 0',
      ],
    ],
  ],
  '@earendil-works/pi-ai': [
    ['the promotion ends about the day the catalogue was collected; the package still has it', PROMOTION],
    [
      'it has models for conversations of words and pictures only',
      [
        'gpt-audio',
        'gpt-audio-1.5',
        'gpt-audio-mini',
        'gpt-4o-transcribe',
        'gpt-4o-mini-transcribe',
        'whisper-1',
        'gpt-transcribe',
        'omni-moderation-latest',
        'text-embedding-3-small',
      ].map((name) => `${name}: not in it`),
    ],
  ],
};

test.each([
  ['@pydantic/genai-prices', genaiPrices],
  ['@earendil-works/pi-ai', piAi],
] as const)('%s has the same prices, but for what is known to differ', (name, source) => {
  const found = differences(source);
  const known = (KNOWN[name] ?? []).flatMap(([, each]) => each);
  expect({
    new: found.filter((difference) => !known.includes(difference)),
    gone: known.filter((difference) => !found.includes(difference)),
  }).toEqual({ new: [], gone: [] });
});
