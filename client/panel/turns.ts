import { randomUUID } from 'node:crypto';
import type { LenscapError } from '../../protocol/errors.ts';
import type { Explanation } from '../../protocol/explain.ts';
import type { Route } from '../../protocol/route.ts';
import type { PictureAttachment } from '../attachments.ts';
import { type Spoken, spokenTurn } from '../voice/spoken.ts';
import { troubleOf } from './composition.ts';
import type { ExtensionMessage, Turn } from './messages.ts';

/** A question as it was asked, with what is needed to ask it once more. */
export interface Asked {
  readonly prompt: string;
  readonly pictures: readonly PictureAttachment[];
  /** Where the user wanted one. */
  readonly route?: Route | undefined;
  readonly model?: string | undefined;
  /** What came of an answer that broke off, and whose rest is asked for. */
  readonly partial?: string | undefined;
  /** What of it was spoken rather than typed. */
  readonly spoken?: Spoken | undefined;
}

// Pictures of turns further up are let go; their text stays.
const TURNS_WITH_PICTURES = 20;
const TURNS = 100;

/** The questions and answers so far. Every change is shown. */
export class Turns {
  readonly #post: (message: ExtensionMessage) => void;
  #turns: Turn[] = [];
  readonly #asked = new Map<string, Asked>();
  readonly #failures = new Map<string, LenscapError>();

  constructor(post: (message: ExtensionMessage) => void) {
    this.#post = post;
  }

  get all(): readonly Turn[] {
    return this.#turns;
  }

  /** The pictures that are still at hand. */
  get pictures(): PictureAttachment[] {
    return [...this.#asked.values()].flatMap(({ pictures }) => pictures);
  }

  find(id: string): Turn | undefined {
    return this.#turns.find((turn) => turn.id === id);
  }

  /** What was asked with a turn; undefined where its pictures were let go. */
  asked(id: string): Asked | undefined {
    return this.#asked.get(id);
  }

  /** Why a turn was not answered. */
  failure(id: string): LenscapError | undefined {
    return this.#failures.get(id);
  }

  /** Takes over what the view kept from before the window was reloaded, where there is nothing else. */
  takeOver(kept: readonly Turn[]): void {
    if (this.#turns.length > 0) return;
    this.#turns = kept.map((turn) => ({
      ...withoutPictures(turn),
      // An answer the reload cut off has no end.
      status: turn.status === 'answering' ? 'failed' : turn.status,
    }));
  }

  /**
   * Begins a turn, or one that failed from the start.
   * @returns its id
   */
  begin(asked: Asked, id: string = randomUUID()): string {
    const { prompt, pictures, partial, spoken } = asked;
    const turn: Turn = {
      id,
      prompt: partial === undefined ? prompt : 'Continue',
      pictures: pictures.map(({ key, name }) => ({ key, name })),
      ...(spoken && { spoken: spokenTurn(spoken) }),
      status: 'answering',
      text: '',
      canAskAgain: true,
    };
    this.#failures.delete(id);
    this.#asked.delete(id);
    this.#asked.set(id, asked);
    if (this.find(id)) this.#replace(turn);
    else this.#turns = [...this.#turns, turn].slice(-TURNS);
    this.#letGo();
    this.#post({ type: 'turn', turn });
    return id;
  }

  /** Adds a piece of the answer. */
  append(id: string, text: string): void {
    const turn = this.find(id);
    if (!turn) return;
    this.#replace({ ...turn, text: turn.text + text });
    this.#post({ type: 'delta', id, text });
  }

  update(id: string, fields: Partial<Turn>): void {
    const turn = this.find(id);
    // One that was cleared meanwhile stays away.
    if (!turn) return;
    this.#replace({ ...turn, ...fields });
    this.#post({ type: 'turn', turn: { ...turn, ...fields } });
  }

  finish(id: string, { text, model, reason, route, timings, ...rest }: Explanation): void {
    const { usage, costNanoUsd, certainty, requestId, finishReason, notices, sent } = rest;
    const covered = sent.length > 0 ? countCovered(this.#asked.get(id)?.pictures ?? []) : 0;
    const foot = { usage, costNanoUsd, certainty, requestId, finishReason, notices, covered };
    this.update(id, {
      status: 'done',
      text,
      choice: { route, model, reason },
      foot: { ...foot, totalMs: timings.totalMs },
    });
  }

  fail(id: string, failure: LenscapError): void {
    this.#failures.set(id, failure);
    this.update(id, { status: 'failed', trouble: troubleOf(failure) });
  }

  clear(): void {
    this.#turns = [];
    this.#asked.clear();
    this.#failures.clear();
    this.#post({ type: 'turns', turns: [] });
  }

  #replace(turn: Turn): void {
    this.#turns = this.#turns.map((each) => (each.id === turn.id ? turn : each));
  }

  #letGo(): void {
    for (const old of [...this.#asked.keys()].slice(0, -TURNS_WITH_PICTURES)) {
      this.#asked.delete(old);
      this.#failures.delete(old);
      this.#turns = this.#turns.map((turn) => (turn.id === old ? withoutPictures(turn) : turn));
    }
  }
}

function countCovered(pictures: readonly PictureAttachment[]): number {
  return pictures.reduce((sum, { findings }) => sum + findings.filter(({ covered }) => covered).length, 0);
}

/** A turn that cannot be asked again: there is no way on from it. */
function withoutPictures(turn: Turn): Turn {
  const { trouble } = turn;
  return { ...turn, canAskAgain: false, ...(trouble && { trouble: { ...trouble, ways: [] } }) };
}
