import {
  FileType,
  l10n,
  languages,
  Position,
  RelativePattern,
  Selection,
  TextEditorRevealType,
  Uri,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import * as z from 'zod';
import { LocalError } from '../../protocol/errors.ts';
import { bestMatch, type Candidate, escapeGlob, globOf, matchOfReading, stepsOf } from './match.ts';
import { searchFiles } from './search-files.ts';

/** A place in code, as somebody wrote of it: in a stack trace, in an answer. */
export interface Mention {
  /** As it was written: relative to whatever, of another machine, an address. */
  readonly path: string;
  /** Both begin with 1. */
  readonly line: number;
  readonly column?: number | undefined;
  /** It was read in a picture, and may be misread. */
  readonly isRead?: boolean | undefined;
  /** It is not the user's own code: looked for only where its path leads. */
  readonly isLibrary?: boolean | undefined;
}

/** The same place in a file of the workspace. */
export interface Place {
  readonly uri: Uri;
  /** For people: from the workspace folder on, with the folder's name before it if there are several. */
  readonly path: string;
  readonly line: number;
  readonly column?: number | undefined;
}

/** The most files of one name that are looked at. */
const MAX_NAMESAKES = 200;
/** The most steps of a path that are followed in a workspace that cannot be searched. */
const MAX_STEPS = 10;
/** The most files of one ending among which a misread name is looked for. */
const MAX_LIKE = 5_000;

interface Found extends Candidate {
  readonly uri: Uri;
}

/**
 * Finds what places mean in the workspace, be it on this machine, remote or virtual; not what VS Code hides
 * (`files.exclude`). Each path is looked for once.
 * @returns in the order of the mentions; undefined for those that mean nothing, or nothing for sure
 */
export async function findPlaces(mentions: readonly Mention[]): Promise<(Place | undefined)[]> {
  const files = new Map<string, Promise<Uri | undefined>>();
  return Promise.all(
    mentions.map(async (mention) => {
      const { path, line, column, isRead = false, isLibrary = false } = mention;
      const key = JSON.stringify([path, isRead, isLibrary]);
      const finding = files.get(key) ?? findFile(mention);
      files.set(key, finding);
      const uri = await finding;
      return (
        uri && { uri, path: workspace.asRelativePath(uri), line, ...(column !== undefined && { column }) }
      );
    }),
  );
}

/**
 * Shows a place in an editor, beside nothing: as a link in VS Code's own terminal does.
 * @throws LocalError if it is not in this workspace (any more)
 */
export async function openMention(mention: Mention): Promise<void> {
  const [place] = await findPlaces([mention]);
  if (!place) {
    throw new LocalError(
      'place-not-found',
      l10n.t('There is no “{0}” in this workspace.', mention.path),
      l10n.t('Open the folder it is in.'),
    );
  }
  const document = await workspace.openTextDocument(place.uri);
  // The file may have become shorter since.
  const at = document.validatePosition(new Position(place.line - 1, (place.column ?? 1) - 1));
  const editor = await window.showTextDocument(document, { selection: new Selection(at, at) });
  editor.revealRange(new Selection(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The file of the workspace that a path means, if one is meant for sure. */
export async function findFile({
  path,
  isRead = false,
  isLibrary = false,
}: Omit<Mention, 'line'>): Promise<Uri | undefined> {
  const steps = stepsOf(path);
  const name = steps.at(-1);
  if (name === undefined || name.length > 255) return undefined;
  const direct = await firstFile(whereItLeads(steps));
  if (direct || isLibrary) return direct;
  const namesakes = await search(globOf(name), MAX_NAMESAKES);
  if (!namesakes) return firstFile(ends(steps));
  const found = bestMatch(path, namesakes);
  if (found || namesakes.length > 0 || !isRead) return found?.uri;
  const ending = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0];
  if (ending === undefined) return undefined;
  return matchOfReading(path, (await search(`**/*${escapeGlob(ending)}`, MAX_LIKE)) ?? [])?.uri;
}

/** Where the ends of a path lead in the folders of the workspace, the longest first. */
function ends(steps: readonly string[]): Uri[] {
  const folders = workspace.workspaceFolders ?? [];
  return steps
    .slice(-MAX_STEPS)
    .flatMap((_, index, last) => folders.map(({ uri }) => Uri.joinPath(uri, ...last.slice(index))));
}

/** Files that a path names as it stands: one in a folder of the workspace, and packages beside the code. */
function whereItLeads(steps: readonly string[]): Uri[] {
  const packages = steps.lastIndexOf('node_modules');
  return (workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
    const own = stepsOf(uri.path);
    const isWithin = steps.length > own.length && own.every((step, index) => step === steps[index]);
    const within = isWithin ? [Uri.joinPath(uri, ...steps.slice(own.length))] : [];
    return packages < 0 ? within : [...within, Uri.joinPath(uri, ...steps.slice(packages))];
  });
}

async function firstFile(uris: readonly Uri[]): Promise<Uri | undefined> {
  for (const uri of uris) {
    try {
      const { type } = await workspace.fs.stat(uri);
      if ((type & FileType.File) !== 0) return uri;
    } catch {
      // Most paths are those of another machine.
    }
  }
  return undefined;
}

async function search(glob: string, most: number): Promise<Found[] | undefined> {
  const uris = await searchFiles(glob, most);
  if (!uris) return undefined;
  // Of more than were looked at, none is the only one.
  if (uris.length === most) return [];
  return uris.flatMap((uri) => {
    const folder = workspace.getWorkspaceFolder(uri);
    if (!folder) return [];
    const root = folder.uri.path.replace(/\/$/, '');
    return [{ uri, path: uri.path, relative: uri.path.slice(root.length + 1) }];
  });
}

/** Whether VS Code shows a file at all (`files.exclude`). */
export async function isShown(uri: Uri): Promise<boolean> {
  const folder = workspace.getWorkspaceFolder(uri);
  if (!folder) return false;
  const relative = uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
  const found = await searchFiles(new RelativePattern(folder, escapeGlob(relative)), 1);
  return found ? found.length > 0 : !(await isExcluded(uri, folder));
}

const Exclude = z.record(z.string(), z.unknown()).catch({});

/** The same, of a file of a workspace that cannot be searched. */
async function isExcluded(uri: Uri, folder: WorkspaceFolder): Promise<boolean> {
  const document = await workspace.openTextDocument(uri);
  const exclude = Exclude.parse(workspace.getConfiguration('files', uri).get('exclude'));
  return Object.entries(exclude).some(
    ([glob, isOn]) =>
      isOn !== false &&
      [glob, `${glob}/**`].some(
        (pattern) => languages.match({ pattern: new RelativePattern(folder, pattern) }, document) > 0,
      ),
  );
}
