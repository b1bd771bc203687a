import { type Disposable, Range, type TextDocument, workspace } from 'vscode';
import { moved } from './position.ts';

/** How much beside the range belongs to it: what an empty one is recognized by. */
const AROUND = 2;

/**
 * A range of a document that something is being made for: it moves with other
 * changes, and is lost when it, or what is right beside it, is changed.
 */
export class TrackedRange implements Disposable {
  readonly #document: TextDocument;
  readonly #text: string;
  readonly #listening: Disposable;
  /** How far into the text the range begins, and how long it is. */
  readonly #inset: number;
  readonly #length: number;
  #offset: number;

  constructor(document: TextDocument, range: Range) {
    this.#document = document;
    const start = document.offsetAt(range.start);
    this.#length = document.offsetAt(range.end) - start;
    this.#offset = Math.max(start - AROUND, 0);
    this.#inset = start - this.#offset;
    this.#text = this.#textAt(this.#offset, this.#inset + this.#length + AROUND);
    this.#listening = workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
      if (changed === document) this.#offset = moved(this.#offset, contentChanges);
    });
  }

  /** Where it is now; undefined if it is not what it was. */
  get range(): Range | undefined {
    if (this.#document.isClosed || this.#textAt(this.#offset, this.#text.length) !== this.#text)
      return undefined;
    const start = this.#offset + this.#inset;
    return this.#rangeAt(start, this.#length);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #textAt(offset: number, length: number): string {
    return this.#document.getText(this.#rangeAt(offset, length));
  }

  #rangeAt(offset: number, length: number): Range {
    return new Range(this.#document.positionAt(offset), this.#document.positionAt(offset + length));
  }
}
