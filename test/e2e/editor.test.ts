// What a person makes of screenshots right in the editor: code, alt texts, issue reports; links that say what is
// to be done about their picture; and what changed between two. In a real VS Code, with a provider on this machine.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Editor, repository, startEditor } from '../support/editor.ts';
import { photo } from '../support/photo.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { openFile, putImageOnClipboard, runCommand } from '../support/workbench.ts';

const patience = { timeout: 60_000 };
const usage = { prompt_tokens: 700, completion_tokens: 60 };

const written =
  'const total = items.reduce((sum, item) => sum + item.price, 0);\nif (total > limit) {\n  refuse();\n}';
const report = '# The build stops at an unknown option\n\n## Steps to Reproduce\n\n1. Run `npx tsc`.';
const notes = '# Notes\n\n';
const code = 'export function check(): void {\n  \n}\n';

let root: string;
let workspace: string;
let provider: Provider;
let editor: Editor;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lenscap-editor-'));
  workspace = join(root, 'shop');
  await mkdir(workspace);
  const put = (name: string, content: string | Buffer) => writeFile(join(workspace, name), content);
  await put('check.ts', code);
  await put('notes.md', notes);
  await put(
    'guide.md',
    '# Guide\n\n![](diagram.png)\n\n![Our office](office.jpg)\n\n![A diagram](diagram.png)\n',
  );
  await put(
    'notebook.ipynb',
    JSON.stringify({
      cells: [{ cell_type: 'markdown', metadata: {}, source: ['Findings'] }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
  await put('diagram.png', await sharp(drawing('#3366cc')).png().toBuffer());
  await put('office.jpg', await photo());
  await put('screen-1.png', await sharp(drawing('#3366cc')).png().toBuffer());
  await put('screen-2.png', await sharp(drawing('#cc3333')).png().toBuffer());

  provider = await startProvider();
  provider.answer('Write down what this shows', `Here it is:\n\n\`\`\`ts\n${written}\n\`\`\``, {
    usage,
    pauseMs: 30,
  });
  provider.answer('alternative text', 'A terminal with a compiler error.', { usage });
  // The second piece never comes within a test.
  provider.answer('issue report', report, { usage, chunkSize: 40, pauseMs: 600_000 });
  provider.answer('What changed', '- The button went from **blue** to **red**.', { usage, pauseMs: 20 });
  editor = await startEditor({
    extension: { folder: repository },
    workspace,
    viewport: { width: 1440, height: 900 },
    settings: { 'editor.minimap.enabled': false, 'editor.autoClosingBrackets': 'never' },
    env: {
      OPENAI_BASE_URL: provider.baseUrl,
      OPENAI_API_KEY: ['not', 'a', 'real', 'key'].join('-'),
      LENSCAP_DATA_DIR: join(root, 'data'),
    },
  });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await editor.screenshot(`failed-${task.id}`);
});
afterAll(async () => {
  await editor?.close();
  await provider?.stop();
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

test('a picture of code becomes code: read here, asked of the cheap model as text, and one undo takes it away', async () => {
  const { page } = editor;
  await openFile(page, 'check.ts');
  await putImageOnClipboard(page, await sharp(screenshot()).png().toBuffer());
  await page.locator('.view-line').nth(1).click();
  await page.keyboard.press('End');
  await runCommand(page, 'Lenscap: Paste Screenshot as Code');
  await status(/Lenscap: code written, \$0\.\d+ · gpt-4o-mini/);
  const indented = written.split('\n').join('\n  ');
  await expect.poll(() => saved('check.ts'), patience).toBe(code.replace('  \n', `  ${indented}\n`));
  const [request] = provider.requests();
  expect(request?.images).toEqual([]);
  expect(JSON.stringify(request?.body)).toContain('fetchWithTimeout');
  await editor.screenshot('editor-1-code');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('check.ts'), patience).toBe(code);
});

test('its alt text comes with the picture as a file, and goes with it', async () => {
  const { page } = editor;
  await openFile(page, 'notes.md');
  await page.keyboard.press('ControlOrMeta+End');
  await runCommand(page, 'Lenscap: Paste Screenshot as Alt Text');
  await status(/Lenscap: alt text written, \$0\.\d+ · gpt-4o/);
  await expect
    .poll(() => saved('notes.md'), patience)
    .toBe(`${notes}![A terminal with a compiler error.](Screenshot.png)`);
  expect((await sharp(await readFile(join(workspace, 'Screenshot.png'))).metadata()).width).toBe(1600);
  await editor.screenshot('editor-2-alt-text');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('notes.md'), patience).toBe(notes);
  await expect.poll(() => exists('Screenshot.png'), patience).toBe(false);
});

test('an issue report is stopped by Escape: what came stays, and one undo takes it away', async () => {
  const { page } = editor;
  await openFile(page, 'notes.md');
  await page.keyboard.press('ControlOrMeta+End');
  await runCommand(page, 'Lenscap: Paste Screenshot as Issue Report');
  await page.locator('.view-line').filter({ hasText: 'unknown option' }).waitFor(patience);
  // What is being written, its price, and how to stop it stand in the line, and in the status bar.
  await status(
    /Lenscap: writing an issue report \(gpt-4o-mini, about \$0\.\d+, at most \$0\.\d+\), Escape stops/,
  );
  await expect.poll(() => inlineText(), patience).toMatch(/writing an issue report .*Escape stops/);
  await editor.screenshot('editor-3-issue');
  await page.locator('.editor-instance .monaco-editor').first().click();
  await page.keyboard.press('Escape');
  await status(/Lenscap: stopped, about \$0\.\d+ · gpt-4o-mini/);
  await expect.poll(() => inlineText(), patience).not.toContain('Lenscap');
  await expect.poll(() => saved('notes.md'), patience).toBe(`${notes}${report.slice(0, 40).trimEnd()}`);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('notes.md'), patience).toBe(notes);
});

test('so it is in a notebook’s Markdown cell', async () => {
  const { page } = editor;
  await openInExplorer('notebook.ipynb');
  await page.getByRole('tab', { name: 'notebook.ipynb' }).waitFor(patience);
  await page
    .locator('.notebookOverlay .markdown-cell-row')
    .first()
    .waitFor({ state: 'attached', ...patience });
  const cell = page.locator('.notebookOverlay .monaco-editor.focused');
  await expect
    .poll(async () => {
      await page.keyboard.press('Enter');
      return cell.count();
    }, patience)
    .toBe(1);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' ');
  await page.keyboard.press('ControlOrMeta+V');
  await page.locator('.post-edit-widget .monaco-button').click(patience);
  await page.getByText('Insert Screenshot’s Alt Text', { exact: true }).click(patience);
  await page.locator('.notebookOverlay .view-line').filter({ hasText: '(image.png)' }).waitFor(patience);
  await editor.screenshot('editor-4-notebook');
  expect(await exists('image.png')).toBe(true);
});

