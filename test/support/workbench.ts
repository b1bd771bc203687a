// What a person does in a VS Code window, as functions on its page. What is done is done again until its effect is
// there: on a slow machine a key or a click meets a window that is being drawn.
import { readFile } from 'node:fs/promises';
import type { Frame, Locator, Page } from 'playwright-core';
import { patience, repeat } from './repeat.ts';

/** How long one try of an action may take. */
const aTry = { timeout: 3_000 };

/** Puts a PNG on the real clipboard, as a screenshot tool does. The page needs clipboard permissions. */
export async function putImageOnClipboard(page: Page, png: Uint8Array): Promise<void> {
  await page.bringToFront();
  // As text, because this file is not compiled with the browser's types.
  await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(Buffer.from(png).toString('base64'))}), (char) => char.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  })()`);
}

/** The text on the clipboard. */
export async function clipboardText(page: Page): Promise<string> {
  return String(await page.evaluate('navigator.clipboard.readText()'));
}

/**
 * The frame with a webview's own document, if it is there. VS Code nests two: the outer one guards, the inner one has
 * the content.
 */
export async function findWebview(page: Page, title: string): Promise<Frame | undefined> {
  // There may be others, such as the pictures of a walkthrough.
  for (const guard of await page.locator('iframe.webview.ready').all()) {
    const inner = guard.contentFrame().locator(`iframe#active-frame[title=${JSON.stringify(title)}]`);
    const element = await inner.elementHandle({ timeout: 1_000 }).catch(() => null);
    const frame = await element?.contentFrame();
    if (frame) return frame;
  }
  return undefined;
}

/**
 * Waits for the frame with a webview's own document.
 * @param title what the view or the editor tab is called
 */
export async function webviewFrame(page: Page, title: string): Promise<Frame> {
  const deadline = Date.now() + patience.timeout;
  while (Date.now() < deadline) {
    await page
      .locator('iframe.webview.ready')
      .first()
      .waitFor({ ...patience, state: 'attached' });
    const frame = await findWebview(page, title);
    if (frame) return frame;
  }
  throw new Error(`The webview "${title}" has no document.`);
}

/** The list that the Command Palette and all choices are in. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

/** Runs a command by its full title in the Command Palette, such as `Lenscap: Show Spend`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = quickInput(page).locator('.quick-input-box input');
  const entry = quickInput(page)
    .getByRole('option')
    .filter({ has: page.getByText(title, { exact: true }) });
  const deadline = Date.now() + patience.timeout;
  // The palette does not notice commands that are registered while it is open: ask anew until it has ours.
  for (;;) {
    await page.bringToFront();
    await page.keyboard.press('F1');
    try {
      await input.waitFor(aTry);
      await input.fill(`>${title}`, aTry);
      await entry.first().click(aTry);
      // A click on a list that is being filled is lost at times.
      await entry.first().waitFor({ timeout: 10_000, state: 'hidden' });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`The Command Palette has no "${title}".`, { cause: error });
      await page.keyboard.press('Escape');
    }
  }
}

/** Chooses a colour theme by its name, and waits until it has been taken. */
export async function chooseTheme(page: Page, theme: string): Promise<void> {
  const list = quickInput(page);
  await runCommand(page, 'Preferences: Color Theme');
  const input = list.locator('input[placeholder*="Color Theme"]');
  await input.waitFor(patience);
  const option = list.getByRole('option').filter({ has: page.getByText(theme, { exact: true }) });
  await repeat(
    async () => {
      await input.fill(theme, aTry);
      await option.first().click(aTry);
    },
    async () => !(await list.isVisible()),
  );
}

/** Lenscap's items in the status bar. */
export function statusBar(page: Page): Locator {
  return page.locator('.part.statusbar .statusbar-item[id^="lenscap.lenscap"]');
}

function activeTab(page: Page, name: string): Locator {
  return page.locator('.tabs-container .tab.active').filter({ has: page.getByText(name, { exact: true }) });
}

/** Opens a file of the workspace by its name and gives its editor the focus. */
export async function openFile(page: Page, name: string): Promise<void> {
  const input = quickInput(page).locator('.quick-input-box input');
  const tab = activeTab(page, name);
  await repeat(
    async () => {
      await page.bringToFront();
      await page.keyboard.press('ControlOrMeta+P');
      try {
        await input.waitFor(aTry);
        await input.fill(name, aTry);
        await quickInput(page).getByRole('option').filter({ hasText: name }).first().click(aTry);
        await tab.first().waitFor(patience);
      } catch (error) {
        await page.keyboard.press('Escape');
        throw error;
      }
    },
    async () => (await tab.count()) > 0 && !(await input.isVisible()),
  );
  await focusEditor(page);
}

