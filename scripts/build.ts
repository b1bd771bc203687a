// Bundles everything that runs: the extension, the daemon with the command
// line, the browser code of the webviews, and (with --tests) the tests that
// run inside the extension host.
//   node scripts/build.ts [--watch] [--tests] [--metafile] [--clean]
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, context, type Plugin } from 'esbuild';

const { values: flags } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    tests: { type: 'boolean', default: false },
    metafile: { type: 'boolean', default: false },
    clean: { type: 'boolean', default: false },
  },
});

const root = join(import.meta.dirname, '..');
const out = join(root, 'out');

/** Leaves a dynamic import as one, of another bundle: esbuild splits ES modules only. */
function inItsOwnBundle(module: string, bundle: string): Plugin {
  return {
    name: 'in-its-own-bundle',
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ path, kind }) =>
        path === module && kind === 'dynamic-import' ? { path: bundle, external: true } : undefined,
      );
    },
  };
}

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: true,
  // Names of error classes are part of what the user reads.
  keepNames: true,
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: flags.metafile,
  logLevel: 'warning',
  external: [
    'vscode',
    // Native code cannot be bundled; it stays in node_modules and is imported lazily.
    'sharp',
    'better-sqlite3',
    '@napi-rs/keyring',
    '@picovoice/pvrecorder-node',
    // Parts of these are under the LGPL: whoever wants to can put others in their place.
    'mpg123-decoder',
    '@wasm-audio-decoders/flac',
    // It loads its WebAssembly from beside itself.
    '@echogarden/rnnoise-wasm',
  ],
};

const inAPage: BuildOptions = {
  ...common,
  outdir: join(out, 'webview'),
  platform: 'browser',
  target: 'es2023',
  // Nobody reads names in a page, and what is smaller opens sooner.
  keepNames: false,
  minifyIdentifiers: true,
};

const bundles: BuildOptions[] = [
  {
    ...common,
    // In two files: what VS Code reads to start us, and what is read right afterwards.
    entryPoints: { extension: 'client/extension.ts', lenscap: 'client/lenscap.ts' },
    plugins: [inItsOwnBundle('./lenscap.ts', './lenscap.cjs')],
    outdir: out,
    // jsonc-parser's "main" is a UMD file that requires its parts in a way that cannot be bundled.
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node22',
    format: 'cjs',
  },
  {
    ...common,
    entryPoints: { daemon: 'server/main.ts', cli: 'server/cli.ts' },
    outdir: out,
    chunkNames: 'daemon-chunks/[name]-[hash]',
    platform: 'node',
    // An older Node must get as far as being told that it is too old.
    target: 'node20',
    format: 'esm',
    // Shared and dynamically imported parts become files of their own, read only when needed.
    splitting: true,
    // Bundled CommonJS dependencies call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
  {
    // Beside the worker that reads pictures lie its engine and its language data, copied below.
    ...common,
    entryPoints: { worker: 'server/privacy/read/ocr-worker.ts' },
    outdir: join(out, 'ocr'),
    platform: 'node',
    target: 'node22',
    format: 'esm',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname;",
    },
  },
  {
    // The thread that copies the ledger once a day.
    ...common,
    entryPoints: { 'copy-worker': 'server/storage/copy-worker.ts' },
    outdir: join(out, 'storage'),
    platform: 'node',
    target: 'node22',
    format: 'esm',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
  {
    // The process with the microphone in it.
    ...common,
    entryPoints: { process: 'server/recorder/recorder-process.ts' },
    outdir: join(out, 'recorder'),
    platform: 'node',
    target: 'node22',
    format: 'esm',
  },
  {
    ...inAPage,
    entryPoints: {
      // In two: what opens the view, and what its page imports afterwards under the name of its file.
      panel: 'client/panel/webview/main.ts',
      dashboard: 'client/spend/dashboard/webview/main.ts',
      sent: 'client/panel/webview/sent.css',
    },
    plugins: [inItsOwnBundle('./later.ts', 'later')],
    format: 'iife',
  },
  {
    ...inAPage,
    entryPoints: { later: 'client/panel/webview/later.ts' },
    format: 'esm',
  },
];

if (flags.tests) {
  bundles.push({
    ...common,
    entryPoints: { host: 'test/host/index.ts' },
    outdir: join(out, 'test'),
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: [...(common.external ?? []), 'mocha'],
  });
}

if (flags.watch) {
  const contexts = await Promise.all(bundles.map((options) => context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  if (flags.clean) await rm(out, { recursive: true, force: true });
  const results = await Promise.all(bundles.map((options) => build(options)));
  if (flags.metafile) {
    await mkdir(join(out, 'meta'), { recursive: true });
    await Promise.all(
      results.map((result, index) =>
        writeFile(join(out, 'meta', `${index}.json`), JSON.stringify(result.metafile)),
      ),
    );
  }
}

// The icon font of VS Code's own buttons; webviews may load nothing from outside the extension.
await cp(join(root, 'node_modules/@vscode/codicons/dist'), join(out, 'webview/codicons'), {
  recursive: true,
});

// Reading pictures works offline: the neural engine with SIMD, which every Node that is new enough
// has, and English. `server/privacy/read/assets.ts` looks for them here.
for (const file of [
  'tesseract.js-core/tesseract-core-simd-lstm.wasm',
  '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
]) {
  await cp(join(root, 'node_modules', file), join(out, 'ocr', basename(file)));
}
