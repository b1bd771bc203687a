import type { Settings } from '../../protocol/settings.ts';

export type Lifetimes = Pick<Settings['cache'], 'answerSeconds' | 'readingSeconds'>;

/** What came of asking, for those who wait for it in other windows: a hundred looks of theirs. */
export const HANDED_MS = 10_000;

/** How long what is kept counts, by its kind, in milliseconds. */
export function lifetimesOf({ answerSeconds, readingSeconds }: Lifetimes) {
  return {
    /** An answer: a little later a model may say something else. */
    answer: answerSeconds * 1000,
    /** What was seen in a picture: the same reader sees the same in the same pixels. */
    reading: readingSeconds * 1000,
  };
}
