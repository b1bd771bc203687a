import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { LocalError } from '../../protocol/errors.ts';
import { NanoUsd } from '../../protocol/money.ts';
import builtIn from './catalogue.json' with { type: 'json' };

/** Limits of one `detail` level of a patch model: longest side in pixels, 32-pixel patches (null: no limit). */
const PatchLimits = z.object({ maxEdge: z.int().positive(), maxPatches: z.int().positive().nullable() });

/**
 * How a model counts a picture's tokens. Source: OpenAI's guide "Images and
 * vision", section on calculating costs, as of the catalogue's date.
 */
export const ImageTokenRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tile'), base: z.int().nonnegative(), perTile: z.int().nonnegative() }),
  z.object({
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

/** Prices in nano-dollars a token, valid from a date on. */
const Price = z.object({
  from: z.iso.date(),
  inputNanoUsd: NanoUsd.nonnegative(),
  cachedInputNanoUsd: NanoUsd.nonnegative(),
  outputNanoUsd: NanoUsd.nonnegative(),
  cacheWriteNanoUsd: NanoUsd.nonnegative().optional(),
  /** Above this much input the whole request costs these percentages of the price. */
  longContext: z
    .object({
      aboveInputTokens: z.int().nonnegative(),
      inputPercent: z.int().nonnegative(),
      outputPercent: z.int().nonnegative(),
    })
    .optional(),
});
export type Price = z.infer<typeof Price>;

const Model = z.object({
  name: z.string().min(1),
  contextTokens: z.int().positive(),
  maxOutputTokens: z.int().positive(),
  /** Missing where the model takes no pictures. */
  imageTokens: ImageTokenRule.optional(),
  prices: z.array(Price).min(1),
  shutdownDate: z.iso.date().optional(),
  successor: z.string().optional(),
  /** Sent as `reasoning_effort` where the model wants it said. */
  reasoningEffort: z.string().optional(),
});
export type Model = z.infer<typeof Model>;

const CatalogueFile = z.object({
  collected: z.iso.date(),
  defaults: z.object({ vision: z.string(), text: z.string() }),
  models: z.array(Model),
});

/** A user's file: models of theirs, or corrections of ours, by name. */
const UserFile = z.object({ models: z.array(Model) });

/** The models Lenscap knows, with the prices it may hold and book by. */
export interface Catalogue {
  readonly collected: string;
  readonly models: readonly Model[];
  find(name: string): Model | undefined;
  /** The model for a kind of question on a day, ISO date: the default, or its successor from its shutdown date on. */
  defaultFor(kind: 'vision' | 'text', day: string): { model: Model; replaces: string | undefined };
}

/**
 * Reads the built-in catalogue and, laid over it by model name, the user's file.
 * @throws LocalError if the user's file is there but is not a catalogue.
 */
export function loadCatalogue(userFile?: string): Catalogue {
  const base = CatalogueFile.parse(builtIn);
  const byName = new Map(base.models.map((model) => [model.name, model]));
  for (const model of userFile === undefined ? [] : readUserModels(userFile)) byName.set(model.name, model);

  return {
    collected: base.collected,
    models: [...byName.values()],
    find: (name) => byName.get(name),
    defaultFor(kind, day) {
      const named = base.defaults[kind];
      const seen = new Set<string>();
      let name = named;
      for (;;) {
        const model = byName.get(name);
        if (!model || seen.has(name)) throw noSuccessor(named, name);
        seen.add(name);
        const isGone = model.shutdownDate !== undefined && model.shutdownDate <= day;
        if (!isGone || model.successor === undefined)
          return { model, replaces: name === named ? undefined : named };
        name = model.successor;
      }
    },
  };
}

/** Only a user's file can name a successor that is unknown, or that leads back. */
function noSuccessor(named: string, missing: string): LocalError {
  return new LocalError(
    'catalogue-invalid',
    `${named} was shut down, and its successor ${missing} is unknown or shut down too.`,
    'Correct "successor" in models.json in the data directory, or choose a model in lenscap.models.',
  );
}

function readUserModels(file: string): Model[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return [];
    throw new LocalError('catalogue-unreadable', `${file} cannot be read.`, 'Check its permissions.', {
      cause: error,
    });
  }
  try {
    return UserFile.parse(JSON.parse(text)).models;
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? z.prettifyError(error).replaceAll('\n', ' ')
        : error instanceof Error
          ? error.message
          : String(error);
    throw new LocalError(
      'catalogue-invalid',
      `${file} is not a list of models: ${why}.`,
      'Correct or remove the file.',
      { cause: error },
    );
  }
}

/** The price in force on a day (ISO date), or undefined if the model had none yet. */
export function priceOn(model: Model, day: string): Price | undefined {
  return model.prices.filter((price) => price.from <= day).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
}
