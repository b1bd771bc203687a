import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import * as z from 'zod';
import { page } from '../../client/panel/html.ts';
import { browserRequirements, ensureDebianPackages } from '../../scripts/debian.ts';
import { summarize } from './measure.ts';
import type { Bench, Row } from './row.ts';

const webview = join(import.meta.dirname, '../../out/webview');
const LINES = 5_000;
const TURNS = 100;
const MOST_MS = 50;
const RUNS = 3;

/** What a page is made to do, in its own words: this file is not compiled with the browser's types. */
const script = `
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5_000 }));
  const many = (count, line) => Array.from({ length: count }, (_, index) => line(index));
  const long = [
    ...many(${LINES} / 5, (index) => 'Paragraph ' + index + ' of a long answer.\\n'),
    ...many(${LINES} / 5, (index) => '- item ' + index + ' with \`code\`'),
    '\\n\`\`\`ts',
    ...many(${LINES} * 2 / 5, (index) => 'const value' + index + ' = compute(' + index + ');'),
    '\`\`\`\\n\\nThe very end.',
  ].join('\\n');
  const turn = { id: 't', prompt: 'Why?', pictures: [], status: 'answering', text: '', canAskAgain: true };
  const done = (id, text) => ({ ...turn, id, status: 'done', text, places: ['item 7'], masked: { prompt: 'Why?', text } });
  const send = (message) => window.postMessage(message, '*');
  const settled = async (is) => { while (!is()) await wait(20); await idle(); };
  globalThis.loaded = async () => {
    send({ type: 'notice', text: 'Loaded.', canRestart: false });
    await settled(() => document.querySelector('.notice').textContent === 'Loaded.');
    send({ type: 'notice', text: null, canRestart: false });
  };
  globalThis.stream = async () => {
    send({ type: 'turn', turn });
    for (let at = 0; at < long.length; at += 400) {
      send({ type: 'delta', id: 't', text: long.slice(at, at + 400) });
      if (at % 1_600 === 0) await wait(4);
    }
    send({ type: 'turn', turn: done('t', long) });
    await settled(() => document.querySelector('.answer > :nth-last-child(2)')?.textContent === 'The very end.');
    await settled(() => document.querySelector('.place') !== null);
  };
  globalThis.showAll = async () => {
    const text = 'Because of \`a.ts\`:\\n\\n\`\`\`ts\\nconst a = 1;\\n\`\`\`\\n\\n' + many(10, (index) => '- item ' + index).join('\\n');
    send({ type: 'turns', turns: many(${TURNS}, (index) => done('t' + index, text)) });
    await settled(() => document.querySelectorAll('.place').length === ${TURNS});
  };
`;

const Task = z.object({ name: z.string(), ph: z.string(), tid: z.number(), tdur: z.number().optional() });
const ThreadName = z.object({
  name: z.literal('thread_name'),
  tid: z.number(),
  args: z.object({ name: z.string() }),
});

/**
 * What drawing costs the view's page: the longest task of its main thread, in
 * time of the processor, so that other work on the machine does not count.
 */
export const view: Bench = {
  name: 'view',
  async run() {
    const lacking = ensureDebianPackages(browserRequirements);
    if (lacking !== undefined) return [{ what: 'drawing in the view', skipped: `skipped: ${lacking}` }];
    // Not before it is needed: it loads a browser's driver.
    const { launchChromium } = await import('../support/editor.ts');
    const browser = await launchChromium();
    try {
      const rows: Row[] = [];
      for (const [what, action] of [
        [`${LINES.toLocaleString('en-US')} lines stream in: the longest task`, 'stream()'],
        [`${TURNS} turns are shown at once: the longest task`, 'showAll()'],
      ] as const) {
        const longest: number[] = [];
        for (let run = 0; run < RUNS; run++) {
          const view = await browser.newPage({ viewport: { width: 320, height: 800 } });
          longest.push(await longestTask(view, action));
          await view.close();
        }
        rows.push({ what, unit: 'ms', ours: summarize(longest), target: { kind: 'most', most: MOST_MS } });
      }
      return rows;
    } finally {
      await browser.close();
    }
  },
};

/** Opens the view's page as a webview does, from an address that leads nowhere else. */
async function openPage(view: Page): Promise<void> {
  const address = 'https://view.example/';
  const read = (name: string) => readFile(join(webview, name), 'utf8');
  const api =
    'globalThis.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState: JSON.stringify });';
  const html = page({
    source: address,
    script: `${api}\n${await read('panel.js')}`,
    style: await read('panel.css'),
    icons: `${address}icons.css`,
    imports: { later: `${address}later.js` },
    nonce: 'bench',
    language: 'en',
    bundle: undefined,
  });
  await view.route(`${address}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    if (pathname !== '/later.js') return route.fulfill({ contentType: 'text/css', body: '' });
    return route.fulfill({ contentType: 'text/javascript', body: await read('later.js') });
  });
  await view.goto(address);
}

async function longestTask(view: Page, action: string): Promise<number> {
  await openPage(view);
  await view.evaluate(script);
  await view.evaluate('loaded()');
  const session = await view.context().newCDPSession(view);
  const events: unknown[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  await view.evaluate(action);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  const threads = new Set(
    events.flatMap((event) => {
      const { data } = ThreadName.safeParse(event);
      return data?.args.name === 'CrRendererMain' ? [data.tid] : [];
    }),
  );
  const tasks = events.flatMap((event) => {
    const { data } = Task.safeParse(event);
    return data?.ph === 'X' && threads.has(data.tid) && data.tdur !== undefined ? [data.tdur / 1_000] : [];
  });
  if (tasks.length === 0) throw new Error('The browser told of no task.');
  return Math.max(...tasks);
}
