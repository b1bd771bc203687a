import { posix } from 'node:path';
import { languages, RelativePattern, type TextDocument, Uri, workspace } from 'vscode';
import * as z from 'zod';
import { exists } from '../files.ts';
import { copyDestination } from './copy-destination.ts';

/** Where a document's links begin: its own folder, or its notebook's; the workspace's for one that has no file. */
export function linkFolder(document: TextDocument): Uri | undefined {
  const notebook = workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document === document),
  );
  const { uri, isUntitled } = notebook ?? document;
  return isUntitled ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(uri, '..');
}

/** As VS Code names what is pasted into Markdown: `image.png`. */
function fileName(name: string, mime: string): string {
  const stem = name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'image';
  return `${stem}.${mime.replace('image/', '').replace('jpeg', 'jpg')}`;
}

/**
 * Which file a pasted picture becomes, one that is not there yet.
 * @param folder of the document, as `linkFolder` has it
 * @param taken paths of others pasted with it; this one is added
 */
export async function pastedFile({
  document,
  folder,
  name,
  mime,
  taken,
}: {
  document: TextDocument;
  folder: Uri;
  name: string;
  mime: string;
  taken: Set<string>;
}): Promise<Uri> {
  return freeFile(placeFor(document, folder, fileName(name, mime)), taken);
}

/** Beside the document, or where `markdown.copyFiles.destination` has what is pasted into Markdown. */
function placeFor(document: TextDocument, folder: Uri, name: string): Uri {
  const beside = Uri.joinPath(folder, name);
  const wanted = document.isUntitled ? undefined : copyDestinationOf(document);
  if (wanted === undefined) return beside;
  const path = copyDestination(wanted, {
    document: document.uri.path,
    workspaceFolder: workspace.getWorkspaceFolder(beside)?.uri.path,
    fileName: name,
    now: new Date(),
  });
  return beside.with({ path });
}

/** Of several globs the first that fits counts; they are of paths within the workspace, as VS Code has them. */
function copyDestinationOf(document: TextDocument): string | undefined {
  if (document.languageId !== 'markdown') return undefined;
  const set = workspace.getConfiguration('markdown', document).get<unknown>('copyFiles.destination');
  const destinations = z.record(z.string(), z.string()).safeParse(set).data ?? {};
  const folder = workspace.getWorkspaceFolder(document.uri);
  const fits = (glob: string) => {
    const pattern =
      glob.startsWith('/') && folder ? new RelativePattern(folder, glob.slice(1)) : `**/${glob}`;
    return languages.match({ pattern }, document) > 0;
  };
  return Object.entries(destinations).find(([glob]) => fits(glob))?.[1];
}

/** The same with a number where that name is taken: `image-1.png`. */
async function freeFile(wanted: Uri, taken: Set<string>): Promise<Uri> {
  const { dir, name, ext } = posix.parse(wanted.path);
  for (let index = 0; ; index++) {
    const uri = wanted.with({ path: posix.join(dir, `${name}${index === 0 ? '' : `-${index}`}${ext}`) });
    if (taken.has(uri.path) || (await exists(uri))) continue;
    taken.add(uri.path);
    return uri;
  }
}
