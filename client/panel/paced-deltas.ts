import type { ExtensionMessage } from './messages.ts';

/** Nobody reads faster, and each message is work for the thread that the editor is typed in. */
const EVERY_MS = 100;

/** Tells the page what comes of answers: the first words at once, then ten times a second what came since. */
export class PacedDeltas {
  readonly #post: (message: ExtensionMessage) => void;
  /** What the page has not been told, by turn. */
  readonly #untold = new Map<string, string>();
  #pause: NodeJS.Timeout | undefined;

  constructor(post: (message: ExtensionMessage) => void) {
    this.#post = post;
  }

  add(id: string, text: string): void {
    this.#untold.set(id, (this.#untold.get(id) ?? '') + text);
    if (!this.#pause) this.#tell();
  }

  /** The page is told all of a turn, or of every one, otherwise. */
  drop(id?: string): void {
    if (id === undefined) this.#untold.clear();
    else this.#untold.delete(id);
  }

  #tell(): void {
    this.#pause = undefined;
    if (this.#untold.size === 0) return;
    for (const [id, text] of this.#untold) this.#post({ type: 'delta', id, text });
    this.#untold.clear();
    this.#pause = setTimeout(() => this.#tell(), EVERY_MS);
  }
}
