import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { written } from '../../../test/support/written.ts';
import { findText } from './find-text.ts';
import { type Grey, toGrey } from './grey.ts';

async function pixels(image: Buffer): Promise<Grey> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return toGrey({ data, width: info.width, height: info.height });
}

function plain(width: number, height: number, level: number): Grey {
  return { light: Buffer.alloc(width * height, level), width, height };
}

function paint(picture: Grey, x: number, y: number, width: number, height: number, level: number): void {
  for (let row = y; row < y + height; row++) {
    picture.light.fill(level, row * picture.width + x, row * picture.width + x + width);
  }
}

const whole = ({ width, height }: Grey) => ({ x: 0, y: 0, width, height });
const find = (picture: Grey) => findText(picture, whole(picture), 'lines');

describe('findText', () => {
  it.each([true, false])('finds each line and its ground (dark: %s)', async (dark) => {
    const picture = await pixels(await written(['const one = 1;', 'const two_words = 2;', 'go'], { dark }));
    const blocks = find(picture).toSorted((a, b) => a.box.y - b.box.y);
    expect(blocks.map((block) => block.dark)).toEqual([dark, dark, dark]);
    const [first, second, third] = blocks.map(({ box }) => box);
    // Fourteen, twenty and two letters of a monospaced font.
    expect((second?.width ?? 0) / (first?.width ?? 1)).toBeCloseTo(20 / 14, 1);
    expect(third?.width).toBeLessThan((first?.width ?? 0) / 3);
  });

  it('enlarges small print and leaves large letters as they are', async () => {
    const [small] = find(await pixels(await written(['small print'], { size: 12 })));
    const [large] = find(await pixels(await written(['LARGE'], { size: 60 })));
    expect(small?.scale).toBeGreaterThan(2);
    expect(large?.scale).toBe(1);
  });

  it('looks at the small print beside a heading at its own size', async () => {
    const heading = await written(['Heading'], { size: 34, width: 200, height: 60 });
    const small = await written(['small print beside it, of many letters'], {
      size: 12,
      width: 400,
      height: 60,
    });
    const picture = await pixels(
      await sharp({ create: { width: 600, height: 100, channels: 3, background: '#1e1e1e' } })
        .composite([
          { input: heading, left: 0, top: 0 },
          {
            input: await sharp(small).extract({ left: 36, top: 0, width: 360, height: 60 }).toBuffer(),
            left: 200,
            top: 14,
          },
        ])
        .png()
        .toBuffer(),
    );
    const blocks = find(picture).toSorted((a, b) => a.box.x - b.box.x);
    expect(blocks).toHaveLength(2);
    expect(blocks[0]?.scale).toBeLessThan(1.5);
    expect(blocks[1]?.scale).toBeGreaterThan(2);
  });

  it('sees each ground for itself: a light panel in a dark window', async () => {
    const dark = await written(['dark side'], { width: 600, height: 200 });
    const light = await written(['light side'], { width: 600, height: 200, dark: false });
    const picture = await pixels(
      await sharp({ create: { width: 1200, height: 200, channels: 3, background: '#000' } })
        .composite([
          { input: dark, left: 0, top: 0 },
          { input: light, left: 600, top: 0 },
        ])
        .png()
        .toBuffer(),
    );
    const grounds = find(picture)
      .toSorted((a, b) => a.box.x - b.box.x)
      .map((block) => block.dark);
    expect(grounds).toEqual([true, false]);
  });

  it('finds nothing where nothing is: blank, one pixel, one row, one column', () => {
    for (const picture of [plain(800, 600, 30), plain(1, 1, 255), plain(20_000, 1, 9), plain(1, 20_000, 9)]) {
      expect(find(picture)).toEqual([]);
    }
  });

  it('does not take borders for writing', () => {
    const picture = plain(400, 300, 255);
    paint(picture, 100, 0, 2, 300, 0);
    paint(picture, 0, 150, 400, 1, 128);
    expect(find(picture)).toEqual([]);
  });

  it('does not take the bar beside a notice for a letter of it', async () => {
    const picture = await pixels(await written(['Instance check failed'], { size: 14, dark: false }));
    const [alone] = find(picture);
    paint(picture, 22, 20, 4, 60, 100);
    const [beside, ...more] = find(picture);
    expect(more).toEqual([]);
    expect(beside).toEqual(alone);
  });

  it('gives up on telling writing from noise, and has all of it read', () => {
    const picture = plain(1200, 900, 0);
    // A linear congruential generator: noise that is the same each time.
    let state = 1;
    for (let at = 0; at < picture.light.length; at++) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      picture.light[at] = state >> 23;
    }
    const area = find(picture).reduce((sum, { box }) => sum + box.width * box.height, 0);
    expect(area).toBeGreaterThanOrEqual(1200 * 900);
  });

  it('keeps to its region', async () => {
    const picture = await pixels(await written(['some words to be read', 'and some more']));
    const region = { x: 60, y: 30, width: 100, height: 20 };
    for (const { box } of findText(picture, region, 'lines')) {
      expect(box.x).toBeGreaterThanOrEqual(60);
      expect(box.x + box.width).toBeLessThanOrEqual(160);
      expect(box.y).toBeGreaterThanOrEqual(30);
      expect(box.y + box.height).toBeLessThanOrEqual(50);
    }
  });
});
