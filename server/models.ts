import * as z from 'zod';
import { UsageError } from '../protocol/errors.ts';
import { NewModel } from '../protocol/models.ts';
import type { App } from './app.ts';
import { type Catalogue, type Model, priceOn } from './catalogue/catalogue.ts';
import type { ListedModel } from './gateway/model-list.ts';
import { table } from './print-table.ts';
import type { Output } from './run.ts';

// What `lenscap models` does.

/** The models Lenscap knows, with prices, abilities and ends; `--json` has them in the form of models.json. */
export function listModels({ models, entries, collected }: Catalogue, day: string): Output {
  const rows = models.map((model) => [
    model.name,
    ...describePrice(model, day),
    model.abilities.join(', '),
    model.shutdownDate ?? '',
    model.successor ?? '',
  ]);
  const head = ['model', 'input', 'cached', 'output', 'besides', 'abilities', 'until', 'then'];
  return {
    text: `${table([head, ...rows])}\nDollars per million tokens, as of ${collected}.`,
    json: { collected, models: entries },
  };
}

/** The four cells of a price in force. */
function describePrice(model: Model, day: string): string[] {
  const price = priceOn(model, day);
  if (!price) return ['no price yet', '', '', ''];
  const { tokenPicoUsd: token, minutePicoUsd } = price;
  const perMillion = (picoUsd: number | undefined) =>
    picoUsd === undefined ? '' : `$${picoUsd / 1_000_000}`;
  return [
    perMillion(token?.input),
    perMillion(token?.cachedInput),
    perMillion(token?.output),
    [
      ...(token && token.cacheWrite !== token.input ? [`cache write ${perMillion(token.cacheWrite)}`] : []),
      ...(token && token.audioInput > token.input
        ? [`sound ${perMillion(token.audioInput)} in, ${perMillion(token.audioOutput)} out`]
        : []),
      ...(minutePicoUsd === undefined ? [] : [`$${minutePicoUsd / 1e12} a minute`]),
    ].join('; '),
  ];
}

/** One thing in which catalogue and provider differ. */
export interface Difference {
  model: string;
  /** `not-listed`: the provider has no such model. `no-price`: the catalogue has none. */
  kind: 'shutdown-date' | 'no-price' | 'not-listed';
  /** The shutdown date in the catalogue. */
  ours: string | null;
  /** The shutdown date the provider names. */
  theirs: string | null;
}

/**
 * Asks the provider for its models, and says where the catalogue differs.
 * @throws UsageError if nobody can be asked, ProviderError if nobody answers
 */
export async function checkModels(app: App): Promise<Output> {
  const provider = await app.connections.provider();
  if (!provider) {
    throw new UsageError(
      'no-provider',
      'There is no provider whose models could be compared: no API key is set, and no server on this machine.',
      'Set OPENAI_API_KEY, run "lenscap key set", or name the server in OPENAI_BASE_URL.',
    );
  }
  const listed = await app.connections.listModels(provider);
  const differences = compareModels(app.catalogue, listed, app.ledger.today());
  const { collected } = app.catalogue;
  const said = `${provider.name} lists ${listed.length} models; the catalogue is of ${collected}`;
  return {
    text:
      differences.length === 0
        ? `${said}. They agree.`
        : `${table(differences.map(describe))}\n${said}. Add a price with "lenscap models add".`,
    json: { collected, provider: provider.name, listed: listed.length, differences },
  };
}

/** Compares by name. A model whose day has come is expected to be missing from the list. */
export function compareModels(
  { models, find }: Pick<Catalogue, 'models' | 'find'>,
  listed: readonly ListedModel[],
  day: string,
): Difference[] {
  const names = new Set(listed.map(({ id }) => id));
  const differing = listed.flatMap(({ id, shutdown_date: theirs }) => {
    const ours = find(id)?.shutdownDate ?? null;
    // Providers that know no such field say nothing; null says that there is no date.
    if (!find(id) || theirs === undefined || theirs === ours) return [];
    return [{ model: id, kind: 'shutdown-date' as const, ours, theirs }];
  });
  const unpriced = listed.flatMap(({ id, shutdown_date: theirs = null }) => {
    const model = find(id);
    return model && priceOn(model, day) ? [] : [{ model: id, kind: 'no-price' as const, ours: null, theirs }];
  });
  const missing = models.flatMap(({ name, shutdownDate: ours = null }) =>
    names.has(name) || (ours !== null && ours <= day)
      ? []
      : [{ model: name, kind: 'not-listed' as const, ours, theirs: null }],
  );
  return [...differing, ...unpriced, ...missing];
}

function describe({ model, kind, ours, theirs }: Difference): string[] {
  // The name is the provider's: what it says must not steer the terminal.
  const name = model.replaceAll(/\p{Cc}/gu, '');
  switch (kind) {
    case 'shutdown-date':
      return [name, `ends ${ours ?? 'never'} by the catalogue, ${theirs ?? 'never'} by the provider`];
    case 'no-price':
      return [name, 'no price is known'];
    case 'not-listed':
      return [name, 'the provider does not list it'];
  }
}

/** What `lenscap models add` takes, parsed by commander. */
export interface AddOptions {
  input: number;
  output: number;
  cachedInput?: number;
  context?: number;
  maxOutput?: number;
  picturesLike?: string;
}

/** Writes a model with its price into models.json in the data directory. */
export async function addModelByHand(app: App, name: string, options: AddOptions): Promise<Output> {
  const { context, maxOutput, picturesLike, ...prices } = options;
  const model = NewModel.safeParse({
    name,
    ...prices,
    contextTokens: context,
    maxOutputTokens: maxOutput,
    picturesLike,
  });
  if (!model.success) {
    throw new UsageError(
      'invalid-model',
      `This is no model: ${z.prettifyError(model.error).replaceAll('\n', ' ')}.`,
      'For example: lenscap models add my-model --input 0.5 --output 1.5',
    );
  }
  const file = await app.addModel(model.data);
  return { text: `${model.data.name} is in ${file}.`, json: { file } };
}
