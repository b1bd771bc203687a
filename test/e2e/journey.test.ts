// A person's way through Lenscap in a real VS Code: a real picture on the real clipboard, pasted in
// the view and in editors, the answer streamed from a provider on this machine, the money booked.
// Its pictures (test-results/journey-*.png) illustrate the README.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { formatUsd } from '../../protocol/money.ts';
import type { Editor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { drawCompilerError } from '../support/terminal.ts';
import {
  ask,
  daemonProcesses,
  dropFile,
  focusQuestion,
  meterText,
  openView,
  pasteImage,
  removeAttachments,
  setBudget,
} from '../support/view-page.ts';
import {
  chooseInExplorer,
  clipboardText,
  focusEditor,
  notifications,
  openFile,
  putImageOnClipboard,
  quickInput,
  reloadWindow,
  runCommand,
  savedFile,
  statusBar,
} from '../support/workbench.ts';

// What the provider counts for every answer, at gpt-4o's price: 1,180 × $2.50 and 210 × $10 a million tokens.
const usage = { prompt_tokens: 1_180, completion_tokens: 210 };
const costOfOne = 1_180 * 2_500 + 210 * 10_000;

const code = `import { fetchWithTimeout } from './fetch.ts';

export async function load(url: string): Promise<Response> {
  const response = await fetchWithTimeout(url, { timeout: 2500 });
  return response;
}
`;

const answer = `The call passes an option that does not exist: **\`timeout\`** should be \`timeoutMs\`.

1. Open \`src/client.ts\`, line 4.
2. Rename the option:

\`\`\`ts
// milliseconds
const response = await fetchWithTimeout(url, { timeoutMs: 2500 });
\`\`\`

The compiler then accepts it. See [the options](https://example.com/options).`;

// What a picture or a page can get a model to say.
const hostile = `![tracker](https://example.com/t.png) <img src="https://example.com/i.png" onerror="alert(1)">
[run](command:workbench.action.terminal.new) [js](javascript:alert(1)) <script>alert(1)</script> <style>body{display:none}</style>`;

let dataDirectory: string;
let workspace: string;
let provider: Provider;
let editor: Editor;
let screenshot: Buffer;

onStage('journey', async (stage) => {
  ({ workspace, dataDirectory } = stage);
  await writeFile(join(workspace, 'client.ts'), code);
  await writeFile(join(workspace, 'notes.md'), '# Notes\n\n');
  // As a person would photograph it, with metadata nobody needs to see.
  screenshot = await drawCompilerError()
    .withExif({ IFD0: { Artist: 'Jane Roe' } })
    .png()
    .toBuffer();
  // Another picture than the clipboard's: its answer is not kept from before.
  await writeFile(join(workspace, 'error.png'), await sharp(screenshot).negate().png().toBuffer());
  await writeFile(join(workspace, 'page.png'), '<html>not a picture</html>');

  provider = await startProvider();
  stage.afterwards(() => provider.stop());
  // The second piece never comes within a test.
  provider.answer('Take your time', `${answer}\n`, { chunkSize: 60, pauseMs: 600_000 });
  provider.answer('Be hostile', hostile, { usage });
  provider.answer('not compile', answer, { usage, pauseMs: 40 });
  provider.answer(/./, answer, { usage, pauseMs: 15 });
  editor = await stage.start({
    provider,
    // The picture is text, and would go as such; this is about pictures.
    settings: { 'editor.minimap.enabled': false, 'lenscap.routing.policy': 'best' },
  });
});

test('the meter stands at zero, and the view says what to do', async () => {
  await expectMeter(0);
  const frame = await openView(editor.page);
  await frame.getByRole('heading', { name: 'Explain a Screenshot' }).waitFor(patience);
  await expect.poll(() => frame.evaluate('document.activeElement.tagName'), patience).toBe('TEXTAREA');
  await editor.screenshot('journey-1-view');
});

test('a pasted screenshot is made safe, priced, and explained', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  await pasteImage(page, frame, screenshot);
  await frame.locator('.tile.ready img').waitFor(patience);
  await focusQuestion(frame);
  await page.keyboard.type('Why does this not compile?');
  await frame.getByText(/^about \$0\.\d+, at most \$0\.\d+$/).waitFor(patience);
  await editor.screenshot('journey-2-quote');

  // How often the answer grew: a page of one go would be no streaming.
  await frame.evaluate(`{
    globalThis.growths = 0;
    new MutationObserver(() => { if (document.querySelector('.answer.streaming p')) globalThis.growths += 1; })
      .observe(document.querySelector('.turns'), { childList: true, subtree: true, characterData: true });
  }`);
  await frame.getByRole('textbox').press('Enter');
  await frame.locator('.answer li').nth(1).waitFor(patience);
  await editor.screenshot('journey-3-streaming');
  await frame.locator('.foot').waitFor(patience);
  expect(await frame.evaluate('globalThis.growths')).toBeGreaterThan(3);
  await expect.poll(() => frame.locator('.answer .hljs-keyword').count(), patience).toBeGreaterThan(0);
  expect(await frame.locator('.foot').textContent()).toMatch(
    /^gpt-4o · 1,390 tokens · \$0\.0051 · saved about \$0\.\d+ · \d+\.\d s · req\S+$/,
  );
  await editor.screenshot('journey-4-answer');

  const [request] = provider.requests();
  expect(request?.images).toHaveLength(1);
  const sent = await sharp(request?.images[0]).metadata();
  expect(Math.max(sent.width, sent.height)).toBeLessThanOrEqual(1024);
  expect([sent.exif, sent.xmp, sent.icc]).toEqual([undefined, undefined, undefined]);
});

