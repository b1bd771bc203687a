// The VSIX as people install it: everything that runs must be inside.
import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Editor, editorEnvironment, startEditor } from '../support/editor.ts';
import { vsixPath } from '../support/vsix.ts';
import { statusBar } from '../support/workbench.ts';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ extension: { vsix: await vsixPath() } });
});
afterAll(() => editor?.close());

test('the spend meter of an installed VSIX shows what the daemon reports', async () => {
  onTestFailed(async () => console.error(await editor.logs()));
  await expect
    .poll(() => statusBar(editor.page).allInnerTexts(), { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/^\s*\$0\.00 \/ \$/));
  await editor.screenshot('vsix');
});

test('the command line of an installed VSIX runs away from the repository', async () => {
  const [installed] = (await readdir(editor.extensions)).filter((name) =>
    name.startsWith('lenscap.lenscap-'),
  );
  const cli = join(editor.extensions, String(installed), 'out/cli.js');
  const picture = join(editor.home, 'picture.png');
  await writeFile(
    picture,
    await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer(),
  );
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'sanitize', picture, '--json'], {
    cwd: editor.home,
    env: editorEnvironment(editor.home),
  });
  expect(JSON.parse(stdout)).toMatchObject({ safe: true, width: 40, height: 30 });
});
