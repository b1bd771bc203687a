import type { CodeLens } from 'vscode-languageserver';
import { imageLinkCommands } from '../../protocol/workspace-image.ts';
import { isStrippable } from './describe.ts';
import { toImageLink, type WorkspaceImage } from './documents.ts';
import type { Look } from './pictures.ts';

/** When links get lenses: where something is to be done about the picture, on every one, or never. */
export type LensMode = 'needed' | 'always' | 'off';

/** What a picture carries that nobody should publish, and what the lens calls it. */
const TELLING = [
  { kind: 'gps', name: 'GPS' },
  { kind: 'serial', name: 'Serial Number' },
] as const;

/**
 * The lenses above a picture's link.
 * @param altText as it is written in the document
 */
export function lensesFor(
  document: string,
  image: WorkspaceImage,
  altText: string,
  look: Look,
  mode: LensMode,
): CodeLens[] {
  if (mode === 'off' || look.kind === 'refused' || image.alt.language !== 'markdown') return [];
  const isAll = mode === 'always';
  const lens = (title: string, command: string): CodeLens => ({
    range: image.range,
    command: { title, command, arguments: [toImageLink(document, image)] },
  });
  const telling = TELLING.filter(({ kind }) => look.facts.removed.some((each) => each.kind === kind));
  const strips = isStrippable(look.facts) && (isAll || telling.length > 0);
  const names = telling.map(({ name }) => name).join(', ');
  return [
    ...(isAll ? [lens('Explain', imageLinkCommands.explain)] : []),
    ...(isAll || altText.trim() === '' ? [lens('Write Alt Text', imageLinkCommands.writeAltText)] : []),
    ...(strips ? [lens(`Strip Metadata${names && ` (${names})`}`, imageLinkCommands.strip)] : []),
  ];
}
