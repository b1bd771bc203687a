import { readFileSync } from 'node:fs';

/** Whether a process that holds something is still there; `unknown` where only its age can tell. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/**
 * When a process started, in clock ticks since the machine did: together with
 * the process id, which is used again, it names a process (proc(5), field 22).
 * @returns an empty string where the system does not tell
 */
export function processStart(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** What the system says of a process, from its state on (proc(5), field 3); nothing where it does not tell. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, and may itself have spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** It has ended, and its parent did not ask how: in a container whose first process never does, for good. */
const ZOMBIES = ['Z', 'X'];

/** @param startedAt what `processStart` said of it when it took hold */
export function livenessOf(pid: number, startedAt: string): Liveness {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but belongs to another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return 'dead';
  }
  const { 0: state = '', 19: now = '' } = statOf(pid);
  if (ZOMBIES.includes(state)) return 'dead';
  if (startedAt === '' || now === '') return 'unknown';
  return now === startedAt ? 'alive' : 'dead';
}
