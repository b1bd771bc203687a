import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import * as z from 'zod';
import { browserRequirements, codeServerRequirements, ensureDebianPackages } from '../../scripts/debian.ts';
import { interleave, side, summarize } from './measure.ts';
import type { Bench, BenchOptions, Row } from './row.ts';

/** By which typing may be slower while an answer streams in. */
const MOST_TIMES = 1.2;
const CHARACTERS = 40;
/** A person who types quickly. */
const BETWEEN_MS = 40;
/** A quick model: a token at a time, about 100 a second, for longer than a turn takes. */
const STREAM = { chunkSize: 4, pauseMs: 10 };
/** As models write: words, a list, code. */
const ANSWER = Array.from({ length: 300 }, (_, index) =>
  [
    `The value of \`value${index}\` is read before it is set, as the line above says.\n`,
    `- declare \`value${index}\` first`,
    `- then read it\n`,
    `\`\`\`ts\nconst value${index} = compute(${index});\n\`\`\`\n`,
  ].join('\n'),
).join('\n');
const CODE = 'const value = compute();\n'.repeat(200);
const FILE = 'typing.ts';

/**
 * Typing in an editor while an answer streams in, and while none does, by turns in one VS Code: from the key, as the
 * browser dates it, until its character has been drawn. Page and view share a thread here, as they do not on the
 * desktop: this is the harder case.
 */
export const typing: Bench = {
  name: 'typing',
  async run({ quick }: BenchOptions) {
    const lacking = ensureDebianPackages([...browserRequirements, ...codeServerRequirements]);
    if (lacking !== undefined) return [{ what: 'typing beside an answer', skipped: `skipped: ${lacking}` }];
    // Not before they are needed: they load a browser's driver, and a server.
    const { repository, startEditor } = await import('../support/editor.ts');
    const { providerEnvironment, startProvider } = await import('../support/provider.ts');
    const view = await import('../support/view-page.ts');
    const { runCommand } = await import('../support/workbench.ts');

    const root = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
    const workspace = join(root, 'workspace');
    await mkdir(workspace);
    await writeFile(join(workspace, FILE), CODE);
    const provider = await startProvider();
    provider.answer(/./, ANSWER, STREAM);
    const editor = await startEditor({
      extension: { folder: repository },
      workspace,
      viewport: { width: 1440, height: 900 },
      settings: {
        'editor.minimap.enabled': false,
        'editor.quickSuggestions': { other: 'off' },
        'editor.wordBasedSuggestions': 'off',
        'lenscap.cache.answerSeconds': 0,
      },
      env: { ...providerEnvironment(provider), LENSCAP_DATA_DIR: join(root, 'data') },
    });
    try {
      const { page } = editor;
      const frame = await view.openView(page);
      const alone = side(() => type(page));
      const beside = side(async () => {
        await view.ask(frame, 'Why is it so?');
        await frame.locator('.answer.streaming p').first().waitFor();
        const lengthBefore = await answerLength(frame);
        const took = await type(page);
        if (
          (await frame.locator('.answer.streaming').count()) === 0 ||
          (await answerLength(frame)) <= lengthBefore
        )
          throw new Error('No answer was streaming in while it was typed.');
        await frame.getByRole('textbox').press('Escape');
        await frame.locator('.answer.streaming').waitFor({ state: 'detached' });
        await runCommand(page, 'Lenscap: Clear Answers');
        return took;
      });
      await interleave({ warmUp: 1, rounds: quick ? 2 : 8 }, [alone, beside]);
      return [toRow(alone.samples.flat(), beside.samples.flat())];
    } finally {
      await editor.close();
      await provider.stop();
      await rm(root, { recursive: true, force: true });
    }
  },
};

function answerLength(frame: Frame): Promise<number> {
  return frame
    .locator('.answer')
    .last()
    .textContent()
    .then((text) => text?.length ?? 0);
}

/** Types at the beginning of the file and takes it back. @returns what each character took, in milliseconds */
async function type(page: Page): Promise<number[]> {
  const { openFile } = await import('../support/workbench.ts');
  await openFile(page, FILE);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.evaluate(watch);
  for (let typed = 1; typed <= CHARACTERS; typed++) {
    await page.keyboard.press('x');
    await page.waitForFunction(`globalThis.typing.took.length === ${typed}`);
    await page.waitForTimeout(BETWEEN_MS);
  }
  const took = z
    .array(z.number())
    .length(CHARACTERS)
    .parse(await page.evaluate('globalThis.typing.took'));
  await page.evaluate('globalThis.typing.stop()');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Delete');
  return took;
}

/** Dates each key, and the frame that its character is drawn in; as text, for want of the browser's types. */
const watch = `{
  const lines = document.activeElement.closest('.monaco-editor').querySelector('.view-lines');
  const took = [];
  let pressedAt;
  const onKey = (event) => { if (event.key === 'x') pressedAt = event.timeStamp; };
  document.addEventListener('keydown', onKey, true);
  const isDrawn = () => {
    const first = [...lines.children].find((line) => line.style.top === '0px');
    return first?.textContent.startsWith('x'.repeat(took.length + 1));
  };
  const observer = new MutationObserver(() => {
    if (pressedAt === undefined || !isDrawn()) return;
    const since = pressedAt;
    pressedAt = undefined;
    // The lines are changed just before a frame is drawn; what is posted then comes after it.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { took.push(performance.now() - since); port1.close(); };
    port2.postMessage(0);
  });
  observer.observe(lines, { childList: true, subtree: true, characterData: true, attributes: true });
  globalThis.typing = {
    took,
    stop() { observer.disconnect(); document.removeEventListener('keydown', onKey, true); },
  };
}`;

function toRow(alone: readonly number[], beside: readonly number[]): Row {
  return {
    what: 'a character typed while an answer streams into the view, from the key until it is drawn',
    unit: 'ms',
    ours: summarize(beside),
    bare: { name: 'no answer', ...summarize(alone) },
    target: { kind: 'faster', least: 1 / MOST_TIMES },
  };
}
