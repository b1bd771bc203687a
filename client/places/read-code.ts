import { FileType, l10n, Uri, type WorkspaceFolder, workspace } from 'vscode';
import type { CodeExcerpt } from '../../protocol/code.ts';
import { exists } from '../files.ts';
import { cutExcerpts } from './excerpts.ts';
import { isIgnored, type ReadPatterns } from './ignored.ts';
import { keepsSecrets } from './secret-files.ts';
import { findPlaces, isShown, type Mention, type Place } from './workspace-places.ts';

/** A larger file is hardly written by hand. */
const MAX_FILE_BYTES = 1_000_000;
/** How far above a workspace folder the top of its repository is looked for. */
const MAX_ABOVE = 8;

/** A place in the workspace, and why its lines do not go along with a question; undefined if they may. */
export interface FoundPlace {
  readonly place: Place;
  readonly whyNot: string | undefined;
}

/** What of these places is in the workspace; each file and line once. */
export async function findCode(frames: readonly Mention[]): Promise<FoundPlace[]> {
  const places = new Map<string, Place>();
  for (const place of await findPlaces(frames)) {
    const key = `${place?.uri.toString()}:${place?.line}`;
    if (place && !places.has(key)) places.set(key, place);
  }
  return Promise.all([...places.values()].map(async (place) => ({ place, whyNot: await whyNot(place.uri) })));
}

/**
 * Why lines of a file do not go along with a question, as the end of a sentence; undefined if they may. Nothing
 * of the file is read for it.
 */
export async function whyNot(uri: Uri): Promise<string | undefined> {
  const folder = workspace.getWorkspaceFolder(uri);
  if (!folder || /\\|\/\.{1,2}(\/|$)/.test(uri.path)) return l10n.t('it is not in this workspace');
  const relative = relativeTo(folder.uri, uri);
  if (keepsSecrets(relative)) return l10n.t('secrets are kept in such files');
  try {
    const why = await whyNotThere(folder, relative);
    if (why !== undefined) return why;
    if (!(await isShown(uri))) return l10n.t('files.exclude hides it');
    return (await isGitIgnored(folder, relative)) ? l10n.t('Git ignores it') : undefined;
  } catch {
    return l10n.t('it could not be looked at');
  }
}

/**
 * Reads the lines around places, of the files they may be read of, within the bounds of one question. What is
 * in an editor and not saved does not count: the message is about what ran.
 */
export async function readCode(found: readonly FoundPlace[]): Promise<CodeExcerpt[]> {
  const files = new Map<string, { uri: Uri; path: string; lines: number[] }>();
  for (const { uri, path, line } of found.map(({ place }) => place)) {
    const file = files.get(uri.toString()) ?? { uri, path, lines: [] };
    file.lines.push(line);
    files.set(uri.toString(), file);
  }
  const read = await Promise.all(
    [...files.values()].map(async ({ uri, path, lines }) => {
      const text = (await whyNot(uri)) === undefined ? await readText(uri) : undefined;
      return text === undefined ? [] : [{ path, lines, text }];
    }),
  );
  return cutExcerpts(read.flat());
}

/** What is wrong with the way to a file, and the file itself. What links lead to may lie anywhere. */
async function whyNotThere(folder: WorkspaceFolder, relative: string): Promise<string | undefined> {
  const steps = relative.split('/');
  for (const [index] of steps.entries()) {
    const at = Uri.joinPath(folder.uri, ...steps.slice(0, index + 1));
    const { type, size } = await workspace.fs.stat(at);
    if ((type & FileType.SymbolicLink) !== 0) return l10n.t('there is a symbolic link on the way to it');
    if (index < steps.length - 1) continue;
    if ((type & FileType.File) === 0) return l10n.t('it is no file');
    if (size > MAX_FILE_BYTES) return l10n.t('it is too large');
  }
  return undefined;
}

/** @returns undefined where it is not text in UTF-8 */
async function readText(uri: Uri): Promise<string | undefined> {
  try {
    const bytes = await workspace.fs.readFile(uri);
    if (bytes.length > MAX_FILE_BYTES || bytes.includes(0)) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

async function isGitIgnored(folder: WorkspaceFolder, relative: string): Promise<boolean> {
  const top = await topOf(folder.uri);
  const path = relativeTo(top, Uri.joinPath(folder.uri, relative));
  const patterns: ReadPatterns = async (directory) => {
    const own = await readPatterns(Uri.joinPath(top, directory, '.gitignore'));
    if (directory !== '') return own;
    // What .gitignore says goes before what only this clone ignores.
    const here = await readPatterns(Uri.joinPath(top, '.git', 'info', 'exclude'));
    return here === undefined ? own : `${here}\n${own ?? ''}`;
  };
  return isIgnored(path, patterns);
}

/** The top of the repository a folder is in; the folder itself if it is in none. */
async function topOf(folder: Uri): Promise<Uri> {
  let at = folder;
  for (let above = 0; above <= MAX_ABOVE; above++) {
    if (await exists(Uri.joinPath(at, '.git'))) return at;
    const parent = Uri.joinPath(at, '..');
    if (parent.path === at.path) break;
    at = parent;
  }
  return folder;
}

/** @throws where there is such a file and it cannot be read: then nobody knows what it ignores */
async function readPatterns(uri: Uri): Promise<string | undefined> {
  if (!(await exists(uri))) return undefined;
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

function relativeTo(folder: Uri, uri: Uri): string {
  return uri.path.slice(folder.path.replace(/\/$/, '').length + 1);
}
