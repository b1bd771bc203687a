import { Position, Range, type Uri, window } from 'vscode';
import { findFile } from '../places/workspace-places.ts';
import { findMentions, type Mention } from './mentions.ts';

/** The most mentions of one answer that are looked up. */
const MAX_LOOKUPS = 40;

/**
 * The words of an answer that name a place in a file of the workspace. Only
 * files in its own folders count, and of a name that several files have none.
 */
export async function placesIn(text: string): Promise<string[]> {
  const names = new Map<string, Mention>();
  for (const mention of findMentions(text)) {
    if (names.size === MAX_LOOKUPS) break;
    if (!names.has(mention.text)) names.set(mention.text, mention);
  }
  const files = new Map<string, Promise<Uri | undefined>>();
  const found = await Promise.all(
    [...names.values()].map(async ({ text: words, path }) => {
      const file = files.get(path) ?? findFile({ path });
      files.set(path, file);
      return (await file) && words;
    }),
  );
  return found.filter((words) => words !== undefined);
}

/** Opens the place that words of an answer name, if they do and it is in the workspace. */
export async function openPlace(words: string): Promise<void> {
  const [mention] = findMentions(words);
  const file = mention && (await findFile({ path: mention.path }));
  if (!mention || !file) return;
  const { line = 1, column = 1 } = mention;
  const position = new Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await window.showTextDocument(file, { selection: new Range(position, position), preview: true });
}
