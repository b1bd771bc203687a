import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { LocalError, UsageError } from '../../protocol/errors.ts';
import type { ImageTokenRule, ModelEntry, NewModel, PriceEntry } from '../../protocol/models.ts';
import { readUserModels } from './user-models.ts';

/**
 * Adds a model to the user's models.json, or gives one that is known another
 * price from today on; what else is in the file stays. The file is replaced at
 * once: whoever reads it meanwhile finds the old or the new one, whole.
 * @param file models.json; it is created if missing
 * @param known the catalogue, for a model that is corrected and for `picturesLike`
 * @param day local ISO date
 * @returns the file
 * @throws UsageError if `picturesLike` takes no pictures
 * @throws LocalError if the file is no list of models, or cannot be written
 */
export async function addModel(
  file: string,
  model: NewModel,
  known: { readonly entries: readonly ModelEntry[] },
  day: string,
): Promise<string> {
  const models = readUserModels(file);
  const find = (name: string) => [...known.entries, ...models].findLast((entry) => entry.name === name);
  const entry = toEntry(model, find(model.name), picturesOf(model.picturesLike, find), day);
  const at = models.findIndex(({ name }) => name === model.name);
  await replace(
    file,
    JSON.stringify({ models: at < 0 ? [...models, entry] : models.with(at, entry) }, null, 2),
  );
  return file;
}

function picturesOf(
  like: string | undefined,
  find: (name: string) => ModelEntry | undefined,
): ImageTokenRule | undefined {
  if (like === undefined) return undefined;
  const rule = find(like)?.imageTokens;
  if (rule) return rule;
  throw new UsageError(
    'model-without-pictures',
    l10n.t('How {0} counts pictures is not known.', like),
    l10n.t('Name a model that "lenscap models" lists with pictures, for example gpt-4o.'),
  );
}

function toEntry(
  { name, input, cachedInput, output, contextTokens, maxOutputTokens }: NewModel,
  before: ModelEntry | undefined,
  pictures: ImageTokenRule | undefined,
  day: string,
): ModelEntry {
  const price = { input, ...(cachedInput === undefined ? {} : { cachedInput }), output };
  const imageTokens = pictures ?? before?.imageTokens;
  const abilities = before?.abilities ?? ['text'];
  return {
    ...before,
    name,
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    abilities: imageTokens && !abilities.includes('pictures') ? [...abilities, 'pictures'] : abilities,
    ...(imageTokens && { imageTokens }),
    prices: before ? pricesFrom(before.prices, day, price) : [price],
  };
}

/**
 * The prices of a model that costs something else from a day on. What it cost
 * before stays; what it would have cost later nobody knows any more. Its tiers
 * stay, and what was dearer than the new price (writing to the cache, sound).
 */
function pricesFrom(
  before: readonly PriceEntry[],
  day: string,
  price: { input: number; cachedInput?: number; output: number },
): PriceEntry[] {
  const past = before.filter(({ from = '' }) => from < day);
  const { cachedInput: _, ...last } = before.findLast(({ from = '' }) => from <= day) ?? {};
  const next: PriceEntry = { ...last, ...price, from: day };
  for (const part of ['cacheWrite', 'image', 'audioInput'] as const)
    if ((next[part] ?? 0) <= price.input) delete next[part];
  for (const part of ['reasoning', 'audioOutput'] as const)
    if ((next[part] ?? 0) <= price.output) delete next[part];
  return [...past, next];
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${text}\n`, { mode: 0o600, flush: true });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {});
    throw new LocalError(
      'unwritable-file',
      l10n.t('{0} cannot be written.', file),
      l10n.t('Check its folder and permissions.'),
      {
        cause,
      },
    );
  }
}
