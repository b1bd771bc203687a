// From an error to the code, in a real VS Code: a screenshot of a stack trace is pasted; its frames become links;
// a click opens the line; with the user's yes the lines around go along, without the secret in them, and are shown
// before. The pictures (test-results/trace-*.png) are for people to look at.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { drawTerminal, RED, TOKEN } from '../support/terminal.ts';
import { openView, pasteImage } from '../support/view-page.ts';

const total = [
  ...Array.from({ length: 36 }, (_, index) => `// Line ${index + 1} of the shopping cart.`),
  `const key = '${TOKEN}';`,
  'export function total(lines) {',
  '  if (!lines) return 0;',
  '  let sum = 0;',
  '  for (const line of lines) {',
  '    sum += line.price.amount * line.count;',
  '  }',
  '  return sum;',
  '}',
  ...Array.from({ length: 30 }, (_, index) => `// Far below, ${index}.`),
];
const files: Readonly<Record<string, string>> = {
  'src/cart/total.ts': total.join('\n'),
  'src/checkout.ts': Array.from(
    { length: 20 },
    (_, index) => `export const step${index + 1} = ${index};`,
  ).join('\n'),
  'generated/bundle.ts': 'export const generated = "this was never to be sent";\n'.repeat(9),
  '.gitignore': 'generated/\n',
};

let provider: Provider;
let editor: Editor;

onStage('trace', async ({ workspace, afterwards, start }) => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
  provider = await startProvider();
  afterwards(() => provider.stop());
  provider.answer(/./, 'A line has no price.');
  editor = await start({ provider, settings: { 'lenscap.cache.answerSeconds': 0 } });
});

test('the frames of a stack trace in a screenshot become links, and a click opens the line', async () => {
  const frame = await openView(editor.page);
  await paste(frame);
  const links = frame.locator('.code-along .place');
  await expect
    .poll(() => links.allTextContents(), patience)
    .toEqual(['src/cart/total.ts:42', 'src/checkout.ts:7', 'generated/bundle.ts:3']);
  expect(await links.nth(2).getAttribute('title')).toContain('Git ignores it');
  const box = frame.getByRole('checkbox', { name: 'Include the lines around 2 places' });
  expect(await box.isChecked()).toBe(false);
  const { page } = editor;
  await links.first().click(patience);
  await page.locator('.editor-container .tab, .tabs-container .tab').getByText('total.ts').waitFor(patience);
  await page.locator('.statusbar-item').getByText('Ln 42, Col 17').waitFor(patience);
  await editor.screenshot('trace-1-links');
});

test('nothing of the code is sent unless the user says so', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(1);
  expect(JSON.stringify(provider.requests()[0]?.body)).not.toContain('shopping cart');
  await frame.locator('.turn').getByText('A line has no price.').waitFor(patience);
  // The links stay with the question.
  await frame
    .locator('.turn .question .place')
    .first()
    .getByText('src/cart/total.ts:42', { exact: true })
    .waitFor(patience);
});

test('with the user’s yes the lines go along, as they were shown: without secrets, and nothing that Git ignores', async () => {
  const frame = await openView(editor.page);
  await paste(frame);
  const box = frame.getByRole('checkbox', { name: 'Include the lines around 2 places' });
  await box.waitFor(patience);
  await frame.locator('.quote').getByText('about $').waitFor(patience);
  const before = await frame.locator('.quote').textContent();
  await box.press('Space');
  const shown = frame.locator('.code-lines pre');
  await expect.poll(() => shown.count(), patience).toBe(2);
  const texts = await shown.allTextContents();
  expect(texts[0]).toContain('42      sum += line.price.amount * line.count;');
  expect(texts[0]).toMatch(/37 {2}const key = '⟦github-token-\d+⟧';/);
  expect(texts.join('\n')).not.toContain(TOKEN.slice(4));
  await expect.poll(() => frame.locator('.quote').textContent(), patience).not.toBe(before);
  await editor.screenshot('trace-2-lines');

  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(2);
  const sent = JSON.stringify(provider.requests()[1]?.body);
  for (const text of texts) expect(sent).toContain(JSON.stringify(text).slice(1, -1));
  for (const never of [TOKEN.slice(4), 'Far below, 20', 'never to be sent'])
    expect(sent).not.toContain(never);
  await frame.locator('.turn').nth(1).getByText('A line has no price.').waitFor(patience);
  // It was for this question only.
  await paste(frame);
  await box.waitFor(patience);
  expect(await box.isChecked()).toBe(false);
});

/** Pastes a terminal with a stack trace, as it was printed on a build machine. */
async function paste(frame: Frame): Promise<void> {
  const trace = drawTerminal(1300, 400, [
    [0, '$ npm run checkout'],
    [1.3, "TypeError: Cannot read properties of undefined (reading 'amount')", RED],
    [2.6, '    at total (/builds/17/shop/src/cart/total.ts:42:17)'],
    [3.9, '    at checkout (/builds/17/shop/src/checkout.ts:7:3)'],
    [5.2, '    at main (/builds/17/shop/generated/bundle.ts:3:1)'],
    [6.5, '    at Module._compile (node:internal/modules/cjs/loader:1554:14)', '#858585'],
  ]);
  await pasteImage(editor.page, frame, await trace.png().toBuffer());
}