test('links say what is to be done about their pictures, and only those', async () => {
  const { page } = editor;
  await openFile(page, 'guide.md');
  const lenses = page.locator('.codelens-decoration a');
  await expect
    .poll(() => lenses.allTextContents(), patience)
    .toEqual(['Write Alt Text', 'Strip Metadata (GPS, Serial Number)']);
  await editor.screenshot('editor-5-lenses');
  await lenses.first().click();
  await page
    .locator('.view-line')
    .filter({ hasText: '![A terminal with a compiler error.](diagram.png)' })
    .waitFor(patience);
  await lenses.filter({ hasText: 'Strip Metadata' }).click(patience);
  await expect.poll(() => lenses.count(), patience).toBe(0);
  expect((await sharp(await readFile(join(workspace, 'office.jpg'))).metadata()).exif).toBeUndefined();
});

test('two screenshots are compared here, and only what differs is asked about', async () => {
  const { page } = editor;
  const before = provider.received();
  const items = page.locator('.explorer-folders-view .monaco-list-row');
  await page.keyboard.press('ControlOrMeta+Shift+E');
  await items.filter({ hasText: 'screen-1.png' }).click(patience);
  await page.getByRole('tab', { name: 'screen-1.png' }).waitFor(patience);
  await items.filter({ hasText: 'screen-2.png' }).click({ modifiers: ['Shift'], ...patience });
  await expect
    .poll(() => page.locator('.explorer-folders-view .monaco-list-row.selected').count(), patience)
    .toBe(2);
  await items.filter({ hasText: 'screen-2.png' }).click({ button: 'right', ...patience });
  await page.getByRole('menuitem', { name: 'Compare Two Screenshots' }).click(patience);
  const list = page.locator('.quick-input-widget');
  await list.getByText('Ask What Changed').waitFor(patience);
  await list.getByText(/gpt-4o, about \$0\.\d+, at most \$0\.\d+/).waitFor(patience);
  expect(provider.received()).toBe(before);
  await editor.screenshot('editor-6-compare');
  await list.getByText('Ask What Changed').click();
  await page.locator('.view-line').filter({ hasText: 'from **blue** to **red**' }).waitFor(patience);
  await status(/Lenscap: answered, \$0\.\d+ · gpt-4o/);
  const sizes = await Promise.all(
    (provider.requests().at(-1)?.images ?? []).map(async (image) => (await sharp(image).metadata()).width),
  );
  expect(sizes).toHaveLength(2);
  for (const width of sizes) expect(width).toBeLessThan(300);
  await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
  await page.locator('.monaco-workbench.vs').waitFor(patience);
  await editor.screenshot('editor-7-light');
});

