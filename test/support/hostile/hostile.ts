// Files made to smuggle something past a sanitizer, to wear it down, or to be taken for another
// thing than they are. Built when the tests run.

import { jpegs } from './jpeg.ts';
import { avifs, bmps, gifs, webps } from './others.ts';
import { pngs } from './png.ts';

export { REFUSED_FILES } from './refused.ts';

/** A file of which only the pixels may survive. */
export interface HostileFile {
  readonly name: string;
  make(): Promise<Buffer>;
  /** Kinds that the list of what was removed must have. */
  readonly removes: readonly string[];
  /** What a detail of that list must say. */
  readonly says?: RegExp;
  /** Whether the marker can be seen in the file; true if missing. */
  readonly isPlanted?: boolean;
  /** Whether nothing is left of the four colours, because they were invisible. */
  readonly isWhite?: boolean;
}

export const HOSTILE_FILES: readonly HostileFile[] = [
  ...jpegs,
  ...pngs,
  ...gifs,
  ...webps,
  ...avifs,
  ...bmps,
];
