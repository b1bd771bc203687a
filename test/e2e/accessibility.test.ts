// Lenscap for people who do not see it, or see it in other colours: axe-core over every state of every page
// in four kinds of theme, and what a journey by keys and a screen reader meets on its way.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { focused, type Look, lookOf, type Place, violations } from '../support/axe.ts';
import { type Editor, repository } from '../support/editor.ts';
import {
  lackingForMicrophone,
  type Microphone,
  soundEnvironment,
  startMicrophone,
} from '../support/microphone.ts';
import { type Provider, startProvider } from '../support/provider.ts';
import { patience, repeat } from '../support/repeat.ts';
import { onStage } from '../support/stage.ts';
import { BLUE, drawTerminal, RED, TOKEN } from '../support/terminal.ts';
import {
  ask,
  choose,
  dropFile,
  killDaemons,
  meterText,
  openPreview,
  openView,
  removeAttachments,
  setBudget,
  tick,
} from '../support/view-page.ts';
import { chooseTheme, runCommand, webviewFrame } from '../support/workbench.ts';

const themes = ['Light Modern', 'Default High Contrast', 'Default High Contrast Light', 'Dark Modern'];

const answer = `## Why

The option in \`src/client.ts\`, line 2 has **another name**; see [the manual](https://example.com/).

- it is declared in src/client.ts:1

> It was renamed.

| Old | New |
| --- | --- |
| \`timeout\` | \`timeoutMs\` |

\`\`\`ts src/client.ts
// A comment, a string, a number, a type, a function.
const limit = 2500;
export class Client extends Base<string> {
  @cached() load = async (url: string) => fetchWithTimeout(url, { timeoutMs: 2500, name: "it" });
}
\`\`\`

\`\`\`diff
- timeout: 2500
+ timeoutMs: 2500
\`\`\`

\`\`\`html
<a href="x" class='y'>&amp;</a> <!-- no -->
\`\`\`

\`\`\`python
@decorated
def f(x: int = 3) -> None: # no
    raise ValueError(f"no {x}", None, re.match(r"a+", x))
\`\`\`
`;

const lackingMicrophone = lackingForMicrophone();

let provider: Provider;
let microphone: Microphone | undefined;
let editor: Editor;
let looks: Look[];
/** While these files exist, the `tesseract` the daemon finds waits, or is broken. */
let held: string;
let broken: string;
let data: string;

onStage(
  'accessibility',
  async ({ root, workspace, dataDirectory, afterwards, start }) => {
    data = dataDirectory;
    const programs = join(root, 'bin');
    [held, broken] = [join(root, 'held'), join(root, 'broken')];
    await Promise.all([mkdir(join(workspace, 'src')), mkdir(programs)]);
    await writeFile(
      join(workspace, 'src/client.ts'),
      'export function load(url) {\n  return fetch(url);\n}\n',
    );
    await writeFile(
      join(programs, 'tesseract'),
      `#!/bin/sh\nwhile [ -e '${held}' ]; do sleep 0.1; done\n[ -e '${broken}' ] && exit 1\nexec /usr/bin/tesseract "$@"\n`,
    );
    await chmod(join(programs, 'tesseract'), 0o755);
    provider = await startProvider();
    afterwards(() => provider.stop());
    provider.answer('Never end', 'It begins, and does not end.', { pauseMs: 3_600_000 });
    provider.answer('Explain', answer, { chunkSize: 40, pauseMs: 20 });
    provider.answer(/./, 'Because it is so.');
    provider.say('Why does it fail?', { audioTokens: 60, textTokens: 4, outputTokens: 20 });
    if (lackingMicrophone === undefined) {
      microphone = await startMicrophone();
      afterwards(async () => microphone?.close());
    }
    editor = await start({
      provider,
      viewport: { width: 1440, height: 1000 },
      settings: {
        'lenscap.routing.policy': 'private',
        'lenscap.privacy.reader': 'system',
        'lenscap.cache.answerSeconds': 0,
      },
      env: {
        ...(microphone && soundEnvironment(microphone)),
        PATH: [programs, process.env['PATH']].join(delimiter),
        // As when it was started from a terminal: otherwise it takes the PATH from a login shell.
        VSCODE_CLI: '1',
      },
    });
    looks = [];
    const frame = await openView(editor.page);
    for (const theme of themes) {
      await chooseTheme(editor.page, theme);
      await frame
        .locator(`body[data-vscode-theme-id="${theme}"]`)
        .waitFor({ ...patience, state: 'attached' });
      looks.unshift(await lookOf(frame));
    }
  },
  600_000,
);

