import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extract, languages, placeholders, readTranslations, root } from './bundle.ts';
import { keysIn } from './manifest.ts';

const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** Every file of English sentences, with the name its translations have. */
const files = [
  { english: 'l10n/bundle.l10n.json', of: (language: string) => `l10n/bundle.l10n.${language}.json` },
  { english: 'package.nls.json', of: (language: string) => `package.nls.${language}.json` },
].filter(({ english }) => existsSync(join(root, english)));

describe('the sentences', () => {
  it('are in the English file, all that are said and no others: run “npm run l10n”', async () => {
    const english = await readTranslations('l10n/bundle.l10n.json');
    expect(english).toEqual(await extract());
    expect(Object.keys(english).length).toBeGreaterThan(300);
  });

  it('of the manifest are in its English file, all that it uses and no others', async () => {
    const used = keysIn(manifest);
    const english = used.length > 0 ? await readTranslations('package.nls.json') : {};
    expect(Object.keys(english).toSorted()).toEqual(used);
  });

  it('are translated into at least one language', () => {
    expect(languages()).toContain('de');
  });
});

describe.each(languages())('in %s', (language) => {
  it.each(files)('$english is translated, with all its values', async ({ english, of }) => {
    const originals = await readTranslations(english);
    const translations = await readTranslations(of(language));
    expect(Object.keys(translations)).toEqual(Object.keys(originals));
    const wrong = Object.entries(translations).filter(
      ([key, sentence]) =>
        sentence.trim() === '' || `${placeholders(sentence)}` !== `${placeholders(originals[key] ?? '')}`,
    );
    expect(wrong).toEqual([]);
  });
});
