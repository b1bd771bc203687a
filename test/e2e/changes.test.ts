// “What Changed?” in the view of a real VS Code: two screenshots are compared on this machine, and a model is asked
// about what differs only, for a price that was shown before. Its pictures (test-results/changes-*.png) are for people.
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { openView, pasteImage } from '../support/view-page.ts';

let provider: Provider;
let editor: Editor;

onStage('changes', async ({ afterwards, start }) => {
  provider = await startProvider();
  afterwards(() => provider.stop());
  provider.answer(/./, 'The button went from **blue** to **red**.');
  editor = await start({ provider });
});

test('two pictures are compared here, and only what differs is asked about, for the price that was shown', async () => {
  const { page } = editor;
  const frame = await openView(page);
  const action = frame.getByRole('button', { name: 'What Changed?' });
  await pasteImage(page, frame, await drawing('#2060c0'));
  expect(await action.isVisible()).toBe(false);
  await pasteImage(page, frame, await drawing('#c02020'));
  await action.waitFor(patience);
  await editor.screenshot('changes-1-composer');
  // By keys, as by the mouse.
  const found = frame.locator('.turn').first();
  await repeat(
    () => action.press('Enter', { timeout: 3_000 }),
    async () => (await frame.locator('.turn').count()) > 0,
  );
  await found.getByText('One place differs').waitFor(patience);
  await found.getByText('answered on this machine').waitFor(patience);
  const ask = found.getByRole('button', { name: /^Ask What Changed · about \$0\.\d+$/ });
  await ask.waitFor(patience);
  expect(provider.received()).toBe(0);
  await expect.poll(() => frame.locator('.tile').count(), patience).toBe(0);
  await editor.screenshot('changes-2-found');
  const answer = frame.locator('.turn').nth(1);
  await repeat(
    () => ask.click({ timeout: 3_000 }),
    async () => (await frame.locator('.turn').count()) > 1,
  );
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

/** A screenshot with a button of a colour. */
function drawing(colour: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">
    <rect width="900" height="600" fill="#fafafa"/><circle cx="200" cy="180" r="90" fill="#88aa33"/>
    <path d="M500 100 L800 160 L640 260 Z" fill="#775599"/><rect x="620" y="460" width="160" height="56" rx="8" fill="${colour}"/>
  </svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
