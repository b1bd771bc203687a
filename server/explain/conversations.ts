import { Placeholders } from '../privacy/placeholders.ts';
import type { PastTurn } from './history.ts';

/** The most conversations that are remembered; the one not used for longest goes first. */
const MAX_CONVERSATIONS = 50;
/** The most turns of each, and the most that pictures in all of them take up, in bytes. */
const MAX_TURNS = 100;
const MAX_PICTURE_BYTES = 64_000_000;

interface Remembered {
  placeholders: Placeholders;
  turns: PastTurn[];
}

/** What was said in each conversation, and what stands for which secret there. In memory only. */
export class Conversations {
  readonly #known = new Map<string, Remembered>();

  /** @param id the client's name for the conversation; without one the question stands alone. */
  placeholders(id: string | undefined): Placeholders {
    return id === undefined ? new Placeholders() : this.#use(id).placeholders;
  }

  /** A copy to quote with: what is being typed is not yet part of the conversation. */
  draft(id: string | undefined): Placeholders {
    return (id === undefined ? undefined : this.#known.get(id))?.placeholders.copy() ?? new Placeholders();
  }

  /**
   * What was said so far, oldest first.
   * @param before only what was said before this turn, by the client's name
   */
  turns(id: string | undefined, before?: string): readonly PastTurn[] {
    const turns = (id === undefined ? undefined : this.#known.get(id))?.turns ?? [];
    const end = before === undefined ? -1 : turns.findIndex((turn) => turn.id === before);
    return end < 0 ? turns : turns.slice(0, end);
  }

  /** Adds what was just said; a turn that was asked again in its place is not in it twice. */
  remember(id: string | undefined, turn: PastTurn): void {
    if (id === undefined) return;
    const known = this.#use(id);
    const others = known.turns.filter((each) => turn.id === undefined || each.id !== turn.id);
    known.turns = [...others, turn].slice(-MAX_TURNS);
    this.#letGo();
  }

  #use(id: string): Remembered {
    const known = this.#known.get(id) ?? { placeholders: new Placeholders(), turns: [] };
    // Anew at the end: the order is that of the last use.
    this.#known.delete(id);
    this.#known.set(id, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_CONVERSATIONS) break;
      this.#known.delete(oldest);
    }
    return known;
  }

  /** Lets go of the oldest pictures where there are too many; what was read in them stays. */
  #letGo(): void {
    let bytes = MAX_PICTURE_BYTES;
    for (const known of [...this.#known.values()].reverse()) {
      known.turns = known.turns
        .toReversed()
        .map((turn) => {
          bytes -= turn.pictures.reduce((sum, { safe }) => sum + safe.data.length, 0);
          return bytes < 0 && turn.pictures.length > 0 ? { ...turn, pictures: [] } : turn;
        })
        .reverse();
    }
  }
}
