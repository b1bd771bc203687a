import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scratchDirectory } from '../../test/support/scratch.ts';
import type { Liveness } from '../storage/owner.ts';
import { openCacheFile } from './cache-file.ts';
import { Leases } from './leases.ts';

async function openTwo(liveness: () => Liveness = () => 'alive') {
  const directory = scratchDirectory();
  const files = [await openCacheFile(directory), await openCacheFile(directory)] as const;
  onTestFinished(() => {
    for (const file of files) file.close();
  });
  return { one: new Leases(files[0], liveness), two: new Leases(files[1], liveness), sqlite: files[0] };
}

test('one at a time has it, by name', async () => {
  const { one, two } = await openTwo();
  const lease = one.take('a');
  expect(lease).toBeDefined();
  expect(two.take('a')).toBeUndefined();
  expect(two.take('b')).toBeDefined();
  lease?.release();
  expect(two.take('a')).toBeDefined();
});

test('it ends with its process', async () => {
  let liveness: Liveness = 'alive';
  const { one, two } = await openTwo(() => liveness);
  const dead = one.take('a');
  liveness = 'dead';
  const living = two.take('a');
  expect(living).toBeDefined();
  liveness = 'alive';
  // What the dead one still does is not the living one's end.
  dead?.release();
  expect(one.take('a')).toBeUndefined();
});

test.each(['alive', 'unknown'] as const)('it ends without a sign of life (%s)', async (liveness) => {
  const { one, two, sqlite } = await openTwo(() => liveness);
  one.take('a');
  sqlite.prepare('update lease set expires_at = ?').run(Date.now() - 1);
  expect(two.take('a')).toBeDefined();
});

test('one from a time to come is none', async () => {
  const { one, two, sqlite } = await openTwo();
  one.take('a');
  sqlite.prepare('update lease set expires_at = ?').run(Date.now() + 3_600_000);
  expect(two.take('a')).toBeDefined();
});

test('its release after the file is closed does nothing', async () => {
  const sqlite = await openCacheFile(join(scratchDirectory()));
  const lease = new Leases(sqlite).take('a');
  sqlite.close();
  lease?.release();
});
