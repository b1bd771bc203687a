// How well redaction boxes meet what is known of a screenshot.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Box } from '../../../protocol/attach.ts';
import type { Rect, Rendering } from '../../corpus/render.ts';
import { classOf } from './secret-class.ts';

/** What was counted in one picture, or in many. */
export interface Score {
  /** By class of secret: how many there are, and how many are covered. */
  secrets: Map<string, { all: number; covered: number }>;
  /** Redaction boxes, and those of them that hit a secret; boxes over what may be covered do not count. */
  boxes: { all: number; hits: number };
  /** Area of words that are no secret, in pixels, and the covered part of it. */
  others: { area: number; covered: number };
}

/** A secret is covered when at least this share of its own pixels is under the boxes. */
const COVERED = 0.97;
/** A box hits a secret when at least this share of the box lies where a secret is written. */
const HIT = 0.1;

/** How the figures are to be read, for whoever prints them. */
export const DEFINITIONS = [
  `Recall: secrets of which at least ${COVERED * 100} % of the pixels they are drawn with are under the final boxes.`,
  `Precision: boxes of which at least ${HIT * 100} % lies on a secret, of all boxes; a box over a person's name or an address for documentation, which may be covered and need not, does not count.`,
  'Over-redaction: the covered share of the area of all words that are no secret.',
];

export async function scorePicture({ truth, ink }: Rendering, boxes: readonly Box[]): Promise<Score> {
  const { width, height } = truth;
  const pixels = await sharp(await readFile(ink))
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const painted = new Uint8Array(width * height);
  for (const box of boxes) eachPixel(toRect(box), truth, (at) => (painted[at] = 1));

  const secrets: Score['secrets'] = new Map();
  for (const { type, rects } of truth.secrets) {
    let own = 0;
    let under = 0;
    for (const rect of rects) {
      eachPixel(rect, truth, (at) => {
        if (pixels[at] !== 255) return;
        own++;
        under += painted[at] ?? 0;
      });
    }
    // Scrolled out of sight, or behind something.
    if (own === 0) continue;
    const name = classOf(type);
    const { all, covered } = secrets.get(name) ?? { all: 0, covered: 0 };
    secrets.set(name, { all: all + 1, covered: covered + (under >= COVERED * own ? 1 : 0) });
  }

  const secretRects = truth.secrets.flatMap(({ rects }) => rects);
  const counted = boxes.map((box) => {
    if (overlap(box, secretRects) >= HIT) return 'hit';
    return overlap(box, truth.optional) >= HIT ? 'optional' : 'miss';
  });

  let area = 0;
  let covered = 0;
  for (const [x, y, w, h, isSecret] of truth.boxes) {
    if (isSecret) continue;
    eachPixel([x, y, w, h], truth, (at) => {
      area++;
      covered += painted[at] ?? 0;
    });
  }
  return {
    secrets,
    boxes: {
      all: counted.filter((verdict) => verdict !== 'optional').length,
      hits: counted.filter((verdict) => verdict === 'hit').length,
    },
    others: { area, covered },
  };
}

export function sum(scores: readonly Score[]): Score {
  const total: Score = { secrets: new Map(), boxes: { all: 0, hits: 0 }, others: { area: 0, covered: 0 } };
  for (const { secrets, boxes, others } of scores) {
    for (const [name, { all, covered }] of secrets) {
      const before = total.secrets.get(name) ?? { all: 0, covered: 0 };
      total.secrets.set(name, { all: before.all + all, covered: before.covered + covered });
    }
    total.boxes.all += boxes.all;
    total.boxes.hits += boxes.hits;
    total.others.area += others.area;
    total.others.covered += others.covered;
  }
  return total;
}

/** The three figures, in per cent, with what they are counted over. */
export function figures({ secrets, boxes, others }: Score) {
  const counts = [...secrets.values()];
  const all = counts.reduce((count, secret) => count + secret.all, 0);
  const covered = counts.reduce((count, secret) => count + secret.covered, 0);
  return {
    recall: { percent: (100 * covered) / all, of: all },
    // Who covers nothing covers nothing wrong.
    precision: { percent: boxes.all === 0 ? 100 : (100 * boxes.hits) / boxes.all, of: boxes.all },
    overRedaction: { percent: (100 * others.covered) / others.area, of: others.area },
  };
}

function toRect({ x, y, width, height }: Box): Rect {
  return [x, y, width, height];
}

/** Whole pixels of a rectangle within a picture, as indexes. */
function eachPixel(
  [x, y, w, h]: Rect,
  { width, height }: { width: number; height: number },
  visit: (at: number) => void,
): void {
  const right = Math.min(width, Math.ceil(x + w));
  const bottom = Math.min(height, Math.ceil(y + h));
  for (let row = Math.max(0, Math.floor(y)); row < bottom; row++) {
    for (let column = Math.max(0, Math.floor(x)); column < right; column++) visit(row * width + column);
  }
}

/** The share of a box that lies on rectangles, which do not overlap each other. */
function overlap(box: Box, rects: readonly Rect[]): number {
  const shared = rects.reduce((area, [x, y, w, h]) => {
    const across = Math.min(box.x + box.width, x + w) - Math.max(box.x, x);
    const down = Math.min(box.y + box.height, y + h) - Math.max(box.y, y);
    return area + Math.max(0, across) * Math.max(0, down);
  }, 0);
  return shared / (box.width * box.height);
}
