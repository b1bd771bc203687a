import type { Placeholder, Question } from '../../protocol/quote.ts';
import type { Detector } from '../privacy/detector.ts';
import type { Placeholders } from '../privacy/placeholders.ts';
import type { ReadText } from '../privacy/reading-text.ts';
import { findSpoken } from '../privacy/spoken.ts';
import type { StoredAttachment } from './attachments.ts';
import { maskCode } from './code.ts';
import { NO_HISTORY } from './history.ts';
import { searchReading } from './search-reading.ts';
import type { Sayable } from './sending.ts';

/** A question without its secrets. */
export interface Said extends Sayable {
  /** What stands for the secrets in the user's own words. */
  placeholders: Placeholder[];
}

/** Replaces what is secret in a text that was read in a picture. */
export async function maskReading(
  read: ReadText,
  placeholders: Placeholders,
  detector: Detector | undefined,
): Promise<{ text: string; placeholders: Placeholder[] }> {
  return placeholders.mask(read.text, await searchReading(read, detector));
}

/** Replaces what is secret in a question's own words by the conversation's placeholders. */
export async function maskPrompt(
  { prompt, spoken: isSpoken = false }: Pick<Question, 'prompt' | 'spoken'>,
  placeholders: Placeholders,
  detector: Detector | undefined,
): Promise<{ text: string; placeholders: Placeholder[] }> {
  if (!detector) return placeholders.mask(prompt, []);
  return placeholders.mask(
    prompt,
    isSpoken ? await findSpoken(detector, prompt) : await detector.inText(prompt),
  );
}

/**
 * Replaces what is secret in a question's words, and in what was read in its
 * pictures, by the conversation's placeholders. What was read is searched again
 * as exact text: two detectors see more than one, and rules may have been added since.
 */
export async function say(
  question: Pick<Question, 'prompt' | 'spoken' | 'form' | 'language' | 'code'>,
  pictures: readonly StoredAttachment[],
  placeholders: Placeholders,
  detector: Detector | undefined,
): Promise<Said> {
  const masked = await maskPrompt(question, placeholders, detector);
  const texts: string[] = [];
  for (const { safe } of pictures)
    if (safe.words.text.trim() !== '')
      texts.push((await maskReading(safe.words, placeholders, detector)).text);
  return {
    prompt: masked.text,
    form: question.form ?? 'answer',
    language: question.language,
    placeholders: masked.placeholders,
    pictures,
    // Of several pictures, all or none: a model must not take one's words for all that was shown.
    texts: texts.length === pictures.length ? texts : [],
    code: await maskCode(question.code ?? [], placeholders, detector),
    history: NO_HISTORY,
  };
}
