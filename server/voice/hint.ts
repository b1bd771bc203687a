import type { Detector } from '../privacy/detector.ts';

/** About 200 tokens: whisper's models take in no more than 224, and the end of what is longer. */
const MOST_CHARACTERS = 600;

/**
 * Words for the model to spell as they are spelled here, without those that
 * look like secrets.
 * @param words the likeliest first
 * @returns empty for none
 */
export async function hintOf(words: readonly string[], detector: Detector | undefined): Promise<string> {
  let text = '';
  for (const word of new Set(words.map((each) => each.replace(/\s+/g, ' ').trim()))) {
    if (word === '' || text.length + word.length + 2 > MOST_CHARACTERS) continue;
    text += text === '' ? word : `, ${word}`;
  }
  const findings = detector ? await detector.inText(text) : [];
  for (const { start, end } of findings.toReversed()) text = text.slice(0, start) + text.slice(end);
  return text.replace(/^(, )+|(, )+$/g, '').replace(/(, ){2,}/g, ', ');
}
