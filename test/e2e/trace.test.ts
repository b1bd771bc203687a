// From an error to the code, in a real VS Code: a screenshot of a stack trace is pasted; its frames become links;
// a click opens the line; with the user's yes the lines around go along, without the secret in them, and are shown
// before. The pictures (test-results/trace-*.png) are for people to look at.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Frame } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Editor, repository, startEditor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { openView, putImageOnClipboard } from '../support/workbench.ts';

const patience = { timeout: 60_000 };

// Made here, so that no scanner takes this file for a leak.
const token = ['ghp', 'Kx7mW4nRv2TfYhCpXd9EkMwA3uFrNtVyHcPe'].join('_');

const total = [
  ...Array.from({ length: 36 }, (_, index) => `// Line ${index + 1} of the shopping cart.`),
  `const key = '${token}';`,
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

let root: string;
let provider: Provider;
let editor: Editor;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lenscap-trace-'));
  const workspace = join(root, 'shop');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
  provider = await startProvider();
  provider.answer(/./, 'A line has no price.');
  editor = await startEditor({
    extension: { folder: repository },
    workspace,
    viewport: { width: 1440, height: 900 },
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
  await links.first().click();
  const { page } = editor;
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
  expect(await frame.locator('.turn .question .place').first().textContent()).toBe('src/cart/total.ts:42');
});

test('with the user’s yes the lines go along, as they were shown: without secrets, and nothing that Git ignores', async () => {
  const frame = await openView(editor.page);
  await paste(frame);
  const box = frame.getByRole('checkbox', { name: 'Include the lines around 2 places' });
  await box.waitFor(patience);
  const before = await frame.locator('.quote').textContent();
  await box.focus();
  await editor.page.keyboard.press('Space');
  const shown = frame.locator('.code-lines pre');
  await expect.poll(() => shown.count(), patience).toBe(2);
  const texts = await shown.allTextContents();
  expect(texts[0]).toContain('42      sum += line.price.amount * line.count;');
  expect(texts[0]).toMatch(/37 {2}const key = '⟦github-token-\d+⟧';/);
  expect(texts.join('\n')).not.toContain(token.slice(4));
  expect(await frame.locator('.quote').textContent()).not.toBe(before);
  await editor.screenshot('trace-2-lines');

  await frame.getByRole('textbox').press('Enter');
  await expect.poll(() => provider.requests().length, patience).toBe(2);
  const sent = JSON.stringify(provider.requests()[1]?.body);
  for (const text of texts) expect(sent).toContain(JSON.stringify(text).slice(1, -1));
  for (const never of [token.slice(4), 'Far below, 20', 'never to be sent'])
    expect(sent).not.toContain(never);
  await frame.locator('.turn').nth(1).getByText('A line has no price.').waitFor(patience);
  // It was for this question only.
  await paste(frame);
  await box.waitFor(patience);
  expect(await box.isChecked()).toBe(false);
});

async function paste(frame: Frame): Promise<void> {
  const { page } = editor;
  await putImageOnClipboard(page, await drawTrace());
  await frame.getByRole('textbox').click();
  await page.keyboard.press('ControlOrMeta+V');
  await expect.poll(() => frame.locator('.tile.ready').count(), patience).toBe(1);
}

/** A terminal with a stack trace, as it was printed on a build machine. */
async function drawTrace(): Promise<Buffer> {
  const lines = [
    ['$ npm run checkout', '#cccccc'],
    ["TypeError: Cannot read properties of undefined (reading 'amount')", '#f48771'],
    ['    at total (/builds/17/shop/src/cart/total.ts:42:17)', '#cccccc'],
    ['    at checkout (/builds/17/shop/src/checkout.ts:7:3)', '#cccccc'],
    ['    at main (/builds/17/shop/generated/bundle.ts:3:1)', '#cccccc'],
    ['    at Module._compile (node:internal/modules/cjs/loader:1554:14)', '#858585'],
  ] as const;
  const rows = lines.map(
    ([words, fill], row) =>
      `<text x="40" y="${70 + row * 52}" font-family="DejaVu Sans Mono" font-size="24" fill="${fill}" xml:space="preserve">${words}</text>`,
  );
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="1300" height="400">
    <rect width="1300" height="400" fill="#1e1e1e"/>${rows.join('')}</svg>`;
  return sharp(Buffer.from(picture)).png().toBuffer();
}
