import * as l10n from '@vscode/l10n';
import type { StoredAttachment } from './attachments.ts';
import { fence } from './fence.ts';
import type { Rewriter } from './rewrite.ts';

/** What is said of code that no model wrote down. */
export function readNotWritten(): string {
  return l10n.t(
    'This is the text as it was read on this machine, without a model: look it over, characters may be misread.',
  );
}

/**
 * The text that was read in pictures, as it can stand in a document. What was
 * found secret stands as a placeholder.
 * @param language of the document
 */
export function readCode(pictures: readonly StoredAttachment[], language: string | undefined): string {
  return pictures
    .map(({ safe }) => dedent(safe.image.text))
    .filter((text) => text !== '')
    .map((text) => (language === 'markdown' ? fence(text) : text))
    .join('\n\n');
}

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/;
/** In Markdown a fence belongs to what is written, unless it is around Markdown. */
const MARKDOWN = /^(?:markdown|md)$/i;
/** Models announce what they then fence, in a line or two. */
const ANNOUNCEMENT_LINES = 2;

/**
 * Takes a fence from around a text that comes in pieces, with what stands
 * outside of it. Text without one goes through as it is, but for empty lines
 * around it.
 */
export class BareWriter implements Rewriter {
  /** All that was passed on. */
  #text = '';
  readonly #language: string;
  /** A line that may yet turn out to be a fence, or to stand in front of one. */
  #held = '';
  #mode: 'before' | 'bare' | 'fenced' | 'behind' = 'before';
  #marks = '';
  /** Whether a part of the line was passed on already. */
  #isMidLine = false;
  /** Line ends that are passed on if something follows. */
  #gap = '';

  constructor(language: string) {
    this.#language = language;
  }

  /** @returns what can be passed on now */
  push(delta: string): string {
    this.#held += delta;
    return this.#take(false);
  }

  /** @returns the rest, and all that was passed on */
  end(): { rest: string; text: string } {
    const rest = this.#take(true);
    return { rest, text: this.#text };
  }

  #take(isLast: boolean): string {
    if (this.#mode === 'before') this.#begin(isLast);
    let out = '';
    while (this.#held !== '' && (this.#mode === 'bare' || this.#mode === 'fenced')) {
      const at = this.#held.indexOf('\n');
      const line = at < 0 ? this.#held : this.#held.slice(0, at);
      const isWhole = at >= 0 || isLast;
      if (!this.#isMidLine) {
        const closes = this.#mode === 'fenced' && this.#closes(line, isWhole);
        if (closes && isWhole) this.#mode = 'behind';
        // It may yet become a fence, or indentation.
        if (closes || (line.trim() === '' && !isWhole)) break;
      }
      if (line.trim() !== '' || this.#isMidLine) {
        out += this.#gap + line;
        this.#gap = '';
        this.#isMidLine = true;
      }
      this.#held = at < 0 ? '' : this.#held.slice(at + 1);
      if (at < 0) break;
      this.#isMidLine = false;
      if (this.#text !== '' || out !== '') this.#gap += '\n';
    }
    if (this.#mode === 'behind') this.#held = '';
    this.#text += out;
    return out;
  }

  /** Decides, once enough has come, whether there is a fence around it. */
  #begin(isLast: boolean): void {
    const text = this.#held.replace(/^(?:[ \t]*\r?\n)+/, '');
    const lines = text.split('\n');
    const whole = isLast ? lines : lines.slice(0, -1);
    const written = whole.filter((line) => line.trim() !== '').length;
    for (const [index, line] of whole.entries()) {
      const [, marks = '', language = ''] = FENCE.exec(line.trimEnd()) ?? [];
      if (marks === '' || (this.#language === 'markdown' && !MARKDOWN.test(language))) continue;
      const before = whole.slice(0, index).filter((each) => each.trim() !== '');
      if (before.length > ANNOUNCEMENT_LINES) break;
      if (before.length > 0 && !/[:.!]\s*$/.test(before.at(-1) ?? '')) break;
      this.#mode = 'fenced';
      this.#marks = marks;
      this.#held = lines.slice(index + 1).join('\n');
      return;
    }
    const first = whole.find((line) => line.trim() !== '') ?? '';
    // Only a line that ends like a sentence can be an announcement.
    const mayAnnounce = first !== '' && /[:.!]\s*$/.test(first) && /^[\p{L}*]/u.test(first);
    if (isLast || (mayAnnounce ? written > ANNOUNCEMENT_LINES : written > 0)) {
      this.#mode = 'bare';
      this.#held = text;
    }
  }

  /** Whether a line closes the fence, or may once it is whole. */
  #closes(line: string, isWhole: boolean): boolean {
    const bare = line.trim();
    const [mark = '`'] = this.#marks;
    if (bare !== '' && bare !== mark.repeat(bare.length)) return false;
    return isWhole ? bare.length >= this.#marks.length : bare !== '';
  }
}

/** Without the indentation that all lines have, and the empty lines around. */
function dedent(text: string): string {
  const lines = text.replace(/^(?:[ \t]*\n)+|\s+$/g, '').split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(Math.min(common, line.length)).trimEnd()).join('\n');
}
