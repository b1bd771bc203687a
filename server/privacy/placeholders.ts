import { createHash } from 'node:crypto';
import type { Placeholder } from '../../protocol/quote.ts';
import type { TextFinding } from './detector.ts';
import { UrlContext } from './url-context.ts';

/** What a placeholder looks like, ours or somebody else's. */
const LOOK = /⟦[a-z][a-z0-9-]{0,60}-\d{1,9}⟧/g;
/** The most characters such a thing has: an unfinished one is held back no longer. */
const LONGEST = 74;
/** Stands for what only looks like a placeholder, so that it is not taken for one of ours. */
const LITERAL = 'text';

/** SHA-256 of a value, in hex: how the setting `lenscap.privacy.allow` names what is no secret. */
export function valueHash(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** Puts back what placeholders stand for, in a text that arrives in parts. */
export interface Restorer {
  /** What can be shown now: all but the beginning of a placeholder that may be unfinished. */
  push(delta: string): string;
  /** The rest. */
  end(): string;
}

/**
 * The placeholders of one conversation: the same value is the same one
 * throughout. In memory only; it ends with the conversation.
 */
export class Placeholders {
  readonly #byValue = new Map<string, Placeholder>();
  readonly #values = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #isMasked: boolean;

  /** @param isMasked whether what it is given was masked before: then the placeholders in it are ours, and stay */
  constructor(isMasked = false) {
    this.#isMasked = isMasked;
  }

  /**
   * Replaces secrets by placeholders. What already looks like a placeholder is
   * somebody else's text and gets one itself, so that only ours are restored.
   * @param text as its author wrote it, never what was masked already
   * @param findings in the text, in order, without overlaps
   * @returns also the placeholders for secrets that were used, each once, in the order of the text
   */
  mask(text: string, findings: readonly TextFinding[]): { text: string; placeholders: Placeholder[] } {
    const used = new Set<Placeholder>();
    let masked = '';
    let at = 0;
    for (const { start, end, rule, title, typed } of findings) {
      if (start < at || end <= start || end > text.length) continue;
      const placeholder = this.#for(text.slice(start, end), rule, title, typed);
      used.add(placeholder);
      masked += this.#escaped(text.slice(at, start)) + placeholder.placeholder;
      at = end;
    }
    return { text: masked + this.#escaped(text.slice(at)), placeholders: [...used] };
  }

  /** Another of the same state, which goes its own way: to try out what would be masked. */
  copy(): Placeholders {
    const copy = new Placeholders(this.#isMasked);
    for (const [value, placeholder] of this.#byValue) copy.#byValue.set(value, placeholder);
    for (const [placeholder, value] of this.#values) copy.#values.set(placeholder, value);
    for (const [rule, count] of this.#counts) copy.#counts.set(rule, count);
    return copy;
  }

  /** What a masked text, or an answer to one, says to the user; see `restorer`. */
  restore(text: string): string {
    const restorer = this.restorer();
    return restorer.push(text) + restorer.end();
  }

  /**
   * Puts values back into an answer while it arrives. Not into addresses: what
   * is read in a picture could ask for a link that carries a secret away, so
   * there, and in destinations of links and images, the placeholder stays.
   */
  restorer(): Restorer {
    const context = new UrlContext();
    let held = '';
    const restore = (text: string): string => {
      let restored = '';
      let at = 0;
      for (const { 0: placeholder, index } of text.matchAll(LOOK)) {
        context.read(text.slice(at, index));
        const value = this.#values.get(placeholder);
        restored += text.slice(at, index) + (value === undefined || context.isAddress ? placeholder : value);
        context.read(placeholder);
        at = index + placeholder.length;
      }
      context.read(text.slice(at));
      return restored + text.slice(at);
    };
    return {
      push(delta) {
        const text = held + delta;
        const open = text.lastIndexOf('⟦');
        const isUnfinished =
          open >= 0 && text.length - open < LONGEST && /^⟦[a-z0-9-]*$/.test(text.slice(open));
        held = isUnfinished ? text.slice(open) : '';
        return restore(isUnfinished ? text.slice(0, open) : text);
      },
      end() {
        const rest = held;
        held = '';
        return restore(rest);
      },
    };
  }

  #escaped(text: string): string {
    if (this.#isMasked) return text;
    return text.replaceAll(LOOK, (look) => this.#for(look, LITERAL, 'Text').placeholder);
  }

  #for(value: string, rule: string, title: string, typed = value): Placeholder {
    const known = this.#byValue.get(value);
    if (known !== undefined) return known;
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    const placeholder = { placeholder: `⟦${rule}-${count}⟧`, rule, title, valueHash: valueHash(typed) };
    this.#byValue.set(value, placeholder);
    this.#values.set(placeholder.placeholder, value);
    return placeholder;
  }
}
