// A person whose network is gone: they are told so, have the question wait, and get its answer
// when the network is back, without doing anything.
import { expect, onTestFailed, onTestFinished, test } from 'vitest';
import { repository, startEditor } from '../support/editor.ts';
import { startRawProvider } from '../support/raw-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { openView, runCommand } from '../support/workbench.ts';

const patience = { timeout: 60_000 };

test('a question that meets nobody waits in its turn, and is answered there when the network is back', async () => {
  const gone = await startRawProvider();
  const { baseUrl } = gone;
  await gone.stop();
  const editor = await startEditor({
    extension: { folder: repository },
    env: {
      OPENAI_BASE_URL: baseUrl,
      OPENAI_API_KEY: ['not', 'a', 'real', 'key'].join('-'),
      LENSCAP_DATA_DIR: scratchDirectory(),
    },
  });
  onTestFinished(() => editor.close());
  onTestFailed(async ({ task }) => void (await editor.screenshot(`failed-${task.id}`)));
  const { page } = editor;
  let frame = await openView(page);
  await frame.getByRole('textbox').click();
  await page.keyboard.type('Why is the harbour closed?');
  await page.keyboard.press('Enter');
  const named = { name: 'Question: Why is the harbour closed?' };
  let turn = frame.getByRole('article', named);
  await turn.getByRole('button', { name: 'Try Again' }).waitFor(patience);
  await editor.screenshot('offline-1-refused');
  await turn.getByRole('button', { name: 'Ask When Online' }).click();
  await turn.getByText('Waiting for the network.').waitFor(patience);
  await turn.getByText(/for at most \$0\.\d+/).waitFor(patience);
  expect(await turn.getByRole('button').allTextContents()).toEqual(['Ask Now', 'Remove']);
  expect(await frame.getByRole('textbox').inputValue()).toBe('');
  await editor.screenshot('offline-2-waiting');

  // Without a keychain it ends with its window, and has said so.
  if (!(await turn.textContent())?.includes('no keychain')) {
    const loaded = page.waitForEvent('load', patience);
    await runCommand(page, 'Developer: Reload Window');
    await loaded;
    frame = await openView(page);
    turn = frame.getByRole('article', named);
    await turn.getByText(/Waiting for the network.*for at most/).waitFor(patience);
    expect(await frame.getByRole('article').count()).toBe(1);
  }

  const provider = await startRawProvider(Number(new URL(baseUrl).port));
  try {
    provider.reply((exchange) =>
      exchange
        .open()
        .delta('Because of the **storm**.')
        .finish()
        .usage({ prompt_tokens: 200, completion_tokens: 40 })
        .done(),
    );
    await turn.locator('.answer strong', { hasText: 'storm' }).waitFor(patience);
    await turn.locator('.foot').waitFor(patience);
    expect(await frame.getByRole('article').count()).toBe(1);
    expect(provider.exchanges).toHaveLength(1);
    await editor.screenshot('offline-3-answered');
  } finally {
    await provider.stop();
  }
});
