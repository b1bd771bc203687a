// “What Changed?” in the view of a real VS Code: two screenshots are compared on this machine, and a model is asked
// about what differs only, for a price that was shown before. Its pictures (test-results/changes-*.png) are for people.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Editor, repository, startEditor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { openView, putImageOnClipboard } from '../support/workbench.ts';

const patience = { timeout: 60_000 };

let root: string;
let provider: Provider;
let editor: Editor;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lenscap-changes-'));
  provider = await startProvider();
  provider.answer(/./, 'The button went from **blue** to **red**.');
  editor = await startEditor({
    extension: { folder: repository },
    viewport: { width: 1440, height: 900 },
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

test('two pictures are compared here, and only what differs is asked about, for the price that was shown', async () => {
  const { page } = editor;
  const frame = await openView(page);
  const action = frame.getByRole('button', { name: 'What Changed?' });
  await paste(frame, '#2060c0', 1);
  expect(await action.isVisible()).toBe(false);
  await paste(frame, '#c02020', 2);
  await action.waitFor(patience);
  await editor.screenshot('changes-1-composer');
  // By keys, as by the mouse.
  await action.focus();
  await page.keyboard.press('Enter');
  const found = frame.locator('.turn').first();
  await found.getByText('One place differs').waitFor(patience);
  await found.getByText('answered on this machine').waitFor(patience);
  const ask = found.getByRole('button', { name: /^Ask What Changed · about \$0\.\d+$/ });
  await ask.waitFor(patience);
  expect(provider.received()).toBe(0);
  await expect.poll(() => frame.locator('.tile').count(), patience).toBe(0);
  await editor.screenshot('changes-2-found');
  await ask.click();
  const answer = frame.locator('.turn').nth(1);
  await answer.getByText('from blue to red').waitFor(patience);
  await answer.locator('.foot').waitFor(patience);
  expect(provider.received()).toBe(1);
  const sizes = await Promise.all(
    (provider.requests().at(-1)?.images ?? []).map(async (image) => (await sharp(image).metadata()).width),
  );
  expect(sizes).toHaveLength(2);
  for (const width of sizes) expect(width).toBeLessThan(300);
  // It is asked once.
  await ask.waitFor({ ...patience, state: 'detached' });
});

/** Pastes a screenshot with a button of a colour. @param count how many there are then */
async function paste(frame: Frame, colour: string, count: number): Promise<void> {
  const { page } = editor;
  await putImageOnClipboard(page, await sharp(drawing(colour)).png().toBuffer());
  await frame.getByRole('textbox').click();
  await page.keyboard.press('ControlOrMeta+V');
  await expect.poll(() => frame.locator('.tile.ready').count(), patience).toBe(count);
}

function drawing(colour: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">
    <rect width="900" height="600" fill="#fafafa"/><circle cx="200" cy="180" r="90" fill="#88aa33"/>
    <path d="M500 100 L800 160 L640 260 Z" fill="#775599"/><rect x="620" y="460" width="160" height="56" rx="8" fill="${colour}"/>
  </svg>`);
}
