/**
 * Whether a text has the words of a phrase, in its order and nothing between them. Spaces, capitals and
 * punctuation do not count, except within numbers: who reads `max body size 1m` knows that it is `max_body_size 1m;`,
 * but 781 is not 7.81.
 */
export function says(text: string, phrase: string): boolean {
  return plain(text).includes(plain(phrase));
}

/** How many of a text's words, of three letters or digits at least, another text does not have. */
export function countLost(words: readonly string[], text: string): { lost: number; of: number } {
  const said = plain(text);
  const telling = words.map(plain).filter(({ length }) => length >= SHORTEST);
  return { lost: telling.filter((word) => !said.includes(word)).length, of: telling.length };
}

/** Shorter words are found anywhere by chance. */
const SHORTEST = 3;

/** All that is neither letter nor digit, and does not stand between the digits of a number. */
const BETWEEN_WORDS = /(?!(?<=\p{N})[.,:](?=\p{N}))[^\p{L}\p{N}]/gu;

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(BETWEEN_WORDS, '');
}
