import { findPlaces, openMention } from '../places/workspace-places.ts';
import { findMentions, type Mention } from './mentions.ts';

/** The most mentions of one answer that are looked up. */
const MAX_LOOKUPS = 40;

/**
 * The words of an answer that name a place in a file of the workspace. Only
 * files in its own folders count, and of a name that several files have none.
 */
export async function placesIn(text: string): Promise<string[]> {
  const mentions = new Map(findMentions(text).map((mention) => [mention.text, mention]));
  const named = [...mentions.values()].slice(0, MAX_LOOKUPS);
  const places = await findPlaces(named.map(toPlace));
  return named.filter((_, index) => places[index]).map((mention) => mention.text);
}

/**
 * Opens the place that words of an answer name, if they name one.
 * @throws LocalError if it is not in this workspace (any more)
 */
export async function openPlace(words: string): Promise<void> {
  const [mention] = findMentions(words);
  if (mention) await openMention(toPlace(mention));
}

/** Models count as they like: from 0, too. */
function toPlace({ path, line = 1, column = 1 }: Mention) {
  return { path, line: Math.max(1, line), column: Math.max(1, column) };
}
