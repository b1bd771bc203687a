import type { Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ImageLink } from '../../protocol/workspace-image.ts';
import type { FoundImage } from './image-links.ts';
import { resolveImage } from './resolve.ts';

/** A picture of the workspace that a document links to. */
export interface WorkspaceImage extends FoundImage {
  /** Its URI, normalized. */
  uri: string;
}

interface Seen {
  version: number;
  images: Promise<WorkspaceImage[]>;
}

/** The pictures of open documents, looked for once a version. */
export class DocumentImages {
  readonly #seen = new WeakMap<TextDocument, Seen>();
  readonly #folders: () => readonly string[];

  /** @param folders URIs of the workspace folders */
  constructor(folders: () => readonly string[]) {
    this.#folders = folders;
  }

  of(document: TextDocument): Promise<WorkspaceImage[]> {
    const { version } = document;
    const seen = this.#seen.get(document);
    if (seen?.version === version) return seen.images;
    const images = this.#find(document);
    this.#seen.set(document, { version, images });
    return images;
  }

  /** The link at a place, or the first of those a selection touches: at itself, or at its definition. */
  async at(document: TextDocument, range: Range): Promise<WorkspaceImage | undefined> {
    const images = await this.of(document);
    return (
      images.find((image) => touches(image.range, range)) ??
      images.find((image) => touches(image.destination, range))
    );
  }

  async #find(document: TextDocument): Promise<WorkspaceImage[]> {
    const text = document.getText();
    // Most windows never show a document with a picture: the parser is loaded by the first that does.
    const { findImages } = await import('./image-links.ts');
    return findImages(text).flatMap((image) => {
      const uri = resolveImage(image.target, document.uri, this.#folders());
      return uri === undefined ? [] : [{ ...image, uri }];
    });
  }
}

/** The link as the commands of the client get it. */
export function toImageLink(document: string, { uri, alt }: WorkspaceImage): ImageLink {
  return { document, image: uri, alt };
}

/** The file's name, for people: without what would disturb the line it is shown in. */
export function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
}

export function isSameRange(a: Range, b: Range): boolean {
  return compare(a.start, b.start) === 0 && compare(a.end, b.end) === 0;
}

function touches(a: Range, b: Range): boolean {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
