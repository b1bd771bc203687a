import {
  commands,
  EndOfLine,
  l10n,
  Range,
  TabInputTextDiff,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { textEditor } from '../editor/insert.ts';
import { findFile } from '../places/workspace-places.ts';
import { findMentions } from './mentions.ts';
import { edited, indentedLike, type LineEdit, placeCode } from './place-code.ts';

const SCHEME = 'lenscap-change';

/** Code of an answer, with the words that say where it belongs. */
export interface SuggestedCode {
  readonly code: string;
  /** What stands after the fence: a language, often a file. */
  readonly info: string;
  /** The words before the block. */
  readonly before: string;
}

/** A change that is shown and not made yet. */
interface Suggestion {
  readonly document: TextDocument;
  /** The document's when the change was put together. */
  readonly version: number;
  readonly edits: readonly LineEdit[];
  readonly text: string;
}

/** Changes from answers, each shown in VS Code's own diff until the user accepts or discards it. */
export class SuggestedChanges {
  readonly #suggestions = new Map<string, Suggestion>();
  #count = 0;

  constructor() {
    workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: ({ query }) => this.#suggestions.get(query)?.text ?? '',
    });
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === SCHEME) this.#suggestions.delete(uri.query);
    });
  }

  /**
   * Shows what a document would be with the code in it.
   * @throws LocalError if there is no document it could belong to
   */
  async show(suggested: SuggestedCode): Promise<void> {
    const { document, near, selection } = await targetOf(suggested);
    const lines = document.getText().split(/\r?\n/);
    const edits =
      (selection && replaceSelection(document, selection, suggested.code)) ??
      placeCode(lines, suggested.code, near) ??
      insertAt(lines, near ?? activeLine(document), suggested.code);
    const after = edited(lines, edits);
    if (after.join('\n') === lines.join('\n')) {
      throw new LocalError(
        'nothing-to-change',
        l10n.t('“{0}” has this code already.', nameOf(document)),
        l10n.t('There is nothing to apply.'),
      );
    }
    this.#count += 1;
    const id = `${this.#count}`;
    const text = after.join(lineBreak(document));
    this.#suggestions.set(id, { document, version: document.version, edits, text });
    const changed = Uri.from({ scheme: SCHEME, path: document.uri.path, query: id });
    const title = l10n.t('{0}: Suggested Change', nameOf(document));
    const start = edits[0]?.start ?? 0;
    await commands.executeCommand('vscode.diff', document.uri, changed, title, {
      preview: true,
      selection: new Range(start, 0, start, 0),
    });
  }

  /**
   * Makes a change that is shown, as one step to undo, and closes its diff.
   * @throws LocalError if the document is no longer as it was
   */
  async accept(uri: unknown): Promise<void> {
    const shown = this.#shown(uri);
    if (!shown) return;
    const { document, version, edits } = shown.suggestion;
    const current = await workspace.openTextDocument(document.uri);
    if (current !== document || current.version !== version) {
      throw new LocalError(
        'document-changed',
        l10n.t('“{0}” has changed since the suggestion was made.', nameOf(document)),
        l10n.t('Discard it, and choose Apply again in the answer.'),
      );
    }
    const edit = new WorkspaceEdit();
    for (const each of edits) edit.replace(document.uri, rangeOf(document, each), textOf(document, each));
    if (!(await workspace.applyEdit(edit))) {
      throw new LocalError(
        'not-applied',
        l10n.t('“{0}” could not be changed.', nameOf(document)),
        l10n.t('See whether it is read-only, then accept the change again.'),
      );
    }
    await this.#close(shown.uri);
    const line = edits[0]?.start ?? 0;
    await window.showTextDocument(document, { preview: false, selection: new Range(line, 0, line, 0) });
  }

  /** Closes a change that is shown without making it. */
  async discard(uri: unknown): Promise<void> {
    const shown = this.#shown(uri);
    if (shown) await this.#close(shown.uri);
  }

  /** What a command was invoked on: the editor's title says so, a key does not. */
  #shown(given: unknown): { uri: Uri; suggestion: Suggestion } | undefined {
    const { input } = window.tabGroups.activeTabGroup.activeTab ?? {};
    const uri = given instanceof Uri ? given : input instanceof TabInputTextDiff ? input.modified : undefined;
    const suggestion = uri?.scheme === SCHEME ? this.#suggestions.get(uri.query) : undefined;
    return uri && suggestion && { uri, suggestion };
  }

  async #close(uri: Uri): Promise<void> {
    const tabs = window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === uri.toString(),
      );
    this.#suggestions.delete(uri.query);
    await window.tabGroups.close(tabs);
  }
}

interface Target {
  readonly document: TextDocument;
  /** From 0. */
  readonly near?: number;
  /** What the code replaces, where something is selected. */
  readonly selection?: Range;
}

/** The file the block's fence names, or the words before it; else what the user has open. */
async function targetOf({ info, before }: SuggestedCode): Promise<Target> {
  const mentions = [...findMentions(info), ...findMentions(before).reverse()];
  for (const { path, line } of mentions) {
    const file = await findFile({ path });
    if (!file) continue;
    return {
      document: await workspace.openTextDocument(file),
      ...(line !== undefined && { near: line - 1 }),
    };
  }
  const { document, selection } = textEditor();
  return { document, near: selection.active.line, ...(!selection.isEmpty && { selection }) };
}

/** Whole lines take the place of those that are selected. */
function replaceSelection(document: TextDocument, { start, end }: Range, code: string): LineEdit[] {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return [{ start: start.line, end: last, lines: indentedLike(code, document.lineAt(start.line).text) }];
}

function insertAt(lines: readonly string[], line: number, code: string): LineEdit[] {
  const at = Math.min(line, lines.length - 1);
  const isEmpty = (lines[at] ?? '').trim() === '';
  const above = lines.slice(0, at + 1).findLast((each) => each.trim() !== '') ?? '';
  return [{ start: isEmpty ? at : at + 1, end: isEmpty ? at : at + 1, lines: indentedLike(code, above) }];
}

function activeLine(document: TextDocument): number {
  const editor = window.visibleTextEditors.find((each) => each.document === document);
  return editor?.selection.active.line ?? document.lineCount - 1;
}

/** Whole lines with their break; at the end of a document without one, the break before them. */
function rangeOf(document: TextDocument, { start, end }: LineEdit): Range {
  if (end < document.lineCount) return new Range(start, 0, end, 0);
  const last = document.lineAt(document.lineCount - 1).range.end;
  return start < document.lineCount ? new Range(start, 0, last.line, last.character) : new Range(last, last);
}

function textOf(document: TextDocument, { start, end, lines }: LineEdit): string {
  const eol = lineBreak(document);
  const text = lines.join(eol);
  if (end < document.lineCount) return lines.length === 0 ? '' : text + eol;
  return start < document.lineCount ? text : eol + text;
}

function lineBreak({ eol }: TextDocument): string {
  return eol === EndOfLine.CRLF ? '\r\n' : '\n';
}

function nameOf({ uri }: TextDocument): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}
