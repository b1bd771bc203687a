// What a person does in Lenscap's view, as functions on its page.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { patience, repeat } from './repeat.ts';
import {
  findWebview,
  putImageOnClipboard,
  quickInput,
  runCommand,
  statusBar,
  webviewFrame,
} from './workbench.ts';

/** How long one try of an action may take. */
const aTry = { timeout: 3_000 };

/** Opens the Lenscap view by its keys, if it is not open, and waits until it can be typed in. */
export async function openView(page: Page): Promise<Frame> {
  await page.bringToFront();
  // The key is known only once the extension's manifest has been read.
  await repeat(
    () => page.keyboard.press('ControlOrMeta+Alt+L'),
    async () => (await findWebview(page, 'Lenscap')) !== undefined,
  );
  const frame = await webviewFrame(page, 'Lenscap');
  await frame.getByRole('textbox').waitFor(patience);
  return frame;
}

/** Gives the question box the focus: keys go nowhere else from then on. */
export async function focusQuestion(frame: Frame): Promise<void> {
  await repeat(
    () => frame.getByRole('textbox').click(aTry),
    async () =>
      (await frame.evaluate('document.hasFocus() && document.activeElement?.tagName === "TEXTAREA"')) ===
      true,
  );
}

/** Pastes a picture into the view, and waits until it can be sent. */
export async function pasteImage(page: Page, frame: Frame, png: Uint8Array): Promise<void> {
  const [tiles, ready] = [frame.locator('.tile'), frame.locator('.tile.ready')];
  const [before, readyBefore] = [await tiles.count(), await ready.count()];
  await putImageOnClipboard(page, png);
  await repeat(
    async () => {
      await focusQuestion(frame);
      await page.keyboard.press('ControlOrMeta+V');
      // Once more, and there would be two of it.
      await tiles.nth(before).waitFor({ timeout: 20_000 });
    },
    async () => (await tiles.count()) > before,
  );
  await ready.nth(readyBefore).waitFor(patience);
}

/** Drops a file on the view, as a file manager does. */
export async function dropFile(frame: Frame, name: string, bytes: Buffer): Promise<void> {
  await frame.evaluate(`{
    const bytes = Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (char) => char.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], ${JSON.stringify(name)}));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }`);
}

/** Removes all that is attached. */
export async function removeAttachments(frame: Frame): Promise<void> {
  const tiles = frame.locator('.tile .remove');
  // It may go while it is being clicked: the last click was slow to show.
  while ((await tiles.count()) > 0)
    await tiles
      .first()
      .click({ timeout: 1_000 })
      .catch(() => {});
  await frame.locator('.preview').waitFor({ ...patience, state: 'hidden' });
}

/** Opens the preview of what is attached. */
export async function openPreview(frame: Frame, tile = 0): Promise<void> {
  await frame.locator('.tile .thumbnail').nth(tile).click(patience);
  await frame.locator('.preview img').waitFor(patience);
}

/** Asks, and waits until the question stands in the thread, answered or not. */
export async function ask(frame: Frame, question: string): Promise<void> {
  const box = frame.getByRole('textbox');
  const turns = frame.locator('.turn');
  const before = await turns.count();
  await box.fill(question);
  await repeat(
    async () => {
      await focusQuestion(frame);
      await box.press('Enter');
      await turns.nth(before).waitFor({ timeout: 20_000, state: 'attached' });
    },
    async () => (await turns.count()) > before,
  );
}

/** Ticks a checkbox by its keys. @param name what a screen reader calls it */
export async function tick(frame: Frame, name: string | RegExp): Promise<void> {
  await repeat(
    () => frame.getByRole('checkbox', { name, checked: false }).press('Space', aTry),
    async () => (await frame.getByRole('checkbox', { name, checked: true }).count()) > 0,
  );
}

/** What is chosen in a list, in a webview. @param list what a screen reader calls it */
export async function chosen(frame: Frame, list: string): Promise<string | undefined> {
  return (await frame.getByRole('combobox', { name: list }).textContent(aTry))?.trim();
}

/** Chooses in a list of a webview. */
export async function choose(frame: Frame, list: string, option: string): Promise<void> {
  const entry = frame.getByRole('option', { name: option, exact: true });
  await repeat(
    async () => {
      if (!(await entry.isVisible())) await frame.getByRole('combobox', { name: list }).click(aTry);
      await entry.click(aTry);
    },
    async () => (await chosen(frame, list)) === option,
  );
}

/** Ends the daemons with this data directory, as a machine does that is short of memory. */
export async function killDaemons(dataDirectory: string): Promise<void> {
  for (const pid of await daemonProcesses(dataDirectory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

/**
 * Sets a budget in its two steps.
 * @param budget the budget's entry, from its start, such as `/^Today, /`
 * @param usd what is typed; nothing takes the budget away
 */
export async function setBudget(page: Page, budget: RegExp, usd: string): Promise<void> {
  const list = quickInput(page);
  const box = list.locator('.quick-input-box input');
  const asksForAmount = list.getByText(/^Lenscap: Set Budget – /);
  await runCommand(page, 'Lenscap: Set Budget');
  await repeat(
    () => list.getByRole('option', { name: budget }).click(aTry),
    () => asksForAmount.isVisible(),
  );
  await box.fill(usd);
  await repeat(
    () => box.press('Enter', aTry),
    async () => !(await list.isVisible()),
  );
}

/** What the spend meter says. */
export async function meterText(page: Page): Promise<string | undefined> {
  return (await statusBar(page).first().textContent())?.trim();
}

/** The daemons with this data directory: nobody else's has it. */
export async function daemonProcesses(dataDirectory: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [command, environment] = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(join('/proc', pid, file), 'utf8').catch(() => '')),
    );
    if (command?.includes('out/daemon.js') && environment?.includes(dataDirectory)) found.push(Number(pid));
  }
  return found;
}
