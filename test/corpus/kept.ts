// Rendered files are kept between runs: rendering takes longer than most of what is measured on them.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Kept {
  /** What the folder is named after; the rest is a hash of the sources. */
  name: string;
  /** Which sources it is rendered from, by their path below the corpus. */
  isSource(file: string): boolean;
  /** Renders into a folder. */
  write(directory: string): Promise<void>;
}

/** The folder in the user's cache with what was rendered, now or, if its sources are the same, before. */
export async function kept({ name, isSource, write }: Kept): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lenscap', 'corpus');
  const directory = join(cache, `${name}-${await hashOf(isSource)}`);
  if (existsSync(directory)) return directory;
  const unfinished = `${directory}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await write(unfinished);
    // Whoever is first has it: two runs render the same.
    await rename(unfinished, directory).catch(() => {});
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return directory;
}

async function hashOf(isSource: Kept['isSource']): Promise<string> {
  const directory = import.meta.dirname;
  const files = (await readdir(directory, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const hash = createHash('sha256');
  for (const file of files.filter(isSource).sort())
    hash.update(file).update(await readFile(join(directory, file)));
  return hash.digest('hex').slice(0, 12);
}
