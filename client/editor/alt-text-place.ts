import {
  type Disposable,
  type Position,
  Range,
  type TextDocument,
  Uri,
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
        'The place for the alt text has been changed meanwhile.',
        'Paste the picture again.',
      );
    }
    edit.replace(this.#document.uri, range, texts.join(this.#isInside ? ' ' : '\n'));
    if (await workspace.applyEdit(edit)) return;
    throw new LocalError(
      'read-only',
      'The alt text cannot be written, because this document cannot be changed.',
      'Make the document writable, and try again.',
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
    const folder = folderOf(this.#document);
    // Nowhere to link to: the text alone is better than a link to nothing.
    if (!folder) return alt;
    let file = uri;
    if (!file) {
      const params = { data: Buffer.from(bytes).toString('base64') };
      const stripped = await daemon.request(stripMetadata, params).catch(() => undefined);
      // One that cannot be written without its metadata: an animation.
      if (!stripped) return alt;
      const { mime, data } = stripped;
      file = await freeName(folder, name, mime, taken);
      edit.createFile(file, { contents: Buffer.from(data, 'base64') });
    }
    const target = linkTarget(folder.path, file.path);
    return this.#language === 'html' ? `<img src="${target}" alt="${alt}">` : `![${alt}](${target})`;
  }
}

/** Where a document's links begin: its own folder, or its notebook's; the workspace's for one that has no file. */
function folderOf(document: TextDocument): Uri | undefined {
  const notebook = workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document === document),
  );
  const { uri, isUntitled } = notebook ?? document;
  return isUntitled ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(uri, '..');
}

/** As VS Code names what is pasted into Markdown: `image.png`, `image-1.png`. */
async function freeName(folder: Uri, name: string, mime: string, taken: Set<string>): Promise<Uri> {
  const stem = name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'image';
  const extension = mime.replace('image/', '').replace('jpeg', 'jpg');
  for (let index = 0; ; index++) {
    const uri = Uri.joinPath(folder, `${stem}${index === 0 ? '' : `-${index}`}.${extension}`);
    if (taken.has(uri.path) || (await exists(uri))) continue;
    taken.add(uri.path);
    return uri;
  }
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