test('it is booked: in the meter, and in the list of what was spent', async () => {
  const { page } = editor;
  await expectMeter(1);
  const list = quickInput(page);
  await repeat(
    () => statusBar(page).first().click(),
    () => list.getByText('$0.0051 of $2.00').first().isVisible(),
  );
  await list.getByText(/gpt-4o · my-service/).waitFor(patience);
  await editor.screenshot('journey-5-spend');
  await page.keyboard.press('Escape');
});

test('the answer can be copied, opened, and inserted', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  await frame.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect.poll(() => clipboardText(page), patience).toBe(answer);

  await frame.getByRole('button', { name: 'Open as Document' }).click();
  await page.getByRole('tab', { name: /Untitled-1/ }).waitFor(patience);
  await runCommand(page, 'View: Revert and Close Editor');

  await openFile(page, 'notes.md');
  await page.keyboard.press('ControlOrMeta+End');
  await frame.getByRole('button', { name: 'Insert at Cursor' }).click();
  await expect.poll(() => saved('notes.md'), patience).toBe(`# Notes\n\n${answer}`);
  await focusEditor(page);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('notes.md'), patience).toBe('# Notes\n\n');
});

test('pasted into code, it becomes a comment; one undo takes it away', async () => {
  const { page } = editor;
  await openFile(page, 'client.ts');
  await putImageOnClipboard(page, screenshot);
  await page.locator('.view-line').filter({ hasText: 'fetchWithTimeout(url' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('ControlOrMeta+V');
  // Saving ends a step to undo, so not before the answer is there.
  await page
    .locator('.statusbar')
    .getByText(/Lenscap: answered, \$0\.0051 · gpt-4o/)
    .waitFor(patience);
  const commented = answer.split('\n').map((line) => `  //${line && ` ${line}`}`);
  const lines = code.split('\n');
  const expected = [...lines.slice(0, 4), ...commented, ...lines.slice(4)].join('\n');
  await expect.poll(() => saved('client.ts'), patience).toBe(expected);
  await expectMeter(2);
  await editor.screenshot('journey-6-editor');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('client.ts'), patience).toBe(code);
});

test('pasted into Markdown, it is Markdown’s own link, until the user wants it explained', async () => {
  const { page } = editor;
  await openFile(page, 'notes.md');
  await putImageOnClipboard(page, screenshot);
  await focusEditor(page);
  await page.keyboard.press('ControlOrMeta+End');
  const before = provider.received();
  await page.keyboard.press('ControlOrMeta+V');
  // VS Code draws blanks as no-break spaces.
  await page
    .locator('.view-line')
    .filter({ hasText: /^!\[.*\]\(image\.png\)$/ })
    .waitFor(patience);
  expect(provider.received()).toBe(before);

  const choice = page.getByText('Explain Screenshot', { exact: true });
  await repeat(
    () => page.locator('.post-edit-widget .monaco-button').click({ timeout: 3_000 }),
    () => choice.isVisible(),
  );
  await choice.click(patience);
  await page.locator('.view-line').filter({ hasText: 'example.com/options).' }).waitFor(patience);
  await expect.poll(() => saved('notes.md'), patience).toBe(`# Notes\n\n${answer}`);
  // The same question as in the code: its answer is given again, and costs nothing.
  await page
    .locator('.statusbar')
    .getByText(/Lenscap: answered, free · gpt-4o/)
    .waitFor(patience);
  expect(provider.received()).toBe(before);
  await expectMeter(2);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('notes.md'), patience).toBe('# Notes\n\n');
});

test('a picture in the Explorer is explained from its context menu', async () => {
  const before = provider.received();
  await chooseInExplorer(editor.page, ['error.png'], 'Explain Screenshot…');
  const frame = await openView(editor.page);
  await expect.poll(() => frame.locator('.foot').count(), patience).toBe(2);
  expect(provider.received()).toBe(before + 1);
  expect(provider.requests().at(-1)?.images).toHaveLength(1);
});

