import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findCodes } from './codes.ts';
import type { Picture } from './reading.ts';

/** 0 to 1, the same each time. */
function random(seed: number): number {
  return (Math.imul((seed + 1) ^ (seed >>> 3), 2654435761) >>> 8) / 2 ** 24;
}

async function drawn(body: string, ground: string): Promise<Picture> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="${ground}"/>${body}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function rects(count: number, each: (i: number) => readonly [number, number, number, number]): string {
  return Array.from({ length: count }, (_, i) => {
    const [x, y, width, height] = each(i);
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}"/>`;
  }).join('');
}

/** What is full of bars or modules, but no code. */
const PICTURES: readonly (readonly [string, string])[] = [
  [
    'a chart of thin bars',
    rects(200, (i) => {
      const height = 60 + random(i) * 480;
      return [50 + i * 4, 580 - height, 2, height];
    }),
  ],
  [
    'columns of a table',
    (() => {
      let x = 0;
      return rects(60, (i) => {
        x += 6 + Math.floor(random(i) * 16);
        return [x, 0, 1, 600];
      });
    })(),
  ],
  [
    'a small piano',
    rects(80, (i) => [20 + i * 10, 200, 1, 90]) +
      rects(80, (i) => [20 + i * 10 + 7, 200, [0, 1, 3, 4, 5].includes(i % 7) ? 6 : 0, 60]),
  ],
  [
    'spans of time',
    (() => {
      let x = 40;
      return rects(60, (i) => {
        x += 6 + Math.floor(random(i) * 14);
        return [x, 200, 1 + Math.floor(random(i + 99) * 5), 60];
      });
    })(),
  ],
  [
    'icons of squares',
    Array.from({ length: 40 }, (_, i) => {
      const [x, y] = [20 + (i % 8) * 94, 20 + Math.floor(i / 8) * 104];
      return `<rect x="${x}" y="${y}" width="56" height="56"/><rect x="${x + 8}" y="${y + 8}" width="40" height="40" fill="#fff"/><rect x="${x + 16}" y="${y + 16}" width="24" height="24"/>`;
    }).join(''),
  ],
  [
    'cells of a narrow table',
    rects(55, (i) => [0, i * 11, 900, 0.6]) +
      rects(75, (i) => [i * 12, 0, 0.6, 600]) +
      rects(400, (i) => [2 + (i % 20) * 48, 3 + Math.floor(i / 20) * 11, 3, 6]),
  ],
];

describe('codes', () => {
  it.each(PICTURES)('are not seen in %s', async (_, body) => {
    expect(await findCodes(await drawn(body, '#fff'))).toEqual([]);
  });

  it('are not seen in pixel art', async () => {
    const colours = ['#222', '#222', '#fff', '#eee', '#48c'];
    const body = Array.from({ length: 35 * 256 }, (_, i) => {
      const [icon, pixel] = [i >> 8, i & 255];
      const [x, y] = [
        30 + (icon % 7) * 120 + (pixel & 15) * 4,
        30 + Math.floor(icon / 7) * 100 + (pixel >> 4) * 4,
      ];
      return `<rect x="${x}" y="${y}" width="4" height="4" fill="${colours[Math.floor(random(i) * 5)]}"/>`;
    }).join('');
    expect(await findCodes(await drawn(body, '#eee'))).toEqual([]);
  });

  it('are not seen in textures whose bars are straight', async () => {
    const [width, height] = [900, 600];
    const grain = Array.from({ length: width }, (_, x) => Math.round(128 + 100 * random(x >> 2)));
    const data = Buffer.from(
      Array.from({ length: width * height * 3 }, (_, i) => grain[Math.floor(i / 3) % width] ?? 0),
    );
    expect(await findCodes({ data, width, height })).toEqual([]);
  });
});
