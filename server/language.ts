import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type CodeLensParams,
  CodeLensRefreshRequest,
  type Command,
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type FileEvent,
  type Hover,
  type HoverParams,
  type InitializeParams,
  MarkupKind,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { z } from 'zod';
import type { Removed } from '../protocol/attach.ts';
import type { Message } from '../protocol/message.ts';
import { type ImageLink, imageExtensions, imageLinkAt, stripMetadata } from '../protocol/workspace-image.ts';
import { ACTION_KINDS, actionsFor } from './links/actions.ts';
import { readFromClient } from './links/client-files.ts';
import { describeLook, diagnose, type SendingCost } from './links/describe.ts';
import { Diagnoses } from './links/diagnoses.ts';
import { DocumentImages, nameOf, toImageLink } from './links/documents.ts';
import { type LensMode, lensesFor } from './links/lenses.ts';
import { type PictureFacts, Pictures } from './links/pictures.ts';
import { normalizeUri } from './links/resolve.ts';
import { parseParams, toResponseError } from './wire.ts';

export interface LanguageDeps {
  /** What a picture is and carries. @throws LenscapError for what is no picture */
  inspect(bytes: Uint8Array): Promise<PictureFacts>;
  /** The picture with nothing but its pixels. @throws LenscapError if that cannot be had */
  strip(bytes: Uint8Array): Promise<{ mime: string; data: Buffer; removed: Removed[] }>;
  /** What sending a picture of this size would cost. @throws LenscapError if its price is unknown */
  quotePicture(size: { width: number; height: number }): Promise<SendingCost>;
  /** When links get lenses, by the settings in force. */
  lenses(): LensMode;
  /** The largest file that is taken in, in bytes. */
  maxBytes: number;
}

/** What the daemon does for documents, beside answering questions. */
export interface Language {
  /**
   * What it adds to the daemon's capabilities.
   * @param canRead whether the client answers `lenscap/readFile`: without it, documents are none of ours
   */
  initialize(params: InitializeParams, canRead: boolean): ServerCapabilities;
  /** The client is ready for requests. */
  initialized(): void;
  /** Settings changed: what is shown may be other now. */
  configured(): void;
  stop(): void;
}

/** Serves Markdown documents as a language server does: hovers, diagnostics and code actions for pictures. */
export function serveLanguage(connection: Connection, deps: LanguageDeps): Language {
  return new MarkdownLanguage(connection, deps);
}