/** Gives the text editor the focus, by a click into it. */
export async function focusEditor(page: Page): Promise<void> {
  const text = page.locator('.editor-instance .monaco-editor');
  let isClicked = false;
  await repeat(
    async () => {
      await text.first().click(aTry);
      isClicked = true;
    },
    async () => isClicked && (await text.and(page.locator('.focused')).count()) > 0,
  );
}

/** A file, after saving what is open and has the focus. */
export async function savedFile(page: Page, path: string): Promise<string> {
  await page.keyboard.press('ControlOrMeta+S');
  return readFile(path, 'utf8');
}

/** The rows of the Explorer. */
function explorerRow(page: Page, name: string): Locator {
  return page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
}

/** Opens a file by a double click in the Explorer. */
export async function openInExplorer(page: Page, name: string): Promise<void> {
  const row = explorerRow(page, name);
  await page.keyboard.press('ControlOrMeta+Shift+E');
  await repeat(
    () => row.dblclick(aTry),
    async () => (await activeTab(page, name).count()) > 0,
  );
}

/**
 * Right-clicks in the Explorer and chooses from the menu.
 * @param names files that are selected for it, one beneath the other, when there are several
 */
export async function chooseInExplorer(page: Page, names: readonly string[], item: string): Promise<void> {
  const [first = '', ...more] = names;
  const last = more.at(-1);
  const entry = page.locator('.monaco-menu').getByRole('menuitem', { name: item });
  const selected = page.locator('.explorer-folders-view .monaco-list-row.selected');
  await page.keyboard.press('ControlOrMeta+Shift+E');
  let isChosen = false;
  await repeat(
    async () => {
      // While files come and go the tree is drawn anew: a selection is lost, a menu closes.
      await page.keyboard.press('Escape');
      if (last !== undefined) {
        await explorerRow(page, first).click(aTry);
        await repeat(
          () => explorerRow(page, last).click({ modifiers: ['Shift'], ...aTry }),
          async () => (await selected.count()) === names.length,
        );
      }
      await explorerRow(page, last ?? first).click({ button: 'right', ...aTry });
      await entry.waitFor(aTry);
      // A menu that has only just opened ignores the mouse: VS Code takes it for the end of the right click.
      do await entry.click(aTry);
      while (!(await isGone(entry)));
      isChosen = true;
    },
    async () => isChosen,
  );
}

function isGone(menuItem: Locator): Promise<boolean> {
  return menuItem.waitFor({ timeout: 1_000, state: 'hidden' }).then(
    () => true,
    () => false,
  );
}

/** Moves the edge of the side bar that Lenscap's view is in. @param by pixels to the right */
export async function dragSideBar(page: Page, by: number): Promise<void> {
  const { x: left = 0, y = 0, height = 0 } = (await page.locator('.part.auxiliarybar').boundingBox()) ?? {};
  const middle = y + height / 3;
  // What is to be dragged lies a little beside the edge.
  const edges = await page.locator('.monaco-sash.vertical').all();
  const boxes = await Promise.all(edges.map((edge) => edge.boundingBox()));
  const centres = boxes.flatMap((box) => (box ? [box.x + box.width / 2] : []));
  const [x = left] = centres.toSorted((one, other) => Math.abs(one - left) - Math.abs(other - left));
  await page.mouse.move(x, middle);
  await page.mouse.down();
  await page.mouse.move(x + by, middle, { steps: 10 });
  await page.mouse.up();
}

/** The messages VS Code shows in its corner. */
export function notifications(page: Page): Locator {
  return page.locator('.notifications-toasts .notification-toast');
}

/** Has VS Code load its window anew, which gives it the time to write down what its views keep. */
export async function reloadWindow(page: Page): Promise<void> {
  const loaded = page.waitForEvent('load', patience);
  await runCommand(page, 'Developer: Reload Window');
  await loaded;
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
  await lines.waitFor(patience);
  await repeat(async () => {
    await lines.click(aTry);
    await page.keyboard.press('ControlOrMeta+A');
    // Pasted, because brackets that are typed get company.
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(json)})`);
    await page.keyboard.press('ControlOrMeta+V');
    await page.keyboard.press('ControlOrMeta+S');
  }, isSaved);
  await runCommand(page, 'View: Close Editor');
  await lines.waitFor({ ...patience, state: 'detached' });
}
