// Choosing who answers, as a person does: a server on this machine by its address, and a key that the provider has
// ceased to take. Its pictures (test-results/answerers-*.png) are for people to look at.
import { describe, expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { type Exchange, type RawProvider, startRawProvider } from '../support/raw-provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { ask, openView } from '../support/view-page.ts';
import { notifications, quickInput, runCommand } from '../support/workbench.ts';

const right = ['right', 'not', 'real'].join('-');
const wrong = ['wrong', 'not', 'real'].join('-');

let provider: RawProvider;
let editor: Editor;

const input = () => quickInput(editor.page).locator('.quick-input-box input');
const said = (words: RegExp) =>
  quickInput(editor.page).locator('.quick-input-message').getByText(words).waitFor(patience);

/** Answers all that a provider is asked, or only those who have the right key. */
async function startOneWho(needsKey: boolean, models: readonly string[]): Promise<RawProvider> {
  const started = await startRawProvider();
  const reply = (exchange: Exchange): void => {
    started.reply(reply);
    if (needsKey && exchange.headers.authorization !== `Bearer ${right}`) {
      exchange.fail(401, 'Incorrect API key provided.');
      return;
    }
    if (exchange.path.endsWith('/models')) {
      exchange.send(200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
      return;
    }
    exchange
      .open()
      .delta('Because of the **storm**.')
      .finish()
      .usage({ prompt_tokens: 200, completion_tokens: 40 })
      .done();
  };
  started.reply(reply);
  return started;
}

describe('a server on this machine', () => {
  onStage('local-server', async ({ afterwards, start }) => {
    provider = await startOneWho(false, ['llama3.2-vision', 'qwen3']);
    afterwards(() => provider.stop());
    editor = await start();
  });

  test('is entered by its address, checked in the box, and taken', async () => {
    const { page } = editor;
    await runCommand(page, 'Lenscap: Get Started');
    const walkthrough = page.locator('.gettingStartedContainer');
    const choice = quickInput(page).getByText('Enter Address…');
    await repeat(
      () => walkthrough.getByRole('button', { name: 'Use a Local Server' }).click({ timeout: 3_000 }),
      () => choice.isVisible(),
    );
    await editor.screenshot('answerers-1-servers');
    await repeat(
      () => choice.click({ timeout: 3_000 }),
      () =>
        input()
          .isVisible()
          .then(async (is) => is && !(await choice.isVisible())),
    );
    await input().fill('http://example.com/v1');
    await said(/no address of this machine/);
    await editor.screenshot('answerers-2-elsewhere');
    await input().fill(provider.baseUrl);
    await input().press('Enter');
    await said(/^It works\. 2 models: llama3\.2-vision, qwen3\. Press Enter/);
    await editor.screenshot('answerers-3-taken');
    await input().press('Enter');
    await input().waitFor({ ...patience, state: 'hidden' });
    await walkthrough
      .locator('.getting-started-step')
      .filter({ hasText: 'Choose who answers' })
      .first()
      .locator('.codicon.complete, .codicon-getting-started-step-checked')
      .first()
      .waitFor(patience);
    expect(await notifications(page).count()).toBe(0);
    await expect.poll(() => editor.userSettings(), patience).toContain(provider.baseUrl);
  });

  test('answers for nothing, and is sent no key', async () => {
    const { page } = editor;
    const frame = await openView(page);
    await frame.getByRole('textbox').fill('Why is the harbour closed?');
    await frame.locator('.quote strong').getByText('free', { exact: true }).waitFor(patience);
    await editor.screenshot('answerers-4-free');
    await ask(frame, 'Why is the harbour closed?');
    await frame.locator('.answer strong', { hasText: 'storm' }).waitFor(patience);
    await frame.locator('.foot').getByText('llama3.2-vision').waitFor(patience);
    expect(await frame.locator('.foot').textContent()).toMatch(/free/i);
    expect(
      provider.exchanges.map(({ headers }) => headers.authorization).filter((key) => key?.includes('real')),
    ).toEqual([]);
    await editor.screenshot('answerers-5-answer');
  });
});

describe('a key that is not taken any more', () => {
  onStage('wrong-key', async ({ afterwards, start }) => {
    provider = await startOneWho(true, ['gpt-4o', 'gpt-4o-mini']);
    afterwards(() => provider.stop());
    editor = await start({
      settings: { 'lenscap.provider.baseUrl': 'http://provider.test/v1' },
      // A server of this machine would need no key: this one has a name that only a proxy knows, itself.
      env: { HTTP_PROXY: new URL(provider.baseUrl).origin, OPENAI_API_KEY: wrong },
    });
  });

  test('is said where the question is, which is kept', async () => {
    const frame = await openView(editor.page);
    await ask(frame, 'Why is the harbour closed?');
    const turn = frame.locator('.turn').last();
    await turn
      .locator('.trouble')
      .getByText(/refused the API key/)
      .waitFor(patience);
    await turn.getByRole('button', { name: 'Set API Key…' }).waitFor(patience);
    expect(await turn.textContent()).not.toContain(wrong);
    expect(await notifications(editor.page).count()).toBe(0);
    await editor.screenshot('answerers-6-refused');
  });

  test('is replaced from there, and the question asked again', async () => {
    const { page } = editor;
    const frame = await openView(page);
    const turn = frame.locator('.turn').last();
    await repeat(
      () => turn.getByRole('button', { name: 'Set API Key…' }).click({ timeout: 3_000 }),
      () => input().isVisible(),
    );
    await input().fill(right);
    await input().press('Enter');
    await said(/It works: .* accepted the key/);
    await input().press('Enter');
    await input().waitFor({ ...patience, state: 'hidden' });
    await turn.getByRole('button', { name: 'Try Again' }).click(patience);
    await frame.locator('.answer strong', { hasText: 'storm' }).waitFor(patience);
    await frame.locator('.turn').last().locator('.foot').waitFor(patience);
    expect(await frame.locator('.turn').count()).toBe(1);
    await editor.screenshot('answerers-7-answered');
  });
});
