// A person's first minutes with Lenscap in a real VS Code: the walkthrough, a wrong key and a right one,
// a budget, the sample explained, and a look at the setup; in all four kinds of theme.
import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { type Exchange, type RawProvider, startRawProvider } from '../support/raw-provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { openView } from '../support/view-page.ts';
import { clipboardText, notifications, quickInput, runCommand } from '../support/workbench.ts';

const right = ['right', 'not', 'real'].join('-');
const wrong = ['wrong', 'not', 'real'].join('-');

let provider: RawProvider;
let editor: Editor;
let keysOfQuestions: (string | undefined)[];

onStage('first-run', async ({ afterwards, start }) => {
  provider = await startRawProvider();
  afterwards(() => provider.stop());
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
  editor = await start({
    viewport: { width: 1600, height: 900 },
    settings: { 'lenscap.provider.baseUrl': 'http://provider.test/v1' },
    // A server of this machine would need no key: this one has a name that only a proxy knows, itself.
    env: { HTTP_PROXY: new URL(provider.baseUrl).origin },
  });
});

const walkthrough = () => editor.page.locator('.gettingStartedContainer');
const step = (title: string) =>
  walkthrough().locator('.getting-started-step').filter({ hasText: title }).first();
const isDone = (title: string) =>
  step(title).locator('.codicon.complete, .codicon-getting-started-step-checked');
/** A step that is clicked opens itself; one that is open is left alone, or it would close. */
const openStep = (title: string) =>
  repeat(
    () => step(title).click({ timeout: 3_000 }),
    () => walkthrough().locator('.getting-started-step.expanded', { hasText: title }).isVisible(),
  );
/** Presses a button of the walkthrough, which is drawn anew now and then. */
const press = (name: string, isThere: () => Promise<boolean>) =>
  repeat(() => walkthrough().getByRole('button', { name }).click({ timeout: 3_000 }), isThere);
const input = () => quickInput(editor.page).locator('.quick-input-box input');
const said = () => quickInput(editor.page).locator('.quick-input-message');

test('nothing pops up by itself, and the walkthrough opens by its command', async () => {
  const { page } = editor;
  await runCommand(page, 'Lenscap: Get Started');
  await step('Choose who answers').waitFor(patience);
  await walkthrough().getByRole('button', { name: 'Set API Key' }).waitFor(patience);
  expect(await isDone('Choose who answers').count()).toBe(0);
  expect(await notifications(page).count()).toBe(0);
});

test('a wrong key is said in the box, and not kept', async () => {
  await press('Set API Key', () => input().isVisible());
  await input().fill(wrong);
  await input().press('Enter');
  await said()
    .getByText(/refused the API key.*Correct it/)
    .waitFor(patience);
  await editor.screenshot('first-run-1-wrong-key');
});

test('a right key is said in the same box, and the step is done', async () => {
  const { page } = editor;
  await input().fill(right);
  await input().press('Enter');
  await said()
    .getByText(/It works: .* accepted the key/)
    .waitFor(patience);
  await expect.poll(() => input().inputValue(), patience).toBe('');
  await editor.screenshot('first-run-2-right-key');
  await input().press('Enter');
  await input().waitFor({ ...patience, state: 'hidden' });
  await isDone('Choose who answers').first().waitFor(patience);
  expect(await notifications(page).count()).toBe(0);
  expect(keysOfQuestions).toEqual([]);
});

test('a budget is set', async () => {
  const { page } = editor;
  const list = quickInput(page);
  await openStep('Set a budget');
  await press('Set Budget', () => list.getByRole('option').first().isVisible());
  await repeat(
    () => list.getByRole('option').first().click({ timeout: 3_000 }),
    () => list.getByText(/^Lenscap: Set Budget – /).isVisible(),
  );
  await input().fill('1.50');
  await input().press('Enter');
  await isDone('Set a budget').first().waitFor(patience);
  await page.locator('.part.statusbar').getByText('$0.00 / $1.50').waitFor(patience);
  await editor.screenshot('first-run-3-budget');
});

test('the sample is put into the view, and explained only when it is sent', async () => {
  const { page } = editor;
  await openStep('Explain your first screenshot');
  // Twice, and there would be two of them.
  await walkthrough().getByRole('button', { name: 'Try a Sample Screenshot' }).click(patience);
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
  await openStep('See that all works');
  const title = page.locator('.editor-instance .view-lines').getByText('# Lenscap: Setup').first();
  await press('Check Setup', () => title.isVisible());
  await repeat(
    () => page.locator('.codelens-decoration').getByText('Copy').first().click({ timeout: 3_000 }),
    async () => (await clipboardText(page)).includes('# Lenscap: Setup'),
  );
  const report = await clipboardText(page);
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
      await openStep(title);
      await editor.screenshot(`first-run-${theme.toLowerCase().replaceAll(' ', '-')}-${at + 1}`);
    }
  },
);