test('a file that only looks like a picture is refused in the view, in words', async () => {
  await chooseInExplorer(editor.page, ['page.png'], 'Explain Screenshot…');
  const frame = await openView(editor.page);
  await frame.locator('.tile.refused').waitFor(patience);
  expect(await frame.locator('.tile.refused').textContent()).toMatch(/\. \w.*\./s);
  await frame.getByText('“page.png” cannot be sent.').waitFor(patience);
  await editor.screenshot('journey-7-refused');
  await frame.getByRole('button', { name: 'Remove page.png' }).click();
  await expect.poll(() => frame.locator('.tile').count(), patience).toBe(0);
});

test('“Paste Screenshot and Explain” does both', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  await putImageOnClipboard(page, screenshot);
  await runCommand(page, 'Lenscap: Paste Screenshot and Explain');
  await expect.poll(() => frame.locator('.foot').count(), patience).toBe(3);
  await frame
    .locator('.turn')
    .last()
    .getByText(/^From the cache, saved \$0\.0051\.$/)
    .waitFor(patience);
});

test('“Explain into Editor” takes the clipboard’s picture, or what is attached in the view', async () => {
  const { page } = editor;
  const answered = page.locator('.statusbar').getByText(/Lenscap: answered/);
  await openFile(page, 'client.ts');
  await page.keyboard.press('ControlOrMeta+Home');
  await putImageOnClipboard(page, screenshot);
  await runCommand(page, 'Lenscap: Explain into Editor');
  await page.locator('.view-line').filter({ hasText: '// The compiler then accepts it.' }).waitFor(patience);
  await answered.waitFor(patience);
  await focusEditor(page);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('client.ts'), patience).toBe(code);

  const frame = await openView(editor.page);
  await pasteImage(page, frame, screenshot);
  await frame.getByRole('textbox').fill('What is to be done?');
  await openFile(page, 'client.ts');
  const before = provider.requests().length;
  await runCommand(page, 'Lenscap: Explain into Editor');
  await expect.poll(() => provider.requests().length, patience).toBe(before + 1);
  expect(provider.requests().at(-1)?.images).toHaveLength(1);
  await page.locator('.view-line').filter({ hasText: '// The compiler then accepts it.' }).waitFor(patience);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('client.ts'), patience).toBe(code);
  await frame.getByRole('textbox').fill('');
  await removeAttachments(frame);
});

test('an answer is text: nothing in it is fetched, run, or followed', async () => {
  const { page } = editor;
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const frame = await openView(editor.page);
  await ask(frame, 'Be hostile');
  await expect.poll(() => frame.locator('.foot').count(), patience).toBe(4);
  const last = frame.locator('.answer').last();
  expect(await last.locator('img, script, style, a:not([href^="https://"])').count()).toBe(0);
  expect(await last.textContent()).toContain('<script>alert(1)</script>');
  expect(fetched.filter((url) => url.includes('example.com'))).toEqual([]);
});

test('Escape stops an answer, and what came stays', async () => {
  const frame = await openView(editor.page);
  await ask(frame, 'Take your time');
  await frame.locator('.answer').last().getByText('The call passes').waitFor(patience);
  await frame.getByRole('textbox').press('Escape');
  await frame.getByText('Stopped. What came is kept.').waitFor(patience);
  expect(await frame.locator('.answer').last().textContent()).toContain('The call passes');
  await frame.locator('.foot').last().getByText('estimated').waitFor(patience);
});

test('Escape in the editor stops there too', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  await pasteImage(page, frame, screenshot);
  await frame.getByRole('textbox').fill('Take your time');
  await openFile(page, 'client.ts');
  await page.keyboard.press('ControlOrMeta+Home');
  await runCommand(page, 'Lenscap: Explain into Editor');
  await page.locator('.view-line').filter({ hasText: '// The call passes an option' }).waitFor(patience);
  await page.keyboard.press('Escape');
  await page
    .locator('.statusbar')
    .getByText(/Lenscap: stopped, about \$/)
    .waitFor(patience);
  await expect.poll(() => saved('client.ts'), patience).toMatch(/^\/\/ The call passes/);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => saved('client.ts'), patience).toBe(code);
  await frame.getByRole('textbox').fill('');
  await removeAttachments(frame);
});

