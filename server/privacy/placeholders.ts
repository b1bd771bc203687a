import { createHash } from 'node:crypto';
import type { Placeholder } from '../../protocol/quote.ts';
import type { TextFinding } from './detector.ts';

/** Anything that reads like one of our placeholders, ours or not. */
const LOOKALIKE = /⟦[^⟦⟧\s]{1,80}⟧/g;

/** How far back an address may begin, in characters. */
const CONTEXT = 1024;

/**
 * Text that a placeholder stands in if it follows: an address that somebody's
 * program may fetch. The words in a picture could ask a model to put a secret
 * there, and so to carry it out.
 */
const IN_ADDRESS = [
  // https://…, and the schemes of links that do something.
  /(?:https?|ftp|wss?|file|data|mailto|command|vscode[\w-]*):[^\s"'`<>]*$/i,
  /\bwww\.[^\s"'`<>]*$/i,
  // Markdown: [text](…, [text](<…, [name]: …
  /\]\(\s*[^\s)]*$/,
  /\]\(\s*<[^>\n]*$/,
  /^ {0,3}\[[^\]\n]{1,200}\]:\s*\S*$/m,
  // HTML and CSS.
  /<[a-z][^>]*\s(?:href|src|srcset|action|poster|data)\s*=\s*(?:"[^"]*|'[^']*|[^\s"'>]*)$/i,
  /\burl\(\s*["']?[^)"']*$/i,
];

/** Puts originals back into text that comes in pieces. */
export interface Restorer {
  /** Takes the next piece; gives what can be shown by now. Only what may be the beginning of a placeholder waits. */
  push(piece: string): string;
  /** What was still waiting. */
  end(): string;
}

/**
 * What stands for which secret in one conversation: the same value has the
 * same placeholder in all of it, so that a model can reason about it without
 * knowing it. In memory only.
 */
export class Placeholders {
  readonly #placeholders = new Map<string, string>();
  readonly #values = new Map<string, string>();
  /** Lookalikes that were in the text itself: they stand for nothing, and never will. */
  readonly #foreign = new Set<string>();
  readonly #counts = new Map<string, number>();

  /**
   * Replaces secrets by placeholders, `⟦github-token-1⟧`.
   * @param findings in order, not overlapping
   * @returns the text to send, and each placeholder in it once
   */
  mask(text: string, findings: readonly TextFinding[]): { text: string; placeholders: Placeholder[] } {
    for (const [lookalike] of text.matchAll(LOOKALIKE)) {
      if (!this.#values.has(lookalike)) this.#foreign.add(lookalike);
    }
    const used = new Map<string, Placeholder>();
    let masked = '';
    let at = 0;
    for (const { rule, title, start, end, value } of findings) {
      const placeholder = this.#placeholderFor(rule, value);
      masked += text.slice(at, start) + placeholder;
      at = end;
      used.set(placeholder, { placeholder, rule, title, valueHash: valueHash(value) });
    }
    return { text: masked + text.slice(at), placeholders: [...used.values()] };
  }

  /** Puts the originals back, but not into addresses. */
  restore(text: string): string {
    const restorer = this.restorer();
    return restorer.push(text) + restorer.end();
  }

  restorer(): Restorer {
    const longest = Math.max(0, ...[...this.#values.keys()].map(({ length }) => length));
    let before = '';
    let waiting = '';
    /** Shows raw text, or what stands for it, and remembers the raw text: how it was cut plays no part. */
    const show = (raw: string, shown = raw): string => {
      before = (before + raw).slice(-CONTEXT);
      return shown;
    };
    const take = (piece: string, isEnd: boolean): string => {
      let rest = waiting + piece;
      let shown = '';
      waiting = '';
      while (rest !== '') {
        const from = rest.indexOf('⟦');
        if (from !== 0) {
          const plain = from === -1 ? rest : rest.slice(0, from);
          shown += show(plain);
          rest = rest.slice(plain.length);
          continue;
        }
        const to = rest.indexOf('⟧');
        const candidate = to === -1 ? rest : rest.slice(0, to + 1);
        const value = this.#values.get(candidate);
        if (value !== undefined) {
          shown += show(candidate, isInAddress(before) ? candidate : value);
          rest = rest.slice(candidate.length);
        } else if (to === -1 && !isEnd && rest.length < longest && this.#isBeginning(rest)) {
          waiting = rest;
          break;
        } else {
          shown += show('⟦');
          rest = rest.slice(1);
        }
      }
      return shown;
    };
    return { push: (piece) => take(piece, false), end: () => take('', true) };
  }

  /** The same, apart: what is added to one is unknown to the other. */
  copy(): Placeholders {
    const copy = new Placeholders();
    for (const [value, placeholder] of this.#placeholders) copy.#placeholders.set(value, placeholder);
    for (const [placeholder, value] of this.#values) copy.#values.set(placeholder, value);
    for (const lookalike of this.#foreign) copy.#foreign.add(lookalike);
    for (const [rule, count] of this.#counts) copy.#counts.set(rule, count);
    return copy;
  }

  #placeholderFor(rule: string, value: string): string {
    const known = this.#placeholders.get(value);
    if (known !== undefined) return known;
    let placeholder: string;
    do {
      const count = (this.#counts.get(rule) ?? 0) + 1;
      this.#counts.set(rule, count);
      placeholder = `⟦${rule}-${count}⟧`;
    } while (this.#foreign.has(placeholder));
    this.#placeholders.set(value, placeholder);
    this.#values.set(placeholder, value);
    return placeholder;
  }

  #isBeginning(text: string): boolean {
    return [...this.#values.keys()].some((placeholder) => placeholder.startsWith(text));
  }
}

function isInAddress(before: string): boolean {
  return IN_ADDRESS.some((pattern) => pattern.test(before));
}

/** SHA-256 of a secret's text, in hex: by it a value can be allowed without being written down. */
export function valueHash(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