test('empty, where nobody can be asked, and where somebody can', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('button', { name: 'Set API Key' }).waitFor(patience);
  await clean(frame);
  await editor.changeSettings({ 'lenscap.routing.policy': 'balanced' });
  await frame.locator('.keyless').waitFor({ ...patience, state: 'hidden' });
  await clean(frame);
});

test('the dashboard, while nothing was spent', async () => {
  await runCommand(editor.page, 'Lenscap: Open Spend Dashboard');
  const frame = await webviewFrame(editor.page, 'Lenscap Spend');
  await frame.getByRole('heading', { name: 'Nothing was spent yet' }).waitFor(patience);
  await clean(frame, 'editor');
  await runCommand(editor.page, 'View: Close All Editors');
});

test('a picture being prepared, and ready, with a redaction, code it names, and other ways to answer', async () => {
  await writeFile(held, '');
  const frame = await openView(editor.page);
  await attach(frame);
  await frame.locator('.tile.working').getByText('Checking for secrets').waitFor(patience);
  await clean(frame);
  await rm(held);
  await frame.locator('.tile.ready').getByText('1 redaction').waitFor(patience);
  await frame.locator('.routes').getByRole('button').first().waitFor(patience);
  await frame.getByRole('textbox').fill(`Why is ${TOKEN} refused?`);
  await frame.locator('.replaced').getByText('is replaced').waitFor(patience);
  await tick(frame, /^Include the lines around/);
  await frame.locator('.code-lines pre').first().waitFor(patience);
  await clean(frame);
  const list = frame.getByRole('form', { name: 'Question' }).getByRole('list', { name: 'Attachments' });
  expect(await list.getByRole('listitem').count()).toBe(1);
});

test('the preview, its boxes told apart by more than their colour', async () => {
  const frame = await openView(editor.page);
  await openPreview(frame);
  await frame.locator('.box.covered').waitFor(patience);
  await clean(frame);
  const line = (kind: string) =>
    frame.locator(`.box.${kind}`).evaluate((box) => getComputedStyle(box).borderTopStyle);
  const covered = await line('covered');
  await frame.getByRole('button', { name: 'Add Redaction' }).click();
  const draft = frame.locator('.box.draft');
  await draft.press('ArrowDown', patience);
  await draft.press('Enter', patience);
  await frame.locator('.box.manual').waitFor(patience);
  await frame.locator('.canvas[aria-busy="false"]').waitFor(patience);
  const manual = await line('manual');
  await frame.locator('.box.covered:not(.manual)').first().press('Space');
  await frame.locator('.box.open').waitFor(patience);
  await frame.locator('.canvas[aria-busy="false"]').waitFor(patience);
  await clean(frame);
  expect(new Set([covered, manual, await line('open')]).size).toBe(3);
  for (const box of await frame.locator('.box').all())
    expect(await box.getAttribute('aria-label')).toMatch(/^\d+: (GitHub token|Added by you)/);
  await frame.locator('.preview').press('Escape');
});

test('several pictures: one could not be read, one is none; both say so in words, with a sign', async () => {
  await writeFile(broken, '');
  const frame = await openView(editor.page);
  // A picture that was not read before: what was is remembered.
  await attach(frame, 'npm run release -- --dry-run');
  const unsafe = frame.locator('.tile.unsafe');
  await unsafe.getByText('could not be searched for secrets').waitFor(patience);
  expect(await unsafe.locator('.tile-doubts .codicon-warning').count()).toBeGreaterThan(0);
  await dropFile(frame, 'none.png', Buffer.from('This is no picture.'));
  const refused = frame.locator('.tile.refused');
  await refused.getByRole('alert').waitFor(patience);
  expect(await refused.locator('.codicon-error').count()).toBe(1);
  await clean(frame);
  await rm(broken);
  await removeAttachments(frame);
});

