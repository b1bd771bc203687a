import { loadCounter } from './text-tokens.ts';

/** What a word is in the vocabulary of a tokenizer. */
export interface Vocabulary {
  /** How common it is: 0 is the commonest; undefined where it has no token of its own. */
  rankOf(word: string): number | undefined;
  /** How many tokens it takes: common words take one, rare ones two, misread ones more. Slow: 0.05 ms. */
  piecesOf(word: string): number;
}

/** A word of a text begins with the space before it. */
const WORD = /^ \p{L}+$/u;

let loaded: Promise<Vocabulary> | undefined;

/**
 * The vocabulary of the o200k_base encoding: it was made from very much text of all kinds, so that a common word
 * of any language is one token. Loads the encoding, as counting tokens does, and lists its words at the first call
 * (30 ms).
 */
export function loadVocabulary(): Promise<Vocabulary> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Vocabulary> {
  const [{ default: tokens }, count] = await Promise.all([
    import('gpt-tokenizer/bpeRanks/o200k_base'),
    loadCounter(),
  ]);
  const ranks = new Map<string, number>();
  for (const [rank, token] of tokens.entries())
    if (typeof token === 'string' && WORD.test(token)) ranks.set(token, rank);
  return {
    rankOf: (word) => ranks.get(` ${word}`),
    piecesOf: (word) => count(` ${word}`),
  };
}
