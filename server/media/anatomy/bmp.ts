import * as l10n from '@vscode/l10n';
import { bmpLayout } from '../bmp.ts';
import { type Anatomy, Parts } from './part.ts';

/** @throws UnsafeMediaError if the bitmap cannot be read. */
export function readBmp(file: Buffer): Anatomy | undefined {
  if (file.toString('latin1', 0, 2) !== 'BM') return undefined;
  const parts = new Parts();
  const { headEnd, pixelsAt, pixelsEnd } = bmpLayout(file);
  if (pixelsAt > headEnd)
    parts.add({ kind: 'chunk', name: l10n.t('before the pixels'), bytes: pixelsAt - headEnd });
  return {
    format: 'bmp',
    parts: parts.list,
    frames: 1,
    otherPictures: 0,
    alpha: false,
    lossless: true,
    trailer: file.subarray(pixelsEnd),
  };
}
