import { merged } from './detect/findings.ts';
import type { Detector, TextFinding } from './detector.ts';
import { valueHash } from './placeholders.ts';

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** More secrets than anybody says in a day; the oldest are forgotten first. */
const MOST = 200;

/**
 * The secrets that were said, as they were said. A transcript may come back as
 * if it had been typed: by undo, or copied from an earlier question or from a
 * document. Spelled out, what is secret in it looks like nothing that anybody
 * types; so it is known again by its words. In memory only.
 */
export class SpokenMemory {
  readonly #said = new Map<string, { finding: TextFinding; pattern: RegExp }>();

  /** @param findings of a transcript */
  remember(findings: readonly TextFinding[]): void {
    for (const finding of findings) {
      const words = finding.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length === 0) continue;
      const key = words.join(' ');
      this.#said.delete(key);
      const pattern = new RegExp(words.map(escaped).join('\\s+'), 'giu');
      this.#said.set(key, { finding, pattern });
      const [oldest] = this.#said.keys();
      if (this.#said.size > MOST && oldest !== undefined) this.#said.delete(oldest);
    }
  }

  /**
   * A detector that finds these as well.
   * @param allow hashes of what the user said is no secret
   */
  around(detector: Detector, allow: readonly string[]): Detector {
    return {
      inText: async (text) => {
        const found = await detector.inText(text);
        const again = this.#findIn(text, allow);
        return again.length === 0 ? found : merged([...found, ...again], text);
      },
      inReading: (reading) => detector.inReading(reading),
    };
  }

  #findIn(text: string, allow: readonly string[]): TextFinding[] {
    return [...this.#said.values()].flatMap(({ finding, pattern }) =>
      allow.includes(valueHash(finding.typed ?? finding.value))
        ? []
        : [...text.matchAll(pattern)].map(({ 0: value, index }) => ({
            ...finding,
            start: index,
            end: index + value.length,
            value,
          })),
    );
  }
}
