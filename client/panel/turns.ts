import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { LenscapError } from '../../protocol/errors.ts';
import type { Explanation } from '../../protocol/explain.ts';
import type { QueuedQuestion } from '../../protocol/queue.ts';
import type { Route } from '../../protocol/route.ts';
import { NOTHING_SAVED } from '../../protocol/usage.ts';
import type { PictureAttachment } from '../attachments.ts';
import type { Changes } from '../changes.ts';
import { type Spoken, spokenTurn } from '../voice/spoken.ts';
import { troubleOfQueued, waysOffline } from '../ways-on.ts';
import type { AboutCode } from './code-along.ts';
import { troubleOf } from './composition.ts';
import type { ExtensionMessage, Trouble, Turn } from './messages.ts';
import { PacedDeltas } from './paced-deltas.ts';

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
  /** Only what was said before this turn goes along. */
  readonly before?: string | undefined;
  /** The places in code it names, and the lines that go along. */
  readonly about?: AboutCode | undefined;
  /** It is about what differs between its two pictures, and only that is sent. */
  readonly changes?: Changes | undefined;
}

// Pictures of turns further up are let go; their text stays.
const TURNS_WITH_PICTURES = 20;
const TURNS = 100;

/** The questions and answers so far. Every change is shown. */
export class Turns {
  readonly #post: (message: ExtensionMessage) => void;
  readonly #deltas: PacedDeltas;
  #turns: Turn[] = [];
  readonly #asked = new Map<string, Asked>();
  readonly #failures = new Map<string, LenscapError>();
  /** Turns that began here because their question was in the daemon's queue: its id, by theirs. */
  readonly #fromQueue = new Map<string, string>();

