// `npm run l10n`: brings the files of sentences up to date with the sources. English is written anew; of
// the other languages, what nobody says any more is taken out, and what is to be translated is named.
//   node scripts/l10n.ts [--manifest]
// With --manifest, sentences that were written into package.json are moved to package.nls.json first.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  extract,
  languages,
  readTranslations,
  root,
  type Translations,
  writeTranslations,
} from './l10n/bundle.ts';
import { keysIn, moveSentences } from './l10n/manifest.ts';

const { values: flags } = parseArgs({ options: { manifest: { type: 'boolean', default: false } } });

/** @returns the keys that a language lacks */
async function update(file: string, english: Translations): Promise<string[]> {
  const before = existsSync(join(root, file)) ? await readTranslations(file) : {};
  const kept = Object.entries(before).filter(([key]) => key in english);
  await writeTranslations(file, Object.fromEntries(kept));
  return Object.keys(english).filter((key) => before[key] === undefined);
}

async function moveManifest(): Promise<Translations> {
  const file = join(root, 'package.json');
  const { manifest, moved } = moveSentences(JSON.parse(await readFile(file, 'utf8')));
  if (Object.keys(moved).length > 0) await writeFile(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
  const before = existsSync(join(root, 'package.nls.json')) ? await readTranslations('package.nls.json') : {};
  const used = new Set(keysIn(manifest));
  const all = Object.entries({ ...before, ...moved }).filter(([key]) => used.has(key));
  return Object.fromEntries(all);
}

const sentences = await extract();
await writeTranslations('l10n/bundle.l10n.json', sentences);
const manifest = flags.manifest ? await moveManifest() : undefined;
if (manifest) await writeTranslations('package.nls.json', manifest);

let lacking = 0;
for (const language of languages()) {
  const files = [
    { file: `l10n/bundle.l10n.${language}.json`, english: sentences },
    ...(manifest ? [{ file: `package.nls.${language}.json`, english: manifest }] : []),
  ];
  for (const { file, english } of files) {
    const keys = await update(file, english);
    lacking += keys.length;
    if (keys.length > 0) console.log(`${file} lacks:`);
    for (const key of keys) console.log(`  ${JSON.stringify(key)}: ${JSON.stringify(english[key])}`);
  }
}
console.log(`${Object.keys(sentences).length} sentences; ${lacking} translations are missing.`);
process.exitCode = lacking > 0 ? 1 : 0;
