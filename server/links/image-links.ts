import MarkdownIt, { type StateInline, type Token } from 'markdown-it';
import type { Position, Range } from 'vscode-languageserver';
import type { ImageLink } from '../../protocol/workspace-image.ts';
import { ContentMap, lineStarts, linesOf } from './content-map.ts';
import { findHtmlImages, type HtmlImage, type Span } from './html-images.ts';

/** A picture as a Markdown document names it. Positions are LSP's: lines, and UTF-16 units in them. */
export interface FoundImage {
  /** From `!` or `<` to the last character. */
  range: Range;
  /** Where its address is written, without quotes and brackets; of a reference, in its definition. */
  destination: Range;
  /** The address as it is meant: escapes and character references resolved, percent signs as they are. */
  target: string;
  alt: ImageLink['alt'];
}

/** The longest document that is looked through, in UTF-16 units: what was made to be slow takes a second then. */
const MAX_TEXT = 300_000;

/** The most pictures of one document that are looked at. */
export const MAX_LINKS = 200;

/**
 * Finds the pictures of a Markdown document: `![](a.png)`, `![][a]` with its
 * definition, `<img src="a.png">`. Not what stands in code or in comments.
 * What counts is what markdown-it, the parser of VS Code's preview, makes of it.
 * @returns in their order, and no more than {@link MAX_LINKS}; none of a document too long to look through
 */
