// What a person does in a VS Code window, as functions on its page.
import type { Frame, Locator, Page } from 'playwright-core';

const patience = { timeout: 30_000 };

/** Puts a PNG on the real clipboard, as a screenshot tool does. The page needs clipboard permissions. */
export async function putImageOnClipboard(page: Page, png: Uint8Array): Promise<void> {
  await page.bringToFront();
  // As text, because this file is not compiled with the browser's types.
  await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(Buffer.from(png).toString('base64'))}), (char) => char.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  })()`);
}

/**
 * The frame with a webview's own document. VS Code nests two: the outer one guards, the inner one has the content.
 * @param title what the view or the editor tab is called.
 */
export async function webviewFrame(page: Page, title: string): Promise<Frame> {
  const guards = page.locator('iframe.webview.ready');
  const deadline = Date.now() + patience.timeout;
  // There may be others, such as the pictures of a walkthrough.
  while (Date.now() < deadline) {
    await guards.first().waitFor({ ...patience, state: 'attached' });
    for (const guard of await guards.all()) {
      const inner = guard.contentFrame().locator(`iframe#active-frame[title=${JSON.stringify(title)}]`);
      const element = await inner.elementHandle({ timeout: 1_000 }).catch(() => null);
      const frame = await element?.contentFrame();
      if (frame) return frame;
    }
  }
  throw new Error(`The webview "${title}" has no document.`);
}

/** Opens the Lenscap view by its keys, and waits until it can be typed in. */
export async function openView(page: Page): Promise<Frame> {
  const patience = { timeout: 60_000 };
  await page.bringToFront();
  const view = page.locator('iframe.webview.ready');
  // The key is known only once the extension's manifest has been read.
  while ((await view.count()) === 0) {
    await page.keyboard.press('ControlOrMeta+Alt+L');
    await view.waitFor({ timeout: 2_000 }).catch(() => {});
  }
  const frame = await webviewFrame(page, 'Lenscap');
  await frame.getByRole('textbox').waitFor(patience);
  return frame;
}

/** Runs a command by its full title in the Command Palette, such as `Lenscap: Show Spend`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const palette = page.locator('.quick-input-widget');
  const input = palette.locator('.quick-input-box input');
  const entry = palette.getByRole('option').filter({ has: page.getByText(title, { exact: true }) });
  const deadline = Date.now() + patience.timeout;
  // The palette does not notice commands that are registered while it is open: ask anew until it has ours.
  for (;;) {
    await page.bringToFront();
    await page.keyboard.press('F1');
    try {
      await input.waitFor({ timeout: 5_000 });
      await input.fill(`>${title}`, { timeout: 3_000 });
      await entry.first().click({ timeout: 3_000 });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`The Command Palette has no "${title}".`, { cause: error });
      await page.keyboard.press('Escape');
    }
  }
}

/** Ticks a checkbox of a webview by its keys, as a click may come while it is drawn anew. */
export async function tick(frame: Frame, name: string | RegExp): Promise<void> {
  const ticked = frame.getByRole('checkbox', { name, checked: true });
  const deadline = Date.now() + patience.timeout;
  while ((await ticked.count()) === 0) {
    if (Date.now() > deadline) throw new Error(`The checkbox "${name}" does not get ticked.`);
    await frame.getByRole('checkbox', { name }).press('Space', patience);
    await ticked.waitFor({ timeout: 3_000 }).catch(() => {});
  }
}

/** Chooses in a list of a webview. @param list what a screen reader calls it */
export async function choose(frame: Frame, list: string | RegExp, option: string): Promise<void> {
  const box = frame.getByRole('combobox', { name: list });
  const chosen = box.filter({ hasText: option });
  const deadline = Date.now() + patience.timeout;
  while ((await chosen.count()) === 0) {
    if (Date.now() > deadline) throw new Error(`The list "${list}" does not take "${option}".`);
    await box.click(patience);
    await frame
      .getByRole('option', { name: option, exact: true })
      .click({ timeout: 3_000 })
      .catch(() => {});
    await chosen.waitFor({ timeout: 3_000 }).catch(() => {});
  }
}

/** Lenscap's items in the status bar. */
export function statusBar(page: Page): Locator {
  return page.locator('.part.statusbar .statusbar-item[id^="lenscap.lenscap"]');
}

/** Opens a file of the workspace by its name and gives its editor the focus. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await page.keyboard.press('ControlOrMeta+P');
  const palette = page.locator('.quick-input-widget');
  await palette.locator('.quick-input-box input').fill(name);
  await palette.getByRole('option').filter({ hasText: name }).first().click(patience);
  await page.getByRole('tab', { name }).first().waitFor(patience);
  await page.locator('.editor-instance .monaco-editor').first().click(patience);
}

/** The messages VS Code shows in its corner. */
export function notifications(page: Page): Locator {
  return page.locator('.notifications-toasts .notification-toast');
}

/**
 * Replaces the user's settings in their editor: VS Code does not watch the file of theirs.
 * @param isSaved whether the file has them
 */
export async function typeUserSettings(
  page: Page,
  json: string,
  isSaved: () => Promise<boolean>,
): Promise<void> {
  await runCommand(page, 'Preferences: Open User Settings (JSON)');
  const lines = page.locator('.view-lines', { hasText: 'telemetry.telemetryLevel' }).last();
  await lines.click(patience);
  await page.keyboard.press('ControlOrMeta+A');
  // Pasted, because brackets that are typed get company.
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(json)})`);
  await page.keyboard.press('ControlOrMeta+V');
  await page.keyboard.press('ControlOrMeta+S');
  while (!(await isSaved())) await lines.waitFor(patience);
  await runCommand(page, 'View: Close Editor');
  await lines.waitFor({ ...patience, state: 'detached' });
}
