import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { tryLock, withLock } from './lock.ts';

const fileOf = (directory: string) => join(directory, 'lenscap.lock');

test('only one has it at a time, and it stays an empty file', async () => {
  const file = fileOf(scratchDirectory());
  let inside = 0;
  const most: number[] = [];
  await Promise.all(
    Array.from({ length: 5 }, () =>
      withLock(file, 10_000, async () => {
        most.push(++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
      }),
    ),
  );
  expect(most).toEqual([1, 1, 1, 1, 1]);
  const release = await tryLock(file);
  expect(await tryLock(file)).toBeUndefined();
  release?.();
  const again = await tryLock(file);
  expect(again).toBeDefined();
  again?.();
});

test('what goes wrong under it releases it', async () => {
  const file = fileOf(scratchDirectory());
  const failing = withLock(file, 0, async () => {
    throw new TypeError('a fault');
  });
  await expect(failing).rejects.toThrow(TypeError);
  expect(await withLock(file, 0, async () => 'mine')).toBe('mine');
});

test('a process that stops holds it, one that is killed does not', async () => {
  const file = fileOf(scratchDirectory());
  const script = join(import.meta.dirname, '../../test/support/lock-holder.ts');
  const holder = fork(script, [file]);
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder, 'message');
  holder.kill('SIGSTOP');
  await expect(withLock(file, 100, async () => {})).rejects.toMatchObject({
    code: 'ledger-unavailable',
    message: expect.stringMatching(/^Another Lenscap has been opening the ledger for more than 0 seconds/),
  });
  const waiting = withLock(file, 60_000, async () => 'mine');
  holder.kill('SIGKILL');
  expect(await waiting).toBe('mine');
});

test('a file that is not empty is not taken for a lock', async () => {
  const file = fileOf(scratchDirectory());
  writeFileSync(file, 'x'.repeat(5000));
  await expect(tryLock(file)).rejects.toMatchObject({
    message: `The file ${file}, which should be empty, is not.`,
  });
});
