import type { AnswerForm, Question } from '../../protocol/quote.ts';
import type { SpokenTurn } from '../panel/messages.ts';
import type { HeldSound } from './held-sound.ts';

/** What of a question was spoken rather than typed. */
export interface Spoken {
  readonly form: Extract<AnswerForm, 'answer' | 'note'>;
  /** What the transcript took and cost, where it is known. */
  readonly transcribed?: SpokenTurn | undefined;
  /** The sound itself, if it is to be sent. */
  readonly sound?: HeldSound | undefined;
  /** The user said yes to sending the sound: secrets in it cannot be covered. */
  readonly agreed?: boolean | undefined;
}

/**
 * A question's fields for what was spoken.
 * @param allowUnsafe the attachments the user agreed to besides
 * @throws LocalError if the sound is gone
 */
export function spokenFields(
  spoken: Spoken | undefined,
  allowUnsafe: readonly string[],
): Pick<Question, 'spoken' | 'form' | 'sound' | 'route' | 'allowUnsafe'> {
  const sound = spoken?.sound?.id;
  const allowed = [...allowUnsafe, ...(sound !== undefined && spoken?.agreed ? [sound] : [])];
  return {
    ...(spoken && { spoken: true, form: spoken.form }),
    ...(sound !== undefined && { sound, route: 'audio' as const }),
    ...(allowed.length > 0 && { allowUnsafe: allowed }),
  };
}

/** What a turn says about it. */
export function spokenTurn({ transcribed, sound }: Spoken): SpokenTurn {
  return (
    transcribed ?? { seconds: sound?.note.seconds ?? null, isSound: sound !== undefined, transcription: null }
  );
}
