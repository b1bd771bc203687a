import type { Box } from '../../protocol/attach.ts';
import type { Pixels } from './pixels.ts';

/** How much of an empty border is left around the content, in pixels. */
const MARGIN = 16;

/**
 * The part of a picture inside its empty borders, with a margin. A border ends
 * at the first pixel of another colour, however faint, and at what must be kept.
 * A picture without content is all content.
 */
export function contentBox(pixels: Pixels, keep: readonly Box[] = []): Box {
  const { width, height } = pixels;
  const whole = { x: 0, y: 0, width, height };
  const top = emptyRows(pixels, 0, 1);
  if (top === height) return whole;
  const bottom = height - emptyRows(pixels, height - 1, -1);
  const left = emptyColumns(pixels, 0, 1, top, bottom);
  const right = width - emptyColumns(pixels, width - 1, -1, top, bottom);
  return union([{ x: left, y: top, width: right - left, height: bottom - top }, ...keep], whole);
}

/** How many rows from this one on have one colour, each pixel, and all the same. */
function emptyRows({ data, width, height }: Pixels, from: number, step: 1 | -1): number {
  const stride = width * 3;
  const reference = Buffer.alloc(stride, data.subarray(from * stride, from * stride + 3));
  let count = 0;
  while (count < height) {
    const start = (from + count * step) * stride;
    if (reference.compare(data, start, start + stride) !== 0) break;
    count++;
  }
  return count;
}

/** The same for columns, between two rows. */
function emptyColumns(
  { data, width }: Pixels,
  from: number,
  step: 1 | -1,
  top: number,
  bottom: number,
): number {
  const first = (top * width + from) * 3;
  const [red, green, blue] = data.subarray(first, first + 3);
  let count = width;
  for (let y = top; y < bottom && count > 0; y++) {
    const row = (y * width + from) * 3;
    for (let column = 0; column < count; column++) {
      const at = row + column * step * 3;
      if (data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue) count = column;
    }
  }
  return count;
}

function union(boxes: readonly Box[], whole: Box): Box {
  const edges = boxes.map(({ x, y, width, height }) => ({ x, y, right: x + width, bottom: y + height }));
  const x = Math.max(0, Math.floor(Math.min(...edges.map((edge) => edge.x)) - MARGIN));
  const y = Math.max(0, Math.floor(Math.min(...edges.map((edge) => edge.y)) - MARGIN));
  const right = Math.min(whole.width, Math.ceil(Math.max(...edges.map((edge) => edge.right)) + MARGIN));
  const bottom = Math.min(whole.height, Math.ceil(Math.max(...edges.map((edge) => edge.bottom)) + MARGIN));
  return { x, y, width: right - x, height: bottom - y };
}
