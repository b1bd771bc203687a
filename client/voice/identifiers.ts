// Words a transcriber would not spell by itself: two cases in one word, an underscore, a digit after a letter.
const identifier = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;
const LONGEST = 60;
const unusual = /\p{Ll}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]|\p{L}\p{N}|\p{Lu}{2,}\p{Ll}/u;
// Many digits, or nothing but hex, are more likely a secret or a hash than a name.
const opaque = /(?:\p{N}.*){4}|^[\da-f]{8,}$/iu;

/**
 * The identifiers of a text, the most frequent first: a hint for how the names
 * somebody says are spelled.
 */
export function identifiersIn(text: string): string[] {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(identifier)) {
    if (word.length > LONGEST || opaque.test(word)) continue;
    if (unusual.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([word]) => word);
}

/** Takes one from each list in turn until there are enough; each word once. */
export function interleaved(lists: readonly (readonly string[])[], most: number): string[] {
  const words = new Set<string>();
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  for (let index = 0; index < longest && words.size < most; index += 1) {
    for (const list of lists) {
      const word = list[index];
      if (word !== undefined && words.size < most) words.add(word);
    }
  }
  return [...words];
}
