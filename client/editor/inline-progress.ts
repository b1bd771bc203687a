import {
  DecorationRangeBehavior,
  type Disposable,
  type Position,
  Range,
  type TextDocument,
  ThemeColor,
  window,
} from 'vscode';

/** Says in a document's line that something is being written there. It is no part of the text. */
export class InlineProgress implements Disposable {
  readonly #document: TextDocument;
  readonly #type = window.createTextEditorDecorationType({
    rangeBehavior: DecorationRangeBehavior.OpenOpen,
    after: {
      color: new ThemeColor('editorGhostText.foreground'),
      fontStyle: 'italic',
      margin: '0 0 0 1.5em',
    },
  });
  readonly #listening: Disposable;
  #position: Position;
  #text: string;
  #isOver = false;

  constructor(document: TextDocument, position: Position, text: string) {
    this.#document = document;
    this.#position = position;
    this.#text = text;
    this.#listening = window.onDidChangeVisibleTextEditors(() => this.#draw());
    this.#draw();
  }

  /** @param text instead of what it says so far */
  show(position: Position, text = this.#text): void {
    // Within a line the editor moves it along by itself.
    if (this.#isOver || (position.line === this.#position.line && text === this.#text)) return;
    this.#position = position;
    this.#text = text;
    this.#draw();
  }

  dispose(): void {
    this.#isOver = true;
    this.#listening.dispose();
    this.#type.dispose();
  }

  #draw(): void {
    const { end } = this.#document.lineAt(this.#document.validatePosition(this.#position)).range;
    const shown = { range: new Range(end, end), renderOptions: { after: { contentText: this.#text } } };
    for (const editor of window.visibleTextEditors)
      if (editor.document === this.#document) editor.setDecorations(this.#type, [shown]);
  }
}
