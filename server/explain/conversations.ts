import { Placeholders } from '../privacy/placeholders.ts';

/** The most conversations that are remembered; the one not used for longest goes first. */
const MAX_CONVERSATIONS = 50;

/** What stands for which secret, conversation by conversation. In memory only. */
export class Conversations {
  readonly #placeholders = new Map<string, Placeholders>();

  /** @param id the client's name for the conversation; without one the question stands alone. */
  placeholders(id: string | undefined): Placeholders {
    if (id === undefined) return new Placeholders();
    const known = this.#placeholders.get(id) ?? new Placeholders();
    // Anew at the end: the order is that of the last use.
    this.#placeholders.delete(id);
    this.#placeholders.set(id, known);
    for (const oldest of this.#placeholders.keys()) {
      if (this.#placeholders.size <= MAX_CONVERSATIONS) break;
      this.#placeholders.delete(oldest);
    }
    return known;
  }

  /** A copy to quote with: what is being typed is not yet part of the conversation. */
  draft(id: string | undefined): Placeholders {
    return (id === undefined ? undefined : this.#placeholders.get(id))?.copy() ?? new Placeholders();
  }
}
