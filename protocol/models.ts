import * as z from 'zod';
import type { Message } from './message.ts';

/** A price in US dollars per million tokens, as price pages have it; six decimals at most. */
export const UsdPerMillion = z.number().nonnegative().max(1_000_000).multipleOf(0.000001);

/** A price in US dollars per minute of sound; six decimals at most. */
const UsdPerMinute = z.number().nonnegative().max(1_000).multipleOf(0.000001);

/** Limits of one `detail` level of a patch model: longest side in pixels, 32-pixel patches (null: no limit). */
const PatchLimits = z.strictObject({
  maxEdge: z.int().positive(),
  maxPatches: z.int().positive().nullable(),
});

/**
 * How a model counts a picture's tokens. Source: OpenAI's guide "Images and
 * vision", section on calculating costs, as of the catalogue's date.
 */
export const ImageTokenRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tile'),
    base: z.int().nonnegative(),
    perTile: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('patch'),
    /** Tokens a patch, in hundredths: integers keep the arithmetic exact. */
    multiplierPercent: z.int().positive(),
    low: PatchLimits,
    high: PatchLimits,
    original: PatchLimits.optional(),
    /** What the provider does when no detail is asked for. */
    auto: z.enum(['high', 'original']),
  }),
]);
export type ImageTokenRule = z.infer<typeof ImageTokenRule>;

/** What a model costs from a day on. A class of tokens that has no price of its own costs what its whole does. */
const PriceEntry = z
  .strictObject({
    /** Local ISO date from which on it holds; missing: always. */
    from: z.iso.date().optional(),
    input: UsdPerMillion.optional(),
    /** Of the input: what the provider had cached, what it cached now, pictures, sound. */
    cachedInput: UsdPerMillion.optional(),
    cacheWrite: UsdPerMillion.optional(),
    image: UsdPerMillion.optional(),
    audioInput: UsdPerMillion.optional(),
    output: UsdPerMillion.optional(),
    /** Of the output: reasoning, speech. */
    reasoning: UsdPerMillion.optional(),
    audioOutput: UsdPerMillion.optional(),
    /** Where sound is paid for by its length. */
    perMinute: UsdPerMinute.optional(),
    /** With more input than this the whole request costs these percentages of the price. */
    longContext: z
      .strictObject({
        aboveInputTokens: z.int().nonnegative(),
        inputPercent: z.int().min(100).max(10_000),
        outputPercent: z.int().min(100).max(10_000),
      })
      .optional(),
    /** Percentages of the price, by the name of the service tier in the provider's response. */
    serviceTiers: z.record(z.string(), z.int().nonnegative().max(10_000)).optional(),
  })
  .refine(({ input, output }) => (input === undefined) === (output === undefined), {
    error: 'input and output belong together',
  })
  .refine(({ input, perMinute }) => input !== undefined || perMinute !== undefined, {
    error: 'there must be a price for input and output, or perMinute',
  });
export type PriceEntry = z.infer<typeof PriceEntry>;

/** `text`: answers questions. `sound`: takes recordings. `speech`: answers aloud. */
export const Ability = z.enum([
  'text',
  'pictures',
  'sound',
  'speech',
  'reasoning',
  'transcription',
  'embedding',
  'moderation',
]);
export type Ability = z.infer<typeof Ability>;

/**
 * A model as the built-in catalogue, the user's `models.json` and the setting
 * `lenscap.models.custom` write it. For example:
 *
 *     { "name": "my-model", "maxOutputTokens": 4096, "abilities": ["text"],
 *       "prices": [{ "input": 0.5, "cachedInput": 0.05, "output": 1.5 }] }
 *
 * A field that is not known here is refused: it might be a price with a slip in its name.
 */
export const ModelEntry = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    /** Input and output together. */
    contextTokens: z.int().positive().optional(),
    /** Where the input has a limit of its own. */
    maxInputTokens: z.int().positive().optional(),
    maxOutputTokens: z.int().nonnegative().optional(),
    abilities: z.array(Ability).min(1),
    /** How its words are counted; `exact` where the provider counts the same. */
    tokenizer: z.strictObject({ encoding: z.literal('o200k_base'), exact: z.boolean() }).optional(),
    /** With the ability `pictures`, and only then. */
    imageTokens: ImageTokenRule.optional(),
    /** With the ability `sound`, and only then: tokens a second of what it hears and says. */
    soundTokens: z
      .strictObject({ inPerSecond: z.int().positive(), outPerSecond: z.int().nonnegative() })
      .optional(),
    prices: z.array(PriceEntry).min(1),
    /** The day from which on it does not answer any more. */
    shutdownDate: z.iso.date().optional(),
    /** Who takes its place then. */
    successor: z.string().optional(),
    /** Sent as `reasoning_effort` where the model wants it said. */
    reasoningEffort: z.string().optional(),
    /** For people: where sources disagree, and the like. */
    note: z.string().optional(),
  })
  .refine(({ abilities, imageTokens }) => abilities.includes('pictures') === (imageTokens !== undefined), {
    error: 'the ability pictures and imageTokens belong together',
  })
  .refine(({ abilities, soundTokens }) => abilities.includes('sound') === (soundTokens !== undefined), {
    error: 'the ability sound and soundTokens belong together',
  });
export type ModelEntry = z.infer<typeof ModelEntry>;

/** A model of the user's, with the least that a price can be told from. */
export const NewModel = z.object({
  name: z.string().trim().min(1).max(200),
  input: UsdPerMillion,
  /** What of the input the provider had cached; as `input` if missing. */
  cachedInput: UsdPerMillion.optional(),
  output: UsdPerMillion,
  contextTokens: z.int().positive().optional(),
  maxOutputTokens: z.int().positive().optional(),
  /** Counts pictures as this model of the catalogue does; missing where it takes none. */
  picturesLike: z.string().optional(),
});
export type NewModel = z.infer<typeof NewModel>;

/** client → daemon: adds a model to the user's models.json, or corrects it there. */
export const addModel = {
  method: 'lenscap/addModel',
  params: NewModel,
  result: z.object({ file: z.string() }),
} satisfies Message;
