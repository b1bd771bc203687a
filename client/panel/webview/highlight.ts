import hljs from 'highlight.js/lib/common';

/** A piece of code that looks alike; `classes` from the outermost in. */
export interface Run {
  readonly classes: readonly string[];
  readonly text: string;
}

/** What is longer is shown as it is: a line of a minified file would take too long. In characters. */
const MAX_LENGTH = 50_000;
/** The most that is looked at again because a comment or a string goes on. In characters. */
const MAX_CARRIED = 8_000;

/** Code as HTML in which all of it is text, but for spans with classes; empty where its language is not known. */
export function highlight(code: string, language: string): string {
  if (!hljs.getLanguage(language) || code.length > MAX_LENGTH) return '';
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}

/** Highlights code that comes some lines at a time, and looks at no more than these and what goes on into them. */
export class LineHighlighter {
  readonly #language: string;
  /** Lines that have come already, of which the last is in the middle of something. */
  #carried = '';

  /** @param language as a fence has it */
  constructor(language: string) {
    this.#language = language;
  }

  /** @param lines whole ones: only the last of all may be without its end */
  push(lines: string): Run[] {
    const before = this.#carried.length;
    const code = this.#carried + lines;
    const html = highlight(code, this.#language);
    this.#carried = '';
    if (html === '') return [{ classes: [], text: lines }];
    const { runs, openFrom } = read(html);
    if (openFrom !== undefined && code.length - openFrom <= MAX_CARRIED)
      this.#carried = code.slice(code.lastIndexOf('\n', openFrom - 1) + 1);
    return after(runs, before);
  }
}

/** @returns also where what goes on in the next line began: the end of that line is in it */
function read(html: string): { runs: Run[]; openFrom: number | undefined } {
  const runs: Run[] = [];
  const open: { name: string; at: number }[] = [];
  let openFrom: number | undefined;
  let at = 0;
  for (const [, name, text] of html.matchAll(/<span class="([^"]*)">|<\/span>|([^<]+)/g)) {
    if (name !== undefined) open.push({ name, at });
    else if (text === undefined) open.pop();
    else {
      const plain = textOf(text);
      runs.push({ classes: open.map((each) => each.name), text: plain });
      at += plain.length;
      openFrom = plain.endsWith('\n') ? open[0]?.at : undefined;
    }
  }
  return { runs, openFrom };
}

function after(runs: readonly Run[], characters: number): Run[] {
  let left = characters;
  return runs.flatMap(({ classes, text }) => {
    const rest = text.slice(left);
    left = Math.max(0, left - text.length);
    return rest === '' ? [] : [{ classes, text: rest }];
  });
}

const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

/** The five that highlight.js escapes. */
function textOf(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot|#x27);/g, (each) => CHARACTERS[each] ?? each);
}
