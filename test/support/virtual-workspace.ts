// A workspace that is in no folder of any machine.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCHEME = 'testmemory';

export interface VirtualWorkspace {
  /** The folder of the extension that brings the file system, to be installed. */
  readonly extension: string;
  /** The workspace, to be opened. */
  readonly uri: string;
}

/**
 * Makes an extension with a file system in memory.
 * @param directory for the extension, made here
 * @param files by their paths in the workspace
 */
export async function makeVirtualWorkspace(
  directory: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<VirtualWorkspace> {
  const { build } = await import('esbuild');
  await mkdir(directory, { recursive: true });
  const root = '/my-service';
  const entries = Object.entries(files).map(([path, content]) => [
    `${root}/${path}`,
    Buffer.from(content).toString('base64'),
  ]);
  const content = { scheme: SCHEME, files: Object.fromEntries(entries) };
  await writeFile(join(directory, 'content.json'), JSON.stringify(content));
  await build({
    entryPoints: [join(import.meta.dirname, 'virtual-files.ts')],
    outfile: join(directory, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const manifest = {
    ...{ name: 'virtual-files', publisher: 'test', version: '1.0.0', engines: { vscode: '^1.106.0' } },
    ...{ main: './extension.js', activationEvents: [`onFileSystem:${SCHEME}`] },
    capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  return { extension: directory, uri: `${SCHEME}:${root}` };
}
