import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
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
  const [one, two] = [openLeases(files[0], liveness), openLeases(files[1], liveness)];
  return { one, two, sqlite: files[0], files };
}

function handedIn(file: Sqlite): unknown {
  return file.prepare('select count(*) from handed').pluck().get();
}

function openLeases(file: Sqlite, liveness: () => Liveness) {
  const leases = new Leases(file, liveness);
  return {
    take: (name: string) => leases.take(name).lease,
    /** Sees that somebody else has it. @returns who */
    wait: (name: string) => {
      const taken = leases.take(name);
      if (taken.lease) throw new Error('Nobody else has it.');
      return taken.holder;
    },
    handedBy: (holder: string) => leases.handedBy(holder),
    clear: () => leases.clear(),
  };
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
  const { lease } = new Leases(sqlite).take('a');
  sqlite.close();
  lease?.release();
});

test('what comes of it is handed to who waited, for a while, and to nobody else', async () => {
  const { one, two, sqlite } = await openTwo();
  const lease = one.take('a');
  const holder = two.wait('a');
  expect(two.handedBy(holder)).toBeUndefined();
  lease?.release('sealed');
  expect(two.handedBy(holder)).toBe('sealed');
  expect(one.handedBy('somebody')).toBeUndefined();
  // It does not stand in the way of the next one.
  const next = two.take('a');
  expect(next).toBeDefined();
  expect(two.handedBy(holder)).toBe('sealed');
  sqlite.prepare('update handed set expires_at = ?').run(Date.now() - 1);
  expect(two.handedBy(holder)).toBeUndefined();
  one.take('b');
  expect(handedIn(sqlite)).toBe(0);
});

test('what was handed over and has expired goes when the file is opened', async () => {
  const { sqlite } = await openTwo();
  const insert = sqlite.prepare('insert into handed values (?, ?, ?)');
  insert.run('expired', 'sealed', Date.now() - 1);
  insert.run('new', 'sealed', Date.now() + 5_000);
  openLeases(sqlite, () => 'alive');
  expect(sqlite.prepare('select holder from handed').pluck().all()).toEqual(['new']);
});

test('what was handed over goes by itself, also where who handed it over has ended', async () => {
  const { one, two, files } = await openTwo();
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const hand = () => {
    const lease = one.take('a');
    const holder = two.wait('a');
    lease?.release('sealed');
    return holder;
  };
  hand();
  vi.advanceTimersByTime(9_000);
  expect(handedIn(files[1])).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(handedIn(files[1])).toBe(0);
  expect(two.handedBy(hand())).toBe('sealed');
  files[0].close();
  vi.advanceTimersByTime(11_000);
  expect(handedIn(files[1])).toBe(0);
});

test('where nobody waits nothing is handed over, and it can be forgotten', async () => {
  const { one, two, sqlite } = await openTwo();
  one.take('a')?.release('sealed');
  expect(handedIn(sqlite)).toBe(0);
  const lease = one.take('a');
  const holder = two.wait('a');
  lease?.release('sealed');
  one.clear();
  expect(two.handedBy(holder)).toBeUndefined();
});

test('who has lost it hands nothing over: another one is asking', async () => {
  let liveness: Liveness = 'alive';
  const { one, two } = await openTwo(() => liveness);
  const lost = one.take('a');
  const holder = two.wait('a');
  liveness = 'dead';
  two.take('a');
  lost?.release('sealed');
  expect(two.handedBy(holder)).toBeUndefined();
});
