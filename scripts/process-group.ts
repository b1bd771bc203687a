// Servers that start further processes: kept in a group of their own, so that all of them end together.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Group {
  readonly process: ChildProcess;
  /** Everything the process has written so far, both streams. */
  output(): string;
  /**
   * The first match of the pattern in the output.
   * @throws Error with the output if the process ends, or `timeoutMs` pass, without one.
   */
  waitFor(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray>;
  /** Ends the whole group, politely first. */
  stop(): Promise<void>;
}

export interface GroupOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts a process in a new group. All of it ends with this process, at the latest. */
export function startGroup(command: string, args: readonly string[], options: GroupOptions): Group {
  const supervisor = join(import.meta.dirname, 'supervise.ts');
  const child = spawn(process.execPath, [supervisor, command, ...args], {
    ...options,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  let ended = false;
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      notify();
    });
  }
  child.once('error', (error) => {
    text += error.message;
    ended = true;
    notify();
  });
  child.once('close', () => {
    ended = true;
    notify();
  });

  return {
    process: child,
    output: () => text,
    waitFor(pattern, timeoutMs) {
      const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
      const fail = (why: string) => reject(new Error(`${command} ${why}. It wrote:\n${text.slice(-8_000)}`));
      const timer = setTimeout(() => fail(`did not write ${pattern} within ${timeoutMs} ms`), timeoutMs);
      const look = () => {
        const match = pattern.exec(text);
        if (match) resolve(match);
        else if (ended) fail(`ended before it wrote ${pattern}`);
      };
      listeners.add(look);
      look();
      return promise.finally(() => {
        clearTimeout(timer);
        listeners.delete(look);
      });
    },
    async stop() {
      signal(child.pid, 'SIGTERM');
      // Members other than the leader are not ours to wait for by event: ask whether any is left.
      const patience = Date.now() + 5_000;
      while (signal(child.pid, 0) && Date.now() < patience) await new Promise((next) => setTimeout(next, 20));
      signal(child.pid, 'SIGKILL');
    },
  };
}

/** Sends a signal to a group. @returns whether the group still has members. */
function signal(leader: number | undefined, name: NodeJS.Signals | 0): boolean {
  if (leader === undefined) return false;
  try {
    process.kill(-leader, name);
    return true;
  } catch {
    return false;
  }
}
