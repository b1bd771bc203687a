import { type GlobPattern, type Uri, workspace } from 'vscode';

/** How long VS Code may take to search a virtual workspace, in milliseconds. */
const SEARCH_MS = 3_000;

/** The search of a virtual workspace that nobody has answered yet. */
let unanswered: Promise<unknown> | undefined;

/**
 * Files of the workspace, but for those that VS Code hides (`files.exclude`).
 * @param most how many, at most
 * @returns undefined where the workspace cannot be searched: for a file system without a search of its own VS Code
 * waits until it gets one, and most never do
 */
export async function searchFiles(pattern: GlobPattern, most: number): Promise<Uri[] | undefined> {
  if (unanswered) return undefined;
  const searching = Promise.resolve(workspace.findFiles(pattern, undefined, most));
  if (!isVirtual()) return searching;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      unanswered = searching.finally(() => {
        unanswered = undefined;
      });
      // Whoever asks next is told why.
      unanswered.catch(() => {});
      resolve(undefined);
    }, SEARCH_MS);
  });
  return Promise.race([searching, tooLong]).finally(() => clearTimeout(timer));
}

function isVirtual(): boolean {
  const folders = workspace.workspaceFolders ?? [];
  return (
    folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file' && uri.scheme !== 'vscode-remote')
  );
}