/** Saves the document that has the focus, and reads a file. */
async function saved(name: string): Promise<string> {
  await editor.page.keyboard.press('ControlOrMeta+S');
  return readFile(join(workspace, name), 'utf8');
}

function exists(name: string): Promise<boolean> {
  return stat(join(workspace, name)).then(
    () => true,
    () => false,
  );
}

async function status(text: RegExp): Promise<void> {
  await editor.page.locator('.statusbar').getByText(text).first().waitFor(patience);
}

/** What is drawn behind lines, and is no part of the text. */
function inlineText(): Promise<string> {
  return editor.page.evaluate(`[...document.querySelectorAll('.editor-instance .view-line span')]
    .map((span) => getComputedStyle(span, '::after').content).filter((text) => text !== 'none').join(' ')`);
}

async function openInExplorer(name: string): Promise<void> {
  const { page } = editor;
  await page.keyboard.press('ControlOrMeta+Shift+E');
  await page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name }).dblclick(patience);
}

/** Shapes, and a button of a colour. */
function drawing(colour: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">
    <rect width="900" height="600" fill="#fafafa"/><circle cx="200" cy="180" r="90" fill="#88aa33"/>
    <path d="M500 100 L800 160 L640 260 Z" fill="#775599"/><rect x="620" y="460" width="160" height="56" rx="8" fill="${colour}"/>
  </svg>`);
}

function screenshot(): Buffer {
  const text = (y: number, fill: string, words: string) =>
    `<text x="48" y="${y}" font-family="DejaVu Sans Mono" font-size="26" fill="${fill}" xml:space="preserve">${words}</text>`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="500">
    <rect width="1600" height="500" fill="#1e1e1e"/>
    ${text(80, '#cccccc', '$ npx tsc')}
    ${text(140, '#f48771', 'src/client.ts:4:50 - error TS2353: Object literal may only specify known')}
    ${text(180, '#f48771', "properties, and 'timeout' does not exist in type 'FetchOptions'.")}
    ${text(260, '#9cdcfe', '4   const response = await fetchWithTimeout(url, { timeout: 2500 });')}
    ${text(400, '#cccccc', 'Found 1 error in src/client.ts:4')}
  </svg>`);
}
