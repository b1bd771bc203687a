/** What makes a run of characters without a space an address, wherever it stands in the run. */
const ADDRESS_RUN =
  /(?:javascript|vbscript|data|mailto|tel|sms|file|blob|command|vscode(?:-insiders)?):|\/\/|\\\\|www\.|[A-Za-z0-9-]\.[A-Za-z]{2,24}(?::\d{1,5})?[/?#]|%2f|%3a/i;
/** What may make it one together: a scheme, an entity or an escape, with anything of a host or a path. */
const SCHEME_LIKE = /[:&\\]/;
const HOST_LIKE = /[/.#@]/;

/** Of a run so much is remembered: an address that begins further back is remembered as one. */
const WINDOW = 200;

/**
 * Follows a text that arrives in parts, and knows whether what comes next might
 * be part of an address: of a link, an image, or anything else a renderer or a
 * reader's click could fetch. It does not parse addresses, because renderers
 * decode escapes and entities in many ways; it says yes wherever one could
 * stand (CommonMark 4.7, 6.3, 6.5, 6.6):
 * - from `](` or `]:` to the end of the line, and in the next one as long as nothing was read,
 * - from `<` with a letter, `/`, `!` or `?` behind it to the `>` that is not in an attribute's quotes,
 * - from `url(` to the end of the line,
 * - in a run without spaces that looks like an address.
 */
export class UrlContext {
  #run = '';
  #isRunAddress = false;
  /** A destination goes to the end of this line. */
  #inLine = false;
  /** Nothing of the destination was read yet: it may stand in the next line. */
  #isEmptySoFar = false;
  /** `before`: a `<` was read; `inside`: a tag or an autolink. */
  #tag: 'none' | 'before' | 'inside' = 'none';
  #quote: '"' | "'" | undefined;
  /** The last character in a tag that is no space: only behind `=` does a quote open a value. */
  #inTag = '';

  /** Whether what comes next would, or could, be part of an address. */
  get isAddress(): boolean {
    return this.#isRunAddress || this.#inLine || this.#tag !== 'none';
  }

  /** Reads on. */
  read(text: string): void {
    for (const character of text) this.#next(character);
  }

  #next(character: string): void {
    this.#followTag(character);
    if (character === '\n') {
      if (!this.#isEmptySoFar) this.#inLine = false;
      this.#isEmptySoFar = false;
    } else if (this.#inLine && !/\s/.test(character)) this.#isEmptySoFar = false;
    if (/\s/.test(character)) {
      this.#run = '';
      this.#isRunAddress = false;
      return;
    }
    this.#run = (this.#run + character).slice(-WINDOW);
    if (/\](?:\(|:)$|\burl\($/i.test(this.#run)) {
      this.#inLine = true;
      this.#isEmptySoFar = true;
    }
    this.#isRunAddress ||=
      ADDRESS_RUN.test(this.#run) || (SCHEME_LIKE.test(this.#run) && HOST_LIKE.test(this.#run));
  }

  #followTag(character: string): void {
    if (this.#tag === 'before') this.#tag = /[A-Za-z/!?]/.test(character) ? 'inside' : 'none';
    if (this.#tag === 'none') {
      if (character === '<') this.#tag = 'before';
      this.#inTag = '';
      return;
    }
    if (this.#quote !== undefined) {
      if (character === this.#quote) this.#quote = undefined;
      return;
    }
    if ((character === '"' || character === "'") && this.#inTag === '=') this.#quote = character;
    // A `>` behind a backslash ends nothing in a destination in angle brackets.
    else if (character === '>' && this.#inTag !== '\\') this.#tag = 'none';
    if (!/\s/.test(character)) this.#inTag = character;
  }
}