/** In both cases: many systems tell `.PNG` from `.png`, and cameras write either. */
const PICTURES = `**/*.{${imageExtensions
  .map((extension) => extension.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`))
  .join(',')}}`;

class MarkdownLanguage implements Language {
  readonly #connection: Connection;
  readonly #deps: LanguageDeps;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #pictures: Pictures;
  readonly #diagnoses: Diagnoses;
  readonly #images = new DocumentImages(() => this.#folders);
  #client: InitializeParams['capabilities'] | undefined;
  #canRead = false;
  #folders: readonly string[] = [];

  constructor(connection: Connection, deps: LanguageDeps) {
    this.#connection = connection;
    this.#deps = deps;
    this.#pictures = new Pictures({
      inspect: (bytes) => deps.inspect(bytes),
      read: (uri, signal) => this.#read(uri, signal),
    });
    this.#diagnoses = new Diagnoses({
      diagnose: (uri, signal) => this.#diagnose(uri, signal),
      publish: (uri, diagnostics) => void connection.sendDiagnostics({ uri, diagnostics }),
      onError: (error) => this.#warn(error),
    });
    this.#listen();
  }

  initialize({ capabilities, workspaceFolders }: InitializeParams, canRead: boolean): ServerCapabilities {
    this.#client = capabilities;
    this.#canRead = canRead;
    this.#folders = (workspaceFolders ?? []).map(({ uri }) => uri);
    if (!canRead) return { textDocumentSync: TextDocumentSyncKind.None };
    return {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: ACTION_KINDS },
      codeLensProvider: { resolveProvider: false },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    };
  }

  initialized(): void {
    const { workspace } = this.#client ?? {};
    if (!this.#canRead) return;
    if (workspace?.workspaceFolders) {
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        this.#folders = [...this.#folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
      });
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const options = { watchers: [{ globPattern: PICTURES }] };
      this.#connection.client
        .register(DidChangeWatchedFilesNotification.type, options)
        .catch((error: unknown) => this.#warn(error));
    }
  }

  configured(): void {
    this.#refreshLenses();
  }

  stop(): void {
    this.#canRead = false;
    this.#diagnoses.stop();
  }

  #listen(): void {
    const connection = this.#connection;
    this.#documents.listen(connection);
    this.#documents.onDidOpen(({ document }) => void this.#lookAgain(document));
    this.#documents.onDidChangeContent(({ document }) => {
      if (this.#isOurs(document)) this.#diagnoses.changed(document.uri);
    });
    this.#documents.onDidClose(({ document }) => {
      if (this.#isOurs(document)) this.#diagnoses.closed(document.uri);
    });
    connection.onDidChangeWatchedFiles(({ changes }) => this.#filesChanged(changes));
    connection.onHover((params, token) => this.#hover(params, token));
    connection.onCodeAction((params, token) => this.#actions(params, token));
    connection.onCodeLens((params, token) => this.#lenses(params, token));
    this.#answer(imageLinkAt, ({ document, position }) => this.#linkAt(document, position));
    this.#answer(stripMetadata, async ({ data }) => {
      const stripped = await this.#deps.strip(Buffer.from(data, 'base64'));
      return { ...stripped, data: stripped.data.toString('base64') };
    });
  }

  #answer<P extends z.ZodType, R extends z.ZodType>(
    { method, params: schema }: Message<P, R>,
    handle: (params: z.output<P>) => Promise<z.input<R>>,
  ): void {
    this.#connection.onRequest(method, async (params: unknown) => {
      if (!this.#client)
        throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The client has not sent initialize yet.');
      try {
        return await handle(parseParams(schema, params, method));
      } catch (error) {
        throw toResponseError(error);
      }
    });
  }

  #isOurs({ languageId }: TextDocument): boolean {
    return this.#canRead && languageId === 'markdown';
  }

  #document(uri: string): TextDocument | undefined {
    const document = this.#documents.get(uri);
    return document && this.#isOurs(document) ? document : undefined;
  }

  /** What is opened shows its pictures as they are now, also where nobody tells of changed files. */
  async #lookAgain(document: TextDocument): Promise<void> {
    if (!this.#isOurs(document)) return;
    for (const { uri } of await this.#images.of(document)) this.#pictures.forget(uri);
  }

  async #filesChanged(changes: readonly FileEvent[]): Promise<void> {
    const changed = new Set(changes.map(({ uri }) => normalizeUri(uri)));
    for (const uri of changed) if (uri !== undefined) this.#pictures.forget(uri);
    let isShown = false;
    for (const document of this.#documents.all()) {
      if (!this.#isOurs(document)) continue;
      const images = await this.#images.of(document);
      if (!images.some(({ uri }) => changed.has(uri))) continue;
      this.#diagnoses.changed(document.uri);
      isShown = true;
    }
    if (isShown) this.#refreshLenses();
  }

  async #diagnose(uri: string, signal: AbortSignal): Promise<Diagnostic[]> {
    const document = this.#document(uri);
    if (!document) return [];
    // A definition is warned of once, however often it is used.
    const images = new Map(
      (await this.#images.of(document)).map((image) => [JSON.stringify(image.destination), image]),
    );
    const lists = await Promise.all(
      [...images.values()].map(async (image) => {
        const look = await this.#pictures.look(image.uri, signal);
        return look?.kind === 'picture' ? diagnose(nameOf(image.uri), look.facts, image.destination) : [];
      }),
    );
    return lists.flat();
  }

  async #hover({ textDocument, position }: HoverParams, token: CancellationToken): Promise<Hover | null> {
    const document = this.#document(textDocument.uri);
    const image = document && (await this.#images.at(document, { start: position, end: position }));
    const look = image && (await this.#look(image.uri, token));
    if (!look) return null;
    const cost =
      look.kind === 'picture' ? await this.#deps.quotePicture(look.facts).catch(() => undefined) : undefined;
    const formats = this.#client?.textDocument?.hover?.contentFormat ?? [MarkupKind.PlainText];
    const kind = formats.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText;
    return { contents: { kind, value: describeLook(look, cost, kind === MarkupKind.Markdown) } };
  }

  async #actions(
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<(CodeAction | Command)[]> {
    const document = this.#document(textDocument.uri);
    const image = document && (await this.#images.at(document, range));
    const look = image && (await this.#look(image.uri, token));
    if (!document || !image || !look) return [];
    const actions = actionsFor(document.uri, image, look, context.diagnostics, context.only);
    if (this.#client?.textDocument?.codeAction?.codeActionLiteralSupport) return actions;
    return actions.flatMap(({ command }) => (command ? [command] : []));
  }

  async #lenses({ textDocument }: CodeLensParams, token: CancellationToken): Promise<CodeLens[]> {
    const mode = this.#deps.lenses();
    const document = mode === 'off' ? undefined : this.#document(textDocument.uri);
    if (!document) return [];
    const images = await this.#images.of(document);
    const lists = await Promise.all(
      images.map(async (image) => {
        const look = await this.#look(image.uri, token);
        return look ? lensesFor(document.uri, image, document.getText(image.alt.range), look, mode) : [];
      }),
    );
    return lists.flat();
  }

  #refreshLenses(): void {
    if (!this.#canRead || !this.#client?.workspace?.codeLens?.refreshSupport) return;
    this.#connection.sendRequest(CodeLensRefreshRequest.type).catch((error: unknown) => this.#warn(error));
  }

  async #linkAt(uri: string, position: HoverParams['position']): Promise<ImageLink | null> {
    const document = this.#document(uri);
    const image = document && (await this.#images.at(document, { start: position, end: position }));
    return image ? toImageLink(uri, image) : null;
  }

  /** @returns undefined also when it was cancelled: nobody reads the answer */
  async #look(uri: string, token: CancellationToken) {
    const controller = new AbortController();
    const listening = token.onCancellationRequested(() => controller.abort());
    try {
      return await this.#pictures.look(uri, controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw toResponseError(error);
    } finally {
      listening.dispose();
    }
  }

  async #read(uri: string, signal: AbortSignal): Promise<Buffer | undefined> {
    try {
      return await readFromClient(this.#connection, uri, this.#deps.maxBytes, signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // Who stopped waiting needs no reason.
      if (!signal.aborted) this.#connection.console.warn(`“${nameOf(uri)}” could not be read: ${reason}`);
      throw error;
    }
  }

  #warn(error: unknown): void {
    this.#connection.console.warn(toResponseError(error).message);
  }
}