test('a question over budget, while it is composed and refused', async () => {
  const frame = await openView(editor.page);
  await setDailyBudget('0.0001');
  await frame.getByRole('textbox').fill('Why is it so?');
  const misfit = frame.locator('.composer .misfit');
  await misfit.getByText('Does not fit').waitFor(patience);
  await misfit.getByRole('button', { name: 'Allow Once' }).waitFor(patience);
  expect(await misfit.locator('.codicon-warning').count()).toBe(1);
  await clean(frame);
  await ask(frame, 'Why is it so?');
  const turn = frame.getByRole('article').last();
  await turn.getByRole('button', { name: 'Allow Once' }).waitFor(patience);
  expect(await turn.locator('.trouble .codicon').count()).toBe(1);
  await clean(frame);
  await setDailyBudget('2');
  await frame.getByRole('textbox').fill('');
});

test('an answer that streams is announced once, and Escape stops it', async () => {
  const frame = await openView(editor.page);
  await listen(frame);
  await ask(frame, 'Never end');
  const turn = frame.getByRole('feed', { name: 'Answers' }).getByRole('article').last();
  await turn.locator('.answer.streaming p').waitFor(patience);
  await turn.getByText('Answering…').waitFor(patience);
  await expect.poll(() => turn.getAttribute('aria-busy'), patience).toBe('true');
  await clean(frame);
  expect(await announced(frame)).toEqual(['Answering.']);
  await frame.getByRole('textbox').press('Escape');
  await turn.getByText('Stopped. What came is kept.').waitFor(patience);
  await expect.poll(() => turn.getAttribute('aria-busy'), patience).toBe('false');
  await expect.poll(() => announced(frame), patience).toEqual(['Answering.', 'Stopped.']);
  await clean(frame);
});

test('an answer with code, links and a table is announced when it is there, and not by its words', async () => {
  const frame = await openView(editor.page);
  await listen(frame);
  await ask(frame, 'Explain it');
  await frame.getByRole('article', { name: 'Question: Explain it' }).locator('.foot').waitFor(patience);
  await frame.locator('.answer .place').first().waitFor(patience);
  await expect
    .poll(() => announced(frame), patience)
    .toEqual(['Answering.', expect.stringMatching(/^Answered, \$0\.\d+\.$/)]);
  // Nor does anything else speak its words as they come.
  const live = '[aria-live]:not([aria-live="off"]), [role="log"], [role="status"], [role="alert"]';
  expect(
    await frame
      .locator('.answer')
      .last()
      .evaluate((each, of) => each.closest(of) === null, live),
  ).toBe(true);
  await clean(frame);
});

test('by Tab, all of the view is reached in the order it is read', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').fill('And then?');
  await frame.locator('.quote').getByText('about $').waitFor(patience);
  await runCommand(editor.page, 'Lenscap: New Conversation');
  await frame.getByText('New conversation: ').waitFor(patience);
  // The command ends with the focus in the question box.
  await expect.poll(() => focused(frame), patience).toContain('textbox');
  await frame.getByRole('article').last().locator('.code-bar button').last().focus();
  const names: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    names.push((await focused(frame)).replace(/req-\S+|\$[\d.]+/, '…'));
    await editor.page.keyboard.press('Tab');
    if (!(await frame.evaluate('document.hasFocus()'))) break;
  }
  expect(names).toEqual([
    'button Apply as a Change…',
    'group python',
    'button Copy',
    'button Insert at Cursor',
    'button Open as Document',
    'button Ask Again',
    'button Edit the Question',
    'button What Was Sent',
    'button …',
    'textbox Question about the screenshot',
    'button Choose File',
    'button Record Voice Note (Ctrl+Alt+M)',
    'button Send (Enter)',
    'button Ask gpt-4o · about …',
  ]);
});

test('the dashboard, with what was spent, and its tables', async () => {
  await runCommand(editor.page, 'Lenscap: Open Spend Dashboard');
  const frame = await webviewFrame(editor.page, 'Lenscap Spend');
  await frame.getByRole('button', { name: 'Export CSV' }).waitFor(patience);
  await clean(frame, 'editor');
  const asTable = frame.getByRole('button', { name: 'Show as Table' });
  await repeat(
    () => asTable.first().click({ timeout: 3_000 }),
    async () => (await asTable.count()) === 0,
  );
  await clean(frame, 'editor');
  await runCommand(editor.page, 'View: Close All Editors');
});

