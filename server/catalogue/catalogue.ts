import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { LocalError } from '../../protocol/errors.ts';
import { type Ability, type ImageTokenRule, ModelEntry, type PriceEntry } from '../../protocol/models.ts';
import builtIn from './catalogue.json' with { type: 'json' };
import { readUserModels } from './user-models.ts';

/** What a token costs, in pico-dollars (10⁻¹² US dollars), by its class: $2.50 per million are 2,500,000. */
export interface TokenPrices {
  input: number;
  cachedInput: number;
  cacheWrite: number;
  image: number;
  audioInput: number;
  output: number;
  reasoning: number;
  audioOutput: number;
}

/** What one model costs from a day on. */
export interface Price {
  /** Local ISO date; undefined: always. */
  from: string | undefined;
  /** undefined where the model is paid for by the minute alone. */
  tokenPicoUsd: TokenPrices | undefined;
  minutePicoUsd: number | undefined;
  longContext: PriceEntry['longContext'];
  /** Percent of the price, by the name of the service tier in the response. */
  serviceTiers: ReadonlyMap<string, number>;
}

export interface Model {
  name: string;
  contextTokens: number | undefined;
  maxInputTokens: number | undefined;
  maxOutputTokens: number;
  abilities: readonly Ability[];
  tokenizer: { encoding: 'o200k_base'; exact: boolean };
  /** There exactly if it can take pictures. */
  imageTokens?: ImageTokenRule | undefined;
  /** There exactly if it counts sound in tokens. */
  soundTokens?: { inPerSecond: number; outPerSecond: number } | undefined;
  prices: readonly Price[];
  shutdownDate?: string | undefined;
  successor?: string | undefined;
  /** Sent as `reasoning_effort` where the model wants it said. */
  reasoningEffort?: string | undefined;
  note?: string | undefined;
}

/** Of a model whose limit nobody said: the most that an answer can be set to have anyway. */
const DEFAULT_MAX_OUTPUT_TOKENS = 16_384;

/**
 * What models are chosen for. `glance` looks at pictures that are most likely just text, for about as little as
 * `text` reads them; `transcription` gives the words of a sound, `audio` answers the sound itself.
 */
export type Role = 'vision' | 'glance' | 'text' | 'transcription' | 'audio';

const CatalogueFile = z.object({
  collected: z.iso.date(),
  defaults: z.object({
    vision: z.string(),
    glance: z.string(),
    text: z.string(),
    transcription: z.string(),
    audio: z.string(),
  }),
  models: z.array(ModelEntry),
});

/** How long before its shutdown a model is said to retire. */
const ANNOUNCED_DAYS = 60;
const DAY_MS = 86_400_000;

/** The end of a model that is near. */
export interface Retirement {
  /** From this local ISO date on it does not answer any more. */
  date: string;
  /** Who takes its place on that day, if that is known. */
  successor: string | undefined;
  /** Days from the day asked about until then, 1 to 60. */
  daysLeft: number;
}

/** The models Lenscap knows, with the prices it may hold and book by. */
export interface Catalogue {
  /** When the built-in one was put together, ISO date. */
  readonly collected: string;
  readonly models: readonly Model[];
  /** The same models in the form of models.json. */
  readonly entries: readonly ModelEntry[];
  find(name: string): Model | undefined;
  /** The model for a role on a day, ISO date: the default, or its successor from its shutdown date on. */
  defaultFor(role: Role, day: string): { model: Model; replaces: string | undefined };
  /** Whether a model ends within the next 60 days; undefined if not, if it has ended, or if nobody knows it. */
  retiring(name: string, day: string): Retirement | undefined;
}

/**
 * Puts the catalogue together: what is built in, over it by model name the
 * user's file, over that the user's setting. Cheap enough to do again whenever
 * the file or the setting changes.
 * @param userFile models.json; it may be missing
 * @param custom the setting `lenscap.models.custom`
 * @throws LocalError if the user's file is there but is not a list of models.
 */
