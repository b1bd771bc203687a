import {
  type CancellationToken,
  l10n,
  ProgressLocation,
  Range,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { LocalError } from '../protocol/errors.ts';
import { ImageLink, imageLinkAt, stripMetadata } from '../protocol/workspace-image.ts';
import { escapeAltText } from './alt-text.ts';
import type { AttachmentDaemon } from './attachments.ts';
import type { Daemon } from './daemon.ts';
import { askAltText } from './editor/alt-text-question.ts';
import { TrackedRange } from './editor/tracked-range.ts';
import { type ImageFile, readImages } from './files.ts';
import type { Panel } from './panel/view.ts';
import type { Report } from './report.ts';
import { checkWritable, notInWorkspace, workspaceImage } from './workspace-images.ts';

export interface ImageLinksOptions {
  readonly daemon: AttachmentDaemon & Pick<Daemon, 'explain'>;
  readonly panel: Pick<Panel, 'explainFiles'>;
  readonly report: Report;
}

/** A picture without its metadata, and the way back. */
export interface Stripped {
  /** What it had, for people. */
  readonly removed: readonly string[];
  /** @throws LocalError if the picture has been changed since */
  undo(): Promise<void>;
}

/**
 * What can be done about a picture a document links to. Each takes the link a
 * code action names, or without one that at the cursor.
 */
export class ImageLinks {
  readonly #options: ImageLinksOptions;

  constructor(options: ImageLinksOptions) {
    this.#options = options;
  }

  /** Opens the picture in the view, and asks what it shows. */
  async explain(given?: unknown): Promise<void> {
    const { uri } = await this.#find(given);
    await this.#options.panel.explainFiles([uri]);
  }

  /** Strips the picture, says what was in it, and offers the way back. Does not wait for the user. */
  async stripAndTell(given?: unknown): Promise<void> {
    const { uri } = await this.#find(given);
    const { removed, undo } = await this.strip(uri);
    const name = nameOf(uri);
    if (removed.length === 0) {
      void window.showInformationMessage(l10n.t('“{0}” carries no metadata.', name));
      return;
    }
    const sentence = l10n.t('Metadata was removed from “{0}”: {1}.', name, removed.join('; '));
    void window.showInformationMessage(sentence, l10n.t('Undo')).then((chosen) => {
      if (chosen) undo().catch(this.#options.report);
    });
  }

  /**
   * Replaces the picture's file by one with nothing but its pixels. Not by a
   * workspace edit: VS Code undoes one that overwrites a file by deleting it.
   */
  async strip(image: Uri): Promise<Stripped> {
    await checkWritable(image);
    const { bytes: before } = await read(image);
    const params = { data: Buffer.from(before).toString('base64') };
    const { data, removed } = await this.#options.daemon.request(stripMetadata, params);
    const after = Buffer.from(data, 'base64');
    if (removed.length > 0) await replace(image, before, after);
    return {
      removed: removed.map(({ detail }) => detail),
      undo: () => (removed.length > 0 ? replace(image, after, before) : Promise.resolve()),
    };
  }

  /** Has a model describe the picture, and makes what it says the link's alt text, as one step to undo. */
  async writeAltText(given?: unknown): Promise<void> {
    const { link, uri } = await this.#find(given);
    const write = (allowNanoUsd?: number): Thenable<void> =>
      window
        .withProgress(
          {
            location: ProgressLocation.Notification,
            title: l10n.t('Lenscap: writing alt text for “{0}”', nameOf(uri)),
            cancellable: true,
          },
          (_progress, token) => this.describe(link, uri, token, allowNanoUsd),
        )
        .then(undefined, (error: unknown) => void this.#options.report(error, write));
    await write();
  }

  /** @throws CancelledError, and what asking about a picture throws; then the document is as it was */
  async describe(
    { document: address, alt }: ImageLink,
    uri: Uri,
    token: CancellationToken,
    allowNanoUsd?: number,
  ): Promise<void> {
    const document = await workspace.openTextDocument(Uri.parse(address, true));
    const { start, end } = alt.range;
    const place = new TrackedRange(document, new Range(start.line, start.character, end.line, end.character));
    try {
      const { sentence } = await askAltText(this.#options.daemon, await read(uri), { token, allowNanoUsd });
      if (!place.range) throw linkChanged();
      const edit = new WorkspaceEdit();
      edit.replace(
        document.uri,
        place.range,
        `${alt.before}${escapeAltText(sentence, alt.language)}${alt.after}`,
      );
      if (await workspace.applyEdit(edit)) return;
    } finally {
      place.dispose();
    }
    throw new LocalError(
      'read-only',
      l10n.t('The alt text cannot be written, because this document cannot be changed.'),
      l10n.t('Make the document writable, and try again.'),
    );
  }

  /** The link as the document has it now: what a code action says of it may be a moment old. */
  async #find(given: unknown): Promise<{ link: ImageLink; uri: Uri }> {
    const named = ImageLink.safeParse(given).data;
    const place = named ? { document: named.document, position: named.alt.range.start } : atCursor();
    const link = place && (await this.#options.daemon.request(imageLinkAt, place));
    if (named && link?.image !== named.image) throw linkChanged();
    if (!link) {
      throw new LocalError(
        'no-image-link',
        l10n.t('There is no link to a picture of this workspace at the cursor.'),
        l10n.t('Put the cursor on one in a Markdown document, and try again.'),
      );
    }
    const uri = workspaceImage(link.image);
    if (!uri) throw notInWorkspace();
    return { link, uri };
  }
}

function atCursor(): { document: string; position: { line: number; character: number } } | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const { line, character } = editor.selection.active;
  return { document: editor.document.uri.toString(), position: { line, character } };
}

async function read(image: Uri): Promise<ImageFile> {
  const [file] = await readImages([image]);
  if (!file) throw notInWorkspace();
  return file;
}

/** Writes a file, unless it is not what it was any more. */
async function replace(image: Uri, before: Uint8Array, after: Uint8Array): Promise<void> {
  const { bytes } = await read(image);
  if (!Buffer.from(before).equals(bytes)) {
    throw new LocalError(
      'changed',
      l10n.t('“{0}” has been changed meanwhile, and was left as it is.', nameOf(image)),
      l10n.t('Look at the picture, and try again.'),
    );
  }
  await workspace.fs.writeFile(image, after).then(undefined, (cause: unknown) => {
    throw new LocalError(
      'unwritable',
      l10n.t('“{0}” cannot be written.', nameOf(image)),
      l10n.t('Check that the file may be changed.'),
      { cause },
    );
  });
}

function linkChanged(): LocalError {
  return new LocalError(
    'link-changed',
    l10n.t('The link has been changed meanwhile.'),
    l10n.t('Put the cursor on it, and try again.'),
  );
}

function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