test('a picture dropped on the view is attached, and its preview shows it large', async () => {
  const frame = await openView(editor.page);
  await dropFile(frame, 'dropped.png', screenshot);
  await frame.locator('.tile.ready').getByText('dropped.png').waitFor(patience);
  const small = await frame.locator('.tile img').boundingBox();
  await frame.getByRole('button', { name: 'Preview dropped.png, as it will be sent' }).press('Enter');
  await expect
    .poll(async () => (await frame.locator('.preview img').boundingBox())?.width, patience)
    .toBeGreaterThan((small?.width ?? 0) * 3);
  await frame.locator('.preview').press('Escape');
  await frame.locator('.thread').waitFor(patience);
  await frame.getByRole('button', { name: 'Remove dropped.png' }).press('Enter');
  await expect.poll(() => frame.locator('.tile').count(), patience).toBe(0);

  // From VS Code's own Explorer only the address comes.
  await frame.evaluate(`{
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/uri-list', 'file://${workspace}/error.png');
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }`);
  await frame.locator('.tile.ready').getByText('error.png').waitFor(patience);
  await frame.getByRole('button', { name: 'Remove error.png' }).press('Enter');
  await expect.poll(() => frame.locator('.tile').count(), patience).toBe(0);
});

test('a budget that is nearly used warns, one that is used up refuses, in figures', async () => {
  const { page } = editor;
  const meter = statusBar(page).first();
  const spent = Number(/\$(\d+\.\d+)/.exec((await meter.textContent()) ?? '')?.[1]);
  const setDailyBudget = (usd: string) => setBudget(page, /^Today, /, usd);
  await setDailyBudget((spent * 1.1).toFixed(4));
  await expect.poll(() => meter.getAttribute('class'), patience).toContain('warning-kind');
  await setDailyBudget((spent / 2).toFixed(4));
  await expect.poll(() => meter.getAttribute('class'), patience).toContain('error-kind');

  const before = provider.received();
  const frame = await openView(editor.page);
  await ask(frame, 'May I?');
  await frame
    .locator('.trouble')
    .last()
    .getByText(/\$0\.\d+/)
    .waitFor(patience);
  await expect.poll(() => frame.getByRole('textbox').inputValue(), patience).toBe('May I?');
  expect(provider.received()).toBe(before);
  await editor.screenshot('journey-9-budget');
  await setDailyBudget('2');
  await expect.poll(() => meter.getAttribute('class'), patience).not.toMatch(/warning|error/);
  await frame.getByRole('textbox').fill('');
});

test('when the daemon dies, the question and its picture are still there, and can be sent again', async () => {
  const { page } = editor;
  const frame = await openView(editor.page);
  await pasteImage(page, frame, screenshot);
  await ask(frame, 'Take your time');
  await frame.locator('.answer').last().getByText('The call passes').waitFor(patience);
  const daemons = await daemonProcesses(dataDirectory);
  expect(daemons).toHaveLength(1);
  for (const daemon of daemons) process.kill(daemon, 'SIGKILL');
  await frame.locator('.trouble').last().getByText('stopped while it was working').waitFor(patience);
  await frame.locator('.tile.ready').waitFor(patience);
  await expect.poll(() => frame.getByRole('textbox').inputValue(), patience).toBe('Take your time');
  await editor.screenshot('journey-8-daemon-died');
  await ask(frame, 'Why?');
  await expect.poll(() => provider.requests().at(-1)?.images.length, patience).toBe(1);
  await frame.locator('.turn').last().locator('.foot').waitFor(patience);
});

test('another window shows the same spending, and learns of more by itself', async () => {
  const second = await editor.openWindow(workspace);
  const before = await meterText(editor.page);
  await expect.poll(() => meterText(second), patience).toBe(before);
  const frame = await openView(editor.page);
  await ask(frame, 'Once more?');
  await expect.poll(() => meterText(editor.page), patience).not.toBe(before);
  const after = await meterText(editor.page);
  await expect.poll(() => meterText(second), patience).toBe(after);
  await second.close();
});

test('after the window was reloaded, spending, answers and draft are still there', async () => {
  const { page } = editor;
  const before = await statusBar(page).first().textContent();
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').fill('A draft');
  const turns = await frame.locator('.turn').count();
  // The page keeps its state a moment after the last change, and before the price is asked for.
  await frame.getByText('because lenscap.routing.policy is best').waitFor(patience);
  // Not the browser's reload: that gives VS Code no time to write down what its views keep.
  await reloadWindow(page);
  await expect.poll(() => statusBar(page).first().textContent(), patience).toBe(before);
  const reloaded = await openView(editor.page);
  await expect.poll(() => reloaded.locator('.turn').count(), patience).toBe(turns);
  await expect.poll(() => reloaded.getByRole('textbox').inputValue(), patience).toBe('A draft');
  expect(await notifications(page).count()).toBe(0);
});

/** Waits until the meter shows what so many answers cost. */
async function expectMeter(answers: number): Promise<void> {
  await expect.poll(() => meterText(editor.page), patience).toBe(`${formatUsd(answers * costOfOne)} / $2.00`);
}

/** A file of the workspace, after saving whatever is open. */
function saved(name: string): Promise<string> {
  return savedFile(editor.page, join(workspace, name));
}
