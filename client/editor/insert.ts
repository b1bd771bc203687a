import { window } from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { commentTokens } from './languages.ts';
import { DocumentStream } from './stream.ts';

/**
 * Writes a whole answer at the cursor of the active editor: as text, or in code as a comment.
 * @throws LocalError if there is no editor, or its document cannot be changed
 */
export async function insertAtCursor(text: string): Promise<void> {
  const editor =
    window.activeTextEditor ?? window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined);
  if (!editor) throw noEditor();
  const { document, selection } = editor;
  const stream = new DocumentStream(document, selection.active, await commentTokens(document.languageId));
  await stream.write(text).finally(() => stream.end());
}

export function noEditor(): LocalError {
  return new LocalError(
    'no-editor',
    'There is no text editor to write into.',
    'Open a document and put the cursor where the answer should go.',
  );
}
