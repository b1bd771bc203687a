// What a person makes of screenshots right in the editor: code, alt texts, issue reports; links that say what is
// to be done about their picture; and what changed between two. In a real VS Code, with a provider on this machine.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { photo } from '../support/photo.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { drawCompilerError } from '../support/terminal.ts';
import {
  chooseInExplorer,
  focusEditor,
  openFile,
  openInExplorer,
  putImageOnClipboard,
  quickInput,
  runCommand,
  savedFile,
} from '../support/workbench.ts';

const usage = { prompt_tokens: 700, completion_tokens: 60 };

const written =
  'const total = items.reduce((sum, item) => sum + item.price, 0);\nif (total > limit) {\n  refuse();\n}';
const report = '# The build stops at an unknown option\n\n## Steps to Reproduce\n\n1. Run `npx tsc`.';
const notes = '# Notes\n\n';
const code = 'export function check(): void {\n  \n}\n';

let workspace: string;
let provider: Provider;
let editor: Editor;

onStage('editor', async (stage) => {
  workspace = stage.workspace;
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
  stage.afterwards(() => provider.stop());
  provider.answer('Write down what this shows', `Here it is:\n\n\`\`\`ts\n${written}\n\`\`\``, {
    usage,
    pauseMs: 30,
  });
  provider.answer('alternative text', 'A terminal with a compiler error.', { usage });
  // The second piece never comes within a test.
  provider.answer('issue report', report, { usage, chunkSize: 40, pauseMs: 600_000 });
  provider.answer('What changed', '- The button went from **blue** to **red**.', { usage, pauseMs: 20 });
  editor = await stage.start({
    provider,
    settings: { 'editor.minimap.enabled': false, 'editor.autoClosingBrackets': 'never' },
  });
});

test('a picture of code becomes code: read here, asked of the cheap model as text, and one undo takes it away', async () => {
  const { page } = editor;
  await openFile(page, 'check.ts');
  await putImageOnClipboard(page, await drawCompilerError().png().toBuffer());
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
  await focusEditor(page);
  await page.keyboard.press('Escape');
  await status(/Lenscap: stopped, about \$0\.\d+ · gpt-4o-mini/);
  await expect.poll(() => inlineText(), patience).not.toContain('Lenscap');
  await expect.poll(() => saved('notes.md'), patience).toBe(`${notes}${report.slice(0, 40).trimEnd()}`);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('notes.md'), patience).toBe(notes);
});

test('so it is in a notebook’s Markdown cell', async () => {
  const { page } = editor;
  await openInExplorer(page, 'notebook.ipynb');
  await page
    .locator('.notebookOverlay .markdown-cell-row')
    .first()
    .waitFor({ state: 'attached', ...patience });
  const cell = page.locator('.notebookOverlay .monaco-editor.focused');
  await repeat(
    () => page.keyboard.press('Enter'),
    async () => (await cell.count()) === 1,
  );
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' ');
  await page.keyboard.press('ControlOrMeta+V');
  const choice = page.getByText('Insert Screenshot’s Alt Text', { exact: true });
  await repeat(
    () => page.locator('.post-edit-widget .monaco-button').click({ timeout: 3_000 }),
    () => choice.isVisible(),
  );
  await choice.click(patience);
  await page.locator('.notebookOverlay .view-line').filter({ hasText: '(image.png)' }).waitFor(patience);
  await editor.screenshot('editor-4-notebook');
  await expect.poll(() => exists('image.png'), patience).toBe(true);
});

test('links say what is to be done about their pictures, and only those', async () => {
  const { page } = editor;
  await openFile(page, 'guide.md');
  const lenses = page.locator('.codelens-decoration a');
  await expect
    .poll(() => lenses.allTextContents(), patience)
    .toEqual(['Write Alt Text', 'Strip Metadata (GPS, Serial Number)']);
  await editor.screenshot('editor-5-lenses');
  // Lenses are drawn anew while the text changes, and a click on one that goes is lost.
  const described = page
    .locator('.view-line')
    .filter({ hasText: '![A terminal with a compiler error.](diagram.png)' });
  await repeat(
    async () => {
      await lenses.filter({ hasText: 'Write Alt Text' }).click({ timeout: 3_000 });
      await described.waitFor({ timeout: 20_000 });
    },
    () => described.isVisible(),
  );
  await repeat(
    () => lenses.filter({ hasText: 'Strip Metadata' }).click({ timeout: 3_000 }),
    async () => (await sharp(await readFile(join(workspace, 'office.jpg'))).metadata()).exif === undefined,
  );
  await expect.poll(() => lenses.count(), patience).toBe(0);
});

test('two screenshots are compared here, and only what differs is asked about', async () => {
  const { page } = editor;
  const before = provider.received();
  await chooseInExplorer(page, ['screen-1.png', 'screen-2.png'], 'Compare Two Screenshots');
  const list = quickInput(page);
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
function saved(name: string): Promise<string> {
  return savedFile(editor.page, join(workspace, name));
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

/** Shapes, and a button of a colour. */
function drawing(colour: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">
    <rect width="900" height="600" fill="#fafafa"/><circle cx="200" cy="180" r="90" fill="#88aa33"/>
    <path d="M500 100 L800 160 L640 260 Z" fill="#775599"/><rect x="620" y="460" width="160" height="56" rx="8" fill="${colour}"/>
  </svg>`);
}
