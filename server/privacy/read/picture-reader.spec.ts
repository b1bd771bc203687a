import sharp from 'sharp';
import { expect, test } from 'vitest';
import { written } from '../../../test/support/written.ts';
import type { Engine, Page } from './engine.ts';
import { PictureReader } from './picture-reader.ts';

/** One word as wide as its page, as Tesseract writes it. */
function hocrOf(text: string, confidence: number, { width, height }: Page): string {
  const pitch = (width - 16) / text.length;
  const symbols = [...text].map((symbol, at) => {
    const box = `${Math.round(8 + at * pitch)} 8 ${Math.round(8 + (at + 1) * pitch)} ${height - 8}`;
    return `<span class='ocrx_cinfo' title='x_bboxes ${box}; x_conf 50'>${symbol}</span>`;
  });
  const box = `bbox 8 8 ${width - 8} ${height - 8}`;
  return `<span class='ocr_line' title='${box}'><span class='ocrx_word' title='${box}; x_wconf ${confidence}'>${symbols.join('')}</span></span>`;
}

/** Reads every line as a word of which it is unsure, and differently the second time. */
function unsureEngine(isReady: boolean): Engine {
  let turn = 0;
  return {
    isReady,
    async recognize(pages) {
      turn++;
      return pages.map((page) => (turn === 1 ? hocrOf('bundlexr', 35, page) : hocrOf('bundler', 60, page)));
    },
    async warmUp() {},
    async close() {},
  };
}

// What is looked at again is a small part of all: a screen of lines has more than one.
const LINES = Array.from({ length: 24 }, () => 'bundler');

test.each([
  { isReady: true, region: undefined, again: true },
  { isReady: true, region: { x: 0, y: 0, width: 1280, height: 720 }, again: false },
  { isReady: false, region: undefined, again: false },
])(
  'unsure words are read twice where that costs little ($isReady, $region)',
  async ({ isReady, region, again }) => {
    const { data, info } = await sharp(await written(LINES))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const reader = new PictureReader('bundled', unsureEngine(isReady));
    const { lines } = await reader.read(
      { data, width: info.width, height: info.height },
      { layout: 'lines', signal: new AbortController().signal, ...(region && { regions: [region] }) },
    );
    const read = lines.flatMap(({ words }) => words.map(({ text }) => text));
    expect(read.includes('bundler')).toBe(again);
    expect(read).toContain('bundlexr');
  },
);
