import { FileType, l10n, Uri, workspace } from 'vscode';
import type { z } from 'zod';
import { LocalError } from '../protocol/errors.ts';
import type { readFile } from '../protocol/workspace-image.ts';
import { isImage } from './image-name.ts';

/**
 * The picture a link in a document means, if it may be read for it: a document
 * nobody checked says which. Nothing but pictures, by name, in the workspace's
 * own folders; nothing from the web.
 */
export function workspaceImage(address: string): Uri | undefined {
  const uri = parse(address);
  if (!uri || !isImage(uri) || !workspace.getWorkspaceFolder(uri)) return undefined;
  // Ways out of a folder: VS Code compares paths as they are written.
  return /\\|\/\.{1,2}(\/|$)/.test(uri.path) ? undefined : uri;
}

/** Answers the daemon's `lenscap/readFile`. */
export async function readWorkspaceImage({
  uri: address,
  maxBytes,
}: z.output<typeof readFile.params>): Promise<z.input<typeof readFile.result>> {
  const uri = workspaceImage(address);
  if (!uri) return null;
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.File) === 0 || size > maxBytes) return null;
    const bytes = await workspace.fs.readFile(uri);
    return bytes.length > maxBytes ? null : { data: Buffer.from(bytes).toString('base64') };
  } catch {
    // A link to a file that is not there is the usual case while somebody types one.
    return null;
  }
}

/**
 * Checks that a picture may be written. Reading through a symbolic link is one
 * thing, writing to wherever a cloned repository lets it point is another.
 * @throws LocalError if it may not
 */
export async function checkWritable(image: Uri): Promise<void> {
  if (workspace.fs.isWritableFileSystem(image.scheme) === false) {
    throw new LocalError(
      'read-only',
      l10n.t('The workspace is read-only.'),
      l10n.t('Change the picture where it comes from.'),
    );
  }
  const folder = workspace.getWorkspaceFolder(image)?.uri;
  if (!folder) throw notInWorkspace();
  const steps = image.path.slice(folder.path.replace(/\/$/, '').length + 1).split('/');
  for (const [index] of steps.entries()) {
    const place = steps.slice(0, index + 1);
    const { type } = await workspace.fs.stat(Uri.joinPath(folder, ...place));
    if ((type & FileType.SymbolicLink) === 0) continue;
    throw new LocalError(
      'symbolic-link',
      l10n.t(
        '“{0}” is a symbolic link, and what is behind it may be outside the workspace.',
        place.join('/'),
      ),
      l10n.t('Open the folder the picture is really in, and change it there.'),
    );
  }
}

export function notInWorkspace(): LocalError {
  return new LocalError(
    'not-in-workspace',
    l10n.t('The link is not to a picture in this workspace.'),
    l10n.t('Put the picture into a folder of the workspace, or open the folder it is in.'),
  );
}

function parse(address: string): Uri | undefined {
  try {
    return Uri.parse(address, true);
  } catch {
    return undefined;
  }
}