export function findImages(text: string): FoundImage[] {
  // Most edits are of documents without pictures: those need no parser.
  if (text.length > MAX_TEXT || !/!\[|<img/i.test(text)) return [];
  return new Finder(text).find();
}

/** What a rule of the parser saw, in offsets into the text it works on. */
interface Destination extends Span {
  target: string;
}

interface InlineImage {
  token: Token;
  span: Span;
  destination: Destination | undefined;
}

/** The parser, with ears: its rules say where they found what. */
class PlaceParser {
  readonly #markdown = new MarkdownIt({ html: true });
  /** What the parser keeps between blocks and their content. */
  readonly #environment = {};
  /** The text listened to: alt texts are parsed in between, as texts of their own. */
  #source = '';
  /** The address that was parsed last in it. */
  #destination: Destination | undefined;
  readonly definitions = new Map<string, Destination>();
  #images: InlineImage[] = [];
  #html: { token: Token; start: number }[] = [];
  #tokens: readonly Token[] = [];

  constructor() {
    const markdown = this.#markdown;
    // Addresses stay as they are written: whether one may be followed is decided where it is.
    markdown.validateLink = () => true;
    markdown.normalizeLink = (url) => url;
    markdown.core.ruler.enableOnly(['normalize', 'block']);
    const { parseLinkDestination } = markdown.helpers;
    markdown.helpers = {
      ...markdown.helpers,
      parseLinkDestination: (source, start, max) => {
        const parsed = parseLinkDestination(source, start, max);
        const angle = source[start] === '<' ? 1 : 0;
        if (parsed.ok && source === this.#source)
          this.#destination = { start: start + angle, end: parsed.pos - angle, target: parsed.str };
        return parsed;
      },
    };
    this.#hearDefinitions();
    this.#hearInline('image', (state, start, token) => {
      const destination = this.#destination;
      const labelEnd = start + 2 + token.content.length;
      // One inside the label is of another link.
      const own = destination && destination.start > labelEnd ? destination : undefined;
      this.#images.push({ token, span: { start, end: state.pos }, destination: own });
    });
    this.#hearInline('html_inline', (_state, start, token) => this.#html.push({ token, start }));
  }

  parseBlocks(text: string): Token[] {
    return this.#markdown.parse(text, this.#environment);
  }

  parseInline(content: string): { images: InlineImage[]; html: { token: Token; start: number }[] } {
    const tokens: Token[] = [];
    this.#tokens = tokens;
    this.#source = content;
    this.#images = [];
    this.#html = [];
    this.#markdown.inline.parse(content, this.#markdown, this.#environment, tokens);
    return { images: this.#images, html: this.#html };
  }

  /** Definitions: the first one of a name counts. */
  #hearDefinitions(): void {
    const { ruler } = this.#markdown.block;
    const rule = ruleNamed(ruler, 'reference');
    ruler.at('reference', (state, startLine, endLine, silent) => {
      this.#destination = undefined;
      this.#source = state.src;
      if (!rule(state, startLine, endLine, silent)) return false;
      const label = state.tokens.at(-1)?.meta?.['label'];
      if (!silent && typeof label === 'string' && this.#destination && !this.definitions.has(label))
        this.definitions.set(label, this.#destination);
      return true;
    });
  }

  /** Listens to an inline rule: the place it matched at, and the token it made. Not inside alt texts. */
  #hearInline(name: string, heard: (state: StateInline, start: number, token: Token) => void): void {
    const { ruler } = this.#markdown.inline;
    const rule = ruleNamed(ruler, name);
    ruler.at(name, (state, silent) => {
      const start = state.pos;
      if (!rule(state, silent)) return false;
      const token = state.tokens.at(-1);
      if (!silent && token && state.tokens === this.#tokens) heard(state, start, token);
      return true;
    });
  }
}

interface Ruler<Args extends unknown[]> {
  __rules__: { name: string; fn: (...args: Args) => boolean }[];
}

/** The library has no public way to call a rule from one that takes its place. */
function ruleNamed<Args extends unknown[]>(ruler: Ruler<Args>, name: string): (...args: Args) => boolean {
  const rule = ruler.__rules__.find((each) => each.name === name);
  if (!rule) throw new Error(`markdown-it has no rule "${name}".`);
  return rule.fn;
}

class Finder {
  readonly #lines: string[];
  readonly #text: string;
  readonly #parser = new PlaceParser();
  readonly #found: FoundImage[] = [];
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#lines = linesOf(text);
    this.#text = this.#lines.join('\n');
  }

  find(): FoundImage[] {
    const tokens = this.#parser.parseBlocks(this.#text);
    let row = 0;
    let cellEnd = 0;
    for (const token of tokens) {
      if (token.type === 'tr_open' && token.map) {
        [row] = token.map;
        cellEnd = 0;
      } else if (token.type === 'inline') {
        // Cells are the only ones without lines of their own.
        const map = token.map
          ? new ContentMap(token.content, this.#lines, token.map[0])
          : new ContentMap(token.content, this.#lines, row, 'cell', cellEnd);
        if (!token.map) cellEnd = map.cellEnd;
        this.#takeInline(token.content, map);
      } else if (token.type === 'html_block' && token.map) {
        const map = new ContentMap(token.content, this.#lines, token.map[0]);
        for (const image of findHtmlImages(token.content).slice(0, MAX_LINKS)) this.#takeHtml(image, map, 0);
      }
      if (this.#found.length >= MAX_LINKS) break;
    }
    return this.#found.slice(0, MAX_LINKS);
  }

  #takeInline(content: string, map: ContentMap): void {
    if (!/!\[|<img/i.test(content)) return;
    const { images, html } = this.#parser.parseInline(content);
    const before = this.#found.length;
    for (const image of images.slice(0, MAX_LINKS)) this.#takeMarkdown(image, content, map);
    for (const { token, start } of html.slice(0, MAX_LINKS)) {
      for (const image of findHtmlImages(token.content)) this.#takeHtml(image, map, start);
    }
    const own = this.#found.splice(before).toSorted((a, b) => compare(a.range.start, b.range.start));
    this.#found.push(...own);
  }

  #takeMarkdown({ token, span, destination }: InlineImage, content: string, map: ContentMap): void {
    const labelEnd = span.start + 2 + token.content.length;
    const label = token.meta?.['label'];
    const definition = typeof label === 'string' ? this.#parser.definitions.get(label) : undefined;
    const written = definition ?? destination;
    const at = definition
      ? this.#rangeInText(definition)
      : destination && rangeOf(destination.start, destination.end, map);
    // `![name]` and `![name][]`: the text is the name, which has to be kept.
    const isName = definition !== undefined && span.end <= labelEnd + 3;
    const alt = isName
      ? {
          span: { start: span.start + 2, end: span.end },
          before: '',
          after: `][${content.slice(span.start + 2, labelEnd)}]`,
        }
      : { span: { start: span.start + 2, end: labelEnd }, before: '', after: '' };
    if (written) this.#take(span, at, written.target, alt, 'markdown', map);
  }

  #takeHtml({ tag, src, alt }: HtmlImage, map: ContentMap, offset: number): void {
    const { start, end } = src.value;
    const quoted = alt?.quoted ?? false;
    const place = alt?.value ?? { start: end + (src.quoted ? 1 : 0), end: end + (src.quoted ? 1 : 0) };
    this.#take(
      { start: offset + tag.start, end: offset + tag.end },
      rangeOf(offset + start, offset + end, map),
      src.text.trim(),
      {
        span: { start: offset + place.start, end: offset + place.end },
        before: quoted ? '' : alt ? (alt.hasValue ? '"' : '="') : ' alt="',
        after: quoted ? '' : '"',
      },
      'html',
      map,
    );
  }

  #take(
    span: Span,
    destination: Range | undefined,
    target: string,
    alt: { span: Span; before: string; after: string },
    language: 'markdown' | 'html',
    map: ContentMap,
  ): void {
    const range = rangeOf(span.start, span.end, map);
    const altRange = rangeOf(alt.span.start, alt.span.end, map);
    if (!range || !destination || !altRange || target === '') return;
    if (destination.start.line !== destination.end.line) return;
    const { before, after } = alt;
    this.#found.push({ range, destination, target, alt: { range: altRange, before, after, language } });
  }

  #rangeInText({ start, end }: Span): Range {
    return { start: this.#positionInText(start), end: this.#positionInText(end) };
  }

  #positionInText(offset: number): Position {
    this.#starts ??= lineStarts(this.#text);
    const line = this.#starts.findLastIndex((start) => start <= offset);
    return { line, character: offset - (this.#starts[line] ?? 0) };
  }
}

function rangeOf(start: number, end: number, map: ContentMap): Range | undefined {
  const [from, to] = [map.at(start), map.at(end)];
  return from && to && { start: from, end: to };
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
