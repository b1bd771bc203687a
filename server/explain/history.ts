import type { PrivacyMode } from '../../protocol/settings.ts';
import type { ChatMessage } from '../gateway/chat.ts';
import type { StoredAttachment } from './attachments.ts';
import { numbered, type SaidCode } from './code.ts';
import { buildMessages } from './prompt.ts';
import { STRICTNESS } from './strictness.ts';

/** A question of a conversation and its answer, as the provider knows them: nothing secret is in their words. */
export interface PastTurn {
  /** The client's name for it. */
  id: string | undefined;
  /** How closely its secrets were looked for. */
  mode: PrivacyMode;
  prompt: string;
  /** Those that may be sent again. */
  pictures: readonly StoredAttachment[];
  /** What was read in them; as many, or none. */
  texts: readonly string[];
  /** Lines of code that went along. */
  code: readonly SaidCode[];
  answer: string;
}

/** The most that goes along with a question, the latest first: whole turns, in characters of words. */
const MAX_TURNS = 30;
const MAX_CHARACTERS = 60_000;

/** What goes along, and how much of the conversation does not. */
export interface History {
  turns: readonly PastTurn[];
  leftOut: number;
}

export const NO_HISTORY: History = { turns: [], leftOut: 0 };

/**
 * Of a conversation, what goes along with its next question.
 * @param turns all of it, oldest first
 * @param limits `mode`: turns that were looked at less closely stay away, and all before them; `pictures`, `bytes`:
 *   how many pictures may go along, and how large they may be together; of older turns only the words go
 */
export function historyFor(
  turns: readonly PastTurn[],
  limits: { mode: PrivacyMode; pictures: number; bytes: number },
): History {
  const along: PastTurn[] = [];
  let { pictures, bytes } = limits;
  let characters = MAX_CHARACTERS;
  for (const turn of turns.toReversed()) {
    characters -= [turn.prompt, turn.answer, ...turn.texts, ...turn.code.map(numbered)].reduce(
      (sum, { length }) => sum + length,
      0,
    );
    const isLessClose = STRICTNESS[turn.mode] < STRICTNESS[limits.mode];
    if (along.length === MAX_TURNS || characters < 0 || isLessClose) break;
    const size = turn.pictures.reduce((sum, { safe }) => sum + safe.data.length, 0);
    const fits = turn.pictures.length <= pictures && size <= bytes;
    pictures -= fits ? turn.pictures.length : pictures;
    bytes -= fits ? size : bytes;
    along.unshift(fits ? turn : { ...turn, pictures: [] });
  }
  return { turns: along, leftOut: turns.length - along.length };
}

/** The pictures that go along on a route that takes them. */
export function picturesOf({ turns }: History): StoredAttachment[] {
  return turns.flatMap(({ pictures }) => pictures);
}

/** What stands for a picture that does not go along, and whose text was not read either. */
const NOT_AGAIN = '[The picture that was sent with this is not sent again.]';

/** The turns as messages, as `buildMessages` makes them of a question. */
export function historyMessages({ turns }: History, route: 'text' | 'vision' | 'audio'): ChatMessage[] {
  return turns.flatMap(({ prompt, pictures, texts, code, answer }) => {
    const shown = route === 'vision' ? pictures : [];
    const isMissing = shown.length === 0 && texts.length === 0 && pictures.length > 0;
    const words = isMissing ? `${prompt}\n\n${NOT_AGAIN}`.trim() : prompt;
    const [, question] = buildMessages(words, shown, shown.length > 0 ? [] : texts, { code });
    const said: ChatMessage = { role: 'assistant', parts: [{ kind: 'text', text: answer }] };
    return question ? [question, said] : [];
  });
}
