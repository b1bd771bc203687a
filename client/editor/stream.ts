import {
  Disposable,
  EndOfLine,
  EventEmitter,
  type Position,
  type TextDocument,
  type TextDocumentChangeEvent,
  TextDocumentChangeReason,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import type { AnswerWriter } from './answer-writer.ts';
import { type CommentTokens, type Placement, place } from './comments.ts';
import { moved } from './position.ts';
import { UndoTogether } from './undo-together.ts';

/**
 * Writes text that comes in pieces at a place in a document, while the user
 * goes on working in it. The place moves with other changes. All pieces are
 * one step to undo, as long as nobody else changed the document in between.
 */
export class DocumentStream implements Disposable {
  readonly #document: TextDocument;
  readonly #tokens: CommentTokens | undefined;
  readonly #place: (...at: Parameters<typeof place>) => Placement;
  readonly #listeners: Disposable;
  readonly #stopped = new EventEmitter<void>();
  #offset: number;
  #start: number;
  #writer: AnswerWriter | undefined;
  #pending = '';
  #pumping: Promise<void> | undefined;
  #over = false;
  /** Our own edit while it is under way, to tell its event from the user's. */
  #own: { offset: number; text: string; advance: number } | undefined;
  /** Whether the next edit begins a new step to undo. */
  #newStep = true;
  /** What stands behind the place and is of what was written, in UTF-16 units. */
  #behind = 0;
  /** Whether nobody else changed the document since the first edit: all steps to undo since then are ours. */
  #isAlone = true;
  #isTakenBack = false;

  /** The document was closed, or the user took the text back by Undo: nothing more will be written. */
  readonly onDidStop = this.#stopped.event;

  /** @param how what stands around the text and begins its lines: a comment's, unless told otherwise */
  constructor(
    document: TextDocument,
    position: Position,
    tokens: CommentTokens | undefined,
    how: (...at: Parameters<typeof place>) => Placement = place,
  ) {
    this.#document = document;
    this.#tokens = tokens;
    this.#place = how;
    this.#offset = document.offsetAt(position);
    this.#start = this.#offset;
    this.#listeners = Disposable.from(
      workspace.onDidChangeTextDocument((event) => this.#changed(event)),
      workspace.onDidCloseTextDocument((closed) => {
        if (closed === this.#document) this.#stop();
      }),
      // What came while no editor showed the document is written when one does again.
      window.onDidChangeVisibleTextEditors(() => void this.#pump().catch(() => {})),
    );
  }

  /** Where the next piece goes. */
  get position(): Position {
    return this.#document.positionAt(this.#offset);
  }

  /**
   * Takes the next piece. It is written as soon as the document takes it.
   * @throws LocalError if the document cannot be changed
   */
  async write(piece: string): Promise<void> {
    this.#pending += piece;
    await this.#pump();
  }

  /** Writes what is left, also into a document no editor shows, and lets go of it. */
  async end(): Promise<void> {
    try {
      await this.#pump();
      const rest = this.#pending;
      this.#pending = '';
      // Nothing came at all: then nothing is written around it either.
      if (this.#over || (rest === '' && !this.#writer)) return;
      if (!(await this.#insert(rest, true))) await this.#insertUnseen(rest);
    } finally {
      this.dispose();
    }
  }

  dispose(): void {
    this.#over = true;
    this.#listeners.dispose();
    this.#stopped.dispose();
    const end = this.#offset + this.#behind;
    if (!this.#writer || !this.#isAlone || end <= this.#start || this.#document.isClosed) return;
    const steps = new UndoTogether(this.#document, this.#start, end);
    if (this.#isTakenBack) void steps.takeBack();
  }

  #pump(): Promise<void> {
    this.#pumping ??= this.#writePending().finally(() => {
      this.#pumping = undefined;
    });
    return this.#pumping;
  }

  async #writePending(): Promise<void> {
    while (this.#pending !== '' && !this.#over) {
      const piece = this.#pending;
      this.#pending = '';
      if (!(await this.#insert(piece))) {
        this.#pending = piece + this.#pending;
        return;
      }
    }
  }

  /** @returns false if no editor shows the document */
  async #insert(piece: string, last = false): Promise<boolean> {
    if (!this.#editor()) return false;
    if (!this.#writer && !(await this.#prepare((text, advance) => this.#edit(text, advance)))) return false;
    const text = (this.#writer?.write(piece) ?? '') + (last ? (this.#writer?.end() ?? '') : '');
    while (!this.#over && text !== '') {
      if (await this.#edit(text, text.length)) return true;
      // The editor went away with text in hand: only a workspace edit can place it now.
      if (!this.#editor()) return this.#insertByWorkspace(text, text.length);
    }
    return true;
  }

  async #insertUnseen(piece: string): Promise<void> {
    if (!this.#writer) await this.#prepare((text, advance) => this.#insertByWorkspace(text, advance));
    const text = (this.#writer?.write(piece) ?? '') + (this.#writer?.end() ?? '');
    await this.#insertByWorkspace(text, text.length);
  }

  /** Writes what has to stand around the answer. It depends on the line as it is at this moment. */
  async #prepare(insert: (text: string, advance: number) => Promise<boolean>): Promise<boolean> {
    while (!this.#over) {
      const { line, character } = this.#document.positionAt(this.#offset);
      const { text, range } = this.#document.lineAt(line);
      const eol = this.#document.eol === EndOfLine.CRLF ? '\r\n' : '\n';
      const { column, before, after, writer } = this.#place(
        text,
        character,
        eol,
        this.#tokens,
        this.#document.languageId,
      );
      this.#offset = this.#document.offsetAt(range.start) + column;
      this.#start = this.#offset;
      if (before + after === '' || (await insert(before + after, before.length))) {
        this.#writer = writer;
        this.#behind = after.length;
        return true;
      }
      if (!this.#editor()) return false;
    }
    return false;
  }

  /** One edit at our place. @returns false if the document changed under it, or lost its editor */
  async #edit(text: string, advance: number): Promise<boolean> {
    const editor = this.#editor();
    if (!editor) return false;
    const { version } = this.#document;
    const { selection } = editor;
    const cursorIsHere = selection.isEmpty && this.#document.offsetAt(selection.active) === this.#offset;
    this.#own = { offset: this.#offset, text, advance };
    try {
      const done = await editor.edit(
        (builder) => builder.insert(this.#document.positionAt(this.#offset), text),
        { undoStopBefore: this.#newStep, undoStopAfter: false },
      );
      // An editor that is read-only says that it is done, and does nothing.
      const refused = done ? this.#own : version === this.#document.version && this.#editor() === editor;
      if (refused) throw readOnly();
      if (done) this.#newStep = false;
      // An insertion pushes a cursor that stands there along, and the view follows it. Put back in
      // front once, it stays; not after the user has gone on typing at the new place.
      if (done && cursorIsHere && this.#document.version === version + 1) editor.selection = selection;
      return done;
    } finally {
      this.#own = undefined;
    }
  }

  async #insertByWorkspace(text: string, advance: number): Promise<boolean> {
    if (text === '') return true;
    const edit = new WorkspaceEdit();
    this.#own = { offset: this.#offset, text, advance };
    edit.insert(this.#document.uri, this.#document.positionAt(this.#offset), text);
    const done = await workspace.applyEdit(edit);
    this.#own = undefined;
    if (!done) throw readOnly();
    return true;
  }

  #editor() {
    return window.visibleTextEditors.find(({ document }) => document === this.#document);
  }

  #changed({ document, contentChanges, reason }: TextDocumentChangeEvent): void {
    if (document !== this.#document || contentChanges.length === 0) return;
    const [change] = contentChanges;
    const own = this.#own;
    if (
      own &&
      contentChanges.length === 1 &&
      change?.rangeOffset === own.offset &&
      change.text === own.text
    ) {
      this.#offset = own.offset + own.advance;
      this.#own = undefined;
      return;
    }
    const undone =
      reason === TextDocumentChangeReason.Undo &&
      contentChanges.some(
        ({ rangeOffset, rangeLength }) =>
          rangeOffset < this.#offset && rangeOffset + rangeLength > this.#start,
      );
    this.#offset = moved(this.#offset, contentChanges);
    this.#start = Math.min(moved(this.#start, contentChanges), this.#offset);
    // Undo must not take what the user typed together with ours.
    this.#newStep = true;
    if (this.#writer && !undone) this.#isAlone = false;
    if (undone) {
      this.#isTakenBack = true;
      this.#stop();
    }
  }

  #stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopped.fire();
  }
}

function readOnly(): LocalError {
  return new LocalError(
    'read-only',
    'The answer cannot be written here, because this document cannot be changed.',
    'Put the cursor into a document that can, or ask in the Lenscap view.',
  );
}
