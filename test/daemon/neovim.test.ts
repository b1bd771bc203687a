// A second LSP client that is not VS Code and not of this project: Debian's Neovim.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { commands } from '../../protocol/command.ts';
import { Explanation } from '../../protocol/explain.ts';
import { SpendRow, spend } from '../../protocol/spend.ts';
import { stripMetadata } from '../../protocol/workspace-image.ts';
import { DAEMON } from '../../scripts/daemon-client.ts';
import { png } from '../support/images.ts';
import { photo } from '../support/photo.ts';
import { startProvider } from '../support/provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { environmentOf, KEY } from './harness.ts';

const nvim = spawnSync('nvim', ['--version']);
if (nvim.error) console.log('Skipped: Neovim is not installed (Debian: sudo apt-get install neovim).');

const Answers = z.object({
  commands: z.array(z.string()),
  explained: z.object({ result: Explanation }),
  // Neovim drops what is null, as the missing caps in the summary are, and the tier of an answer that names none.
  spent: z.object({
    result: spend.result
      .omit({ summary: true })
      .extend({ rows: z.array(SpendRow.extend({ serviceTier: z.string().nullish() })) }),
  }),
  refused: z.object({ err: z.object({ message: z.string() }) }),
});

const Lenses = z.object({
  lenses: z.array(z.object({ line: z.int(), title: z.string() })),
  drawn: z.array(z.object({ line: z.int(), text: z.string() })),
  run: z.object({ document: z.string(), image: z.string(), stripped: stripMetadata.result }),
});

/** Runs a script of this folder in Neovim. @returns what it found out, and all that Neovim wrote */
async function runNeovim(script: string, directory: string, environment: object, baseUrl?: string) {
  const result = join(directory, 'result');
  const editor = spawn(
    'nvim',
    ['--headless', '--clean', '-u', 'NONE', '-c', `luafile ${join(import.meta.dirname, script)}`],
    {
      cwd: directory,
      env: environmentOf({
        directory,
        ...(baseUrl !== undefined && { baseUrl }),
        environment: {
          TEST_NODE: process.execPath,
          TEST_DAEMON: DAEMON,
          TEST_CLIENT: join(import.meta.dirname, 'neovim-client.lua'),
          TEST_RESULT: result,
          XDG_CONFIG_HOME: directory,
          ...environment,
        },
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => void editor.kill('SIGKILL'));
  let output = '';
  for (const stream of [editor.stdout, editor.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [status] = await once(editor, 'exit');
  expect(status, output).toBe(0);
  const found: unknown = JSON.parse(readFileSync(result, 'utf8'));
  return { found, output };
}

test.skipIf(nvim.error !== undefined)('Neovim attaches a picture and gets an answer', async () => {
  const provider = await startProvider();
  onTestFinished(() => provider.stop());
  const usage = { prompt_tokens: 1000, completion_tokens: 40 };
  provider.answer('Why?', 'Because a **null** was read.', { usage });
  const directory = scratchDirectory();
  const picture = join(directory, 'picture');
  writeFileSync(picture, (await png(1920, 1080)).toString('base64'));
  const environment = { TEST_PICTURE: picture };
  const { found, output } = await runNeovim('neovim.lua', directory, environment, provider.baseUrl);
  const { commands: offered, explained, spent, refused } = Answers.parse(found);
  expect(offered).toEqual([...commands]);
  const cost = 1000 * 2500 + 40 * 10_000;
  expect(explained.result).toMatchObject({
    text: 'Because a **null** was read.',
    route: 'vision',
    model: 'gpt-4o',
    costNanoUsd: cost,
    certainty: 'exact',
  });
  expect(spent.result).toMatchObject({
    spentNanoUsd: cost,
    rows: [{ workspace: basename(directory), costNanoUsd: cost }],
  });
  expect(refused.err.message).toContain('lenscap.explain: prompt');
  expect(provider.received()).toBe(1);
  const [request] = provider.requests();
  expect(request?.images).toHaveLength(1);
  // The picture was made safe on its way: what arrived is smaller than what was attached.
  expect(request?.images[0]?.readUInt32BE(16)).toBe(1024);
  expect(output).not.toContain(KEY);
});

test.skipIf(nvim.error !== undefined)('Neovim draws the lenses above links, and runs them', async () => {
  const directory = scratchDirectory();
  const document = join(directory, 'guide.md');
  writeFileSync(document, '![Our office](office.jpg)\n\n![](plain.png)\n\n![fine](plain.png)\n');
  writeFileSync(join(directory, 'office.jpg'), await photo());
  writeFileSync(join(directory, 'plain.png'), await png(4, 4));
  const { found } = await runNeovim('neovim-lenses.lua', directory, { TEST_DOCUMENT: document });
  const { lenses, drawn, run } = Lenses.parse(found);
  expect(lenses).toEqual([
    { line: 0, title: 'Strip Metadata (GPS, Serial Number)' },
    { line: 2, title: 'Write Alt Text' },
  ]);
  expect(drawn).toEqual(lenses.map(({ line, title }) => ({ line, text: title })));
  expect(run).toMatchObject({
    document: pathToFileURL(document).href,
    image: pathToFileURL(join(directory, 'office.jpg')).href,
    stripped: { mime: 'image/jpeg' },
  });
  expect(run.stripped.removed.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['gps', 'serial']));
  const stripped = await sharp(Buffer.from(run.stripped.data, 'base64')).metadata();
  expect(stripped.exif).toBeUndefined();
});
