import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The daemons of a test's editor: nobody else's have its data directory. */
export async function daemonProcesses(dataDirectory: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [command, environment] = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(join('/proc', pid, file), 'utf8').catch(() => '')),
    );
    if (command?.includes('out/daemon.js') && environment?.includes(dataDirectory)) found.push(Number(pid));
  }
  return found;
}

/** Ends them, as a machine that is short of memory does. One may be gone by then. */
export async function killDaemons(dataDirectory: string): Promise<void> {
  for (const pid of await daemonProcesses(dataDirectory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {}
  }
}
