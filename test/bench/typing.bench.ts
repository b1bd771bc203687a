import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { browserRequirements, codeServerRequirements, ensureDebianPackages } from '../../scripts/debian.ts';
import { summarize } from './measure.ts';
import type { Bench, Row } from './row.ts';

const root = join(import.meta.dirname, '../..');
/** Less than a tenth of what people notice between a key and its character. */
const MOST_ADDED_MS = 5;
/** A quick model: about 100 tokens a second. */
const STREAM = { chunkSize: 40, pauseMs: 10 };
const LINES = 2_000;

/** How long characters took from being typed until they were in the document, in milliseconds. */
export const TypingSamples = z.object({
  alone: z.array(z.number()),
  /** While an answer streams into the view. */
  besideView: z.array(z.number()),
  /** While one streams into another document. */
  besideDocument: z.array(z.number()),
});
export type TypingSamples = z.infer<typeof TypingSamples>;

/** Typing in an editor while an answer streams in, and while none does, by turns in one VS Code. */
export const typing: Bench = {
  name: 'typing',
  async run() {
    const lacking = ensureDebianPackages([...browserRequirements, ...codeServerRequirements]);
    if (lacking !== undefined) return [{ what: 'typing beside an answer', skipped: `skipped: ${lacking}` }];
    const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
    // Within the extension's folder, as VS Code wants its tests.
    const tests = join(root, 'out/test/bench-typing.cjs');
    // Not before they are needed: they load a browser's driver, and a server.
    const { runInExtensionHost } = await import('../support/extension-host.ts');
    const { startProvider } = await import('../support/provider.ts');
    const provider = await startProvider();
    try {
      const line = (_: unknown, index: number) =>
        `${index}. Because \`value${index}\` is read before it is set.`;
      provider.answer(/./, Array.from({ length: LINES }, line).join('\n'), STREAM);
      await build({
        entryPoints: [join(import.meta.dirname, 'typing-in-host.ts')],
        outfile: tests,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        external: ['vscode'],
        logLevel: 'warning',
      });
      const file = join(directory, 'typing.json');
      await runInExtensionHost({
        extension: root,
        tests,
        env: {
          LENSCAP_BENCH_TYPING: file,
          OPENAI_BASE_URL: provider.baseUrl,
          OPENAI_API_KEY: ['not', 'a', 'real', 'key'].join('-'),
        },
        timeoutMs: 300_000,
      });
      return toRows(TypingSamples.parse(JSON.parse(await readFile(file, 'utf8'))));
    } finally {
      await provider.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
};

function toRows({ alone, besideView, besideDocument }: TypingSamples): Row[] {
  const bare = { name: 'no answer', ...summarize(alone) };
  const target = { kind: 'added', most: MOST_ADDED_MS } as const;
  return [
    {
      what: 'a character typed while an answer streams into the view',
      unit: 'ms',
      ours: summarize(besideView),
      bare,
      target,
    },
    {
      what: 'a character typed while one streams into another document',
      unit: 'ms',
      ours: summarize(besideDocument),
      bare,
      target,
    },
  ];
}
