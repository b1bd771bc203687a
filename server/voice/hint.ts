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
  const chosen: string[] = [];
  let length = 0;
  for (const word of new Set(words.map((each) => each.replace(/\s+/g, ' ').trim()))) {
    if (word === '' || length + word.length + 2 > MOST_CHARACTERS) continue;
    chosen.push(word);
    length += word.length + 2;
  }
  const text = chosen.join(', ');
  const findings = detector ? await detector.inText(text) : [];
  let at = 0;
  return chosen
    .filter((word) => {
      const [start, end] = [at, at + word.length];
      at = end + 2;
      // Of a word with a secret in it, the rest may tell of it.
      return !findings.some((finding) => finding.start < end && finding.end > start);
    })
    .join(', ');
}
