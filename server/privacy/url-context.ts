/** The end of a run of characters that makes it an address, wherever in the run: a scheme, `//`, a host with a path. */
const ADDRESS =
  /(?::\/\/|\/\/|\\\\|^www\.|[^A-Za-z0-9]www\.|(?:mailto|data|javascript|vbscript|file|command|tel|sms|vscode(?:-insiders)?|blob):|(?:src|href|action|srcset)=["']?|url\(["']?|[A-Za-z0-9-]\.[A-Za-z]{2,24}(?::\d{1,5})?[/?#]|&(?:colon|sol|#\d{1,4}|#x[0-9a-f]{1,4});|%2f%2f|%3a)$/i;

/** Longer than anything that makes an address. */
const WINDOW = 100;

/** The value of an attribute that is an address, about to be quoted. */
const ATTRIBUTE = /(?:src|href|action|srcset)=$|url\($/i;

/** What ends an address that stands in a text by itself. */
const ENDS = /[\s<>"`|]/;

/**
 * Follows a text that arrives in parts, and knows whether what comes next
 * would be part of an address: of one that stands in the text, or of the
 * destination of a Markdown link or image (CommonMark 6.3 to 6.5). It sees more
 * addresses than a renderer does, never fewer.
 */
export class UrlContext {
  /** The end of the run without a space that is being read. */
  #run = '';
  #inAddress = false;
  /** What closes the destination of a link that is open, if one is. */
  #closing: ')' | '>' | '"' | undefined;
  #depth = 0;
  /** Nothing of the destination has been read yet, and so many line breaks. */
  #before: number | undefined;

  /** Whether what comes next would be part of an address. */
  get isAddress(): boolean {
    return this.#inAddress || this.#closing !== undefined;
  }

  /** Reads on. */
  read(text: string): void {
    for (const character of text) this.#next(character);
  }

  #next(character: string): void {
    if (this.#closing !== undefined) this.#inDestination(character, this.#closing);
    const previous = this.#run.at(-1);
    if (character === '"' && this.#closing === undefined && ATTRIBUTE.test(this.#run)) {
      this.#closing = '"';
      return;
    }
    if (ENDS.test(character)) {
      this.#run = character === '<' ? '<' : '';
      this.#inAddress = false;
      return;
    }
    // An address in angle brackets may be a destination, which ends with the bracket only.
    this.#run = (this.#run + character).slice(-WINDOW);
    if (!this.#inAddress && ADDRESS.test(this.#run)) {
      this.#inAddress = true;
      if (this.#run.startsWith('<') && this.#closing === undefined) this.#closing = '>';
    }
    if (character === '(' && previous === ']' && this.#closing === undefined) {
      this.#closing = ')';
      this.#depth = 0;
      this.#before = 0;
    }
  }

  #inDestination(character: string, closing: ')' | '>' | '"'): void {
    if (closing !== ')') {
      if (character === closing || character === '\n') this.#closing = undefined;
      return;
    }
    if (this.#before !== undefined) {
      if (character === '\n' && ++this.#before > 1) this.#closing = undefined;
      if (/\s/.test(character)) return;
      this.#before = undefined;
      if (character === '<') {
        this.#closing = '>';
        return;
      }
    }
    if (character === '(') this.#depth++;
    if (character === ')' && this.#depth-- === 0) this.#closing = undefined;
    // A title may follow on the next line; an empty line ends everything.
    if (character === '\n') this.#closing = undefined;
  }
}