test('what was sent', async () => {
  const view = await openView(editor.page);
  await view.getByRole('button', { name: 'What Was Sent' }).last().click();
  const frame = await webviewFrame(editor.page, 'What Was Sent');
  await frame.getByRole('heading', { name: 'What Was Sent' }).waitFor(patience);
  // The page runs no scripts, and so not axe-core either: it is looked at in a page that does.
  const html = z.string().parse(await frame.evaluate('document.documentElement.outerHTML'));
  const css = await readFile(join(repository, 'out/webview/sent.css'), 'utf8');
  const page = await editor.context.newPage();
  await page.setContent(
    `<!DOCTYPE html><html lang="en">${html
      .replaceAll(/<script[\s\S]*?<\/script>|<meta http-equiv[^>]*>|<link[^>]*>/g, '')
      .replace('</head>', `<style>${css}</style></head>`)}`,
  );
  await clean(page.mainFrame(), 'editor');
  await page.close();
  await runCommand(editor.page, 'View: Close All Editors');
});

test.skipIf(lackingMicrophone !== undefined)('a voice note, recorded and transcribed', async () => {
  const frame = await openView(editor.page);
  // What somebody was typing already they send themselves.
  await frame.getByRole('textbox').fill('Well:');
  await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
  await frame.getByRole('button', { name: 'Stop Recording' }).waitFor(patience);
  await clean(frame);
  await microphone?.play(Int16Array.from({ length: 32_000 }, (_, at) => 9_000 * Math.sin(at / 6)));
  await frame.getByRole('button', { name: 'Stop Recording' }).click();
  await frame.locator('.voice').getByText('Spoken').waitFor(patience);
  await clean(frame);
  await frame.getByRole('textbox').fill('');
});

test.skipIf(lackingMicrophone !== undefined)('a sound that is sent itself, only after a yes', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('button', { name: /^Record Voice Note/ }).click();
  await frame.getByRole('button', { name: 'Stop Recording' }).waitFor(patience);
  await choose(frame, 'Then …', 'Send the Sound Itself');
  await microphone?.play(Int16Array.from({ length: 32_000 }, (_, at) => 9_000 * Math.sin(at / 6)));
  await frame.getByRole('button', { name: 'Stop Recording' }).click();
  await frame.getByRole('checkbox', { name: 'Send anyway' }).waitFor(patience);
  await clean(frame);
  await tick(frame, 'Send anyway');
  await clean(frame);
  const list = frame.getByRole('combobox', { name: 'Then …' });
  await list.click();
  await frame.getByRole('option', { name: 'Answer It', exact: true }).waitFor(patience);
  await clean(frame);
  await list.press('Escape');
  await frame
    .getByRole('option')
    .first()
    .waitFor({ ...patience, state: 'hidden' });
  await frame
    .locator('.voice')
    .getByRole('button', { name: /^(Discard|Remove|Close)/ })
    .click();
  await frame.locator('.voice').waitFor({ ...patience, state: 'hidden' });
});

test('a voice note that failed', async () => {
  const frame = await openView(editor.page);
  await dropFile(frame, 'memo.wav', Buffer.from('This is no sound.'));
  const voice = frame.locator('.voice');
  await voice.getByRole('button', { name: 'Choose an Audio File…' }).waitFor(patience);
  expect(await voice.locator('.codicon-warning').count()).toBe(1);
  await clean(frame);
  await voice.getByRole('button', { name: 'Close' }).click();
  await voice.waitFor({ ...patience, state: 'hidden' });
});

test('places in code inside a question that was asked', async () => {
  const frame = await openView(editor.page);
  await frame.getByRole('textbox').fill('Explain: at load (src/client.ts:2:10)');
  await frame.locator('.composer .place').first().waitFor(patience);
  await frame.getByRole('textbox').press('Enter');
  const turn = frame.getByRole('article').last();
  await turn.locator('.question .place').getByText('src/client.ts:2').waitFor(patience);
  await turn.locator('.foot').waitFor(patience);
  await clean(frame);
});

test('two pictures that were compared, and the offer to ask', async () => {
  const frame = await openView(editor.page);
  await attach(frame);
  await attach(frame, 'npm run test');
  await expect.poll(() => frame.locator('.tile.ready').count(), patience).toBe(2);
  await frame.getByRole('button', { name: 'What Changed?' }).waitFor(patience);
  await clean(frame);
  await frame.getByRole('button', { name: 'What Changed?' }).click();
  const turn = frame.getByRole('article').last();
  await turn.getByRole('button', { name: /^Ask What Changed/ }).waitFor(patience);
  await clean(frame);
});

