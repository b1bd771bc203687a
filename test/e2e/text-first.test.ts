// A screenshot of text in a real VS Code: its text goes to a provider on this machine, and not the picture;
// what the preview shows is what that provider gets, to the letter; a click sends the picture instead.
// Then how that provider fares. Its pictures (test-results/text-*.png) are for people to look at.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Editor, repository, startEditor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { openView, putImageOnClipboard, runCommand } from '../support/workbench.ts';

const patience = { timeout: 60_000 };

// Made here, so that no scanner takes this file for a leak. Its characters are hard to confuse.
const token = ['ghp', 'Kx7mW4nRv2TfYhCpXd9EkMwA3uFrNtVyHcPe'].join('_');

let root: string;
let provider: Provider;
let editor: Editor;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lenscap-text-'));
  const workspace = join(root, 'my-service');
  await mkdir(workspace);
  provider = await startProvider();
  provider.answer(/./, 'It was published before.');
  editor = await startEditor({
    extension: { folder: repository },
    workspace,
    viewport: { width: 1440, height: 900 },
    // What was answered before would not be sent again.
    settings: { 'lenscap.cache.answerSeconds': 0 },
    env: {
      OPENAI_BASE_URL: provider.baseUrl,
      OPENAI_API_KEY: ['not', 'a', 'real', 'key'].join('-'),
      LENSCAP_DATA_DIR: join(root, 'data'),
    },
  });
});
afterAll(async () => {
  await editor?.close();
  await provider?.stop();
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await editor.screenshot(`failed-${task.id}`);
});

test('the preview shows the very text that is sent, with placeholders for secrets', async () => {
  const frame = await openView(editor.page);
  await paste(frame);
  await frame
    .locator('.tile')
    .getByText(/1 redaction · sent as text/)
    .waitFor(patience);
  await openPreview(frame);
  const text = await shownText(frame);
  expect(text).toContain('The version 2.4.1 has been published before.');
  expect(text).not.toContain(token.slice(4, 20));
  expect(await frame.locator('.sent-text .placeholder').textContent()).toMatch(/^⟦github-token-\d+⟧$/);
  await frame.getByRole('heading', { name: 'The picture, which stays here' }).waitFor();
  await editor.screenshot('text-1-preview');
  // By keys: it scrolls, and so it can be reached, and says what it is.
  await frame.locator('.preview header button').focus();
  for (let steps = 0; steps < 2; steps++) await editor.page.keyboard.press('Tab');
  expect(await frame.evaluate('document.activeElement?.ariaLabel')).toBe(
    'Text of Screenshot, exactly as it is sent',
  );

  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(1);
  const [sent] = provider.requests();
  expect(sent?.images).toEqual([]);
  expect(JSON.stringify(sent?.body)).toContain(JSON.stringify(`\n${text}\n`).slice(1, -1));
  await frame.locator('.turn').getByText('It was published before.').waitFor(patience);
});

test.each([
  ['light', 'Light Modern'],
  ['high contrast', 'Default High Contrast'],
  ['light high contrast', 'Default High Contrast Light'],
])('it can be read in %s', async (name, theme) => {
  const frame = await openView(editor.page);
  if ((await frame.locator('.tile').count()) === 0) await paste(frame);
  await frame
    .locator('.tile')
    .getByText(/sent as text/)
    .waitFor(patience);
  if (!(await frame.locator('.preview').isVisible())) await openPreview(frame);
  await chooseTheme(theme);
  await expect.poll(() => frame.evaluate('document.body.dataset.vscodeThemeId'), patience).toBe(theme);
  for (const selector of ['pre', '.placeholder'])
    expect(await contrast(frame, `.sent-text ${selector}`)).toBeGreaterThanOrEqual(4.5);
  await editor.screenshot(`text-2-${name.replaceAll(' ', '-')}`);
});

test('a click looks at the picture, and takes the text away', async () => {
  const frame = await openView(editor.page);
  const look = frame.locator('.sent-text').getByRole('button', { name: /^Look at the picture · about \$/ });
  await look.focus();
  await editor.page.keyboard.press('Enter');
  await frame.locator('.sent-text pre').waitFor({ ...patience, state: 'detached' });
  await frame.getByRole('heading', { name: 'What will be sent' }).waitFor(patience);
  expect(await frame.evaluate('document.activeElement?.ariaLabel')).toBe('Close Preview (Escape)');
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(2);
  expect(provider.requests()[1]?.images).toHaveLength(1);
});

test('Check Setup says how each model fares', async () => {
  const { page } = editor;
  await runCommand(page, 'Lenscap: Check Setup');
  const lines = page.locator('.view-line');
  const line = (model: string) => lines.filter({ hasText: new RegExp(`✓.127.0.0.1:\\d+.${model}:`) });
  await line('gpt-4o').filter({ hasText: 'working' }).waitFor(patience);
  expect(await line('gpt-4o-mini').textContent()).toMatch(/working.*answered.(just.now|1.minute.ago)/);
  await editor.screenshot('text-3-health');
});

async function paste(frame: Frame): Promise<void> {
  const { page } = editor;
  await putImageOnClipboard(page, await drawScreenshot());
  await frame.getByRole('textbox').click();
  await page.keyboard.press('ControlOrMeta+V');
  await expect.poll(() => frame.locator('.tile.ready').count(), patience).toBe(1);
}

async function openPreview(frame: Frame): Promise<void> {
  await frame.locator('.tile .thumbnail').click();
  await frame.locator('.preview img').waitFor(patience);
}

/** As it stands in the page: no element of its own adds or takes a character. */
async function shownText(frame: Frame): Promise<string> {
  return (await frame.locator('.sent-text pre').textContent(patience)) ?? '';
}

/** The contrast of an element's words to what is behind them, by WCAG's formula. */
async function contrast(frame: Frame, selector: string): Promise<number> {
  return Number(
    await frame.evaluate(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const behind = (each) => {
        const [r, g, b, alpha = 1] = channels(getComputedStyle(each).backgroundColor);
        return alpha > 0 || !each.parentElement ? [r, g, b] : behind(each.parentElement);
      };
      const luminance = (rgb) => {
        const [r, g, b] = rgb.map((value) => value / 255)
          .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const [one, other] = [channels(getComputedStyle(element).color).slice(0, 3), behind(element)].map(luminance);
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    })()`),
  );
}

async function chooseTheme(theme: string): Promise<void> {
  const { page } = editor;
  await runCommand(page, 'Preferences: Color Theme');
  const palette = page.locator('.quick-input-widget');
  await palette.locator('.quick-input-box input').fill(theme);
  const option = palette.getByRole('option').filter({ has: page.getByText(theme, { exact: true }) });
  await option.first().waitFor(patience);
  await page.keyboard.press('Enter');
}

/** A terminal that shows a token. */
async function drawScreenshot(): Promise<Buffer> {
  const text = (y: number, fill: string, words: string) =>
    `<text x="48" y="${y}" font-family="DejaVu Sans Mono" font-size="26" fill="${fill}" xml:space="preserve">${words}</text>`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="460">
    <rect width="1400" height="460" fill="#1e1e1e"/>
    ${text(70, '#cccccc', '$ npm run release')}
    ${text(140, '#9cdcfe', `export GITHUB_TOKEN=${token}`)}
    ${text(230, '#f48771', 'The version 2.4.1 has been published before.')}
    ${text(310, '#cccccc', 'Found 1 error in release.ts:4')}
    ${text(400, '#cccccc', 'dev at build-07 $')}
  </svg>`;
  return sharp(Buffer.from(picture)).png().toBuffer();
}
