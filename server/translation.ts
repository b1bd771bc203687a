import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Bundle } from '../protocol/bundle.ts';
import { speak } from '../protocol/language.ts';

/**
 * Speaks the client's language, if there is a translation into it.
 * @param locale as LSP has it: an IETF language tag such as `de` or `pt-BR`
 */
export async function speakAs(locale: string | undefined): Promise<void> {
  // It becomes a part of a file's name.
  const [tag, primary] = /^([a-z]{2,3})(?:-[a-z0-9]{2,8})*$/.exec(locale?.toLowerCase() ?? '') ?? [];
  if (!tag || !primary || primary === 'en') return;
  for (const name of new Set([tag, primary])) {
    const bundle = await read(name);
    if (bundle) return speak(name, bundle);
  }
}

async function read(name: string): Promise<Bundle | undefined> {
  // Beside the sources, beside `out/`, or beside where a chunk of the bundle is.
  for (const up of ['..', '../..']) {
    const file = join(import.meta.dirname, up, 'l10n', `bundle.l10n.${name}.json`);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return Bundle.parse(JSON.parse(text));
  }
  return undefined;
}
