import { imageExtensions } from '../../protocol/workspace-image.ts';

const URI = /^([a-z][a-z0-9+.-]*):(\/\/[^/?#]*)?([^?#]*)/i;
const IMAGE_NAME = new RegExp(`\\.(${imageExtensions.join('|')})$`, 'i');

/**
 * The URI of the picture an address in a document means: relative to the
 * document, or from `/` to the workspace folder the document is in. Nothing is
 * looked up here, and whether the file may be read is the client's to decide;
 * but what is not an address in the document's own file system is refused:
 * the web, network shares (`//host/a.png`), other schemes and drives.
 * @param target as written, with percent signs: `my%20shot.png?raw=true`
 * @returns normalized: no `.`, `..` or empty parts, one way of percent-encoding
 */
export function resolveImage(
  target: string,
  document: string,
  folders: readonly string[],
): string | undefined {
  const base = split(document);
  if (!base) return undefined;
  const own = `${base.scheme}:`;
  const isUri = target.toLowerCase().startsWith(`${own}//`);
  // `C:` is a drive, or a scheme nobody knows: either way not in the workspace by this name.
  if (!isUri && (/^[a-z][a-z0-9+.-]*:/i.test(target) || /^[/\\]{2}/.test(target))) return undefined;
  const written = isUri ? split(target) : undefined;
  if (isUri && written?.authority !== base.authority) return undefined;
  const path = decode(written ? written.path : (/^[^?#]*/.exec(target)?.[0] ?? ''));
  // A backslash separates folders on Windows alone; there `..\` would lead out of what was checked.
  if (!IMAGE_NAME.test(path) || /[\\\0]/.test(path)) return undefined;
  const from = written ? [] : path.startsWith('/') ? folderOf(base, folders) : parentOf(base);
  return from && build(base, [...from, ...path.split('/')]);
}

/** The same URI for every way of writing it: what a client says of a file is compared with what was resolved. */
export function normalizeUri(uri: string): string | undefined {
  const parts = split(uri);
  return parts && build(parts, decode(parts.path).split('/'));
}

interface Parts {
  scheme: string;
  /** With its two slashes; empty where there is none. */
  authority: string;
  /** As it is in the URI: percent-encoded. */
  path: string;
}

function split(uri: string): Parts | undefined {
  const [, scheme, authority = '', path] = URI.exec(uri) ?? [];
  // `file:/a` and `file:///a` are the same place.
  if (scheme === undefined || path === undefined || !path.startsWith('/')) return undefined;
  return { scheme: scheme.toLowerCase(), authority: authority === '//' ? '' : authority.toLowerCase(), path };
}

function parentOf({ path }: Parts): string[] {
  return decode(path).split('/').slice(0, -1);
}

/** The innermost workspace folder a document is in. */
function folderOf(document: Parts, folders: readonly string[]): string[] | undefined {
  const uri = build(document, decode(document.path).split('/'));
  const within = folders
    .map((folder) => normalizeUri(folder)?.replace(/\/$/, ''))
    .filter((folder) => folder !== undefined)
    .filter((folder) => uri?.startsWith(`${folder}/`))
    .toSorted((a, b) => b.length - a.length);
  const [innermost] = within;
  const parts = innermost === undefined ? undefined : split(`${innermost}/`);
  return parts && decode(parts.path).split('/');
}

function build({ scheme, authority }: Parts, segments: readonly string[]): string | undefined {
  const path: string[] = [];
  for (const segment of segments) {
    if (segment === '..') {
      if (path.pop() === undefined) return undefined;
    } else if (segment !== '' && segment !== '.') path.push(encode(segment));
  }
  // Drives of Windows are written in either case.
  const [drive] = path;
  if (drive !== undefined && /^[a-z]%3A$/i.test(drive)) path[0] = drive.toLowerCase().replace('%3a', '%3A');
  return `${scheme}:${authority || '//'}/${path.join('/')}`;
}

/** A lone surrogate has no encoding. */
function encode(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}

/** Percent signs that encode nothing are meant as they are. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
