// An extension for tests: a file system that is in memory only, as the one of a repository on the Web is. It is what
// virtual-workspace.ts makes an extension of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type FileChangeEvent,
  FileChangeType,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  type Uri,
  workspace,
} from 'vscode';
import * as z from 'zod';

/** What virtual-workspace.ts writes beside the extension: the content of files in base64, by path. */
const Content = z.object({ scheme: z.string(), files: z.record(z.string(), z.string()) });

class MemoryFiles implements FileSystemProvider {
  /** By path; folders are where files are. */
  readonly #files = new Map<string, Uint8Array>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, base64] of Object.entries(files)) this.#files.set(path, Buffer.from(base64, 'base64'));
  }

  watch(): Disposable {
    return { dispose: () => {} };
  }

  stat({ path }: Uri): FileStat {
    const file = this.#files.get(path);
    if (file) return { type: FileType.File, ctime: 0, mtime: 0, size: file.length };
    if (this.#within(path).length === 0) throw FileSystemError.FileNotFound(path);
    return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
  }

  readDirectory({ path }: Uri): [string, FileType][] {
    const names = new Map<string, FileType>();
    for (const rest of this.#within(path)) {
      const [name = '', ...more] = rest.split('/');
      names.set(name, more.length > 0 ? FileType.Directory : FileType.File);
    }
    return [...names];
  }

  createDirectory(): void {}

  readFile({ path }: Uri): Uint8Array {
    const file = this.#files.get(path);
    if (!file) throw FileSystemError.FileNotFound(path);
    return file;
  }

  writeFile(uri: Uri, content: Uint8Array): void {
    const type = this.#files.has(uri.path) ? FileChangeType.Changed : FileChangeType.Created;
    this.#files.set(uri.path, content);
    this.#changed.fire([{ type, uri }]);
  }

  delete(uri: Uri): void {
    this.#files.delete(uri.path);
    this.#changed.fire([{ type: FileChangeType.Deleted, uri }]);
  }

  rename(from: Uri, to: Uri): void {
    this.writeFile(to, this.readFile(from));
    this.delete(from);
  }

  /** What is below a folder, from there. */
  #within(folder: string): string[] {
    const start = folder.endsWith('/') ? folder : `${folder}/`;
    return [...this.#files.keys()].flatMap((path) =>
      path.startsWith(start) ? [path.slice(start.length)] : [],
    );
  }
}

/** VS Code's entry point. */
export function activate({ extensionPath, subscriptions }: ExtensionContext): void {
  const content = readFileSync(join(extensionPath, 'content.json'), 'utf8');
  const { scheme, files } = Content.parse(JSON.parse(content));
  subscriptions.push(
    workspace.registerFileSystemProvider(scheme, new MemoryFiles(files), { isCaseSensitive: true }),
  );
}
