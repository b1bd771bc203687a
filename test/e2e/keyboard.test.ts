// From a screenshot on the clipboard to the answer on it, by keys alone: the mouse is not touched, and nothing is
// clicked or focused by the test. Its pictures (test-results/keyboard-*.png) are for people to look at.
import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import { focused } from '../support/axe.ts';
import type { Editor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { drawCompilerError } from '../support/terminal.ts';
import { clipboardText, putImageOnClipboard, webviewFrame } from '../support/workbench.ts';

const answer = 'Rename the option to `timeoutMs`.';

let provider: Provider;
let editor: Editor;

onStage('keyboard', async ({ afterwards, start }) => {
  provider = await startProvider();
  afterwards(() => provider.stop());
  provider.answer('not compile', answer, { pauseMs: 20 });
  editor = await start({ provider });
});

/** Presses a key until something whose role and name match has the focus. */
async function goTo(frame: Frame, what: RegExp, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    const before = await focused(frame);
    if (what.test(before)) return;
    await editor.page.keyboard.press(key);
    await expect.poll(() => focused(frame), patience).not.toBe(before);
  }
  throw new Error(`${key} does not get to ${what}.`);
}

test('paste, ask, read, copy, and stop, without a mouse', async () => {
  const { page } = editor;
  const { keyboard } = page;
  await putImageOnClipboard(page, await drawCompilerError().png().toBuffer());
  const isOpen = () =>
    page
      .locator('iframe.webview.ready')
      .count()
      .then((count) => count > 0);
  await repeat(() => keyboard.press('ControlOrMeta+Alt+L'), isOpen);
  const frame = await webviewFrame(page, 'Lenscap');
  // The keys of the view end in the question box.
  await expect.poll(() => focused(frame), patience).toContain('textbox');
  await expect.poll(() => frame.evaluate('document.hasFocus()'), patience).toBe(true);
  await keyboard.press('ControlOrMeta+V');
  await frame.locator('.tile.ready').waitFor(patience);
  await keyboard.type('Why does this not compile?');
  await frame.getByText(/^about \$0\.\d+, at most \$0\.\d+$/).waitFor(patience);

  // A look at what will be sent, and back.
  await goTo(frame, /Preview Screenshot/, 'Shift+Tab');
  await keyboard.press('Enter');
  await frame.locator('.preview img').waitFor(patience);
  await expect.poll(() => focused(frame), patience).toContain('Close Preview');
  await editor.screenshot('keyboard-1-preview');
  await keyboard.press('Escape');
  await expect.poll(() => focused(frame), patience).toContain('Preview Screenshot');
  await goTo(frame, /^textbox/, 'Tab');
  await keyboard.press('Enter');
  await frame.locator('.foot').waitFor(patience);
  expect(await frame.getByRole('textbox').inputValue()).toBe('');

  await goTo(frame, /^button Copy$/, 'Shift+Tab');
  await editor.screenshot('keyboard-2-copy');
  await keyboard.press('Enter');
  await expect.poll(() => clipboardText(page), patience).toBe(answer);
  expect(provider.received()).toBe(1);
});

test('what is focused can be seen', async () => {
  const frame = await webviewFrame(editor.page, 'Lenscap');
  await goTo(frame, /^button Open as Document$/, 'Tab');
  const outline = await frame.evaluate(`(() => {
    const { outlineStyle, outlineColor, outlineWidth } = getComputedStyle(document.activeElement);
    return [outlineStyle, outlineWidth, outlineColor];
  })()`);
  expect(outline).not.toContain('none');
  expect(outline).not.toContain('0px');
});
