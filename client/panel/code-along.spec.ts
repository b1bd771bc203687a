import { expect, it } from 'vitest';
import type { CodeExcerpt, CodeFrame } from '../../protocol/code.ts';
import { CodeAlong } from './code-along.ts';
import type { ExtensionMessage } from './messages.ts';

const frame = (path: string): CodeFrame => ({ path, line: 3, rule: 'v8', isLibrary: false, isRead: false });
const excerptOf = (path: string): CodeExcerpt => ({ path, firstLine: 1, text: path, before: '', after: '' });

function start(wish: 'ask' | 'always' | 'never' = 'ask') {
  const posted: Extract<ExtensionMessage, { type: 'code' }>[] = [];
  const read: string[][] = [];
  let changes = 0;
  const along = new CodeAlong(
    {
      find: async (frames) =>
        frames.map(({ path, line }) => ({
          place: { path, line },
          whyNot: path.startsWith('ignored') ? 'Git ignores it' : undefined,
        })),
      read: async (found) => {
        read.push(found.map(({ place }) => place.path));
        return found.map(({ place }) => excerptOf(place.path));
      },
      wish: () => wish,
    },
    (message) => void (message.type === 'code' && posted.push(message)),
    () => {
      changes += 1;
    },
  );
  const quote = async (...paths: string[]) => {
    along.take({ frames: paths.map(frame), code: [] });
    await along.settled;
  };
  return { along, posted, read, quote, changes: () => changes };
}

it('reads nothing unless the user says so, and then only what may go along', async () => {
  const { along, posted, read, quote, changes } = start();
  await quote('a.ts', 'ignored/b.ts');
  expect(posted.at(-1)).toMatchObject({
    places: [
      { path: 'a.ts', whyNot: null },
      { path: 'ignored/b.ts', whyNot: 'Git ignores it' },
    ],
    offered: 1,
    includes: false,
  });
  expect([read, along.excerpts, changes()]).toEqual([[], [], 0]);
  await along.include(true);
  expect([read, along.excerpts, changes()]).toEqual([[['a.ts']], [excerptOf('a.ts')], 1]);
  // The same places again are neither looked for nor read anew.
  await quote('a.ts', 'ignored/b.ts');
  expect(read).toHaveLength(1);
  await along.include(false);
  expect([along.excerpts, changes()]).toEqual([[], 2]);
});

it('asks for every question anew, and keeps the yes of one that is put back', async () => {
  const { along, quote, posted } = start();
  await quote('a.ts');
  await along.include(true);
  const about = along.handOver();
  expect(about).toEqual({ frames: [{ path: 'a.ts', line: 3 }], code: [excerptOf('a.ts')] });
  await quote();
  await quote('a.ts');
  expect([along.excerpts, posted.at(-1)?.includes]).toEqual([[], false]);
  along.giveBack(about.code);
  await quote('a.ts');
  expect(along.excerpts).toEqual([excerptOf('a.ts')]);
});

it('goes by the setting until the user says otherwise', async () => {
  const always = start('always');
  await always.quote('a.ts');
  expect(always.along.excerpts).toEqual([excerptOf('a.ts')]);
  await always.along.include(false);
  expect(always.along.excerpts).toEqual([]);
  const never = start('never');
  await never.quote('a.ts');
  await never.along.include(true);
  expect([never.read, never.along.excerpts]).toEqual([[], []]);
});

it('of several looks only the last one counts', async () => {
  const { along, posted } = start('always');
  along.take({ frames: [frame('a.ts')], code: [] });
  const first = along.settled;
  along.take({ frames: [frame('b.ts')], code: [] });
  await Promise.all([first, along.settled]);
  expect(along.excerpts).toEqual([excerptOf('b.ts')]);
  expect(posted.every(({ places }) => places[0]?.path !== 'a.ts')).toBe(true);
});
