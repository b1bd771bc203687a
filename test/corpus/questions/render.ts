// Renders the screenshots of the questions, and sees to it that what answers them is on the screen.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { launchChromium } from '../../support/editor.ts';
import { kept } from '../kept.ts';
import { createRandom } from '../random.ts';
import { Scene } from '../scene.ts';
import { NAMED_SIZES, type QuestionHalf, type QuestionItem, SIZES } from './question.ts';
import { says } from './says.ts';

/** A question with its screenshot. */
export interface RenderedQuestion {
  /** Unique within its half. */
  id: string;
  item: QuestionItem;
  /** The screenshot's file. */
  png: string;
  /** A file with the words that are on it whole, and not covered: a JSON array of strings. */
  words: string;
}

/** What is rendered of the other half is kept when one changes. */
const NOT_SOURCES = { development: /^questions\/holdout/, holdout: /^questions\/development/ };

/** In pixels of the page: the text of every word that is within the window, at least in part. */
const VISIBLE_TEXT = `(() => {
  let text = '';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('style, script')) continue;
    for (const match of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const isInside = ({ left, top, right, bottom }) =>
        left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      if ([...range.getClientRects()].some(isInside)) text += match[0] + ' ';
    }
    // Highlighting cuts words in two; phrases are compared without spaces anyway.
    text = text.trimEnd();
  }
  return text;
})()`;

/** The words that can be seen from their first letter to their last: within the window, the scrolled boxes, and on top. */
const WHOLE_WORDS = `(() => {
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('style, script') || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    for (const match of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const [rect, ...more] = range.getClientRects();
      if (!rect || more.length > 0 || rect.width < 1) continue;
      const { left, top, right, bottom } = rect;
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) continue;
      const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (!above || !(above.contains(parent) || parent.contains(above))) continue;
      let isCut = false;
      for (let box = parent; box; box = box.parentElement) {
        if (getComputedStyle(box).overflow === 'visible') continue;
        const outer = box.getBoundingClientRect();
        isCut ||= left < outer.left - 1 || right > outer.right + 1 || top < outer.top - 1 || bottom > outer.bottom + 1;
      }
      if (!isCut) words.push(match[0]);
    }
  }
  return words;
})()`;

/**
 * The questions of a half with their screenshots, in the order of the items.
 * @throws Error if what answers a question is not within the window, or in the question itself
 */
export async function renderQuestions(half: QuestionHalf): Promise<RenderedQuestion[]> {
  const questions = half.items.map((item, index) => ({ item, id: idOf(item, index) }));
  const directory = await kept({
    name: `questions-${half.name}-${half.seed}`,
    isSource: (file) => !NOT_SOURCES[half.name].test(file),
    async write(unfinished) {
      const browser = await launchChromium();
      try {
        for (const [index, { item, id }] of questions.entries()) {
          const { png, words } = await screenshot(browser, half, item, index);
          await writeFile(join(unfinished, `${id}.png`), png);
          await writeFile(join(unfinished, `${id}.json`), JSON.stringify(words));
        }
      } finally {
        await browser.close();
      }
    },
  });
  return questions.map(({ item, id }) => ({
    id,
    item,
    png: join(directory, `${id}.png`),
    words: join(directory, `${id}.json`),
  }));
}

function idOf({ kind, layout }: QuestionItem, index: number): string {
  return `${String(index + 1).padStart(2, '0')}-${kind.replaceAll(' ', '-')}-${layout.name}`;
}

async function screenshot(
  browser: Browser,
  { seed, looks }: QuestionHalf,
  item: QuestionItem,
  index: number,
): Promise<{ png: Buffer; words: string[] }> {
  const random = createRandom(seed * 1_000 + index);
  const drawn = random.pick(Object.values(SIZES));
  const look = {
    theme: random.pick(looks.themes),
    mono: random.pick(looks.mono),
    ui: random.pick(looks.ui),
    px: random.pick(looks.px),
  };
  const { width, height, scale } = item.size ? { ...SIZES, ...NAMED_SIZES }[item.size] : drawn;
  const scene = new Scene(look, random);
  const body = scene.expand(await item.layout.html(scene));
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  try {
    const page = await context.newPage();
    await page.setContent(`<!doctype html><meta charset="utf-8"><body>${body}</body>`);
    await page.evaluate('document.fonts.ready');
    const text = z.string().parse(await page.evaluate(VISIBLE_TEXT));
    checkAnswer(item, text, `${idOf(item, index)} at ${width} × ${height}`);
    const words = z.array(z.string()).parse(await page.evaluate(WHOLE_WORDS));
    return { png: await page.screenshot(), words };
  } finally {
    await context.close();
  }
}

/** @throws Error if a phrase that answers is not on the screen, too short to tell anything, or in the question. */
function checkAnswer(item: QuestionItem, visible: string, name: string): void {
  for (const phrase of item.needs === 'text' ? item.answer : []) {
    if (!says(visible, phrase)) throw new Error(`${name} does not show "${phrase}".`);
    if (phrase.length < 3 || says(item.prompt, phrase))
      throw new Error(`"${phrase}" is too short, or asked for by name, in ${name}.`);
  }
}
