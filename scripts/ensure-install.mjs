// Runs before every npm script, so that a fresh clone needs no step of its own:
// installs the dependencies unless node_modules holds what package-lock.json asks for.
// Plain JavaScript without imports of ours: at this point there may be no node_modules,
// and the machine's own Node may be too old to read TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** @returns {Record<string, {version?: string, optional?: boolean, peer?: boolean}> | undefined} */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether every package of the lock is installed in its version. npm writes the second lock
 * last of all, so an installation that was cut off has none. Contents are compared, not
 * times: a checkout touches files without changing them.
 */
function isInstalled() {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    // Another platform's binaries are in the lock and rightly absent here.
    if (!found && entry.optional) continue;
    if (found?.version !== entry.version) return false;
  }
  return existsSync(join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'));
}

if (!isInstalled()) {
  console.log('Installing dependencies…');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.error || npm.status !== 0) {
    console.error(
      `The dependencies could not be installed${npm.error ? ` (${npm.error.message})` : ''}. Check the network and run "npm ci".`,
    );
    process.exit(npm.status || 1);
  }
}
