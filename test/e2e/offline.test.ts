// A person whose network is gone: they are told so, have the question wait, and get its answer
// when the network is back, without doing anything.
import { expect, onTestFailed, onTestFinished, test } from 'vitest';
import { repository, startEditor } from '../support/editor.ts';
import { providerEnvironment } from '../support/provider.ts';
import { startRawProvider } from '../support/raw-provider.ts';
import { patience } from '../support/repeat.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { ask, openView } from '../support/view-page.ts';
import { reloadWindow } from '../support/workbench.ts';

test('a question that meets nobody waits in its turn, and is answered there when the network is back', async () => {
  const gone = await startRawProvider();
  const { baseUrl } = gone;
  await gone.stop();
  const editor = await startEditor({
    extension: { folder: repository },
    env: { ...providerEnvironment({ baseUrl }), LENSCAP_DATA_DIR: scratchDirectory() },
  });
  onTestFinished(() => editor.close());
  onTestFailed(async ({ task }) => void (await editor.screenshot(`failed-${task.id}`)));
  const { page } = editor;
  let frame = await openView(page);
  await ask(frame, 'Why is the harbour closed?');
  const named = { name: 'Question: Why is the harbour closed?' };
  let turn = frame.getByRole('article', named);
  await turn.getByRole('button', { name: 'Try Again' }).waitFor(patience);
  await editor.screenshot('offline-1-refused');
  await turn.getByRole('button', { name: 'Ask When Online' }).click();
  await turn.getByText('Waiting for the network.').waitFor(patience);
  await turn.getByText(/for at most \$0\.\d+/).waitFor(patience);
  await expect
    .poll(() => turn.getByRole('button').allTextContents(), patience)
    .toEqual(['Ask Now', 'Remove']);
  await expect.poll(() => frame.getByRole('textbox').inputValue(), patience).toBe('');
  await editor.screenshot('offline-2-waiting');

  // Without a keychain it ends with its window, and has said so.
  if (!(await turn.textContent())?.includes('no keychain')) {
    await reloadWindow(page);
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
