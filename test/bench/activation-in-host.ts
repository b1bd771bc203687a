// Runs inside the extension host for activation.bench.ts, where the extension is activated as for anybody,
// and its code can be loaded again and again.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { ActivationSamples } from './activation.bench.ts';
import { interleave, side } from './measure.ts';

const EMPTY = '"use strict"; exports.activate = () => {};';

/** How long VS Code starts other extensions after ours, and how long it tidies up after an editor was closed. */
const STARTING_MS = 10_000;
const CLOSING_MS = 2_000;
/** Empty webviews that are opened before any is measured, and then. */
const SETTLING = 4;
const PLAIN = 5;

/** VS Code's entry point (`extensionTestsPath`). */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('lenscap.lenscap');
  const exported: unknown = await extension?.activate();
  if (!extension) throw new Error('VS Code does not know lenscap.lenscap.');
  const { activationMs } = z.object({ activationMs: z.number() }).parse(exported);

  // Nobody opens a view while the window is still being built up.
  await setTimeout(STARTING_MS);
  // Plain pages first: VS Code loads what all webviews need with the first one.
  for (let page = 0; page < SETTLING; page++) await openPage();
  const openPlain: number[] = [];
  for (let page = 0; page < PLAIN; page++) openPlain.push(await openPage());
  const openView = await openLenscap(exported);

  const bundle = await readFile(join(extension.extensionPath, 'out/extension.cjs'), 'utf8');
  const loading = side(() => load(extension.extensionPath, bundle));
  const loadingEmpty = side(() => load(extension.extensionPath, EMPTY));
  await interleave({ warmUp: 2, rounds: 10 }, [loading, loadingEmpty]);

  const samples: ActivationSamples = {
    activate: activationMs,
    openView,
    openPlain,
    load: loading.samples,
    loadEmpty: loadingEmpty.samples,
  };
  await writeFile(process.env['LENSCAP_BENCH_ACTIVATION'] ?? '', JSON.stringify(samples));
  await writeFile(process.env['LENSCAP_HOST_RESULTS'] ?? '', '[]');
}

const Running = z.object({
  lenscap: z.function({
    input: [],
    output: z.promise(z.object({ panel: z.custom<{ reveal(): Promise<void> }>() })),
  }),
});

/** Opens the view for the first time, until its page says that it is there, in milliseconds. */
async function openLenscap(exported: unknown): Promise<number> {
  const { panel } = await Running.parse(exported).lenscap();
  const startedAt = performance.now();
  await panel.reveal();
  return performance.now() - startedAt;
}

/** The same for a page that does nothing but say so. */
async function openPage(): Promise<number> {
  const startedAt = performance.now();
  const page = vscode.window.createWebviewPanel('bench', 'Bench', vscode.ViewColumn.One, {
    enableScripts: true,
  });
  const isThere = new Promise<void>((resolve) => {
    page.webview.onDidReceiveMessage(() => resolve());
  });
  page.webview.html = '<!DOCTYPE html><script>acquireVsCodeApi().postMessage(0)</script>';
  await isThere;
  const took = performance.now() - startedAt;
  page.dispose();
  await setTimeout(CLOSING_MS);
  return took;
}

let copies = 0;

/** Loads code as VS Code does an extension's, in milliseconds: reads, compiles and runs its top level. */
async function load(extensionPath: string, code: string): Promise<number> {
  // Another text each time, within the extension's folder: code that was seen would not be
  // compiled again, and from elsewhere VS Code does not give out `vscode`.
  const copy = join(extensionPath, `out/bench-${process.pid}-${++copies}.cjs`);
  await writeFile(copy, `${code}\n// ${copies}`);
  try {
    const require = createRequire(copy);
    const startedAt = performance.now();
    require(copy);
    return performance.now() - startedAt;
  } finally {
    await rm(copy);
  }
}
