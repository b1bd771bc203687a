/**
 * Whether a text has the words of a phrase, in its order and nothing between them. Spaces, capitals and
 * punctuation do not count, except within numbers: who reads `max body size 1m` knows that it is `max_body_size 1m;`,
 * but 781 is not 7.81.
 */
export function says(text: string, phrase: string): boolean {
  return plain(text).includes(plain(phrase));
}

/** All that is neither letter nor digit, and does not stand between the digits of a number. */
const BETWEEN_WORDS = /(?!(?<=\p{N})[.,:](?=\p{N}))[^\p{L}\p{N}]/gu;

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(BETWEEN_WORDS, '');
}
