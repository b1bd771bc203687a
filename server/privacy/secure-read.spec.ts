// With the reader and the detector that ship, on pictures of text.
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { showsPartOf } from '../../test/support/ocr.ts';
import { type Look, written } from '../../test/support/written.ts';
import { createDetector } from './detect/detect.ts';
import { createReader } from './read/read.ts';
import type { Picture, Reading } from './reading.ts';
import { HIDDEN, hide } from './redact/hidden.ts';
import { paint, type SecureOptions, secure } from './secure.ts';

/** Obviously nobody's: no secret of that kind has these letters. */
const TOKEN = `${'ghp'}_${'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zAb'}`;
const PASSWORD = ['Tr0mbone', 'sunday', '91'].join('-');

const LINES = [
  '# settings of the service',
  'LOG_LEVEL=debug',
  `GITHUB_TOKEN=${TOKEN}`,
  'REGION=eu-west-1',
  `DB_PASSWORD=${PASSWORD}`,
  'CACHE_TTL_SECONDS=3600',
];

const reader = createReader({ reader: 'bundled', languages: ['eng'] });
const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });
const signal = new AbortController().signal;

afterAll(() => reader.close());

async function screenshot(look: Look): Promise<Picture> {
  const { data, info } = await sharp(await written(LINES, look))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function textOf({ lines }: Reading): string {
  return lines.map(({ words }) => words.map(({ text }) => text).join(' ')).join('\n');
}

async function secured(look: Look, mode: SecureOptions['mode']) {
  const picture = await screenshot(look);
  const result = await secure(picture, { mode, reader, detector, signal });
  const boxes = result.findings.flatMap((finding) => finding.boxes);
  const safe = paint(picture, boxes);
  return {
    ...result,
    /** What can be read in the safe picture. */
    seen: textOf(await reader.read(safe, { layout: 'lines', signal })),
    /** What was read, without what was painted over. */
    left: textOf(hide(result.reading, boxes)),
  };
}

describe('a picture of settings', { timeout: 120_000 }, () => {
  it.each([
    { dark: true, size: 14 },
    { dark: false, size: 14 },
    { dark: true, size: 28 },
  ])('loses its secrets and keeps the rest ($dark, $size)', async (look) => {
    const { seen, left, doubts, findings } = await secured(look, 'standard');
    expect(doubts).toEqual([]);
    expect(findings.length).toBeGreaterThanOrEqual(2);
    expect(showsPartOf(TOKEN, seen)).toBe(false);
    expect(showsPartOf(PASSWORD, seen)).toBe(false);
    expect(left.split('\n')).toEqual([
      LINES[0],
      LINES[1],
      `GITHUB_TOKEN${HIDDEN}`,
      LINES[3],
      `DB_PASSWORD${HIDDEN}`,
      LINES[5],
    ]);
  });

  it('loses whole lines when strict', async () => {
    const { left, doubts } = await secured({ dark: true, size: 16 }, 'strict');
    expect(doubts).toEqual([]);
    expect(left.split('\n')).toEqual([LINES[0], LINES[1], HIDDEN, LINES[3], HIDDEN, LINES[5]]);
  });

  it('is left alone when off', async () => {
    const { seen, findings } = await secured({ dark: true, size: 16 }, 'off');
    expect(findings).toEqual([]);
    expect(showsPartOf(TOKEN, seen)).toBe(true);
  });
});
