// A person's first minutes with Lenscap in a real VS Code: the walkthrough, a wrong key and a right one,
// a budget, the sample explained, and a look at the setup; in all four kinds of theme.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Editor, repository, startEditor } from '../support/editor.ts';
import { type Exchange, type RawProvider, startRawProvider } from '../support/raw-provider.ts';
import { notifications, openView, runCommand } from '../support/workbench.ts';

const patience = { timeout: 60_000 };
const right = ['right', 'not', 'real'].join('-');
const wrong = ['wrong', 'not', 'real'].join('-');

let root: string;
let provider: RawProvider;
let editor: Editor;
let keysOfQuestions: (string | undefined)[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lenscap-first-run-'));
  provider = await startRawProvider();
  keysOfQuestions = [];
  const answer = (exchange: Exchange): void => {
    provider.reply(answer);
    const isRight = exchange.headers.authorization === `Bearer ${right}`;
    if (!isRight) {
      exchange.fail(401, 'Incorrect API key provided.');
      return;
    }
    if (exchange.path.endsWith('/v1/models')) {
      const data = ['gpt-4o', 'gpt-4o-mini'].map((id) => ({ id, object: 'model' }));
      exchange.send(200, { object: 'list', data });
      return;
    }
    keysOfQuestions.push(exchange.headers.authorization);
    exchange
      .open()
      .delta('An import is **missing**.')
      .finish()
      .usage({ prompt_tokens: 300, completion_tokens: 40 })
      .done();
  };
  provider.reply(answer);
  editor = await startEditor({
    extension: { folder: repository },
    viewport: { width: 1600, height: 900 },
    settings: { 'lenscap.provider.baseUrl': 'http://provider.test/v1' },
    // A server of this machine would need no key: this one has a name that only a proxy knows, itself.
    env: { LENSCAP_DATA_DIR: join(root, 'data'), HTTP_PROXY: new URL(provider.baseUrl).origin },
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

const walkthrough = () => editor.page.locator('.gettingStartedContainer');
const step = (title: string) =>
  walkthrough().locator('.getting-started-step').filter({ hasText: title }).first();
const isDone = (title: string) =>
  step(title).locator('.codicon.complete, .codicon-getting-started-step-checked');
const input = () => editor.page.locator('.quick-input-widget .quick-input-box input');
const said = () => editor.page.locator('.quick-input-widget .quick-input-message');

test('nothing pops up by itself, and the walkthrough opens by its command', async () => {
  const { page } = editor;
  await runCommand(page, 'Lenscap: Get Started');
  await step('Choose who answers').waitFor(patience);
  await walkthrough().getByRole('button', { name: 'Set API Key' }).waitFor(patience);
  expect(await isDone('Choose who answers').count()).toBe(0);
  expect(await notifications(page).count()).toBe(0);
});

test('a wrong key is said in the box, and not kept', async () => {
  const { page } = editor;
  await walkthrough().getByRole('button', { name: 'Set API Key' }).click();
  await input().waitFor(patience);
  await input().fill(wrong);
  await page.keyboard.press('Enter');
  await said()
    .getByText(/refused the API key.*Correct it/)
    .waitFor(patience);
  await editor.screenshot('first-run-1-wrong-key');
});

test('a right key is said in the same box, and the step is done', async () => {
  const { page } = editor;
  await input().fill(right);
  await page.keyboard.press('Enter');
  await said()
    .getByText(/It works: .* accepted the key/)
    .waitFor(patience);
  expect(await input().inputValue()).toBe('');
  await editor.screenshot('first-run-2-right-key');
  await page.keyboard.press('Enter');
  await input().waitFor({ ...patience, state: 'hidden' });
  await isDone('Choose who answers').first().waitFor(patience);
  expect(await notifications(page).count()).toBe(0);
  expect(keysOfQuestions).toEqual([]);
});

test('a budget is set', async () => {
  const { page } = editor;
  await step('Set a budget').click();
  await walkthrough().getByRole('button', { name: 'Set Budget' }).click();
  await page.locator('.quick-input-widget').getByRole('option').first().click(patience);
  await input().fill('1.50');
  await page.keyboard.press('Enter');
  await isDone('Set a budget').first().waitFor(patience);
  await page.locator('.part.statusbar').getByText('$0.00 / $1.50').waitFor(patience);
  await editor.screenshot('first-run-3-budget');
});

test('the sample is put into the view, and explained only when it is sent', async () => {
  const { page } = editor;
  await step('Explain your first screenshot').click();
  await walkthrough().getByRole('button', { name: 'Try a Sample Screenshot' }).click();
  const frame: Frame = await openView(page);
  await frame.locator('.tile.ready').waitFor(patience);
  await frame.getByText(/^about \$0\.\d+, at most \$0\.\d+$/).waitFor(patience);
  expect(keysOfQuestions).toEqual([]);
  await editor.screenshot('first-run-4-sample');
  await frame.getByRole('textbox').press('Enter');
  await frame.locator('.answer strong', { hasText: 'missing' }).waitFor(patience);
  expect(keysOfQuestions).toEqual([`Bearer ${right}`]);
  await isDone('Explain your first screenshot').first().waitFor(patience);
  await editor.screenshot('first-run-5-answer');
});

test('Check Setup shows what works, and has no key in it', async () => {
  const { page } = editor;
  await step('See that all works').click();
  await walkthrough().getByRole('button', { name: 'Check Setup' }).click();
  const lines = page.locator('.editor-instance .view-lines');
  await lines.getByText('# Lenscap: Setup').waitFor(patience);
  await page.locator('.codelens-decoration').getByText('Copy').click(patience);
  const copied = async () => String(await page.evaluate('navigator.clipboard.readText()'));
  await expect.poll(copied, patience).toContain('# Lenscap: Setup');
  const report = await copied();
  expect(report).toMatch(/^- ✓ key: in VS Code's secret storage; accepted$/m);
  expect(report).toMatch(/^- ✓ provider: provider\.test, reached; models listed: 2$/m);
  expect(report).toMatch(/^- [✓–] reader: /m);
  expect(report).not.toContain(right);
  expect(report).not.toContain(editor.home);
  await editor.screenshot('first-run-6-setup');
});

test.each(['Dark Modern', 'Light Modern', 'Default High Contrast', 'Default High Contrast Light'])(
  'the walkthrough in %s',
  async (theme) => {
    const { page } = editor;
    await editor.changeSettings({ 'workbench.colorTheme': theme });
    await runCommand(page, 'View: Close All Editors');
    await runCommand(page, 'Lenscap: Get Started');
    for (const [at, title] of [
      'Choose who answers',
      'Set a budget',
      'Explain your first screenshot',
      'See that all works',
    ].entries()) {
      await step(title).click();
      await walkthrough().locator('.getting-started-step.expanded', { hasText: title }).waitFor(patience);
      await editor.screenshot(`first-run-${theme.toLowerCase().replaceAll(' ', '-')}-${at + 1}`);
    }
  },
);
