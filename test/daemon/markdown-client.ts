// An LSP client with a Markdown document open and a workspace of its own, in memory.
import { vi } from 'vitest';
import type { CancellationToken } from 'vscode-jsonrpc';
import * as z from 'zod';
import { readFile } from '../../protocol/workspace-image.ts';
import { spawnDaemon, type TestDaemon } from './harness.ts';

export const FOLDER = 'file:///work/my%20project';
export const DOCUMENT = `${FOLDER}/docs/guide.md`;

const Position = z.object({ line: z.int(), character: z.int() });
const Range = z.object({ start: Position, end: Position });
const Diagnostic = z.object({
  range: Range,
  severity: z.int(),
  source: z.string(),
  code: z.string(),
  message: z.string(),
});
export type Diagnostic = z.infer<typeof Diagnostic>;
const Published = z.object({ uri: z.string(), diagnostics: z.array(Diagnostic) });
const Hover = z.object({ contents: z.object({ kind: z.string(), value: z.string() }) }).nullable();
export const Action = z.object({
  title: z.string(),
  kind: z.string().optional(),
  isPreferred: z.boolean().optional(),
  diagnostics: z.array(Diagnostic).optional(),
  command: z.object({ command: z.string(), arguments: z.array(z.unknown()) }),
});

const Lens = z.object({
  range: Range,
  command: z.object({ title: z.string(), command: z.string(), arguments: z.array(z.unknown()) }),
});

export interface ClientOptions {
  /** By path in the workspace. */
  readonly files?: Record<string, Buffer>;
  /** Whether it says that it reads files. */
  readonly canRead?: boolean;
  /** Instead of reading from `files`. */
  readonly read?: (uri: string, token: CancellationToken) => unknown;
  readonly capabilities?: object;
  readonly settings?: object;
  /** The language it wants to be spoken to in. */
  readonly locale?: string;
}

export interface MarkdownClient {
  readonly daemon: TestDaemon;
  /** What the daemon said it can. */
  readonly capabilities: Record<string, unknown>;
  /** The files it asked for, in order. */
  readonly asked: string[];
  readonly files: Map<string, Buffer>;
  /** Globs of files it wants to hear of. */
  readonly watched: string[];
  open(text: string, uri?: string): Promise<void>;
  /** Replaces what is between two columns of a line. */
  change(line: number, from: number, to: number, text: string): Promise<void>;
  close(uri?: string): Promise<void>;
  fileChanged(uri: string): Promise<void>;
  hover(line: number, character: number): Promise<string | undefined>;
  actions(line: number, character: number, context?: object): Promise<unknown>;
  /** Title, line and command of each lens. */
  lenses(): Promise<{ title: string; line: number; command: string; argument: unknown }[]>;
  /** How often the daemon asked for lenses to be asked for anew. */
  refreshed(): number;
  /** Waits until the diagnostics shown for a document are as wanted. */
  diagnosed(wanted: (shown: readonly Diagnostic[]) => boolean, uri?: string): Promise<readonly Diagnostic[]>;
  /** How often diagnostics came for a document. */
  published(uri?: string): number;
}

const EVERYTHING = {
  workspace: {
    codeLens: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceFolders: true,
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
  },
};

export async function startMarkdownClient(options: ClientOptions = {}): Promise<MarkdownClient> {
  const { canRead = true, capabilities = EVERYTHING, settings, locale } = options;
  const daemon = spawnDaemon({ key: null });
  const { connection } = daemon;
  const files = new Map(
    Object.entries(options.files ?? {}).map(([path, bytes]) => [`${FOLDER}/${path}`, bytes]),
  );
  const asked: string[] = [];
  const watched: string[] = [];
  const shown = new Map<string, readonly Diagnostic[]>();
  const counts = new Map<string, number>();

  connection.onRequest(readFile.method, (raw: unknown, token: CancellationToken) => {
    const { uri, maxBytes } = readFile.params.parse(raw);
    asked.push(uri);
    if (options.read) return options.read(uri, token);
    const file = files.get(uri);
    return file && file.length <= maxBytes ? { data: file.toString('base64') } : null;
  });
  connection.onRequest('client/registerCapability', (raw: unknown) => {
    const Registration = z.object({
      registerOptions: z.object({ watchers: z.array(z.object({ globPattern: z.string() })) }).optional(),
    });
    const { registrations } = z.object({ registrations: z.array(Registration) }).parse(raw);
    for (const { registerOptions } of registrations) {
      watched.push(...(registerOptions?.watchers ?? []).map(({ globPattern }) => globPattern));
    }
    return null;
  });
  let refreshes = 0;
  connection.onRequest('workspace/codeLens/refresh', () => {
    refreshes += 1;
    return null;
  });
  connection.onNotification('textDocument/publishDiagnostics', (raw: unknown) => {
    const { uri, diagnostics } = Published.parse(raw);
    shown.set(uri, diagnostics);
    counts.set(uri, (counts.get(uri) ?? 0) + 1);
  });
  const result = await connection.sendRequest('initialize', {
    processId: process.pid,
    ...(locale && { locale }),
    rootUri: FOLDER,
    workspaceFolders: [{ uri: FOLDER, name: 'my project' }],
    capabilities,
    initializationOptions: {
      ...(canRead && { capabilities: { readFile: true } }),
      ...(settings && { settings }),
    },
  });
  await connection.sendNotification('initialized', {});

  let version = 0;
  return {
    daemon,
    capabilities: z.object({ capabilities: z.record(z.string(), z.unknown()) }).parse(result).capabilities,
    asked,
    files,
    watched,
    open: (text, uri = DOCUMENT) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'markdown', version: ++version, text },
      }),
    change: (line, from, to, text) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: DOCUMENT, version: ++version },
        contentChanges: [{ range: { start: { line, character: from }, end: { line, character: to } }, text }],
      }),
    close: (uri = DOCUMENT) =>
      connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    fileChanged: (uri) =>
      connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] }),
    async hover(line, character) {
      const hover = await connection.sendRequest('textDocument/hover', {
        textDocument: { uri: DOCUMENT },
        position: { line, character },
      });
      return Hover.parse(hover)?.contents.value;
    },
    async lenses() {
      const lenses = await connection.sendRequest('textDocument/codeLens', {
        textDocument: { uri: DOCUMENT },
      });
      return z
        .array(Lens)
        .parse(lenses)
        .map(({ range, command }) => ({
          title: command.title,
          line: range.start.line,
          command: command.command,
          argument: command.arguments[0],
        }));
    },
    refreshed: () => refreshes,
    actions(line, character, context = {}) {
      const position = { line, character };
      return connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: DOCUMENT },
        range: { start: position, end: position },
        context: { diagnostics: shown.get(DOCUMENT) ?? [], ...context },
      });
    },
    diagnosed: (wanted, uri = DOCUMENT) =>
      vi.waitFor(
        () => {
          const now = shown.get(uri);
          if (!now || !wanted(now)) throw new Error(`The diagnostics are ${JSON.stringify(now)}.`);
          return now;
        },
        { timeout: 40_000, interval: 20 },
      ),
    published: (uri = DOCUMENT) => counts.get(uri) ?? 0,
  };
}
