import type { Box } from '../../../protocol/attach.ts';
import { join } from '../boxes.ts';
import type { ReadLine, ReadWord } from '../reading.ts';
import type { Page } from './engine.ts';
import type { Grey } from './grey.ts';

/** A block of text in a picture, and how it is to be looked at. */
export interface TextBlock {
  box: Box;
  /** Light text on dark ground. */
  dark: boolean;
  /** By how much it is enlarged. */
  scale: number;
}

/** What of a block goes into one page. */
export interface PageCut {
  /** In the picture. Neighbours overlap. */
  box: Box;
  /** The part of the box whose text is taken from this page. Neighbours do not overlap. */
  core: Box;
  dark: boolean;
  scale: number;
}

/** Empty ground around each page, in its own pixels: text that touches the border is read badly. */
const MARGIN = 8;

/** The part of a page's pixels, at either end, that is not asked how bright black and white are. */
const OUTERMOST = 0.005;

/** What a page may be at most, in its own pixels: it bounds the memory that the reader needs. */
const MAX_PAGE_WIDTH = 12_000;
const MAX_PAGE_HEIGHT = 2_000;
const MAX_PAGE_PIXELS = 3_000_000;

/** By how much pages of one block overlap, in pixels of the picture: no line is higher, few words are longer. */
const OVERLAP = 60;

/** Cuts a block into pages that are not too large. */
export function cutPages({ box, dark, scale }: TextBlock): PageCut[] {
  const most = { width: MAX_PAGE_WIDTH / scale, height: MAX_PAGE_HEIGHT / scale };
  const columns = divide(box.x, box.width, most.width);
  const rows = divide(
    box.y,
    box.height,
    Math.min(most.height, MAX_PAGE_PIXELS / scale / scale / Math.min(box.width, most.width)),
  );
  return rows.flatMap((row) =>
    columns.map((column) => ({
      box: { x: column.from, y: row.from, width: column.length, height: row.length },
      core: { x: column.core, y: row.core, width: column.coreLength, height: row.coreLength },
      dark,
      scale,
    })),
  );
}

interface Span {
  from: number;
  length: number;
  core: number;
  coreLength: number;
}

function divide(start: number, length: number, most: number): Span[] {
  const count = length <= most ? 1 : Math.ceil((length - OVERLAP) / Math.max(1, Math.floor(most) - OVERLAP));
  const at = (index: number) => start + Math.round((index * length) / count);
  return Array.from({ length: count }, (_, index) => {
    const core = at(index);
    const end = at(index + 1);
    const from = Math.max(start, core - OVERLAP / 2);
    return {
      from,
      length: Math.min(start + length, end + OVERLAP / 2) - from,
      core,
      coreLength: end - core,
    };
  });
}

/** Cuts a page out of a picture, dark on light, its contrast stretched, and enlarged. */
export async function renderPage(picture: Grey, { box, dark, scale }: PageCut): Promise<Page> {
  const { default: sharp } = await import('sharp');
  const raw = { width: box.width, height: box.height, channels: 1 } as const;
  const { data, info } = await sharp(cutOut(picture, box, dark), { raw, limitInputPixels: false })
    .toColourspace('b-w')
    .resize({
      width: enlarged(box.width, scale),
      height: enlarged(box.height, scale),
      fit: 'fill',
      kernel: 'linear',
    })
    .extend({ top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, extendWith: 'copy' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { grey: data, width: info.width, height: info.height };
}

/**
 * The pixels of a box, dark on light, from black to white but for the outermost
 * in a hundred. Sharp would copy the whole picture for each page, and its
 * `normalise` takes eight times as long as all else together.
 */
function cutOut({ light, width }: Grey, box: Box, dark: boolean): Buffer {
  const cut = Buffer.alloc(box.width * box.height);
  const histogram = new Uint32Array(256);
  for (let row = 0, to = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x;
    for (let at = from; at < from + box.width; at++) {
      const level = dark ? 255 - (light[at] ?? 0) : (light[at] ?? 0);
      cut[to++] = level;
      histogram[level] = (histogram[level] ?? 0) + 1;
    }
  }
  const few = cut.length * OUTERMOST;
  const black = levelAfter(histogram, few);
  const white = levelAfter(histogram, cut.length - few);
  if (white <= black) return cut;
  const stretched = Uint8ClampedArray.from(
    histogram,
    (_, level) => (255 * (level - black)) / (white - black),
  );
  for (let at = 0; at < cut.length; at++) cut[at] = stretched[cut[at] ?? 0] ?? 0;
  return cut;
}

/** The level below which a histogram has no more pixels than that. */
function levelAfter(histogram: Uint32Array, pixels: number): number {
  let below = 0;
  return Math.max(
    0,
    histogram.findIndex((count) => {
      below += count;
      return below > pixels;
    }),
  );
}

/**
 * Lines of a page as they stand in the picture, without what another page
 * answers for: a line belongs where its middle is, a symbol of it likewise.
 */
export function toPicture(lines: readonly ReadLine[], cut: PageCut): ReadLine[] {
  return lines.flatMap((line) => {
    const box = toPictureBox(line.box, cut);
    if (!holds(cut.core.y, cut.core.height, cut.box.y + cut.box.height, box.y + box.height / 2)) return [];
    const words = line.words.flatMap((word) => toPictureWord(word, cut));
    return words.length === 0 ? [] : [{ box: words.map((word) => word.box).reduce(join), words }];
  });
}

function toPictureWord(word: ReadWord, cut: PageCut): ReadWord[] {
  const placed = word.symbols.map(({ text, box }) => ({ text, box: toPictureBox(box, cut) }));
  const symbols = placed.filter(({ box }) =>
    holds(cut.core.x, cut.core.width, cut.box.x + cut.box.width, box.x + box.width / 2),
  );
  if (symbols.length === 0) return [];
  const text = symbols.map((symbol) => symbol.text).join('');
  const box =
    symbols.length === placed.length
      ? toPictureBox(word.box, cut)
      : symbols.map((symbol) => symbol.box).reduce(join);
  return [{ text, confidence: word.confidence, box, symbols }];
}

function enlarged(length: number, scale: number): number {
  return Math.max(1, Math.round(length * scale));
}

/** Whole pixels around a box of a page, within what the page shows. */
export function toPictureBox(inPage: Box, { box, scale }: PageCut): Box {
  const place = (at: number, length: number) =>
    Math.min(length, Math.max(0, ((at - MARGIN) * length) / enlarged(length, scale)));
  const left = Math.floor(place(inPage.x, box.width));
  const top = Math.floor(place(inPage.y, box.height));
  const right = Math.ceil(place(inPage.x + inPage.width, box.width));
  const bottom = Math.ceil(place(inPage.y + inPage.height, box.height));
  return { x: box.x + left, y: box.y + top, width: right - left, height: bottom - top };
}

/** Whether a place is in a page's core. Beyond the block's end there is no other page. */
function holds(core: number, coreLength: number, end: number, at: number): boolean {
  return at >= core && (at < core + coreLength || core + coreLength === end);
}
