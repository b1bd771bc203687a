import { FileType, type Uri, workspace } from 'vscode';
import { LocalError } from '../protocol/errors.ts';

/** A file's name and its content, wherever it lies. */
export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

// More than the daemon takes; a larger file is not worth reading, wherever it is.
const MAX_BYTES = 64 * 1024 * 1024;
// It goes to the daemon in one message: about an hour of MP3.
const MAX_SOUND_BYTES = 128 * 1024 * 1024;

/**
 * Reads pictures through VS Code's own file system: they may be on another machine.
 * @throws LocalError if one cannot be read
 */
export function readImages(uris: readonly Uri[]): Promise<ImageFile[]> {
  const hint = 'Choose a smaller picture.';
  return readAll(uris, 'Screenshot', 'pictures', MAX_BYTES, ['a screenshot', hint]);
}

/**
 * The same for sound files.
 * @throws LocalError if one cannot be read
 */
export function readSounds(uris: readonly Uri[]): Promise<ImageFile[]> {
  const hint =
    'Use “lenscap transcribe” in a terminal, which reads it piece by piece, or choose a shorter one.';
  return readAll(uris, 'Sound', 'audio files', MAX_SOUND_BYTES, ['this', hint]);
}

function readAll(
  uris: readonly Uri[],
  nameless: string,
  kind: string,
  maxBytes: number,
  [tooLargeFor, hint]: readonly [string, string],
): Promise<ImageFile[]> {
  return Promise.all(
    uris.map(async (uri) => {
      const name = uri.path.split('/').at(-1) || nameless;
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
        throw new LocalError('folder', `“${name}” is a folder.`, `Choose ${kind} instead.`);
      }
      if (stat.size > maxBytes) {
        throw new LocalError('too-large', `“${name}” is too large for ${tooLargeFor}.`, hint);
      }
      return { name, bytes: await workspace.fs.readFile(uri) };
    }),
  );
}
