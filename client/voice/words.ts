import { window, workspace } from 'vscode';
import { searchFiles } from '../places/search-files.ts';
import { identifiersIn, interleaved } from './identifiers.ts';

const MOST = 200;
const MOST_FILES = 200;
/** Of each open document this much is looked at, in characters. */
const MOST_TEXT = 200_000;

/**
 * How names of this workspace are spelled: identifiers of the documents that
 * are open, those in view first, and names of files.
 */
export async function wordsOfWorkspace(): Promise<string[]> {
  const shown = window.visibleTextEditors.map(({ document }) => document);
  const open = workspace.textDocuments.filter((document) => !shown.includes(document));
  const files = (await searchFiles('**/*', MOST_FILES)) ?? [];
  const documents = [...shown, ...open].filter(({ uri }) => uri.scheme !== 'output');
  return interleaved(
    [
      ...documents.map((document) => identifiersIn(document.getText().slice(0, MOST_TEXT))),
      files.map(({ path }) => path.split('/').at(-1) ?? '').filter((name) => name.length <= 100),
    ],
    MOST,
  );
}
