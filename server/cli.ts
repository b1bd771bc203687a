#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Node that the SQLite driver runs on; an older one would crash, not complain. */
const OLDEST_NODE = 22;

// The `lenscap` command. On an older Node it goes on in the one that the
// project's own install brought, if it did.
if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  await import('./command-line.ts');
} else {
  const bundled = join(import.meta.dirname, '../node_modules/node/bin/node');
  if (existsSync(bundled)) {
    const child = spawn(bundled, process.argv.slice(1), { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => process.exit(code ?? 1));
  } else {
    process.stderr.write(
      `lenscap: Node ${process.versions.node} is too old. Install Node ${OLDEST_NODE} or later.\n`,
    );
    process.exitCode = 1;
  }
}
