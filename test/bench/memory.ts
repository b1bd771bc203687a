// How much memory another process uses, in megabytes (10⁶ bytes), where the system tells it in /proc.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether this system tells what a process uses. */
export const canReadMemory = existsSync('/proc/self/status');

/** The physical memory a process occupies now, shared libraries included (`VmRSS`). */
export function residentMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status does not tell VmRSS.`);
  return (Number(kibibytes) * 1_024) / 1_000_000;
}

/** Between two readings. */
const EVERY_MS = 200;
/** A process is at rest when so many readings in a row … */
const ALIKE = 10;
/** … differ by no more than this. */
const TOLERANCE_MB = 0.5;
const PATIENCE_MS = 60_000;

/**
 * The same once the process has come to rest: loads nothing any more, and frees nothing.
 * @throws Error if it does not within a minute.
 */
export async function settledMegabytes(pid: number | undefined): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS;
  let readings: number[] = [];
  while (Date.now() < deadline) {
    const now = residentMegabytes(pid);
    const isAlike = readings.every((before) => Math.abs(before - now) <= TOLERANCE_MB);
    readings = isAlike ? [...readings, now] : [now];
    if (readings.length === ALIKE) return now;
    await pause(EVERY_MS);
  }
  throw new Error(`The memory of process ${pid} does not settle: ${readings.join(', ')} MB.`);
}
