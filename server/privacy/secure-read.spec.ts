// With the reader and the detector that ship, on pictures of text.
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { showsPartOf } from '../../test/support/ocr.ts';
import { type Look, written } from '../../test/support/written.ts';
import { createDetector } from './detect/detect.ts';
import { createReader } from './read/read.ts';
import type { Picture } from './reading.ts';
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

async function secured(look: Look, mode: SecureOptions['mode']) {
  const picture = await screenshot(look);
  const result = await secure(picture, { mode, reader, detector, signal });
  const safe = paint(
    picture,
    result.findings.flatMap(({ boxes }) => boxes),
  );
  const { lines } = await reader.read(safe, { layout: 'lines', signal });
  const text = lines.map(({ words }) => words.map((word) => word.text).join(' ')).join('\n');
  return { ...result, text };
}

describe('a picture of settings', { timeout: 120_000 }, () => {
  it.each([
    { dark: true, size: 14 },
    { dark: false, size: 14 },
    { dark: true, size: 28 },
  ])('loses its secrets and keeps the rest ($dark, $size)', async (look) => {
    const { text, doubts, findings } = await secured(look, 'standard');
    expect(doubts).toEqual([]);
    expect(findings.length).toBeGreaterThanOrEqual(2);
    expect(showsPartOf(TOKEN, text)).toBe(false);
    expect(showsPartOf(PASSWORD, text)).toBe(false);
    for (const kept of ['LOG_LEVEL=debug', 'GITHUB_TOKEN', 'REGION=eu-west-1', 'DB_PASSWORD', '3600'])
      expect(text).toContain(kept);
  });

  it('loses whole lines when strict', async () => {
    const { text, doubts } = await secured({ dark: true, size: 16 }, 'strict');
    expect(doubts).toEqual([]);
    expect(text).toContain('LOG_LEVEL=debug');
    expect(text).not.toContain('GITHUB_TOKEN');
    expect(text).not.toContain('DB_PASSWORD');
  });

  it('is left alone when off', async () => {
    const { text, findings } = await secured({ dark: true, size: 16 }, 'off');
    expect(findings).toEqual([]);
    expect(showsPartOf(TOKEN, text)).toBe(true);
  });
});
