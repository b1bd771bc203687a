import { expect, onTestFinished, test, vi } from 'vitest';
import { Memory } from './memory.ts';

function start() {
  const clock = { now: Date.UTC(2026, 10, 21) };
  const memory = new Memory<string>({
    lifetimeMs: 1000,
    maxSize: 10,
    sizeOf: ({ length }) => length,
    now: () => clock.now,
  });
  return { memory, clock };
}

test('a value is given until its time is over, however often it is asked for', () => {
  const { memory, clock } = start();
  memory.put('a', 'one');
  clock.now += 999;
  expect(memory.get('a')).toBe('one');
  expect(memory.get('b')).toBeUndefined();
  clock.now += 1;
  expect(memory.get('a')).toBeUndefined();
});

test('the time that is set counts for what is kept already, and 0 is never', () => {
  const { memory, clock } = start();
  memory.put('a', 'one');
  memory.lifetimeMs = 0;
  memory.put('b', 'two');
  expect(memory.get('a')).toBeUndefined();
  memory.lifetimeMs = 1000;
  expect(memory.get('b')).toBeUndefined();
  memory.put('b', 'two');
  clock.now -= 1;
  // The clock was put back.
  expect(memory.get('b')).toBeUndefined();
});

test('what is too old goes when its time is over, whether or not anybody asks', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { memory, clock } = start();
  const pass = (ms: number) => {
    clock.now += ms;
    vi.advanceTimersByTime(ms);
  };
  memory.put('a', 'one');
  pass(500);
  memory.put('b', 'two');
  memory.get('a');
  pass(500);
  // As the time is put back, only what has gone by itself is not there.
  clock.now -= 500;
  expect(['a', 'b'].map((key) => memory.get(key))).toEqual([undefined, 'two']);
  pass(1000);
  clock.now -= 1000;
  expect(memory.get('b')).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('a shorter time forgets at once what is older, and clearing forgets all', () => {
  const { memory, clock } = start();
  memory.put('a', 'one');
  clock.now += 500;
  memory.put('b', 'two');
  memory.lifetimeMs = 500;
  memory.lifetimeMs = 1000;
  expect(['a', 'b'].map((key) => memory.get(key))).toEqual([undefined, 'two']);
  memory.clear();
  expect(memory.get('b')).toBeUndefined();
  memory.put('a', 'x'.repeat(10));
  expect(memory.get('a')).toBeDefined();
});

test('what was not used for longest makes room, and what is too large has none', () => {
  const { memory } = start();
  for (const key of ['a', 'b', 'c']) memory.put(key, 'xxx');
  memory.get('a');
  memory.put('d', 'xxx');
  expect(['a', 'b', 'c', 'd'].map((key) => memory.get(key))).toEqual(['xxx', undefined, 'xxx', 'xxx']);
  memory.put('e', 'x'.repeat(11));
  expect(['a', 'e'].map((key) => memory.get(key))).toEqual(['xxx', undefined]);
  memory.put('a', 'xxxx');
  memory.put('c', 'xxx');
  expect(['a', 'c', 'd'].map((key) => memory.get(key))).toEqual(['xxxx', 'xxx', 'xxx']);
});
