// A screenshot of text in a real VS Code: its text goes to a provider on this machine, and not the picture;
// what the preview shows is what that provider gets, to the letter; a click sends the picture instead.
// Then how that provider fares. Its pictures (test-results/text-*.png) are for people to look at.
import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { drawDesktop, drawLeak, TOKEN } from '../support/terminal.ts';
import { openPreview, openView, pasteImage } from '../support/view-page.ts';
import { chooseTheme, runCommand } from '../support/workbench.ts';

let provider: Provider;
let editor: Editor;

onStage('text', async ({ afterwards, start }) => {
  provider = await startProvider();
  afterwards(() => provider.stop());
  provider.answer(/./, 'It was published before.');
  // What was answered before would not be sent again.
  editor = await start({
    provider,
    settings: { 'lenscap.cache.answerSeconds': 0, 'lenscap.models.glance': 'gpt-6-luna' },
  });
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
  expect(text).not.toContain(TOKEN.slice(4, 20));
  expect(await frame.locator('.sent-text .placeholder').textContent()).toMatch(/^⟦github-token-\d+⟧$/);
  await frame.getByRole('heading', { name: 'The picture, which stays here' }).waitFor();
  await editor.screenshot('text-1-preview');
  // By keys: it scrolls, and so it can be reached, and says what it is.
  const focused = () => frame.evaluate('document.activeElement?.ariaLabel');
  await frame.locator('.preview header button').focus();
  await editor.page.keyboard.press('Tab');
  await editor.page.keyboard.press('Tab');
  await expect.poll(focused, patience).toBe('Text of Screenshot, exactly as it is sent');

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
  await chooseTheme(editor.page, theme);
  await expect.poll(() => frame.evaluate('document.body.dataset.vscodeThemeId'), patience).toBe(theme);
  for (const selector of ['pre', '.placeholder'])
    expect(await contrast(frame, `.sent-text ${selector}`)).toBeGreaterThanOrEqual(4.5);
  await editor.screenshot(`text-2-${name.replaceAll(' ', '-')}`);
});

test('a click looks at the picture, and takes the text away', async () => {
  const frame = await openView(editor.page);
  const look = frame.locator('.sent-text').getByRole('button', { name: /^Look at the picture · about \$/ });
  await look.press('Enter');
  await frame.locator('.sent-text pre').waitFor({ ...patience, state: 'detached' });
  await frame.getByRole('heading', { name: 'What will be sent' }).waitFor(patience);
  await expect
    .poll(() => frame.evaluate('document.activeElement?.ariaLabel'), patience)
    .toBe('Close Preview (Escape)');
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(2);
  expect(provider.requests()[1]?.images).toHaveLength(1);
});

test('what may be more than text is looked at by a cheap model, or by the better one with a click', async () => {
  const frame = await openView(editor.page);
  await pasteImage(editor.page, frame, await (await drawDesktop()).png().toBuffer());
  const question = frame.getByRole('form', { name: 'Question' });
  await question.getByText(/gpt-6-luna.*about \$0\.000\d/).waitFor(patience);
  await question.getByText(/the picture is most likely just text/).waitFor(patience);
  await question.getByRole('button', { name: /^Ask gpt-4o · about \$/ }).waitFor(patience);
  await editor.screenshot('text-3-glance');
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(3);
  expect(provider.requests()[2]).toMatchObject({ model: 'gpt-6-luna', images: [expect.anything()] });
});

test('Check Setup says how each model fares', async () => {
  const { page } = editor;
  await runCommand(page, 'Lenscap: Check Setup');
  const lines = page.locator('.view-line');
  const line = (model: string) => lines.filter({ hasText: new RegExp(`✓.127.0.0.1:\\d+.${model}:`) });
  await line('gpt-4o').filter({ hasText: 'working' }).waitFor(patience);
  await line('gpt-4o-mini')
    .filter({ hasText: /working.*answered.(just.now|\d+.minutes?.ago)/ })
    .waitFor(patience);
  await editor.screenshot('text-4-health');
});

async function paste(frame: Frame): Promise<void> {
  await pasteImage(editor.page, frame, await drawLeak().png().toBuffer());
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
