import { FileType, type Uri, workspace } from 'vscode';
import { LocalError } from '../protocol/errors.ts';

/** A file's name and its content, wherever it lies. */
export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

// More than the daemon takes; a larger file is not worth reading, wherever it is.
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads pictures through VS Code's own file system: they may be on another machine.
 * @throws LocalError if one cannot be read
 */
export function readImages(uris: readonly Uri[]): Promise<ImageFile[]> {
  return Promise.all(
    uris.map(async (uri) => {
      const name = uri.path.split('/').at(-1) || 'Screenshot';
      const stat = await workspace.fs.stat(uri).then(undefined, (cause: unknown) => {
        throw new LocalError(
          'unreadable',
          `“${name}” cannot be read.`,
          'Check that the file is still there.',
          {
            cause,
          },
        );
      });
      if ((stat.type & FileType.Directory) !== 0) {
        throw new LocalError('folder', `“${name}” is a folder.`, 'Choose pictures instead.');
      }
      if (stat.size > MAX_BYTES) {
        throw new LocalError(
          'too-large',
          `“${name}” is too large for a screenshot.`,
          'Choose a smaller picture.',
        );
      }
      return { name, bytes: await workspace.fs.readFile(uri) };
    }),
  );
}
