// Renders a corpus of screenshots in which everything secret is known, pixel by pixel.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { z } from 'zod';
import { launchChromium } from '../support/editor.ts';
import { kept } from './kept.ts';
import { createRandom } from './random.ts';
import { Scene, type Shot } from './scene.ts';

/** x, y, width and height in physical pixels. */
const Rect = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Rect = z.infer<typeof Rect>;

/** What a screenshot shows: the ground truth beside its PNG. */
export const Truth = z.object({
  id: z.string(),
  layout: z.string(),
  width: z.int(),
  height: z.int(),
  secrets: z.array(z.object({ type: z.string(), value: z.string(), rects: z.array(Rect) })),
  /** Where text stands that may be covered and need not be. */
  optional: z.array(Rect),
  text: z.string(),
  /** Every word: x, y, width, height, and whether it is secret. */
  boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.boolean()])),
});
export type Truth = z.infer<typeof Truth>;

/** A rendered screenshot, as files. */
export interface Rendering {
  truth: Truth;
  /** The screenshot. */
  png: string;
  /** The same size in grey: white where a secret's own pixels are. */
  ink: string;
}

const Measured = z.object({
  secrets: z.array(z.object({ index: z.int(), rect: Rect })),
  optional: z.array(Rect),
  words: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.boolean()])),
  text: z.string(),
});

/** Runs in the page. As text, because this file is not compiled with the browser's types. */
const MEASURE = `(() => {
  const inside = (rects) => [...rects].map((rect) => {
    const left = Math.max(0, rect.left), top = Math.max(0, rect.top);
    return [left, top, Math.min(innerWidth, rect.right) - left, Math.min(innerHeight, rect.bottom) - top];
  }).filter(([, , width, height]) => width > 0 && height > 0);
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('style, .optional')) continue;
    const isSecret = node.parentElement.closest('.secret') !== null;
    for (const match of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      for (const rect of inside(range.getClientRects())) words.push([...rect, isSecret]);
    }
  }
  const rectsOf = (element) => inside((element.querySelector('img') ?? element).getClientRects());
  return {
    secrets: [...document.querySelectorAll('.secret')].flatMap((element) =>
      rectsOf(element).map((rect) => ({ index: Number(element.dataset.secret), rect }))),
    optional: [...document.querySelectorAll('.optional')].flatMap(rectsOf),
    words,
    text: document.body.innerText,
  };
})()`;

const HIDE_SECRETS =
  '.secret { color: transparent !important; } .secret img { visibility: hidden !important; }';

/**
 * The shots of a corpus as files, rendered now or, if nothing has changed since, before: they are kept in
 * the user's cache under the hash of the corpus's sources, the name and the seed.
 */
export async function renderCorpus(name: string, shots: readonly Shot[], seed: number): Promise<Rendering[]> {
  const directory = await kept({
    name: `${name}-${seed}`,
    isSource: (file) => !file.startsWith('questions/'),
    async write(unfinished) {
      const browser = await launchChromium();
      try {
        for (const [index, shot] of shots.entries()) await render(browser, shot, seed, index, unfinished);
      } finally {
        await browser.close();
      }
    },
  });
  const truths = (await readdir(directory)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    truths.map(async (file) => {
      const base = join(directory, file.slice(0, -'.json'.length));
      const truth = Truth.parse(JSON.parse(await readFile(join(directory, file), 'utf8')));
      return { truth, png: `${base}.png`, ink: `${base}.ink.png` };
    }),
  );
}

async function render(
  browser: Browser,
  shot: Shot,
  seed: number,
  index: number,
  directory: string,
): Promise<void> {
  const { layout, theme, scale, px } = shot;
  const id = `${String(index + 1).padStart(2, '0')}-${layout.name}-${theme.name}-${px}px-${scale}x`;
  const scene = new Scene(shot, createRandom(seed * 1_000 + index));
  const body = scene.expand(await layout.html(scene));
  const context = await browser.newContext({
    viewport: { width: shot.width, height: shot.height },
    deviceScaleFactor: scale,
  });
  try {
    const page = await context.newPage();
    await page.setContent(`<!doctype html><meta charset="utf-8"><body>${body}</body>`);
    await page.evaluate('document.fonts.ready');
    const measured = Measured.parse(await page.evaluate(MEASURE));
    const png = await page.screenshot();
    const { ink, width, height } = await secretInk(page, png);
    const scaled = ([x, y, w, h]: Rect): Rect => [x * scale, y * scale, w * scale, h * scale];
    const truth: Truth = {
      id,
      layout: layout.name,
      width,
      height,
      secrets: scene.secrets.map((secret, number) => ({
        ...secret,
        rects: measured.secrets.flatMap(({ index, rect }) => (index === number ? [scaled(rect)] : [])),
      })),
      optional: measured.optional.map(scaled),
      text: measured.text,
      boxes: measured.words.map(([x, y, w, h, isSecret]) => [...scaled([x, y, w, h]), isSecret]),
    };
    await writeFile(join(directory, `${id}.png`), png);
    await writeFile(join(directory, `${id}.ink.png`), ink);
    await writeFile(join(directory, `${id}.json`), JSON.stringify(truth));
  } finally {
    await context.close();
  }
}

/** A difference of colour that can be seen, summed over the channels. */
const VISIBLE = 24;

/** Where the picture changes when its secrets are made invisible: just their own pixels. */
async function secretInk(page: Page, png: Buffer) {
  await page.addStyleTag({ content: HIDE_SECRETS });
  const read = (file: Buffer) => sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [shown, hidden] = await Promise.all([read(png), page.screenshot().then(read)]);
  const { width, height } = shown.info;
  const mask = Buffer.alloc(width * height);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    let difference = 0;
    for (let at = pixel * 3; at < pixel * 3 + 3; at++) {
      difference += Math.abs((shown.data[at] ?? 0) - (hidden.data[at] ?? 0));
    }
    if (difference >= VISIBLE) mask[pixel] = 255;
  }
  const ink = await sharp(mask, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  return { ink, width, height };
}