test('where secrets are not looked for, it says so with a sign', async () => {
  await editor.changeSettings({ 'lenscap.privacy.mode': 'off' });
  const frame = await openView(editor.page);
  await frame.getByText('Secrets are not looked for').waitFor(patience);
  await attach(frame);
  const tile = frame.locator('.tile.unchecked');
  await tile.getByText('Not searched for secrets').waitFor(patience);
  expect(await tile.locator('.codicon-warning').count()).toBe(1);
  await clean(frame);
  await removeAttachments(frame);
  await editor.changeSettings({ 'lenscap.privacy.mode': 'standard' });
  await frame.getByText('Secrets are not looked for').waitFor({ ...patience, state: 'hidden' });
});

test('a daemon that died under a question, and one that stays down', async () => {
  const frame = await openView(editor.page);
  await ask(frame, 'Never end');
  const turn = frame.getByRole('article').last();
  await turn.getByText('It begin').waitFor(patience);
  await killDaemons(data);
  await turn.locator('.trouble').getByText('stopped while it was working').waitFor(patience);
  expect(await turn.locator('.trouble .codicon').count()).toBe(1);
  await clean(frame);
  const restart = frame.getByRole('alert').getByRole('button', { name: 'Restart Daemon' });
  await expect
    .poll(async () => {
      await killDaemons(data);
      return restart.isVisible();
    }, patience)
    .toBe(true);
  await clean(frame);
  await expect
    .poll(async () => {
      await restart.click({ timeout: 1_000 }).catch(() => {});
      return frame.getByRole('alert').count();
    }, patience)
    .toBe(0);
  await frame.getByRole('textbox').fill('');
});

test('a failure with ways on, and a question that waits for the network', async () => {
  const frame = await openView(editor.page);
  await provider.stop();
  await ask(frame, 'Is anybody there?');
  const turn = frame.getByRole('article').last();
  await turn.getByRole('button', { name: 'Ask When Online' }).waitFor(patience);
  expect(await turn.locator('.trouble .codicon-error').count()).toBe(1);
  await clean(frame);
  await turn.getByRole('button', { name: 'Ask When Online' }).click();
  await turn.getByText('Waiting for the network.').waitFor(patience);
  expect(await turn.locator('.trouble .codicon-clock').count()).toBe(1);
  await clean(frame);
});

/** Expects axe-core to find nothing, in any theme. */
async function clean(frame: Frame, place: Place = 'sideBar'): Promise<void> {
  expect.soft(await violations(frame, looks, place)).toEqual([]);
}

/** Keeps note of what a screen reader is told from now on. */
async function listen(frame: Frame): Promise<void> {
  await frame.evaluate(`{
    globalThis.announced = [];
    globalThis.listener?.disconnect();
    const status = document.querySelector('[role="status"]');
    globalThis.listener = new MutationObserver(() => {
      if (globalThis.announced.at(-1) !== status.textContent) globalThis.announced.push(status.textContent);
    });
    globalThis.listener.observe(status, { childList: true, subtree: true, characterData: true });
  }`);
}

async function announced(frame: Frame): Promise<string[]> {
  return z.array(z.string()).parse(await frame.evaluate('globalThis.announced'));
}

async function setDailyBudget(usd: string): Promise<void> {
  await setBudget(editor.page, /^Today, /, usd);
  await expect
    .poll(() => meterText(editor.page), patience)
    .toContain(`/ $${Number(usd) < 1 ? usd : Number(usd).toFixed(2)}`);
}

/** Drops a terminal that shows a token, and a stack trace. */
async function attach(frame: Frame, command = 'npm run release'): Promise<void> {
  const tiles = await frame.locator('.tile').count();
  const picture = drawTerminal(1400, 400, [
    [0, `$ ${command}`],
    [2, `export GITHUB_TOKEN=${TOKEN}`, BLUE],
    [4, 'TypeError: fetch failed', RED],
    [6, '    at load (src/client.ts:2:10)'],
  ]);
  await dropFile(frame, 'image.png', await picture.png().toBuffer());
  await expect.poll(() => frame.locator('.tile').count(), patience).toBe(tiles + 1);
}
