import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extract, languages, placeholders, readTranslations, root } from './bundle.ts';
import { keysIn, moveSentences } from './manifest.ts';

const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** Every file of English sentences, with the name its translations have. */
const files = [
  { english: 'l10n/bundle.l10n.json', of: (language: string) => `l10n/bundle.l10n.${language}.json` },
  { english: 'package.nls.json', of: (language: string) => `package.nls.${language}.json` },
];

describe('the sentences', () => {
  it('are in the English file, all that are said and no others: run “npm run l10n”', async () => {
    const english = await readTranslations('l10n/bundle.l10n.json');
    expect(english).toEqual(await extract());
    expect(Object.keys(english).length).toBeGreaterThan(300);
  });

  it('of the manifest are in its English file, all that it uses and no others', async () => {
    expect(moveSentences(manifest).moved).toEqual({});
    const english = await readTranslations('package.nls.json');
    expect(Object.keys(english).toSorted()).toEqual(keysIn(manifest));
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

  it('the manifest has the same links and code, and links are named as what they run', async () => {
    const originals = await readTranslations('package.nls.json');
    const translations = await readTranslations(`package.nls.${language}.json`);
    const code = (sentence = ''): string[] => (sentence.match(/`[^`]*`|\(command:[^)]*\)/g) ?? []).toSorted();
    for (const [key, sentence] of Object.entries(translations)) {
      expect([key, code(sentence)]).toEqual([key, code(originals[key])]);
      for (const [, name, command] of sentence.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\)/g)) {
        const isTitle = originals[key]?.includes(`[${originals[`commands.${command}.title`]}](`);
        if (isTitle) expect(name).toBe(translations[`commands.${command}.title`]);
      }
    }
  });

  it('commands are called by their titles', async () => {
    const translations = await readTranslations(`package.nls.${language}.json`);
    const titles = Object.entries(translations).flatMap(([key, title]) =>
      /^commands\..+\.title$/.test(key) ? [title] : [],
    );
    const all = [translations, await readTranslations(`l10n/bundle.l10n.${language}.json`)].flatMap((each) =>
      Object.values(each),
    );
    const named = all.flatMap((sentence) =>
      [...sentence.matchAll(/(?:\*\*|[“„«])Lenscap: (.+?)(?:\*\*|[”“»])/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(titles).toContain(name);
  });
});
