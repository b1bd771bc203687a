import { posix } from 'node:path';

/** How a document in one folder names a file, as a link has it. Both are paths of URIs. */
export function linkTarget(folder: string, file: string): string {
  const steps = posix.relative(folder, file).split('/');
  // A bracket would end a Markdown link, a quotation mark an attribute.
  const escaped = (step: string) =>
    encodeURIComponent(step)
      .replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%(?:40|2B|2C|3D)/g, (code) => decodeURIComponent(code));
  return steps.map(escaped).join('/');
}
