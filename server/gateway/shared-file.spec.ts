import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { systemClock } from './clock.ts';
import { openShared } from './shared-file.ts';

test('health is what all windows know, the latest first, and forgets what is old', async () => {
  const directory = scratchDirectory();
  const [one, other] = [await openShared(directory, systemClock), await openShared(directory, systemClock)];
  one.health.answered('openai', 'gpt-4o', 1_000);
  const rest = { pausedUntil: undefined, limitedUntil: undefined };
  one.health.failed('openai', 'gpt-4o', 2_000, 'provider-down', rest);
  one.health.failed('openai', 'gpt-4o', 3_000, 'provider-down', { pausedUntil: 63_000, limitedUntil: 4_500 });
  other.health.answered('ollama', 'llama', 2_500);
  expect(other.health.list(4_000)).toEqual([
    {
      provider: 'openai',
      model: 'gpt-4o',
      answeredAt: 1_000,
      failedAt: 3_000,
      code: 'provider-down',
      failures: 2,
      pausedUntil: 63_000,
      limitedUntil: 4_500,
    },
    {
      provider: 'ollama',
      model: 'llama',
      answeredAt: 2_500,
      failedAt: null,
      code: '',
      failures: 0,
      pausedUntil: null,
      limitedUntil: null,
    },
  ]);
  other.health.answered('openai', 'gpt-4o', 5_000);
  expect(one.health.list(6_000)[0]).toMatchObject({
    failures: 0,
    pausedUntil: null,
    limitedUntil: null,
    failedAt: 3_000,
  });
  expect(one.health.list(8 * 86_400_000)).toEqual([]);
  one.close();
  other.close();
});

test('what a clock said that has been put back since is not believed', async () => {
  const { health, close } = await openShared(scratchDirectory(), systemClock);
  health.failed('openai', 'gpt-4o', 90_000, 'provider-down', { pausedUntil: 150_000, limitedUntil: 99_000 });
  expect(health.list(1_000)).toMatchObject([{ pausedUntil: null, limitedUntil: null }]);
  health.failed('openai', 'gpt-4o', 1_000, 'provider-down', { pausedUntil: 61_000, limitedUntil: undefined });
  expect(health.list(2_000)).toMatchObject([{ failures: 2, pausedUntil: 61_000, limitedUntil: null }]);
  close();
});

test('a damaged file is replaced, and one that cannot be written is done without', async () => {
  const directory = scratchDirectory();
  writeFileSync(join(directory, 'gateway.db'), 'this is no database, and long enough to be told from one');
  const shared = await openShared(directory, systemClock);
  shared.health.answered('openai', 'gpt-4o', 1);
  expect(shared.health.list(2)).toHaveLength(1);
  shared.close();
  // One that another version made goes the same way.
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const old = new SqliteDatabase(join(directory, 'gateway.db'));
  old.pragma('user_version = 1');
  old.close();
  const anew = await openShared(directory, systemClock);
  expect(anew.health.list(2)).toEqual([]);
  anew.close();
  const file = join(scratchDirectory(), 'file');
  writeFileSync(file, '');
  const alone = await openShared(file, systemClock);
  alone.health.answered('openai', 'gpt-4o', 1);
  expect(alone.health.list(2)).toHaveLength(1);
  alone.close();
});
