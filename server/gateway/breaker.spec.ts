import { expect, test } from 'vitest';
import { Breakers, MAX_FAILURES, PAUSE_MS, type Sign } from './breaker.ts';

function prepare() {
  const clock = { ms: Date.parse('2026-11-21T12:00:00Z'), now: () => clock.ms };
  const breakers = new Breakers(clock);
  const call = (sign: Sign) =>
    breakers.run(
      'key',
      async () => sign,
      (came) => came,
    );
  const open = async () => {
    for (let i = 0; i < MAX_FAILURES; i++) await call('ill');
  };
  const left = () => {
    const until = breakers.pausedUntil('key');
    return until === undefined ? 0 : until - clock.ms;
  };
  return { clock, breakers, call, open, left };
}

test('it opens after failures in a row, which an answer interrupts and what says nothing does not', async () => {
  const { call, left } = prepare();
  for (const sign of ['ill', 'ill', 'ill', 'ill', 'well', 'ill', 'ill', 'none', 'ill', 'ill'] as const) {
    await call(sign);
    expect(left()).toBe(0);
  }
  await call('ill');
  expect(left()).toBe(PAUSE_MS);
});

test('one call tries it, and the others are turned away', async () => {
  const { clock, breakers, call, open, left } = prepare();
  await open();
  clock.ms += PAUSE_MS;
  expect(breakers.pausedUntil('key')).toBeUndefined();
  const { promise, resolve } = Promise.withResolvers<Sign>();
  const probe = breakers.run(
    'key',
    () => promise,
    (came) => came,
  );
  expect(breakers.pausedUntil('key')).toBeDefined();
  expect(breakers.isProbed('key')).toBe(true);
  resolve('ill');
  await probe;
  expect(breakers.isProbed('key')).toBe(false);
  expect(left()).toBe(PAUSE_MS);
  clock.ms += PAUSE_MS;
  expect(left()).toBe(0);
  expect(await call('well')).toBe('well');
  await call('ill');
  expect(left()).toBe(0);
});

test('a probe that says nothing, or was never sent, leaves it to the next', async () => {
  const { clock, breakers, call, open, left } = prepare();
  await open();
  clock.ms += PAUSE_MS;
  await call('none');
  const refused = breakers.run(
    'key',
    () => Promise.reject(new Error('no room')),
    () => 'well',
  );
  await expect(refused).rejects.toThrow('no room');
  expect(left()).toBe(0);
  await call('ill');
  expect(left()).toBe(PAUSE_MS);
});

test('what was under way when it opened decides nothing', async () => {
  const { breakers, open, left } = prepare();
  const { promise, resolve } = Promise.withResolvers<Sign>();
  const early = breakers.run(
    'key',
    () => promise,
    (came) => came,
  );
  await open();
  resolve('well');
  await early;
  expect(left()).toBe(PAUSE_MS);
});

test('a clock that is put back makes no pause longer', async () => {
  const { clock, open, left } = prepare();
  await open();
  clock.ms -= 3_600_000;
  expect(left()).toBe(PAUSE_MS);
  clock.ms += PAUSE_MS;
  expect(left()).toBe(0);
});
