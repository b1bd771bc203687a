import type { Box } from '../../../protocol/attach.ts';
import type { Picture } from '../reading.ts';
import type { Page } from './engine.ts';

/** A block of text in a picture, and how it is to be looked at. */
export interface TextBlock {
  box: Box;
  /** Light text on dark ground. */
  dark: boolean;
  /** By how much it is enlarged. */
  scale: number;
}

/** Empty ground around each page, in its own pixels: text that touches the border is read badly. */
export const MARGIN = 10;

/** Cuts a block out of a picture, dark on light and enlarged. */
export async function cutPage(picture: Picture, { box, dark, scale }: TextBlock): Promise<Page> {
  const { default: sharp } = await import('sharp');
  const cut = sharp(picture.data, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
    limitInputPixels: false,
  })
    .extract({ left: box.x, top: box.y, width: box.width, height: box.height })
    .greyscale();
  if (dark) cut.negate();
  if (scale !== 1)
    cut.resize({ width: box.width * scale, height: box.height * scale, fit: 'fill', kernel: 'cubic' });
  const { data, info } = await cut
    .extend({ top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, extendWith: 'copy' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { grey: data, width: info.width, height: info.height };
}

/** Where a box of a page stands in the picture: whole pixels around it, within the block. */
export function toPicture(inPage: Box, { box, scale }: TextBlock): Box {
  const place = (at: number, length: number) => Math.min(length, Math.max(0, (at - MARGIN) / scale));
  const left = Math.floor(place(inPage.x, box.width));
  const top = Math.floor(place(inPage.y, box.height));
  const right = Math.ceil(place(inPage.x + inPage.width, box.width));
  const bottom = Math.ceil(place(inPage.y + inPage.height, box.height));
  return { x: box.x + left, y: box.y + top, width: right - left, height: bottom - top };
}
