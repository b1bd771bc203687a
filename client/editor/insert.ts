import { l10n, type TextEditor, window } from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { commentTokens } from './languages.ts';
import { DocumentStream } from './stream.ts';

/**
 * Writes a whole answer at the cursor of the active editor: as text, or in code as a comment.
 * @throws LocalError if there is no editor, or its document cannot be changed
 */
export async function insertAtCursor(text: string): Promise<void> {
  const { document, selection } = textEditor();
  const stream = new DocumentStream(document, selection.active, await commentTokens(document.languageId));
  await stream.write(text).finally(() => stream.end());
}

/**
 * Writes code at the cursor of the active editor, in place of what is selected there, as one step to undo.
 * @throws LocalError if there is no editor, or its document cannot be changed
 */
export async function insertCode(code: string): Promise<void> {
  const editor = textEditor();
  const text = code.replace(/\n$/, '');
  const isDone = await editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, text);
  });
  if (isDone) return;
  throw new LocalError(
    'not-inserted',
    l10n.t('The document could not be changed.'),
    l10n.t('See whether it is read-only, or copy the code.'),
  );
}

/** The editor the user wrote in last. @throws LocalError if there is none */
export function textEditor(): TextEditor {
  const editor =
    window.activeTextEditor ?? window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined);
  if (!editor) throw noEditor();
  return editor;
}

export function noEditor(): LocalError {
  return new LocalError(
    'no-editor',
    l10n.t('There is no text editor to write into.'),
    l10n.t('Open a document and put the cursor where the answer should go.'),
  );
}
