import sharp from 'sharp';
import { expect, test } from 'vitest';
import { written } from '../../../test/support/written.ts';
import type { Engine, Page } from './engine.ts';
import { PictureReader } from './picture-reader.ts';

/** The pages that an engine is given of a line. */
async function pagesOf(line: string, languages: readonly string[]): Promise<Page[]> {
  const { data, info } = await sharp(await written([line], { size: 16 }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let given: Page[] = [];
  const engine: Engine = {
    async recognize(pages) {
      given = [...pages];
      return pages.map(() => '');
    },
    async warmUp() {},
    async close() {},
  };
  const reader = new PictureReader('bundled', engine, languages);
  const picture = { data, width: info.width, height: info.height };
  await reader.read(picture, { layout: 'lines', signal: new AbortController().signal });
  return given;
}

test('umlauts are taken off for a reader of English alone: others know their letters', async () => {
  const [english, german] = [await pagesOf('für alle', ['eng']), await pagesOf('für alle', ['eng', 'deu'])];
  expect(english).toHaveLength(1);
  expect(english).not.toEqual(german);
  expect(await pagesOf('fur alle', ['eng'])).toEqual(await pagesOf('fur alle', ['eng', 'deu']));
});
