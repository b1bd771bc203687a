import { expect, test } from 'vitest';
import { RequestQueue } from './queue.ts';

const PLACE = {
  lane: 'a model',
  urgency: 'interactive',
  isReturning: false,
  signal: new AbortController().signal,
} as const;

function line(options = { maxUnderWay: 1, maxWaiting: 4 }) {
  const queue = new RequestQueue(options);
  const ran: string[] = [];
  const { promise: open, resolve } = Promise.withResolvers<void>();
  const enter = (name: string, place: Partial<Parameters<typeof queue.run>[1]> = {}) =>
    queue.run(
      () => ({
        work: async () => {
          ran.push(name);
          await open;
          return name;
        },
      }),
      { ...PLACE, ...place },
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
  // Who was taken is not turned away.
  all.push(enter('returning', { isReturning: true }));
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
  const fails = queue.run(() => ({ work: () => Promise.reject(new Error('its own')) }), PLACE);
  await expect(fails).rejects.toThrow('its own');
  const throws = queue.run(() => {
    throw new Error('its own, too');
  }, PLACE);
  await expect(throws).rejects.toThrow('its own, too');
  expect(await queue.run(() => ({ work: async () => 1 }), PLACE)).toBe(1);
});

/** Limits of each lane, in turns left; time passes when a test says so. */
function limited(maxWaiting = 4) {
  const left: Record<string, number> = {};
  const asked: string[] = [];
  const ran: string[] = [];
  const sleeps: number[] = [];
  let wake = () => {};
  const clock = {
    sleep: (ms: number) => {
      sleeps.push(ms);
      return new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
  };
  const queue = new RequestQueue({ maxWaiting, clock });
  const enter = (name: string, place: Partial<Parameters<typeof queue.run>[1]> = {}) => {
    const { lane } = { ...PLACE, ...place };
    return queue.run(
      () => {
        asked.push(name);
        if ((left[lane] ?? 0) === 0) return { waitMs: 400 };
        left[lane] = (left[lane] ?? 0) - 1;
        return { work: async () => ran.push(name) };
      },
      { ...PLACE, ...place },
    );
  };
  return { queue, left, asked, ran, sleeps, enter, wake: () => wake() };
}

test('of those who wait for the same limit only the first asks, and they go in order', async () => {
  const { left, asked, ran, sleeps, enter, wake } = limited();
  const all = [enter('background', { urgency: 'background' }), enter('a'), enter('b')];
  expect(asked).toEqual(['background', 'a', 'a']);
  expect(sleeps.at(-1)).toBe(400);
  // Another limit is no concern of theirs.
  left['another model'] = 1;
  await enter('c', { lane: 'another model' });
  expect(ran).toEqual(['c']);
  left['a model'] = 2;
  wake();
  await Promise.all(all.slice(1));
  expect(ran).toEqual(['c', 'a', 'b']);
  left['a model'] = 1;
  wake();
  await Promise.all(all);
});

test('who waits for a limit, or to try again, counts towards the bound', async () => {
  const { queue, left, enter, wake } = limited(2);
  const waits: number[] = [];
  const onWait = (before: number) => waits.push(before);
  const all = [enter('a', { onWait }), enter('b', { onWait })];
  await expect(enter('c', { onWait })).rejects.toMatchObject({ code: 'busy' });
  expect(waits).toEqual([0, 1]);
  left['a model'] = 2;
  wake();
  await Promise.all(all);
  const { promise, resolve } = Promise.withResolvers<void>();
  const aside = [queue.aside(() => promise), queue.aside(() => promise)];
  await expect(enter('d')).rejects.toMatchObject({ code: 'busy' });
  // Who need not wait is welcome.
  left['a model'] = 1;
  await enter('e');
  resolve();
  await Promise.all(aside);
  expect(queue.waiting).toBe(0);
});

test('when the first leaves, the next one is asked', async () => {
  const { left, ran, enter } = limited();
  const controller = new AbortController();
  const first = enter('a', { signal: controller.signal });
  const second = enter('b');
  left['a model'] = 1;
  controller.abort(new Error('stopped'));
  await expect(first).rejects.toThrow('stopped');
  await second;
  expect(ran).toEqual(['b']);
});
