import {
  type DataTransfer,
  Disposable,
  type Disposable as DisposableType,
  DocumentDropEdit,
  DocumentDropOrPasteEditKind,
  DocumentPasteEdit,
  type DocumentPasteEditProvider,
  DocumentPasteTriggerKind,
  type DocumentSelector,
  extensions,
  languages,
  type Position,
  type TextDocument,
  Uri,
} from 'vscode';
import type { ImageFile } from '../files.ts';
import { isImage } from '../image-name.ts';
import { type EditorForm, pasteKind, pasteKinds } from './kinds.ts';

// Not `*`: that takes in the input boxes of Chat and source control.
const documents: DocumentSelector = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-remote' },
  { scheme: 'vscode-vfs' },
  { scheme: 'vscode-notebook-cell' },
];

// Whatever else can be made of the same clipboard costs nothing, so it goes first.
const { Empty, Text } = DocumentDropOrPasteEditKind;
const yieldTo = [Text, ...['markdown', 'html', 'latex', 'uri', 'image'].map((kind) => Empty.append(kind))];

const kinds = pasteKinds.map(({ kind }) => kind);

/** The pictures something pasted or dropped has, and how to get at those it only names. */
interface Pictures {
  readonly files: ImageFile[];
  readonly uris: Uri[];
}

export interface PasteTarget {
  readonly document: TextDocument;
  readonly position: Position;
}

/** Called when the user accepted the edit. It must not wait for the answer. */
export type Accept = (target: PasteTarget, pictures: Pictures, form: EditorForm) => void;

class PicturePasteEdit extends DocumentPasteEdit {
  override yieldTo = yieldTo;
  readonly target: PasteTarget;
  readonly pictures: Pictures;
  readonly form: EditorForm;

  constructor(target: PasteTarget, pictures: Pictures, form: EditorForm) {
    const { title, kind } = pasteKind(form);
    // Nothing is inserted by the edit itself: the answer comes later, in pieces.
    super('', title, kind);
    this.target = target;
    this.pictures = pictures;
    this.form = form;
  }
}

class PictureDropEdit extends DocumentDropEdit {
  readonly target: PasteTarget;
  readonly pictures: Pictures;
  readonly form: EditorForm;

  constructor(target: PasteTarget, pictures: Pictures, form: EditorForm) {
    const { title, kind } = pasteKind(form);
    super('', title, kind);
    this.yieldTo = yieldTo;
    this.target = target;
    this.pictures = pictures;
    this.form = form;
  }
}

/** Offers what can be made of pictures that are pasted or dropped into text editors. */
export function registerPasteAndDrop(accept: Accept): DisposableType {
  return Disposable.from(
    languages.registerDocumentPasteEditProvider(documents, pasteProvider(accept), {
      providedPasteEditKinds: kinds,
      pasteMimeTypes: ['image/*', 'files'],
    }),
    languages.registerDocumentDropEditProvider(
      documents,
      {
        async provideDocumentDropEdits(document, position, dataTransfer) {
          const pictures = await picturesIn(dataTransfer);
          const target = { document, position };
          return pictures && pasteKinds.map(({ form }) => new PictureDropEdit(target, pictures, form));
        },
        resolveDocumentDropEdit(edit) {
          if (edit instanceof PictureDropEdit) accept(edit.target, edit.pictures, edit.form);
          return edit;
        },
      },
      { providedDropEditKinds: kinds, dropMimeTypes: ['image/*', 'files', 'text/uri-list'] },
    ),
  );
}

export function pasteProvider(accept: Accept): DocumentPasteEditProvider {
  return {
    async provideDocumentPasteEdits(document, ranges, dataTransfer, context) {
      const { only } = context;
      const offered = pasteKinds.filter(({ kind }) => !only || only.contains(kind));
      if (offered.length === 0) return undefined;
      const unasked = context.triggerKind === DocumentPasteTriggerKind.Automatic;
      if (unasked && document.languageId === 'markdown' && !markdownIsThere()) return undefined;
      const position = ranges[0]?.start;
      const pictures = await picturesIn(dataTransfer);
      if (!position || !pictures) return undefined;
      return offered.map(({ form }) => new PicturePasteEdit({ document, position }, pictures, form));
    },
    resolveDocumentPasteEdit(edit) {
      // VS Code resolves an edit when, and only when, it is going to apply it.
      if (edit instanceof PicturePasteEdit) accept(edit.target, edit.pictures, edit.form);
      return edit;
    },
  };
}

/**
 * Whether Markdown's own image link is on offer. While VS Code still starts it,
 * ours would be the only edit, and a mere paste would cost something.
 */
function markdownIsThere(): boolean {
  const markdown = extensions.getExtension('vscode.markdown-language-features');
  return !markdown || markdown.isActive;
}

/** The data transfer is only good during the call: everything is asked of it before the first wait. */
async function picturesIn(dataTransfer: DataTransfer): Promise<Pictures | undefined> {
  const reading: Promise<ImageFile>[] = [];
  let list: Thenable<string> | undefined;
  for (const [mime, item] of dataTransfer) {
    const file = item.asFile();
    if (file && (mime.startsWith('image/') || isImage({ scheme: 'file', path: file.name }))) {
      reading.push(
        Promise.resolve(file.data()).then((bytes) => ({ name: file.name || 'Screenshot', bytes })),
      );
    } else if (!file && mime === 'text/uri-list') {
      list = item.asString();
    }
  }
  const files = await Promise.all(reading);
  const uris = files.length > 0 ? [] : imageUris((await list) ?? '');
  return files.length + uris.length > 0 ? { files, uris } : undefined;
}

function imageUris(list: string): Uri[] {
  return list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Uri.parse(line))
    .filter(isImage);
}
