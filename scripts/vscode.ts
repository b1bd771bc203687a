// `npm run vscode`: tries the extension as it is in this folder, on a small sample workspace, in
// the VS Code of this machine or, where there is none, in code-server and the browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureCodeServer, registerExtensions } from './code-server.ts';
import { codeServerRequirements, ensureDebianPackages } from './debian.ts';
import { startGroup } from './process-group.ts';

const root = join(import.meta.dirname, '..');

/** Something to ask questions about: prose, code with a mistake in it, a picture. */
async function makeSample(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'README.md'),
    [
      '# Sample',
      '',
      'Open the Lenscap view, paste a screenshot there and ask a question.',
      '`sample.png` is one. `total.ts` has a mistake to take a screenshot of.',
      '',
    ].join('\n'),
  );
  await writeFile(
    join(folder, 'total.ts'),
    [
      'interface Line {',
      '  price: number;',
      '  quantity: number;',
      '}',
      '',
      'export function total(lines: Line[]): number {',
      '  return lines.reduce((sum, line) => sum + line.price * line.amount, "0");',
      '}',
      '',
    ].join('\n'),
  );
  const picture = join(root, 'media/sample.png');
  if (existsSync(picture)) await cp(picture, join(folder, 'sample.png'));
}

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((directory) => existsSync(join(directory, command)));
}

/** Opens the sample in the desktop's VS Code, which goes on after this script. */
function openDesktop(folder: string): void {
  const { status } = spawnSync('code', ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

/** Serves the sample with code-server until Ctrl+C. */
async function serve(folder: string, temporary: string): Promise<void> {
  const lacking = ensureDebianPackages(codeServerRequirements);
  if (lacking !== undefined)
    throw new Error(`There is no VS Code on the PATH, and code-server cannot be installed: ${lacking}`);
  const server = await ensureCodeServer();
  const extensions = join(temporary, 'extensions');
  await registerExtensions([root], extensions);
  const settings = { 'workbench.startupEditor': 'readme', 'telemetry.telemetryLevel': 'off' };
  await mkdir(join(temporary, 'data/User'), { recursive: true });
  await writeFile(join(temporary, 'data/User/settings.json'), JSON.stringify(settings));

  const group = startGroup(
    server.node,
    [
      server.entry,
      ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--config', join(temporary, 'config.yaml')],
      ...['--user-data-dir', join(temporary, 'data'), '--extensions-dir', extensions],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-workspace-trust',
        '--ignore-last-opened',
      ],
      '--disable-getting-started-override',
    ],
    { cwd: temporary, env: process.env },
  );
  const stopped = Promise.withResolvers<void>();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopped.resolve());
  group.process.once('close', () =>
    stopped.reject(new Error(`code-server ended. It wrote:\n${group.output()}`)),
  );
  try {
    const [address] = await Promise.race([
      group.waitFor(/http:\/\/127\.0\.0\.1:\d+/, 60_000),
      stopped.promise.then(() => ['']),
    ]);
    if (!address) return;
    const url = `${address}/?folder=${encodeURIComponent(folder)}`;
    console.log(`VS Code with Lenscap: ${url}\nEveryone on this machine can open it. Ctrl+C ends it.`);
    const hasDesktop = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
    if (hasDesktop && isOnPath('xdg-open')) {
      spawn('xdg-open', [url], { stdio: 'ignore', detached: true })
        .on('error', () => {})
        .unref();
    }
    await stopped.promise;
  } finally {
    await group.stop();
  }
}

if (spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' }).status !== 0)
  process.exit(1);
const temporary = await mkdtemp(join(tmpdir(), 'lenscap-vscode-'));
const folder = join(temporary, 'sample');
await makeSample(folder);
if (isOnPath('code')) {
  openDesktop(folder);
} else {
  try {
    await serve(folder, temporary);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
