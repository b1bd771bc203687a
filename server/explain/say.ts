import type { Placeholder, Question } from '../../protocol/quote.ts';
import type { Detector } from '../privacy/detector.ts';
import type { Placeholders } from '../privacy/placeholders.ts';
import { apart } from '../privacy/reading-text.ts';
import { findSpoken } from '../privacy/spoken.ts';
import type { StoredAttachment } from './attachments.ts';
import type { Sayable } from './sending.ts';

/** A question without its secrets. */
export interface Said extends Sayable {
  /** What stands for the secrets in the user's own words. */
  placeholders: Placeholder[];
}

/**
 * Replaces what is secret in a question's words, and in what was read in its
 * pictures, by the conversation's placeholders. What was read is searched again
 * as exact text: two detectors see more than one, and rules may have been added since.
 */
export async function say(
  { prompt, spoken: isSpoken = false, form = 'answer' }: Pick<Question, 'prompt' | 'spoken' | 'form'>,
  pictures: readonly StoredAttachment[],
  placeholders: Placeholders,
  detector: Detector | undefined,
): Promise<Said> {
  const find = async (each: Detector) =>
    isSpoken ? await findSpoken(each, prompt) : await each.inText(prompt);
  const masked = placeholders.mask(prompt, detector ? await find(detector) : []);
  const texts: string[] = [];
  for (const { safe } of pictures) {
    const { text, findings } = safe.words;
    if (text.trim() === '') continue;
    const more = detector ? await detector.inText(text) : [];
    texts.push(placeholders.mask(text, apart([...findings, ...more])).text);
  }
  return {
    prompt: masked.text,
    form,
    placeholders: masked.placeholders,
    pictures,
    // Of several pictures, all or none: a model must not take one's words for all that was shown.
    texts: texts.length === pictures.length ? texts : [],
  };
}
