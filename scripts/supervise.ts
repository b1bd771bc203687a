// Leads a process group for process-group.ts: runs a command and ends the group when whoever
// started it is gone, however that came about. The sign is the end of standard input, which the
// operating system gives even for a parent that was killed.
//   node scripts/supervise.ts COMMAND [ARGUMENTS…]
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const [command = '', ...args] = process.argv.slice(2);

// Signals go to the whole group: the command ends by them, and this process with the command.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {});

spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  .once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  })
  .once('exit', (code) => process.exit(code ?? 1));

process.stdin.resume().once('close', async () => {
  process.kill(-process.pid, 'SIGTERM');
  await pause(3_000);
  process.kill(-process.pid, 'SIGKILL');
});
