import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { livenessOf, processStart } from './owner.ts';

test('this process is alive, one that is not there is dead, and one with its number is another', () => {
  const start = processStart(process.pid);
  expect(livenessOf(process.pid, start)).toBe(start === '' ? 'unknown' : 'alive');
  expect(livenessOf(process.pid, '')).toBe('unknown');
  expect(livenessOf(2 ** 22 + 1, '')).toBe('dead');
  if (start !== '') expect(livenessOf(process.pid, `${start}0`)).toBe('dead');
});

test.runIf(process.platform === 'linux')('one that has ended is dead, even if nobody asks how', async () => {
  // The shell makes way for a program that knows of no child, and so never asks.
  // What runs in the background reads from nowhere unless told where from.
  const parent = spawn('sh', ['-c', 'exec 3<&0; read _ <&3 & echo $!; exec sleep 600'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  const start = processStart(pid);
  // As long as it is the shell, it would ask.
  await expect
    .poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8'), { timeout: 20_000 })
    .toBe('sleep\n');
  parent.stdin.end();
  await expect.poll(() => livenessOf(pid, start), { timeout: 20_000 }).toBe('dead');
  // It is still there, for whoever only asks for its number.
  expect(process.kill(pid, 0)).toBe(true);
});
