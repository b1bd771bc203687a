import {
  type Disposable,
  l10n,
  type Position,
  Range,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import { LocalError } from '../../protocol/errors.ts';
import { stripMetadata } from '../../protocol/workspace-image.ts';
import { escapeAltText } from '../alt-text.ts';
import type { Daemon } from '../daemon.ts';
import type { ImageFile } from '../files.ts';
import { altTextAround } from './alt-text-around.ts';
import { linkTarget } from './link-target.ts';
import { linkFolder, pastedFile } from './pasted-file.ts';
import { TrackedRange } from './tracked-range.ts';

/** A picture, and its file if it has one already. */
export interface PastedPicture extends ImageFile {
  readonly uri?: Uri | undefined;
}

const MARKUP: Readonly<Record<string, 'markdown' | 'html'>> = {
  markdown: 'markdown',
  mdx: 'markdown',
  html: 'html',
  vue: 'html',
  svelte: 'html',
  javascriptreact: 'html',
  typescriptreact: 'html',
};

/** A place in a document that is to have a picture's alt text: inside a link, or where a link goes. */
export class AltTextPlace implements Disposable {
  readonly #document: TextDocument;
  readonly #language: 'markdown' | 'html' | undefined;
  readonly #isInside: boolean;
  readonly #place: TrackedRange;

  constructor(document: TextDocument, position: Position) {
    this.#document = document;
    this.#language = MARKUP[document.languageId];
    const { line, character } = position;
    const inside = this.#language && altTextAround(document.lineAt(line).text, character, this.#language);
    this.#isInside = inside !== undefined;
    const range = inside ? new Range(line, inside.start, line, inside.end) : new Range(position, position);
    this.#place = new TrackedRange(document, range);
  }

  /**
   * Writes it, as one step to undo, with the files that pasted pictures become.
   * @throws LocalError if the place is gone, or the document cannot be changed
   */
  async insert(
    described: readonly { picture: PastedPicture; sentence: string }[],
    daemon: Pick<Daemon, 'request'>,
  ): Promise<void> {
    const edit = new WorkspaceEdit();
    const texts: string[] = [];
    const taken = new Set<string>();
    for (const { picture, sentence } of described)
      texts.push(await this.#textFor(picture, sentence, edit, taken, daemon));
    const { range } = this.#place;
    if (!range) {
      throw new LocalError(
        'place-gone',
        l10n.t('The place for the alt text has been changed meanwhile.'),
        l10n.t('Paste the picture again.'),
      );
    }
    edit.replace(this.#document.uri, range, texts.join(this.#isInside ? ' ' : '\n'));
    if (await workspace.applyEdit(edit)) return;
    throw new LocalError(
      'read-only',
      l10n.t('The alt text cannot be written, because this document cannot be changed.'),
      l10n.t('Make the document writable, and try again.'),
    );
  }

  dispose(): void {
    this.#place.dispose();
  }

  async #textFor(
    { name, bytes, uri }: PastedPicture,
    sentence: string,
    edit: WorkspaceEdit,
    taken: Set<string>,
    daemon: Pick<Daemon, 'request'>,
  ): Promise<string> {
    if (!this.#language) return sentence;
    const alt = escapeAltText(sentence, this.#language);
    if (this.#isInside) return alt;
    const folder = linkFolder(this.#document);
    // Nowhere to link to: the text alone is better than a link to nothing.
    if (!folder) return alt;
    let file = uri;
    if (!file) {
      const params = { data: Buffer.from(bytes).toString('base64') };
      const stripped = await daemon.request(stripMetadata, params).catch(() => undefined);
      // One that cannot be written without its metadata: an animation.
      if (!stripped) return alt;
      const { mime, data } = stripped;
      file = await pastedFile({ document: this.#document, folder, name, mime, taken });
      edit.createFile(file, { contents: Buffer.from(data, 'base64') });
    }
    const target = linkTarget(folder.path, file.path);
    return this.#language === 'html' ? `<img src="${target}" alt="${alt}">` : `![${alt}](${target})`;
  }
}