  constructor(post: (message: ExtensionMessage) => void) {
    this.#deltas = new PacedDeltas(post);
    this.#post = (message) => {
      if (message.type === 'turn') this.#deltas.drop(message.turn.id);
      if (message.type === 'turns') this.#deltas.drop();
      post(message);
    };
  }

  get all(): readonly Turn[] {
    return this.#turns;
  }

  /** The pictures that are still at hand. */
  get pictures(): PictureAttachment[] {
    return [...this.#asked.values()].flatMap(({ pictures }) => pictures);
  }

  /** Shows all of them. */
  show(): void {
    this.#post({ type: 'turns', turns: [...this.#turns] });
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
    if (this.#turns.some(({ id }) => !this.#fromQueue.has(id))) return;
    const known = new Set([...this.#fromQueue].flat());
    const others = kept.filter(({ id, queued }) => !known.has(id) && !known.has(queued ?? id));
    this.#turns = [...others.map(cutOff), ...this.#turns];
  }

  /**
   * Shows what waits for the network, in the turns that asked it or in ones of their own.
   * @param questions all that wait, oldest first
   */
  showQueue(questions: readonly QueuedQuestion[]): void {
    for (const question of questions) {
      const turn = this.#turns.find(({ queued }) => queued === question.id);
      if (turn && turn.status !== 'waiting') continue;
      if (turn) this.update(turn.id, { trouble: troubleOfQueued(question) });
      else this.#add(turnOf(question));
    }
    for (const { id, status, queued } of this.#turns) {
      if (status !== 'waiting' || questions.some((question) => question.id === queued)) continue;
      this.update(id, { status: 'failed', queued: undefined, trouble: notQueued() });
    }
  }

  /** A turn's question waits for the network. @param queued what the daemon calls it */
  wait(id: string, queued: string): void {
    if (!this.find(id)) return;
    // The daemon may have told of it before the turn knew.
    const early = this.#turns.find((turn) => turn.queued === queued && turn.id !== id);
    if (early) this.remove(early.id);
    const trouble = early?.trouble ?? troubleOfQueued();
    this.update(id, { status: 'waiting', queued, trouble, step: undefined });
  }

  /** A turn whose question waited is being answered. */
  resume(id: string): void {
    this.update(id, { status: 'answering', text: '', trouble: undefined });
  }

  remove(id: string): void {
    this.#turns = this.#turns.filter((turn) => turn.id !== id);
    this.#asked.delete(id);
    this.#failures.delete(id);
    this.show();
  }

  /**
   * Begins a turn, or one that failed from the start.
   * @param startsConversation whether nothing that was said before goes along
   * @returns its id
   */
  begin(asked: Asked, startsConversation: boolean, id: string = randomUUID()): string {
    const { pictures, spoken, about } = asked;
    const turn: Turn = {
      id,
      prompt: titleOf(asked),
      pictures: pictures.map(({ key, name }) => ({ key, name })),
      ...(spoken && { spoken: spokenTurn(spoken) }),
      ...(about && about.frames.length > 0 && { frames: [...about.frames] }),
      status: 'answering',
      text: '',
      canAskAgain: true,
      startsConversation: startsConversation && this.#turns.some((each) => each.id !== id),
      ...NOTHING_YET,
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
    this.#deltas.add(id, text);
  }

  update(id: string, fields: Partial<Turn>): void {
    const turn = this.find(id);
    // One that was cleared meanwhile stays away.
    if (!turn) return;
    this.#replace({ ...turn, ...fields });
    this.#post({ type: 'turn', turn: { ...turn, ...fields } });
  }

  /** Takes down what came to be known of a turn. */
  note(id: string, fields: (turn: Turn) => Partial<Turn>): void {
    const turn = this.find(id);
    if (turn) this.update(id, fields(turn));
  }

  finish(id: string, { text, masked, model, reason, route, timings, isOffline, ...rest }: Explanation): void {
    const { usage, costNanoUsd, certainty, requestId, finishReason, notices, sent, attempts } = rest;
    const { saved = NOTHING_SAVED } = rest;
    const ways = isOffline && this.#asked.has(id) ? waysOffline() : [];
    const covered = sent.length > 0 ? countCovered(this.#asked.get(id)?.pictures ?? []) : 0;
    const foot = { usage, costNanoUsd, certainty, saved, requestId, finishReason, notices, covered };
    this.update(id, {
      status: 'done',
      text,
      choice: { route, model, reason },
      masked: { ...this.find(id)?.masked, text: masked },
      requests: attempts.map((attempt) => attempt.id),
      foot: { ...foot, ways, totalMs: timings.totalMs },
    });
  }

  fail(id: string, failure: LenscapError): void {
    this.#failures.set(id, failure);
    const trouble = troubleOf(failure);
    const { pictures = [], changes } = this.#asked.get(id) ?? {};
    // What can be said of changes on this machine was said, and what is to wait is a question as it was typed.
    const none = changes
      ? ['answer-locally', 'ask-when-online']
      : pictures.length > 0
        ? []
        : ['answer-locally'];
    const ways = trouble.ways?.filter(({ way }) => !none.includes(way)) ?? [];
    this.update(id, { status: 'failed', queued: undefined, trouble: { ...trouble, ways } });
  }

  clear(): void {
    this.#turns = [];
    this.#asked.clear();
    this.#failures.clear();
    this.show();
  }

  #add(turn: Turn): void {
    this.#turns = [...this.#turns, turn].slice(-TURNS);
    if (turn.queued !== undefined) this.#fromQueue.set(turn.id, turn.queued);
    this.#post({ type: 'turn', turn });
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

/** What a turn shows as its question. */
function titleOf({ prompt, partial, changes }: Asked): string {
  if (partial !== undefined) return l10n.t('Continue');
  return changes && prompt.trim() === '' ? l10n.t('What changed?') : prompt;
}

function countCovered(pictures: readonly PictureAttachment[]): number {
  return pictures.reduce((sum, { findings }) => sum + findings.filter(({ covered }) => covered).length, 0);
}

/** A turn that cannot be asked again: there is no way on from it. */
function withoutPictures(turn: Turn): Turn {
  const { trouble } = turn;
  return { ...turn, canAskAgain: false, ...(trouble && { trouble: { ...trouble, ways: [] } }) };
}

/** An answer that a reload cut off has no end; a question that waited still does, as far as one can tell. */
function cutOff(turn: Turn): Turn {
  const kept = withoutPictures(turn);
  if (turn.status === 'waiting') return { ...kept, trouble: turn.trouble };
  if (turn.status !== 'answering') return kept;
  if (turn.queued === undefined) return { ...kept, status: 'failed' };
  return { ...kept, status: 'waiting', text: '', trouble: troubleOfQueued() };
}

/** The turn of a question that was queued before this window was, or elsewhere. */
function turnOf(question: QueuedQuestion): Turn {
  const { id, prompt, pictures } = question;
  return {
    id,
    queued: id,
    prompt,
    pictures: pictures.map((name, index) => ({ key: `${id}-${index}`, name })),
    status: 'waiting',
    text: '',
    trouble: troubleOfQueued(question),
    canAskAgain: false,
    startsConversation: false,
    ...NOTHING_YET,
  };
}

/** What is known of a turn later. */
const NOTHING_YET = { requests: [], places: [], masked: {} };

function notQueued(): Trouble {
  return {
    code: 'not-queued',
    message: l10n.t('This question no longer waits.'),
    hint: l10n.t('Ask it again.'),
    ways: [],
  };
}
