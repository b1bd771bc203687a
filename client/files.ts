import { FileType, l10n, type Uri, workspace } from 'vscode';
import { LocalError } from '../protocol/errors.ts';
import type { SoundFile } from './voice/held-sound.ts';

/** A file's name and its content, wherever it lies. */
export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

// More than the daemon takes; a larger file is not worth reading, wherever it is.
const MAX_BYTES = 64 * 1024 * 1024;
// It goes to the daemon in one message: about an hour of MP3. What lies on the same machine the daemon reads itself.
const MAX_SOUND_BYTES = 128 * 1024 * 1024;

/**
 * Reads pictures through VS Code's own file system: they may be on another machine.
 * @throws LocalError if one cannot be read
 */
export function readImages(uris: readonly Uri[]): Promise<ImageFile[]> {
  return readAll(uris, {
    nameless: l10n.t('Screenshot'),
    maxBytes: MAX_BYTES,
    tooLarge: (name) => l10n.t('“{0}” is too large for a screenshot.', name),
    chooseSmaller: l10n.t('Choose a smaller picture.'),
    chooseFiles: l10n.t('Choose pictures instead.'),
  });
}

/**
 * The same for sound files. Large ones of this machine, which the daemon runs on, too, are not read but named.
 * @throws LocalError if one cannot be read
 */
export async function readSounds(uris: readonly Uri[]): Promise<SoundFile[]> {
  const isLarge = await Promise.all(
    uris.map(
      async (uri) =>
        uri.scheme === 'file' &&
        (await workspace.fs.stat(uri).then(
          ({ size }) => size > MAX_SOUND_BYTES,
          () => false,
        )),
    ),
  );
  return Promise.all(
    uris.map(async (uri, index): Promise<SoundFile> => {
      if (isLarge[index]) return { name: nameOf(uri, l10n.t('Sound')), path: uri.fsPath };
      const [file] = await readAll([uri], {
        nameless: l10n.t('Sound'),
        maxBytes: MAX_SOUND_BYTES,
        tooLarge: (name) => l10n.t('“{0}” is too large for a file on another machine.', name),
        chooseSmaller: l10n.t(
          'Copy it to this machine and choose it there, or use “lenscap transcribe” in a terminal where it is.',
        ),
        chooseFiles: l10n.t('Choose audio files instead.'),
      });
      if (!file) throw new Error('One is read for each.');
      return file;
    }),
  );
}

interface Kind {
  /** What a file is called that has no name. */
  readonly nameless: string;
  readonly maxBytes: number;
  readonly tooLarge: (name: string) => string;
  readonly chooseSmaller: string;
  readonly chooseFiles: string;
}

function nameOf(uri: Uri, nameless: string): string {
  return uri.path.split('/').at(-1) || nameless;
}

function readAll(
  uris: readonly Uri[],
  { nameless, maxBytes, tooLarge, chooseSmaller, chooseFiles }: Kind,
): Promise<ImageFile[]> {
  return Promise.all(
    uris.map(async (uri) => {
      const name = nameOf(uri, nameless);
      const stat = await workspace.fs.stat(uri).then(undefined, (cause: unknown) => {
        throw new LocalError(
          'unreadable',
          l10n.t('“{0}” cannot be read.', name),
          l10n.t('Check that the file is still there.'),
          {
            cause,
          },
        );
      });
      if ((stat.type & FileType.Directory) !== 0) {
        throw new LocalError('folder', l10n.t('“{0}” is a folder.', name), chooseFiles);
      }
      if (stat.size > maxBytes) {
        throw new LocalError('too-large', tooLarge(name), chooseSmaller);
      }
      return { name, bytes: await workspace.fs.readFile(uri) };
    }),
  );
}

/** Whether there is anything at a place; one that cannot be looked at counts as empty. */
export async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
