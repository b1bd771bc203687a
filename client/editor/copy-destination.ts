import { posix } from 'node:path';

/** What a destination may speak of. Paths are those of URIs. */
export interface CopiedFile {
  /** The document that the file is copied for. */
  readonly document: string;
  /** The document's workspace folder; undefined for one outside of all. */
  readonly workspaceFolder: string | undefined;
  readonly fileName: string;
  readonly now: Date;
}

/** `${name}`, or `${name/pattern/replacement/}`; `\$` is a dollar sign. */
const VARIABLE = /\\\$|\$\{(\w+)(?:\/((?:\\\/|[^/}])+)\/((?:\\\/|[^/}])*)\/)?\}/g;

/**
 * Where a pasted file goes, by VS Code's `markdown.copyFiles.destination`: a path with variables, relative to
 * the document's folder; from the workspace folder on where it begins with a slash; to be ended by the file's
 * name where it ends with one. Source: that setting's description in VS Code, and its built-in Markdown extension.
 * @returns the file's path
 */
export function copyDestination(destination: string, file: CopiedFile): string {
  const { document, fileName } = file;
  const folder = posix.dirname(document);
  const values = variables(file);
  const written = destination.trim();
  const whole = written === '' || written.endsWith('/') ? `${written}\${fileName}` : written;
  const path = whole.replace(VARIABLE, (all, name?: string, pattern?: string, replacement?: string) => {
    if (name === undefined) return '$';
    const value = values.get(name);
    // VS Code leaves what it does not know as it stands.
    if (value === undefined) return all;
    return pattern === undefined ? value : transform(value, pattern, replacement ?? '');
  });
  const root = whole.startsWith('/') ? (file.workspaceFolder ?? folder) : folder;
  // An absolute one came out of a variable.
  const target = whole.startsWith('/') ? posix.join(root, path) : posix.resolve(root, path);
  return target.endsWith('/') ? posix.join(target, fileName) : target;
}

function variables({ document, workspaceFolder, fileName, now }: CopiedFile): ReadonlyMap<string, string> {
  const folder = posix.dirname(document);
  const name = posix.basename(document);
  const extension = posix.extname(document);
  const relative = (path: string) => (workspaceFolder ? posix.relative(workspaceFolder, path) : path);
  return new Map([
    ['documentDirName', folder],
    ['documentRelativeDirName', relative(folder)],
    ['documentFileName', name],
    ['documentBaseName', posix.basename(name, extension)],
    ['documentExtName', extension.slice(1)],
    ['documentFilePath', document],
    ['documentRelativeFilePath', relative(document)],
    ['documentWorkspaceFolder', workspaceFolder ?? folder],
    ['fileName', fileName],
    ['fileExtName', posix.extname(fileName).slice(1)],
    ['unixTime', String(now.getTime())],
    ['isoTime', now.toISOString()],
  ]);
}

/** A pattern that is none changes nothing. */
function transform(value: string, pattern: string, replacement: string): string {
  const bare = (text: string) => text.replaceAll('\\/', '/');
  try {
    return value.replace(new RegExp(bare(pattern)), bare(replacement));
  } catch {
    return value;
  }
}
