import MarkdownIt from 'markdown-it';

/** A piece of an answer that is complete: it is drawn once. */
export type Piece =
  /** `continues`: its list or table goes on from the piece before. */
  | { readonly kind: 'markdown'; readonly text: string; readonly continues: boolean }
  /** Code that is too long to be drawn as one, line by line; the info is what stands after the fence. */
  | { readonly kind: 'code'; readonly info: string }
  | { readonly kind: 'lines'; readonly text: string };

/** What may still change with the next words. */
export interface OpenPiece {
  readonly text: string;
  readonly continues: boolean;
}

/** The most lines that are read at a time, and of which one piece is drawn again and again. */
const LINES_A_STEP = 100;
/** Code is highlighted, and a line of it is many words that each look their way. */
const LINES_OF_CODE_A_STEP = 40;
const LINES_OPEN = 60;

// Only blocks matter here: what is in them is read when they are drawn.
const parser = new MarkdownIt({ html: false }).disable(['inline', 'linkify', 'replacements', 'smartquotes']);

/**
 * Reads an answer's Markdown as it comes, block by block. However long it has
 * become, a step looks at a bounded number of lines: those of the last block,
 * and of a block that is long only at its end.
 */
export class BlockReader {
  /** What has come and was not looked at. */
  #coming: string[] = [];
  #rest = '';
  #continues = false;
  /** The fence of long code that is open. */
  #fence: RegExp | undefined;

  push(text: string): void {
    if (text !== '') this.#coming.push(text);
  }

  /** Whether there is something a step has not looked at. */
  get hasMore(): boolean {
    return this.#coming.length > 0;
  }

  /** What may still change. */
  get open(): OpenPiece {
    return { text: this.#rest, continues: this.#continues };
  }

  /** Looks at what comes next. @returns what is complete by now */
  step(): Piece[] {
    this.#rest += this.#next();
    const pieces: Piece[] = [];
    while (this.#fence ? this.#readCode(pieces) : this.#readBlocks(pieces));
    return pieces;
  }

  /** The answer is over: what was open is complete. */
  end(): Piece[] {
    const pieces: Piece[] = [];
    while (this.hasMore) pieces.push(...this.step());
    const { text, continues } = this.open;
    if (text !== '')
      pieces.push(this.#fence ? { kind: 'lines', text } : { kind: 'markdown', text, continues });
    this.#rest = '';
    return pieces;
  }

  /** As many lines of what has come as a step takes. */
  #next(): string {
    const coming = this.#coming.join('');
    const most = this.#fence ? LINES_OF_CODE_A_STEP : LINES_A_STEP;
    let at = 0;
    for (let lines = 0; lines < most; lines++) {
      const end = coming.indexOf('\n', at);
      if (end < 0) {
        at = coming.length;
        break;
      }
      at = end + 1;
    }
    this.#coming = at < coming.length ? [coming.slice(at)] : [];
    return coming.slice(0, at);
  }

  /** @returns whether there is more to be read */
  #readCode(pieces: Piece[]): boolean {
    const lines = this.#rest.split('\n');
    const last = lines.pop() ?? '';
    const closing = lines.findIndex((line) => this.#fence?.test(line));
    const code = closing < 0 ? lines : lines.slice(0, closing);
    if (code.length > 0) pieces.push({ kind: 'lines', text: `${code.join('\n')}\n` });
    this.#rest = closing < 0 ? last : [...lines.slice(closing + 1), last].join('\n');
    if (closing < 0) return false;
    this.#fence = undefined;
    return this.#rest !== '';
  }

  #readBlocks(pieces: Piece[]): boolean {
    const tokens = parser.parse(this.#rest, {});
    const tops = tokens.filter(({ level, nesting, map }) => level === 0 && nesting >= 0 && map);
    const last = tops.at(-1);
    if (!last?.map) return false;
    const [begin, end] = last.map;
    const lines = this.#rest.split('\n');
    for (const [index, top] of tops.slice(0, -1).entries()) {
      const until = tops[index + 1]?.map?.[0] ?? begin;
      pieces.push(this.#piece(lines.slice(top.map?.[0] ?? 0, until)));
    }
    this.#rest = lines.slice(begin).join('\n');
    if (last.type === 'fence') return this.#readFence(pieces, lines.slice(begin, end), last.info);
    if (end - begin > LINES_OPEN) this.#cut(pieces, last.type, tokens, begin);
    return false;
  }

  /** A fence that is closed is complete; a long one goes on line by line. */
  #readFence(pieces: Piece[], block: readonly string[], info: string): boolean {
    const [, indent = '', marker = '```'] = /^( {0,3})(`{3,}|~{3,})/.exec(block[0] ?? '') ?? [];
    const closing = new RegExp(`^ {0,3}${marker[0] ?? '`'}{${marker.length},}[ \\t]*$`);
    const isClosed =
      block.length > 1 && closing.test(block.at(-1) ?? '') && this.#rest.split('\n').length > block.length;
    if (isClosed && block.length <= LINES_OPEN) {
      pieces.push(this.#piece(block));
      this.#rest = this.#rest.split('\n').slice(block.length).join('\n');
      return this.#rest !== '';
    }
    if (block.length <= LINES_OPEN || indent !== '') return false;
    pieces.push({ kind: 'code', info: info.trim() });
    this.#fence = closing;
    this.#continues = false;
    this.#rest = this.#rest.slice((block[0]?.length ?? 0) + 1);
    return true;
  }

  /** Ends a long block where its list or table can go on, or else at its last line. */
  #cut(pieces: Piece[], type: string, tokens: ReturnType<typeof parser.parse>, begin: number): void {
    const lines = this.#rest.split('\n');
    const isList = type === 'bullet_list_open' || type === 'ordered_list_open';
    const item = isList
      ? tokens.findLast((token) => token.type === 'list_item_open' && token.level === 1)
      : undefined;
    const row = type === 'table_open' ? lines.length - 1 : undefined;
    const at = item?.map && item.map[0] > begin ? item.map[0] - begin : (row ?? lines.length - 1);
    pieces.push(this.#piece(lines.slice(0, at)));
    this.#rest = [...(row === undefined ? [] : lines.slice(0, 2)), ...lines.slice(at)].join('\n');
    this.#continues = isList || row !== undefined;
  }

  #piece(lines: readonly string[]): Piece {
    const piece = { kind: 'markdown', text: lines.join('\n'), continues: this.#continues } as const;
    this.#continues = false;
    return piece;
  }
}
