// The view at work in a real VS Code: several pictures put in order, questions that follow each other and are
// called up again, code of an answer taken over through VS Code's own diff, links into the workspace, and what
// was sent, compared with what the provider received. Its pictures (test-results/view-*.png) are for people.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Editor } from '../support/editor.ts';
import { KEY, type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { TOKEN } from '../support/terminal.ts';
import { openView, pasteImage, removeAttachments, ask as send } from '../support/view-page.ts';
import {
  chooseTheme,
  clipboardText,
  dragSideBar,
  focusEditor,
  openFile,
  quickInput,
  runCommand,
  savedFile,
  webviewFrame,
} from '../support/workbench.ts';

const code = `import { fetchWithTimeout } from './fetch.ts';

export async function load(url: string): Promise<Response> {
  const response = await fetchWithTimeout(url, { timeout: 2500 });
  return response;
}
`;
const fixed = 'const response = await fetchWithTimeout(url, { timeoutMs: 2500 });';
const answer = `The option in \`src/client.ts\`, line 4 has another name; it is declared in src/fetch.ts:2:3, and nowhere in missing.ts:1.

\`\`\`ts src/client.ts
${fixed}
\`\`\`
`;

const LINES = 5_000;
const long = [
  ...Array.from({ length: LINES / 5 }, (_, index) => `Paragraph ${index} of a long answer.\n`),
  ...Array.from({ length: LINES / 5 }, (_, index) => `- item ${index} with \`code\``),
  '\n```ts',
  ...Array.from({ length: (LINES * 2) / 5 }, (_, index) => `const value${index} = compute(${index});`),
  '```\n\nThe very end.',
].join('\n');

let workspace: string;
let provider: Provider;
let editor: Editor;

onStage('view', async (stage) => {
  workspace = stage.workspace;
  await mkdir(join(workspace, 'src'));
  await writeFile(join(workspace, 'src/client.ts'), code);
  await writeFile(join(workspace, 'src/fetch.ts'), 'export interface Options {\n  timeoutMs: number;\n}\n');
  provider = await startProvider();
  stage.afterwards(() => provider.stop());
  provider.answer('Tell me everything', long, { chunkSize: 400, pauseMs: 2 });
  provider.answer('not compile', answer);
  provider.answer(/./, 'Because it is so.');
  editor = await stage.start({
    provider,
    settings: {
      'editor.minimap.enabled': false,
      'lenscap.routing.policy': 'best',
      'lenscap.cache.answerSeconds': 0,
    },
  });
});

const Body = z.looseObject({ messages: z.array(z.object({ role: z.string(), content: z.unknown() })) });

test('pictures are put in order and removed by keys, and go in that order', async () => {
  const { page } = editor;
  const frame = await openView(page);
  const pictures = await Promise.all(['#b00020', '#0b6e4f', '#1d3f8f'].map((fill) => draw(fill)));
  for (const picture of pictures) await pasteImage(page, frame, picture);
  const names = () =>
    frame.evaluate(`[...document.querySelectorAll('.tile .thumbnail img')].map(({ src }) => src)`);
  await expect.poll(() => frame.locator('.tile img').count(), patience).toBe(3);
  const before = z.array(z.string()).parse(await names());
  await frame.locator('.tile').nth(2).locator('.thumbnail').press('Alt+ArrowUp');
  await expect.poll(names, patience).toEqual([before[0], before[2], before[1]]);
  // The focus went along.
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(names, patience).toEqual([before[2], before[0], before[1]]);
  const swapped = [before[2], before[1], before[0]];
  await repeat(
    () => frame.locator('.tile').nth(1).dragTo(frame.locator('.tile').nth(2)),
    async () => JSON.stringify(await names()) === JSON.stringify(swapped),
  );
  await editor.screenshot('view-1-order');
  await frame.locator('.tile').nth(1).locator('.thumbnail').press('Delete');
  await expect.poll(names, patience).toEqual([before[2], before[0]]);
  await ask(frame, `Why do these differ? ${TOKEN}`);
  const colours = await Promise.all((provider.requests().at(-1)?.images ?? []).map(colourOf));
  expect(colours).toEqual(['blue', 'red']);
});

test('what was sent is what the provider received, and has no key and no secret', async () => {
  const { page } = editor;
  const frame = await openView(page);
  await frame.getByRole('button', { name: 'What Was Sent' }).last().click();
  const sent = await webviewFrame(page, 'What Was Sent');
  const request = provider.requests().at(-1);
  const text = await sent.locator('main').textContent(patience);
  expect(text).toMatch(/Why do these differ\? ⟦github-token-\d+⟧/);
  expect(text).not.toContain(TOKEN.slice(4));
  expect(text).not.toContain(KEY);
  for (const image of request?.images ?? []) {
    expect(text).toContain(createHash('sha256').update(image).digest('hex'));
    expect(text).toContain(`${image.length.toLocaleString('en-US')} bytes`);
  }
  await expect.poll(() => sent.locator('img').count(), patience).toBe(2);
  await editor.screenshot('view-2-sent');
  await sent.getByRole('link', { name: 'Open the exact JSON' }).click();
  await page.getByRole('tab', { name: 'request.json' }).waitFor(patience);
  await repeat(
    async () => {
      await focusEditor(page);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('ControlOrMeta+C');
    },
    async () => (await clipboardText(page)).startsWith('{'),
  );
  // The provider in the test adds notes of its own.
  expect(request?.body).toMatchObject(JSON.parse(await clipboardText(page)));
  await runCommand(page, 'View: Close All Editors');
});

test('a question that follows goes with what was said before, and says so', async () => {
  const { page } = editor;
  const frame = await openView(page);
  await frame.getByRole('textbox').fill('And what about the second?');
  await frame.locator('.quote').getByText('with 1 earlier question').waitFor(patience);
  await ask(frame, 'And what about the second?');
  const body = Body.parse(provider.requests().at(-1)?.body);
  expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  const sent = JSON.stringify(body.messages);
  expect(sent).toMatch(
    /Why do these differ.*⟦github-token-\d+⟧.*Because it is so.*And what about the second/,
  );
  expect(sent).not.toContain(TOKEN.slice(4));
  // The pictures go again: it may be about them.
  expect(provider.requests().at(-1)?.images).toHaveLength(2);

  await runCommand(page, 'Lenscap: New Conversation');
  await frame.getByText('New conversation: what is above does not go along.').waitFor(patience);
  await ask(frame, 'Something else?');
  expect(Body.parse(provider.requests().at(-1)?.body).messages).toHaveLength(2);
  await frame.locator('.turn.first').waitFor(patience);
});

test('the arrow keys call up earlier questions, also after a reload, without their secrets on disk', async () => {
  const { page } = editor;
  const frame = await openView(page);
  const box = frame.getByRole('textbox');
  await box.fill('a draft');
  const says = (text: string) => expect.poll(() => box.inputValue(), patience).toBe(text);
  await box.press('ArrowUp');
  await says('Something else?');
  for (let steps = 0; steps < 2; steps++) await box.press('ArrowUp');
  await says(`Why do these differ? ${TOKEN}`);
  for (let steps = 0; steps < 3; steps++) await box.press('ArrowDown');
  await says('a draft');
  await box.fill('');

  await expect.poll(async () => (await kept()).split('github-token-').length, patience).toBeGreaterThan(2);
  expect(await kept()).not.toContain(TOKEN.slice(4));
  await page.reload();
  const again = await openView(page);
  await again
    .locator('.turn')
    .getByText(/Why do these differ\? ⟦github-token-\d+⟧/)
    .waitFor(patience);
  const boxAgain = again.getByRole('textbox');
  await boxAgain.focus();
  await expect
    .poll(async () => {
      await boxAgain.press('ArrowUp');
      return boxAgain.inputValue();
    }, patience)
    .toMatch(/^Why do these differ\? ⟦github-token-\d+⟧$/);
  await boxAgain.fill('');
});

test('places in the workspace are links, and others are not', async () => {
  const { page } = editor;
  const frame = await openView(page);
  await ask(frame, 'Why does this not compile?');
  // The block of code names its file as well.
  const link = frame.locator('.answer p .place');
  await expect.poll(() => link.allTextContents(), patience).toEqual(['src/client.ts', 'src/fetch.ts:2:3']);
  await link.last().click();
  await page.getByRole('tab', { name: 'fetch.ts' }).waitFor(patience);
  await page.getByText('Ln 2, Col 3').waitFor(patience);
  await link.first().press('Enter');
  await page.getByText('Ln 4, Col 1').waitFor(patience);
});

test('code is applied through a diff, when the user accepts, and undone in one step', async () => {
  const { page } = editor;
  const frame = await openView(page);
  if ((await frame.locator('.code-block').count()) === 0) await ask(frame, 'Why does this not compile?');
  const block = frame.locator('.code-block').last();
  await block.getByRole('button', { name: 'Copy Code' }).click();
  await expect.poll(() => clipboardText(page), patience).toBe(`${fixed}\n`);

  const apply = block.getByRole('button', { name: 'Apply as a Change…' });
  await apply.click();
  const diff = page.getByRole('tab', { name: 'client.ts: Suggested Change' });
  const press = (name: string) =>
    repeat(
      () => page.getByRole('button', { name }).first().click({ timeout: 3_000 }),
      async () => (await diff.count()) === 0,
    );
  await diff.waitFor(patience);
  await expect
    .poll(() => page.locator('.diff-editor, .monaco-diff-editor').first().textContent(), patience)
    .toContain('timeoutMs');
  await editor.screenshot('view-3-diff');
  await press('Discard Change');
  expect(await readFile(join(workspace, 'src/client.ts'), 'utf8')).toBe(code);

  await apply.click();
  await diff.waitFor(patience);
  await press('Accept Change');
  const saved = () => savedFile(page, join(workspace, 'src/client.ts'));
  const changed = code.replace('const response = await fetchWithTimeout(url, { timeout: 2500 });', fixed);
  await expect.poll(saved, patience).toBe(changed);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(saved, patience).toBe(code);
});

test('code is inserted at the cursor', async () => {
  const { page } = editor;
  const frame = await openView(page);
  await openFile(page, 'fetch.ts');
  await page.keyboard.press('ControlOrMeta+Home');
  await frame.locator('.code-block').last().getByRole('button', { name: 'Insert Code at Cursor' }).click();
  await page.locator('.editor-instance').getByText('timeoutMs: 2500').first().waitFor(patience);
  await focusEditor(page);
  await page.keyboard.press('ControlOrMeta+Z');
  await page
    .locator('.editor-instance')
    .getByText('timeoutMs: 2500')
    .waitFor({ ...patience, state: 'detached' });
});

test('an answer of 5,000 lines streams, and what it cost the page is told', async () => {
  const { page } = editor;
  const frame = await openView(page);
  await frame.evaluate(`{
    globalThis.longTasks = [];
    globalThis.frames = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longTasks.push(Math.round(duration));
    }).observe({ type: 'longtask' });
    const count = () => { globalThis.frames += 1; requestAnimationFrame(count); };
    count();
  }`);
  const startedAt = performance.now();
  await ask(frame, 'Tell me everything');
  await frame.getByText('The very end.').waitFor(patience);
  const seconds = (performance.now() - startedAt) / 1_000;
  const [longTasks, frames] = z
    .tuple([z.array(z.number()), z.number()])
    .parse(await frame.evaluate('[globalThis.longTasks, globalThis.frames]'));
  const most = Math.max(0, ...longTasks);
  process.stdout.write(
    `5,000 lines in ${seconds.toFixed(1)} s, ${frames} frames: ${longTasks.length} tasks over 50 ms, the longest ${most} ms\n`,
  );
  // Nothing is lost of it, and it is one list and one block of code.
  const last = frame.locator('.turn').last();
  expect(await last.locator('.answer li').count()).toBe(LINES / 5);
  expect(await last.locator('.answer > ul').count()).toBe(1);
  expect(await last.locator('.code-block').count()).toBe(1);
  const lines = await last.locator('.code-block pre').textContent();
  expect(z.string().parse(lines).trimEnd().split('\n')).toHaveLength((LINES * 2) / 5);
  // The reader was at the end, and still is.
  await expect
    .poll(
      () =>
        frame
          .getByText('The very end.')
          .boundingBox()
          .then((box) => (box?.y ?? 9_999) < 900),
      patience,
    )
    .toBe(true);
  await editor.screenshot('view-4-long');
  await runCommand(page, 'Lenscap: Clear Answers');
});

test('in a side bar of 200 pixels nothing is cut off', async () => {
  const { page } = editor;
  const frame = await openView(page);
  for (const fill of ['#b00020', '#0b6e4f']) await pasteImage(page, frame, await draw(fill));
  const width = () => frame.evaluate('innerWidth').then(Number);
  const before = await width();
  await repeat(
    async () => dragSideBar(page, (await width()) - 200),
    async () => (await width()) <= 230,
  );
  const cut = `[document.documentElement, ...document.querySelectorAll('.composer *')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
    .map(({ className }) => className)`;
  await expect.poll(() => frame.evaluate(cut), patience).toEqual([]);
  await editor.screenshot('view-6-narrow');
  await repeat(
    async () => dragSideBar(page, (await width()) - before),
    async () => (await width()) > 250,
  );
  await removeAttachments(frame);
});

test('where nobody can be asked, the empty view says what to do', async () => {
  const { page } = editor;
  await editor.changeSettings({ 'lenscap.routing.policy': 'private' });
  const frame = await openView(page);
  await frame.getByRole('button', { name: 'Set API Key' }).waitFor(patience);
  await frame.getByText('It works without').waitFor(patience);
  await editor.screenshot('view-7-empty');
  const picker = quickInput(page);
  await repeat(
    () => frame.getByRole('button', { name: 'Use a Local Server' }).click(),
    () => picker.getByText('Lenscap: Use a Local Server').isVisible(),
  );
  await picker.getByText('Enter Address…').waitFor(patience);
  await page.keyboard.press('Escape');
  await editor.changeSettings({ 'lenscap.routing.policy': 'best' });
  await frame.locator('.keyless').waitFor({ ...patience, state: 'hidden' });
});

test.each([
  ['light', 'Light Modern'],
  ['high contrast', 'Default High Contrast'],
  ['light high contrast', 'Default High Contrast Light'],
  ['dark', 'Dark Modern'],
])('it can be looked at in %s', async (name, theme) => {
  const { page } = editor;
  const frame = await openView(page);
  if ((await frame.locator('.turn').count()) === 0) {
    await ask(frame, 'Why does this not compile?');
    await frame.locator('.place').first().waitFor(patience);
  }
  await chooseTheme(page, theme);
  await expect.poll(() => frame.evaluate('document.body.dataset.vscodeThemeId'), patience).toBe(theme);
  await editor.screenshot(`view-5-${name.replaceAll(' ', '-')}`);
});

/** Asks, and waits for the end of the answer. */
async function ask(frame: Frame, question: string): Promise<void> {
  const { length } = provider.requests();
  const feet = await frame.locator('.foot').count();
  await send(frame, question);
  await expect.poll(() => provider.requests().length, patience).toBe(length + 1);
  await expect.poll(() => frame.locator('.foot').count(), patience).toBe(feet + 1);
}

/** All that VS Code keeps in this browser: the state of views and of extensions. */
async function kept(): Promise<string> {
  return z.string().parse(
    await editor.page.evaluate(`(async () => {
      const wait = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const values = [];
      for (const { name } of await indexedDB.databases()) {
        const db = await wait(indexedDB.open(name));
        for (const store of db.objectStoreNames)
          values.push(await wait(db.transaction(store).objectStore(store).getAll()));
        db.close();
      }
      return JSON.stringify(values);
    })()`),
  );
}

/** A picture without words, in a colour. */
function draw(fill: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="${fill}"/><circle cx="200" cy="150" r="90" fill="white"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function colourOf(picture: Buffer): Promise<string> {
  const { data } = await sharp(picture)
    .extract({ left: 2, top: 2, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [red = 0, green = 0, blue = 0] = data;
  return red > green && red > blue ? 'red' : green > blue ? 'green' : 'blue';
}
