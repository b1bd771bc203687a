import { expect, test } from 'vitest';
import { RequestQueue } from './queue.ts';

function line(options = { maxUnderWay: 1, maxWaiting: 4 }) {
  const queue = new RequestQueue(options);
  const ran: string[] = [];
  const { promise: open, resolve } = Promise.withResolvers<void>();
  const enter = (name: string, place: Partial<Parameters<typeof queue.run>[1]> = {}) =>
    queue.run(
      async () => {
        ran.push(name);
        await open;
        return name;
      },
      { urgency: 'interactive', isReturning: false, signal: new AbortController().signal, ...place },
    );
  return { queue, ran, enter, open: resolve };
}

test('what somebody waits for goes first, then who was there before, then who came first', async () => {
  const { ran, enter, open } = line();
  const all = [
    enter('first'),
    enter('background', { urgency: 'background' }),
    enter('a'),
    enter('returning', { isReturning: true }),
    enter('b'),
  ];
  open();
  expect(await Promise.all(all)).toEqual(['first', 'background', 'a', 'returning', 'b']);
  expect(ran).toEqual(['first', 'returning', 'a', 'b', 'background']);
});

test('only so many run together', async () => {
  const { ran, enter, open, queue } = line({ maxUnderWay: 2, maxWaiting: 4 });
  const all = ['a', 'b', 'c'].map((name) => enter(name));
  await expect.poll(() => ran).toEqual(['a', 'b']);
  expect(queue.waiting).toBe(1);
  open();
  await Promise.all(all);
});

test('at the bound nobody is taken, and told so', async () => {
  const { enter, open } = line({ maxUnderWay: 1, maxWaiting: 2 });
  const all = [enter('a'), enter('b'), enter('c')];
  await expect(enter('d')).rejects.toMatchObject({ kind: 'provider', code: 'busy' });
  open();
  await Promise.all(all);
  expect(await enter('e')).toBe('e');
});

test('who leaves the line is gone; who is under way sees to its own end', async () => {
  const { ran, enter, open, queue } = line();
  const controller = new AbortController();
  const underWay = enter('a', { signal: controller.signal });
  const waiting = enter('b', { signal: controller.signal });
  const other = enter('c');
  await expect.poll(() => ran).toEqual(['a']);
  controller.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  expect(queue.waiting).toBe(1);
  open();
  expect(await underWay).toBe('a');
  expect(await other).toBe('c');
  expect(ran).toEqual(['a', 'c']);
});

test('an error is its own, and the line goes on', async () => {
  const queue = new RequestQueue({ maxUnderWay: 1 });
  const place = { urgency: 'interactive', isReturning: false, signal: new AbortController().signal } as const;
  await expect(queue.run(() => Promise.reject(new Error('its own')), place)).rejects.toThrow('its own');
  expect(await queue.run(async () => 1, place)).toBe(1);
});
