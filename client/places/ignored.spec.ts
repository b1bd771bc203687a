import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIgnored } from './ignored.ts';

const patterns: Readonly<Record<string, string>> = {
  '': 'dist/\n*.log\n!keep.log\n/secret.ts\nlocal/*\n!local/kept.ts\ndeep/**/x.ts\n# a comment\n\\#odd.ts\n',
  sub: '!*.log\nown.ts\n',
  'sub/under': 'all/\n',
};
const files = [
  ...['src/a.ts', 'dist/a.ts', 'src/dist/a.ts', 'a.log', 'keep.log', 'secret.ts', 'src/secret.ts'],
  ...['local/a.ts', 'local/kept.ts', 'deep/x.ts', 'deep/1/2/x.ts', '#odd.ts', 'sub/b.log', 'sub/own.ts'],
  ...['sub/under/own.ts', 'sub/under/all/c.ts', 'sub/dist/keep.log', 'own.ts', 'sub/under/c.ts'],
];

describe('a file is ignored as Git itself says:', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lenscap-ignored-'));
    for (const file of files) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    for (const [directory, text] of Object.entries(patterns))
      writeFileSync(join(folder, directory, '.gitignore'), text);
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(files)('%s', async (file) => {
    const found = await isIgnored(file, async (directory) => patterns[directory]);
    let byGit = true;
    try {
      execFileSync('git', ['check-ignore', '--quiet', '--no-index', file], { cwd: folder });
    } catch {
      byGit = false;
    }
    expect(found).toBe(byGit);
  });
});

it('What Git ignores on some machines only, by upper and lower case, is ignored', async () => {
  expect(await isIgnored('Build/a.ts', async (directory) => (directory === '' ? 'build/' : undefined))).toBe(
    true,
  );
});
