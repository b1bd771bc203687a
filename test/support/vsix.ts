import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { repository } from './editor.ts';

const Manifest = z.object({ name: z.string(), version: z.string() });

/** The VSIX that `npm run package` makes of this version, as an absolute path. */
export async function vsixPath(): Promise<string> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')));
  return join(repository, `${manifest.name}-linux-x64-${manifest.version}.vsix`);
}
