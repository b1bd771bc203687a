import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const page = (file: string) =>
  build({
    entryPoints: [join(import.meta.dirname, file)],
    outdir: 'unwritten',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    external: ['./later.ts'],
  });

test('what opens the view brings no library but the one it speaks with: all others are loaded afterwards', async () => {
  const { metafile } = await page('webview/main.ts');
  const packages = Object.keys(metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  expect([...new Set(packages)]).toEqual(['@vscode/l10n']);
});

test.each(['webview/main.ts', '../spend/dashboard/webview/main.ts'])(
  '%s can stand in a page',
  async (file) => {
    const { outputFiles } = await page(file);
    for (const { text } of outputFiles) expect(text).not.toContain('(?<!--');
  },
);
