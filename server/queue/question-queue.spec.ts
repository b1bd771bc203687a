import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { KEY_BYTES } from '../storage/sealing.ts';
import type { KeptQuestion } from './kept-question.ts';
import { MAX_BYTES, MAX_QUESTIONS, QuestionQueue } from './question-queue.ts';
import { openQueueFile, queueFile } from './queue-file.ts';

const open: QuestionQueue[] = [];
afterEach(async () => {
  for (const queue of open.splice(0)) await queue.close();
});

function setup(key: Buffer | undefined = randomBytes(KEY_BYTES)) {
  const directory = scratchDirectory();
  const troubles: string[] = [];
  const start = (other: Buffer | undefined = key) => {
    const queue = new QuestionQueue({
      directory,
      key: async () => other,
      alone: (action) => action(),
      onTrouble: (sentence) => void troubles.push(sentence),
    });
    open.push(queue);
    return queue;
  };
  return { directory, key, troubles, start };
}

function question(id: string, fields: Partial<KeptQuestion> = {}): KeptQuestion {
  return {
    id,
    queuedAt: '2026-11-21T10:00:00.000Z',
    workspace: 'w',
    prompt: 'Why does it rain?',
    pictures: [],
    hasSecrets: false,
    privacy: 'standard',
    baseUrl: '',
    route: 'text',
    model: 'gpt-4o-mini',
    reason: 'r',
    expectedNanoUsd: 1,
    maxNanoUsd: 2,
    allowUnsafe: [],
    fresh: false,
    code: [],
    history: [],
    ...fields,
  };
}

const ids = async (queue: QuestionQueue, workspace?: string) =>
  (await queue.list(workspace, true)).map((each) => each.question.id);

test('what was added is there for the next process, oldest first, each in its workspace', async () => {
  const { start } = setup();
  const first = start();
  expect(first.mayHaveQuestions).toBe(false);
  await first.add(question('b', { queuedAt: '2026-11-21T11:00:00.000Z' }), []);
  await first.add(question('a'), []);
  await first.add(question('c', { workspace: 'other' }), []);
  await first.close();
  const next = start();
  expect(next.mayHaveQuestions).toBe(true);
  expect(await ids(next, 'w')).toEqual(['a', 'b']);
  expect(await ids(next)).toHaveLength(3);
  expect((await next.get('a')).question).toEqual(question('a'));
  expect(await next.remove('a')).toBe(true);
  expect(await next.remove('a')).toBe(false);
  await expect(next.get('a')).rejects.toMatchObject({ code: 'not-queued' });
});

test('what is full refuses the next one, and drops none', async () => {
  const { start } = setup();
  const queue = start();
  for (let index = 0; index < MAX_QUESTIONS; index++) await queue.add(question(`q-${index}`), []);
  await expect(queue.add(question('more'), [])).rejects.toMatchObject({ code: 'queue-full' });
  expect(await ids(queue)).toHaveLength(MAX_QUESTIONS);
  expect(await queue.clear()).toBe(MAX_QUESTIONS);
  const large = question('large', { prompt: 'A'.repeat(MAX_BYTES) });
  await expect(queue.add(large, [])).rejects.toMatchObject({
    code: 'queue-full',
  });
});

test('without a key it is of this process alone, and nothing is written', async () => {
  const { directory, start } = setup();
  const queue = new QuestionQueue({
    ...{ directory, key: async () => undefined, alone: (action) => action(), onTrouble: () => {} },
  });
  open.push(queue);
  expect(await queue.add(question('a'), [])).toMatchObject({ isDurable: false });
  expect(await ids(queue)).toEqual(['a']);
  expect(existsSync(queueFile(directory))).toBe(false);
  expect(await ids(start())).toEqual([]);
});

test('what was sealed with another key is counted, and not shown', async () => {
  const { start } = setup();
  const queue = start();
  await queue.add(question('a'), []);
  await queue.close();
  const other = start(randomBytes(KEY_BYTES));
  expect(await ids(other)).toEqual([]);
  expect(await other.countUnreadable()).toBe(1);
});

test('what was moved to the row of another question does not count', async () => {
  const { directory, key, start } = setup();
  const queue = start();
  await queue.add(question('a'), []);
  await queue.add(question('b'), []);
  const { sqlite } = await openQueueFile({
    ...{ directory, key: async () => key, alone: (action) => action(), onTrouble: () => {} },
  });
  sqlite.exec("update waiting set question = (select question from waiting where id = 'b') where id = 'a'");
  sqlite.close();
  expect(await ids(queue)).toEqual(['b']);
});

test('a damaged file is set aside, and said', async () => {
  const { directory, troubles, start } = setup();
  writeFileSync(queueFile(directory), 'This is no database, whatever its name says. '.repeat(100));
  expect(await ids(start())).toEqual([]);
  expect(troubles).toEqual([expect.stringContaining('cannot be read')]);
  expect(readdirSync(directory).some((name) => name.startsWith('queue.db.damaged-'))).toBe(true);
});

test('a question is looked after by one process, and by the next one when that has ended', async () => {
  const { directory, key, start } = setup();
  const queue = start();
  await queue.add(question('a'), []);
  // Somebody else, who is alive as long as this test wants.
  const other = fork(join(import.meta.dirname, '../../test/support/lock-holder.ts'), { stdio: 'ignore' });
  await once(other, 'spawn');
  const { sqlite } = await openQueueFile({
    ...{ directory, key: async () => key, alone: (action) => action(), onTrouble: () => {} },
  });
  sqlite.prepare("update waiting set owner_pid = ?, owner_started_at = ''").run(other.pid);
  expect(await queue.list('w', true)).toMatchObject([{ owner: 'another' }]);
  await expect(queue.get('a')).rejects.toMatchObject({ code: 'queued-elsewhere' });
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(await queue.list('w', false)).toMatchObject([{ owner: 'nobody' }]);
  expect(await queue.list('w', true)).toMatchObject([{ owner: 'this' }]);
  await queue.close();
  // It lets go of what it looked after.
  expect(sqlite.prepare('select owner_pid from waiting').pluck().get()).toBeNull();
  sqlite.close();
});
