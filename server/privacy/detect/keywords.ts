/** How many different triples of characters are told apart. */
const KINDS = 1 << 16;

/**
 * Which of many words may stand in a text, told from the triples of characters
 * in it: one pass over the text, instead of one for each word. Sometimes yes
 * for a word that does not, never no for one that does.
 */
export class Keywords {
  readonly #triples = new Uint8Array(KINDS);

  /** @param text in lower case */
  constructor(text: string) {
    let [first, second] = [0, 0];
    for (let i = 0; i < text.length; i++) {
      const third = text.charCodeAt(i);
      this.#triples[kind(first, second, third)] = 1;
      first = second;
      second = third;
    }
  }

  /** Whether one of the words, in lower case, may stand in the text; words of one or two characters always may. */
  mayHaveOne(words: readonly string[]): boolean {
    return words.length === 0 || words.some((word) => this.#mayHave(word));
  }

  #mayHave(word: string): boolean {
    for (let i = 2; i < word.length; i++) {
      const triple = kind(word.charCodeAt(i - 2), word.charCodeAt(i - 1), word.charCodeAt(i));
      if (this.#triples[triple] === 0) return false;
    }
    return true;
  }
}

function kind(first: number, second: number, third: number): number {
  return (first * 961 + second * 31 + third) & (KINDS - 1);
}
