// The sentences of the sources and their translations, as files in `l10n/`.
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import * as z from 'zod';

export const root = join(import.meta.dirname, '../..');

/** A file of translations: a sentence in English, or a key of the manifest, to what it is in a language. */
export const Translations = z.record(z.string(), z.string());
export type Translations = z.infer<typeof Translations>;

/** Everything that ships and may say something to a person: paths from the root. */
export function sourceFiles(): string[] {
  return globSync('{protocol,client,server}/**/*.ts', { cwd: root })
    .filter((file) => !/\.(spec|d)\.ts$/.test(file))
    .toSorted();
}

const BATCH = 20;

/** What the sources say through `l10n.t`, in English, by its key: sorted, so that a change is one line. */
export async function extract(): Promise<Translations> {
  const files = await Promise.all(sourceFiles().map((file) => readFile(join(root, file), 'utf8')));
  const saying = files.filter((each) => each.includes('l10n.t('));
  // Some at once: preparing for each alone takes longer than reading it, and very long ones do too.
  const batches: { extension: string; contents: string }[] = [];
  for (let from = 0; from < saying.length; from += BATCH)
    batches.push({ extension: '.ts', contents: saying.slice(from, from + BATCH).join('\n') });
  const found = await getL10nJson(batches);
  const messages = Object.entries(found).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : value.message,
  ]);
  return sorted(Object.fromEntries(messages));
}

/** The languages there are translations into, besides English: `de`. */
export function languages(): string[] {
  return globSync('l10n/bundle.l10n.*.json', { cwd: root })
    .flatMap((file) => /bundle\.l10n\.([a-z-]+)\.json$/.exec(file)?.[1] ?? [])
    .toSorted();
}

export async function readTranslations(file: string): Promise<Translations> {
  return Translations.parse(JSON.parse(await readFile(join(root, file), 'utf8')));
}

export async function writeTranslations(file: string, translations: Translations): Promise<void> {
  await writeFile(join(root, file), `${JSON.stringify(sorted(translations), undefined, 2)}\n`);
}

/** `{0}`, `{1}` …: what a translation must have as its original has it, wherever it stands. */
export function placeholders(sentence: string): string[] {
  return [...new Set(sentence.match(/\{\d+\}/g))].toSorted();
}

function sorted(translations: Translations): Translations {
  return Object.fromEntries(Object.entries(translations).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
