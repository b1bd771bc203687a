import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('what opens the view brings no library but the one it speaks with: all others are loaded afterwards', async () => {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, 'webview/main.ts')],
    outdir: 'unwritten',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    external: ['./later.ts'],
  });
  const packages = Object.keys(metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  expect([...new Set(packages)]).toEqual(['@vscode/l10n']);
});
