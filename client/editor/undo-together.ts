import {
  commands,
  Disposable,
  type TextDocument,
  type TextDocumentChangeEvent,
  TextDocumentChangeReason,
  window,
  workspace,
} from 'vscode';
import { moved } from './position.ts';

/** Of each document the last answer is looked after. */
const watched = new WeakMap<TextDocument, UndoTogether>();

/**
 * Makes one Undo take back a whole text that was written in pieces. Saving the
 * document, which VS Code may do by itself every second, ends a step to undo,
 * and there is no way to join steps: so, where an Undo takes the end of the
 * text away, the steps before it follow, as long as all of them are ours.
 */
export class UndoTogether implements Disposable {
  readonly #document: TextDocument;
  readonly #listeners: Disposable;
  #start: number;
  #end: number;
  #isFollowing = false;

  /** @param start where the text begins and ends, in UTF-16 units */
  constructor(document: TextDocument, start: number, end: number) {
    watched.get(document)?.dispose();
    watched.set(document, this);
    this.#document = document;
    this.#start = start;
    this.#end = end;
    this.#listeners = Disposable.from(
      workspace.onDidChangeTextDocument((event) => this.#changed(event)),
      workspace.onDidCloseTextDocument((closed) => {
        if (closed === document) this.dispose();
      }),
    );
  }

  dispose(): void {
    this.#listeners.dispose();
    if (watched.get(this.#document) === this) watched.delete(this.#document);
  }

  /** Undoes what is left of it. */
  async takeBack(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    let left = Number.POSITIVE_INFINITY;
    // Each step takes something: where one does not, it is not ours.
    while (this.#end > this.#start && this.#end - this.#start < left && this.#isActive()) {
      left = this.#end - this.#start;
      await commands.executeCommand('undo');
    }
    this.dispose();
  }

  #changed({ document, contentChanges, reason }: TextDocumentChangeEvent): void {
    if (document !== this.#document || contentChanges.length === 0) return;
    const length = this.#end - this.#start;
    const [change] = contentChanges;
    const tookOurs =
      reason === TextDocumentChangeReason.Undo &&
      contentChanges.length === 1 &&
      change?.text === '' &&
      change.rangeOffset >= this.#start &&
      change.rangeOffset + change.rangeLength <= this.#end;
    // What is inserted right in front of it is not of it, and pushes it along.
    const start = contentChanges.some(
      ({ rangeOffset, rangeLength }) => rangeOffset === this.#start && rangeLength === 0,
    )
      ? this.#start + (change?.text.length ?? 0)
      : moved(this.#start, contentChanges);
    this.#end = Math.max(start, moved(this.#end, contentChanges));
    this.#start = start;
    if (this.#end === start) this.dispose();
    else if (tookOurs && this.#end - start < length) void this.takeBack();
  }

  #isActive(): boolean {
    return window.activeTextEditor?.document === this.#document;
  }
}
