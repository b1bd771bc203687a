/**
 * Gives the pieces of a word in the vocabulary of the o200k_base encoding, as ranks: it was made from very much
 * text of all kinds, so that a common word of any language is one piece, the commoner the lower its rank.
 * Loads the encoding, as counting tokens does.
 */
export async function loadWordPieces(): Promise<(word: string) => readonly number[]> {
  const { encode } = await import('gpt-tokenizer/encoding/o200k_base');
  // A word of a text begins with the space before it. "<|endoftext|>" in it is text.
  return (word) => encode(` ${word}`, { disallowedSpecial: new Set() });
}
