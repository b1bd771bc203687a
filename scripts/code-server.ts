// Provides code-server, the VS Code that runs in a browser, for tests and for `npm run vscode`.
// It takes minutes and 600 MB to install, so it lives in the user's cache, once for all clones.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';

const VERSION = '4.139.1';

/** Where an installed code-server keeps its two entry points, as absolute paths. */
export interface CodeServer {
  /** code-server itself. */
  readonly entry: string;
  /** The bare VS Code server inside it, which can run tests in the extension host. */
  readonly serverMain: string;
  /** The Node binary to run both with. */
  readonly node: string;
}

function cacheDirectory(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lenscap');
}

function inDirectory(directory: string): CodeServer {
  const home = join(directory, 'node_modules', 'code-server');
  return {
    entry: join(home, 'out/node/entry.js'),
    serverMain: join(home, 'lib/vscode/out/server-main.js'),
    node: process.execPath,
  };
}

/** Why an installed code-server does not start; undefined if it does. */
function problemOf(server: CodeServer): string | undefined {
  const missing = [server.entry, server.serverMain].find((file) => !existsSync(file));
  if (missing !== undefined) return `${missing} is missing`;
  const run = spawnSync(server.node, [server.entry, '--version'], { encoding: 'utf8', timeout: 60_000 });
  if (run.status === 0 && run.stdout.startsWith(`${VERSION} `)) return undefined;
  if (run.error) return run.error.message;
  return `${run.stdout}${run.stderr}`.trim().slice(-2000) || `it ended with ${run.status ?? run.signal}`;
}

/**
 * Returns an installed code-server, installing it first if it is not there.
 * Two runs at once do not collide: the second waits for the first.
 * @throws Error with the end of npm's output if the installation fails.
 */
export async function ensureCodeServer(): Promise<CodeServer> {
  const directory = join(cacheDirectory(), `code-server-${VERSION}`);
  const marker = join(directory, '.complete');
  const server = inDirectory(directory);
  if (existsSync(marker) && existsSync(server.entry)) return server;

  await mkdir(cacheDirectory(), { recursive: true });
  const unlock = await lock(`${directory}.lock`);
  try {
    if (problemOf(server) === undefined) {
      await writeFile(marker, '');
      return server;
    }
    await removeLeftovers(directory);
    await install(directory);
    return server;
  } finally {
    await unlock();
  }
}

/** What an installation that was interrupted left: with the lock in hand, nobody works on it any more. */
async function removeLeftovers(directory: string): Promise<void> {
  const parent = dirname(directory);
  for (const name of await readdir(parent)) {
    if (name !== basename(directory) && !name.startsWith(`${basename(directory)}.new-`)) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

const Manifest = z.object({ publisher: z.string(), name: z.string(), version: z.string() });

/** Makes VS Code load extensions from the folders they are in, as if they were installed in `extensions`. */
export async function registerExtensions(folders: readonly string[], extensions: string): Promise<void> {
  const entries = folders.map(async (folder) => {
    const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    return {
      identifier: { id: `${manifest.publisher}.${manifest.name}` },
      version: manifest.version,
      location: { $mid: 1, path: folder, scheme: 'file' },
      relativeLocation: '',
    };
  });
  await mkdir(extensions, { recursive: true });
  await writeFile(join(extensions, 'extensions.json'), JSON.stringify(await Promise.all(entries)));
}

/** Installs beside the final place and renames, so that a half installation is never found there. */
async function install(directory: string): Promise<void> {
  console.log(`Installing code-server ${VERSION} into ${directory} (once; takes some minutes)…`);
  const temporary = await mkdtemp(`${directory}.new-`);
  try {
    const manifest = {
      private: true,
      dependencies: { 'code-server': VERSION },
      allowScripts: { 'code-server': true, argon2: true },
    };
    await writeFile(join(temporary, 'package.json'), JSON.stringify(manifest));
    await runNpm(['install', '--no-audit', '--no-fund', '--loglevel=error'], temporary);
    const problem = problemOf(inDirectory(temporary));
    if (problem !== undefined) {
      throw new Error(
        `code-server was installed but does not start: ${problem}\nRun the command again to reinstall it.`,
      );
    }
    await writeFile(join(temporary, '.complete'), '');
    await rename(temporary, directory);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function runNpm(args: readonly string[], cwd: string): Promise<void> {
  const env = npmEnvironment();
  const child = spawn('npm', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keepEnd = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-8_000);
  };
  child.stdout.on('data', keepEnd);
  child.stderr.on('data', keepEnd);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', resolve);
  if ((await promise) !== 0) throw new Error(`code-server could not be installed. npm said:\n${output}`);
}

/**
 * The environment for npm, with our Node first on the PATH: code-server insists on its own
 * major version. What an outer `npm test` has set about itself is left out, or the inner npm
 * would report the outer one's Node.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
  const outer =
    /^(npm_(?!config_)|npm_config_(user_agent|local_prefix|prefix|node_gyp|global_prefix)$|INIT_CWD$)/;
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) if (!outer.test(name)) env[name] = value;
  env['PATH'] = `${dirname(process.execPath)}${delimiter}${env['PATH'] ?? ''}`;
  // Native modules are compiled against headers that came with a Node of this machine, where
  // there are some: node-gyp would otherwise download them from a site that may be out of reach.
  // All of them use Node-API, so the headers' version does not matter.
  const headers = nodeHeaders();
  if (headers) env['npm_config_nodedir'] ??= headers;
  return env;
}

function nodeHeaders(): string | undefined {
  const prefixes = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((directory) => basename(directory) === 'bin')
    .map((directory) => dirname(directory));
  return prefixes.find(
    (prefix) =>
      existsSync(join(prefix, 'include/node/node_api.h')) &&
      existsSync(join(prefix, 'include/node/common.gypi')),
  );
}

/**
 * Takes a lock: a file that only one process can create and that names it.
 * A lock whose process is gone is taken over.
 */
async function lock(file: string): Promise<() => Promise<void>> {
  for (let told = false; ; ) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (await isAbandoned(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) console.log('Waiting for another process that is installing code-server…');
    told = true;
    await pause(500);
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const owner = Number(await readFile(file, 'utf8'));
    // Between creating the file and writing into it, it is empty: give its owner a moment.
    if (!owner) return Date.now() - (await stat(file)).mtimeMs > 5_000;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
