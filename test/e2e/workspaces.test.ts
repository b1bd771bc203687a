// Lenscap where there is no ordinary workspace: in an empty window, in one that is not trusted, and in one whose files
// are on no disk. Its pictures (test-results/workspaces-*.png) are for people to look at.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Editor } from '../support/editor.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage, type Stage } from '../support/stage.ts';
import { drawTerminal, RED, TOKEN } from '../support/terminal.ts';
import { ask, meterText, openView, pasteImage, tick } from '../support/view-page.ts';
import {
  chooseInExplorer,
  clipboardText,
  focusEditor,
  notifications,
  openInExplorer,
  putImageOnClipboard,
  runCommand,
} from '../support/workbench.ts';

const answer = 'A line has **no price**.';
const code = `${'// Above.\n'.repeat(6)}export const total = (lines) => lines.price.amount;\n`;

let provider: Provider;
let editor: Editor;

async function startAnswering({ afterwards }: Stage): Promise<Provider> {
  const started = await startProvider();
  afterwards(() => started.stop());
  started.answer('alternative text', 'A terminal with an error.');
  started.answer(/./, answer);
  return started;
}

/** A terminal that shows a token, and a place in the code. */
function drawTrace(): Promise<Buffer> {
  const picture = drawTerminal(1300, 400, [
    [0, '$ npm run checkout'],
    [2, `export GITHUB_TOKEN=${TOKEN}`],
    [4, "TypeError: Cannot read properties of undefined (reading 'amount')", RED],
    [6, '    at total (src/total.ts:7:41)'],
  ]);
  return picture.png().toBuffer();
}

/** Runs Check Setup. @returns what its report says of the workspace */
async function checkedWorkspace(): Promise<string> {
  const { page } = editor;
  await runCommand(page, 'Lenscap: Check Setup');
  const report = page.locator('.editor-instance .view-lines').getByText('# Lenscap: Setup').first();
  await report.waitFor(patience);
  await repeat(
    () => page.locator('.codelens-decoration').getByText('Copy').first().click({ timeout: 3_000 }),
    async () => (await clipboardText(page)).includes('# Lenscap: Setup'),
  );
  const [line = ''] = /^.* workspace: .*$/m.exec(await clipboardText(page)) ?? [];
  await runCommand(page, 'View: Close All Editors');
  return line;
}

describe('an empty window', () => {
  onStage('empty', async (stage) => {
    provider = await startAnswering(stage);
    editor = await stage.start({
      provider,
      opens: 'nothing',
      settings: { 'lenscap.routing.policy': 'best', 'lenscap.cache.answerSeconds': 0 },
    });
  });

  test('answers, and books it', async () => {
    const { page } = editor;
    await expect.poll(() => meterText(page), patience).toBe('$0.00 / $2.00');
    const frame = await openView(page);
    await pasteImage(page, frame, await drawTrace());
    await frame.getByText(/^about \$0\.\d+, at most \$0\.\d+$/).waitFor(patience);
    // Where there is no code, none is offered.
    expect(await frame.locator('.code-along .place').count()).toBe(0);
    await editor.screenshot('workspaces-1-empty');
    await ask(frame, 'What is wrong?');
    await frame.locator('.answer strong', { hasText: 'no price' }).waitFor(patience);
    await frame.locator('.foot').waitFor(patience);
    await expect.poll(() => meterText(page), patience).not.toBe('$0.00 / $2.00');
    await runCommand(page, 'Lenscap: Show Spend');
    const list = page.locator('.quick-input-widget');
    await list
      .getByText(/gpt-4o/)
      .first()
      .waitFor(patience);
    expect(await list.getByText('in this workspace').count()).toBe(0);
    await editor.screenshot('workspaces-2-empty-spend');
    await page.keyboard.press('Escape');
  });

  test('writes into a document that is in no folder', async () => {
    const { page } = editor;
    await runCommand(page, 'File: New Untitled Text File');
    await page.getByRole('tab', { name: /Untitled-1/ }).waitFor(patience);
    await focusEditor(page);
    await putImageOnClipboard(page, await drawTrace());
    await focusEditor(page);
    await runCommand(page, 'Lenscap: Explain into Editor');
    await page.locator('.view-line').filter({ hasText: 'no price' }).waitFor(patience);
    await runCommand(page, 'View: Revert and Close Editor');
  });

  test('says in Check Setup that nothing is open', async () => {
    expect(await checkedWorkspace()).toMatch(/workspace: none open$/);
    expect(await notifications(editor.page).count()).toBe(0);
  });
});