export function loadCatalogue(userFile?: string, custom: readonly ModelEntry[] = []): Catalogue {
  const base = CatalogueFile.parse(builtIn);
  const entries = new Map<string, ModelEntry>();
  for (const entry of [...base.models, ...(userFile ? readUserModels(userFile) : []), ...custom])
    entries.set(entry.name, entry);
  const models = new Map([...entries].map(([name, entry]) => [name, toModel(entry)]));

  /** A model, or who has taken its place by a day; undefined if that leads nowhere. */
  const inOffice = (name: string, day: string): Model | undefined => {
    const seen = new Set<string>();
    let model = models.get(name);
    while (model?.successor !== undefined && isGone(model, day) && !seen.has(model.name)) {
      seen.add(model.name);
      model = models.get(model.successor);
    }
    return model && seen.has(model.name) ? undefined : model;
  };

  return {
    collected: base.collected,
    models: [...models.values()],
    entries: [...entries.values()],
    find: (name) => models.get(name),
    defaultFor(role, day) {
      const named = base.defaults[role];
      const model = inOffice(named, day);
      if (!model) throw noSuccessor(named);
      return { model, replaces: model.name === named ? undefined : named };
    },
    retiring(name, day) {
      const model = models.get(name);
      if (model?.shutdownDate === undefined) return undefined;
      const date = model.shutdownDate;
      const daysLeft = Math.round((Date.parse(date) - Date.parse(day)) / DAY_MS);
      if (daysLeft < 1 || daysLeft > ANNOUNCED_DAYS) return undefined;
      const next = inOffice(name, date)?.name;
      return { date, successor: next === name ? undefined : next, daysLeft };
    },
  };
}

/** The price in force on a day (ISO date), or undefined if the model had none yet. */
export function priceOn({ prices }: Pick<Model, 'prices'>, day: string): Price | undefined {
  const begun = prices.filter(({ from = '' }) => from <= day);
  return begun.reduce<Price | undefined>(
    (latest, price) => (latest && (latest.from ?? '') > (price.from ?? '') ? latest : price),
    undefined,
  );
}

function isGone({ shutdownDate }: Model, day: string): boolean {
  return shutdownDate !== undefined && shutdownDate <= day;
}

/** Only a user can name a successor that is unknown, or that leads back. */
function noSuccessor(named: string): LocalError {
  return new LocalError(
    'catalogue-invalid',
    l10n.t('{0} was shut down, and who takes its place is unknown or shut down too.', named),
    l10n.t(
      'Correct "successor" in models.json in the data directory or in lenscap.models.custom, or choose a model in lenscap.models or lenscap.voice.model.',
    ),
  );
}

function toModel(entry: ModelEntry): Model {
  return {
    ...entry,
    contextTokens: entry.contextTokens,
    maxInputTokens: entry.maxInputTokens,
    maxOutputTokens: entry.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS,
    tokenizer: entry.tokenizer ?? { encoding: 'o200k_base', exact: false },
    prices: entry.prices.map(toPrice),
  };
}

function toPrice({ from, perMinute, longContext, serviceTiers = {}, ...dollars }: PriceEntry): Price {
  return {
    from,
    tokenPicoUsd: toTokenPrices(dollars),
    minutePicoUsd: perMinute === undefined ? undefined : millionths(perMinute) * 1_000_000,
    longContext,
    serviceTiers: new Map(Object.entries(serviceTiers)),
  };
}

function toTokenPrices({ input, output, ...parts }: PriceEntry): TokenPrices | undefined {
  if (input === undefined || output === undefined) return undefined;
  const of = (part: number | undefined, whole: number) => millionths(part ?? whole);
  return {
    input: millionths(input),
    cachedInput: of(parts.cachedInput, input),
    cacheWrite: of(parts.cacheWrite, input),
    image: of(parts.image, input),
    audioInput: of(parts.audioInput, input),
    output: millionths(output),
    reasoning: of(parts.reasoning, output),
    audioOutput: of(parts.audioOutput, output),
  };
}

/** A number of at most six decimals in its millionths: exactly the integer that its decimals say. */
function millionths(value: number): number {
  return Math.round(value * 1_000_000);
}
