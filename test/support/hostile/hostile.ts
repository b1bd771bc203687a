// Files made to smuggle something past a sanitizer, to wear it down, or to be taken for another
// thing than they are. Built when the tests run.

import { jpegs } from './jpeg.ts';
import type { HostileFile } from './marker.ts';
import { avifs, bmps, gifs, webps } from './others.ts';
import { pngs } from './png.ts';

export { REFUSED_FILES } from './refused.ts';

export const HOSTILE_FILES: readonly HostileFile[] = [
  ...jpegs,
  ...pngs,
  ...gifs,
  ...webps,
  ...avifs,
  ...bmps,
];
