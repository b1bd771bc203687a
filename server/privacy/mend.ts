import type { Vocabulary } from '../catalogue/vocabulary.ts';
import type { ReadingFinding } from './detector.ts';
import { mendSpelling } from './mend-spelling.ts';
import { mendWords } from './mend-words.ts';
import type { Reading } from './reading.ts';

/**
 * What was read with its commonest misreadings mended, for text that is sent. Words of which something is hidden stay as
 * they were read: what stands for them, and what comes back in their place, goes by that.
 */
export function mend(reading: Reading, hidden: readonly ReadingFinding[], vocabulary: Vocabulary): Reading {
  const { lines } = mendSpelling(mendWords(reading), vocabulary);
  const spans = hidden.flatMap((finding) => finding.spans);
  return {
    lines: lines.map((line, at) => {
      let end = 0;
      const words = line.words.map((word, index) => {
        const start = end;
        end += word.symbols.length;
        const isHidden = spans.some((span) => span.line === at && span.from < end && span.to > start);
        return (isHidden && reading.lines[at]?.words[index]) || word;
      });
      return { ...line, words };
    }),
  };
}
