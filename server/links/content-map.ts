import type { Position } from 'vscode-languageserver';

/** How a parser's content was made of the document's lines: `\|` of table cells has become `|`. */
export type ContentForm = 'lines' | 'cell';

/** The lines of a document, as LSP counts them, with NUL replaced as a Markdown parser does. */
export function linesOf(text: string): string[] {
  return text.replaceAll('\0', '\uFFFD').split(/\r\n?|\n/);
}

/**
 * Finds places of a block's content in the document. The parser takes from each
 * line what belongs to containers (`> `, indentation), to the block itself
 * (`# `, closing `#`s) and white space around it; what is left stands in the
 * line as it is.
 */
export class ContentMap {
  readonly #content: string;
  readonly #lines: readonly string[];
  readonly #firstLine: number;
  readonly #form: ContentForm;
  readonly #from: number;
  #starts: readonly number[] | undefined;

  /** @param from where in its line a table's cell is to be looked for */
  constructor(
    content: string,
    lines: readonly string[],
    firstLine: number,
    form: ContentForm = 'lines',
    from = 0,
  ) {
    this.#content = content;
    this.#lines = lines;
    this.#firstLine = firstLine;
    this.#form = form;
    this.#from = from;
  }

  /** Where a place of the content is in the document; undefined if the line there does not have it. */
  at(offset: number): Position | undefined {
    if (this.#form === 'cell') return this.#inCell(offset);
    this.#starts ??= lineStarts(this.#content);
    const index = this.#starts.findLastIndex((start) => start <= offset);
    const start = this.#starts[index] ?? 0;
    const line = this.#firstLine + index;
    const source = this.#lines[line];
    if (source === undefined) return undefined;
    const text = this.#content.slice(start, (this.#starts[index + 1] ?? this.#content.length + 1) - 1);
    const indent = text.length - text.trimStart().length;
    // The last place where it stands: what follows it in a line is white space, or closing `#`s.
    const found = source.lastIndexOf(text.trim());
    const column = offset - start - indent;
    return found < 0 || column < 0 ? undefined : { line, character: found + column };
  }

  /** The column behind a table's cell, where the next one may begin. */
  get cellEnd(): number {
    const start = this.#cellStart();
    return start < 0 ? this.#from : start + escaped(this.#content).length;
  }

  #inCell(offset: number): Position | undefined {
    const start = this.#cellStart();
    const character = start + escaped(this.#content.slice(0, offset)).length;
    return start < 0 ? undefined : { line: this.#firstLine, character };
  }

  #cellStart(): number {
    return this.#lines[this.#firstLine]?.indexOf(escaped(this.#content), this.#from) ?? -1;
  }
}

/** Offsets of the first character of each line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
