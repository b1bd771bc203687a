// Makes the VSIX that people install: a clean build, and of node_modules only what .vscodeignore allows.
//   node scripts/package.ts
import { execFileSync } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import * as z from 'zod';

const TARGET = 'linux-x64';
const MOST_BYTES = 30_000_000;

const root = join(import.meta.dirname, '..');
const manifest = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
const vsix = join(root, `${manifest.name}-${TARGET}-${manifest.version}.vsix`);

// An older one must not pass for the result if something fails from here on.
await rm(vsix, { force: true });
execFileSync(process.execPath, [join(root, 'scripts/build.ts'), '--clean'], { stdio: 'inherit' });
await createVSIX({
  cwd: root,
  packagePath: vsix,
  target: TARGET,
  allowMissingRepository: true,
  // Pictures of the README are inside; without a repository there is nothing else to link to.
  rewriteRelativeLinks: false,
});

const { size } = await stat(vsix);
const megabytes = (size / 1_000_000).toFixed(1);
if (size > MOST_BYTES) {
  console.error(
    `The VSIX has ${megabytes} MB, more than ${MOST_BYTES / 1_000_000}. Look for what .vscodeignore should not allow.`,
  );
  process.exit(1);
}
console.log(`${vsix}: ${megabytes} MB`);