describe('a workspace that is not trusted', () => {
  let elsewhere: Provider;

  onStage('restricted', async (stage) => {
    provider = await startAnswering(stage);
    elsewhere = await startAnswering(stage);
    await mkdir(join(stage.workspace, '.vscode'));
    await mkdir(join(stage.workspace, 'src'));
    await writeFile(join(stage.workspace, 'src/total.ts'), code);
    // What somebody with bad intentions would have the user open.
    const settings = {
      'lenscap.provider.baseUrl': elsewhere.baseUrl,
      'lenscap.routing.localServer': elsewhere.baseUrl,
      'lenscap.privacy.mode': 'off',
      'lenscap.context.includeCode': 'always',
      'lenscap.voice.denoise': true,
    };
    await writeFile(join(stage.workspace, '.vscode/settings.json'), JSON.stringify(settings));
    editor = await stage.start({ provider, trust: 'restricted' });
  });

  test('is said to be in Restricted Mode, and Lenscap to be limited, not off', async () => {
    const { page } = editor;
    await page.locator('.part.statusbar').getByText('Restricted Mode').waitFor(patience);
    await runCommand(page, 'Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor').waitFor(patience);
    await editor.screenshot('workspaces-3-restricted');
    await runCommand(page, 'View: Close All Editors');
    expect(await checkedWorkspace()).toMatch(/workspace: one folder, in Restricted Mode$/);
  });

  test('asks whom the user chose, without the secret, and without code until the user says so', async () => {
    const { page } = editor;
    const frame = await openView(page);
    await pasteImage(page, frame, await drawTrace());
    await frame
      .locator('.tile')
      .getByText(/1 redaction/)
      .waitFor(patience);
    const box = frame.getByRole('checkbox', { name: /^Include the lines around/ });
    await box.waitFor(patience);
    expect(await box.isChecked()).toBe(false);
    await editor.screenshot('workspaces-4-restricted-view');
    await ask(frame, 'What is wrong?');
    await frame.locator('.answer strong', { hasText: 'no price' }).waitFor(patience);
    const body = JSON.stringify(provider.requests().at(-1)?.body);
    expect(body).not.toContain(TOKEN.slice(4, 20));
    expect(body).not.toContain('lines.price.amount');
    expect(elsewhere.received()).toBe(0);
  });
});

describe('a workspace whose files are on no disk', () => {
  onStage('virtual', async (stage) => {
    const { makeVirtualWorkspace } = await import('../support/virtual-workspace.ts');
    provider = await startAnswering(stage);
    const { extension, uri } = await makeVirtualWorkspace(join(stage.root, 'virtual-files'), {
      'src/total.ts': code,
      'notes.md': '# Notes\n\n',
      'error.png': await drawTrace(),
    });
    editor = await stage.start({
      provider,
      opens: { uri },
      alsoInstalled: [extension],
      settings: { 'lenscap.cache.answerSeconds': 0 },
    });
  });

  test('has its pictures explained, and its places linked', async () => {
    const { page } = editor;
    await chooseInExplorer(page, ['error.png'], 'Explain Screenshot…');
    const frame = await openView(page);
    await frame.locator('.answer strong', { hasText: 'no price' }).waitFor(patience);
    await pasteImage(page, frame, await drawTrace());
    const place = frame.locator('.code-along .place');
    await place.getByText('src/total.ts:7').waitFor(patience);
    await tick(frame, /^Include the lines around/);
    await frame.locator('.code-lines pre').first().waitFor(patience);
    await editor.screenshot('workspaces-5-virtual');
    await ask(frame, 'What is wrong?');
    await expect
      .poll(() => JSON.stringify(provider.requests().at(-1)?.body), patience)
      .toContain('lines.price.amount');
    await frame.locator('.turn .place').last().click(patience);
    await page.locator('.statusbar-item').getByText('Ln 7, Col 41').waitFor(patience);
  });

  test('gets pictures and their alt texts', async () => {
    const { page } = editor;
    // Its file system has no search, which VS Code's own list of files needs.
    await openInExplorer(page, 'notes.md');
    await putImageOnClipboard(page, await drawTrace());
    await focusEditor(page);
    await page.keyboard.press('ControlOrMeta+End');
    await runCommand(page, 'Lenscap: Paste Screenshot as Alt Text');
    await page
      .locator('.view-line')
      .filter({ hasText: '![A terminal with an error.](Screenshot.png)' })
      .waitFor(patience);
    await page.locator('.explorer-folders-view').getByText('Screenshot.png').waitFor(patience);
    await editor.screenshot('workspaces-6-virtual-alt-text');
  });

  test('is called what it is in Check Setup', async () => {
    expect(await checkedWorkspace()).toMatch(/workspace: virtual \(testmemory\)$/);
  });
});
