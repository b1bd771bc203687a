import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { browserRequirements, codeServerRequirements, ensureDebianPackages } from '../../scripts/debian.ts';
import { summarize } from './measure.ts';
import type { Bench, Row } from './row.ts';

const root = join(import.meta.dirname, '../..');
const MOST_MS = 50;
const MOST_TO_OPEN_MS = 300;
/** Starts of VS Code; each activates the extension once. */
const STARTS = 5;

/** What one extension host measured, in milliseconds. */
export const ActivationSamples = z.object({
  /** What `activate` says it took. */
  activate: z.number(),
  /** Opening the view until it can be used, and webviews that do nothing. */
  openView: z.number(),
  openPlain: z.array(z.number()),
  /** Loading the extension's code … */
  load: z.array(z.number()),
  /** … and an empty extension's. */
  loadEmpty: z.array(z.number()),
});
export type ActivationSamples = z.infer<typeof ActivationSamples>;

/** What the extension adds to the start of VS Code, inside a real extension host. */
export const activation: Bench = {
  name: 'activation',
  async run() {
    const lacking = ensureDebianPackages([...browserRequirements, ...codeServerRequirements]);
    if (lacking !== undefined) return [{ what: 'extension activation', skipped: `skipped: ${lacking}` }];
    const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
    // Within the extension's folder, as VS Code wants its tests.
    const tests = join(root, 'out/test/bench-activation.cjs');
    try {
      await build({
        entryPoints: [join(import.meta.dirname, 'activation-in-host.ts')],
        outfile: tests,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        external: ['vscode'],
        logLevel: 'warning',
      });
      const starts: ActivationSamples[] = [];
      for (let start = 0; start < STARTS; start++) {
        starts.push(await startOnce(tests, join(directory, `${start}.json`)));
      }
      return toRows(starts);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

async function startOnce(tests: string, file: string): Promise<ActivationSamples> {
  // Not before it is needed: it loads a browser's driver.
  const { runInExtensionHost } = await import('../support/extension-host.ts');
  await runInExtensionHost({
    extension: root,
    tests,
    env: { LENSCAP_BENCH_ACTIVATION: file },
    timeoutMs: 120_000,
  });
  return ActivationSamples.parse(JSON.parse(await readFile(file, 'utf8')));
}

function toRows(starts: ActivationSamples[]): Row[] {
  const empty = {
    name: 'an empty extension',
    ...summarize(starts.flatMap(({ loadEmpty }) => loadEmpty)),
  };
  return [
    {
      what: 'extension activation: its code loaded and activate()',
      unit: 'ms',
      ours: summarize(starts.flatMap(({ activate, load }) => load.map((took) => took + activate))),
      bare: empty,
      target: { kind: 'most', most: MOST_MS },
    },
    {
      what: '  activate() alone',
      unit: 'ms',
      ours: summarize(starts.map(({ activate }) => activate)),
    },
    {
      what: 'opening the view, until its page can be used',
      unit: 'ms',
      ours: summarize(starts.map(({ openView }) => openView)),
      bare: { name: 'an empty webview', ...summarize(starts.flatMap(({ openPlain }) => openPlain)) },
      target: { kind: 'most', most: MOST_TO_OPEN_MS },
    },
  ];
}
