import { expect, test } from 'vitest';
import { TestClock } from '../../test/support/clock.ts';
import { type Bark, Watchdog } from './watchdog.ts';

function watch(firstWordBy = Number.POSITIVE_INFINITY) {
  const clock = new TestClock();
  const barks: Bark[] = [];
  const dog = new Watchdog(clock, { silenceMs: 30_000, firstWordBy: clock.now() + firstWordBy }, (bark) =>
    barks.push(bark),
  );
  return { clock, barks, dog };
}

test('barks when nothing came for too long, and once', () => {
  const { clock, barks, dog } = watch();
  clock.pass(29_000);
  dog.heard();
  clock.pass(29_000);
  dog.heard();
  clock.pass(29_999);
  expect(barks).toEqual([]);
  clock.pass(1);
  clock.pass(100_000);
  expect(barks).toEqual(['silence']);
});

test('signs of life without a word are no answer', () => {
  const { clock, barks, dog } = watch(60_000);
  for (let i = 0; i < 6; i++) {
    dog.heard();
    clock.pass(10_000);
  }
  expect(barks).toEqual(['late']);
  const speaking = watch(60_000);
  speaking.dog.spoke();
  for (let i = 0; i < 10; i++) {
    speaking.dog.told();
    speaking.clock.pass(20_000);
  }
  expect(speaking.barks).toEqual([]);
});

test('within an answer only its events are signs of life, not what else comes', () => {
  const { clock, barks, dog } = watch();
  dog.spoke();
  for (let i = 0; i < 2; i++) {
    clock.pass(14_999);
    dog.heard();
  }
  expect(barks).toEqual([]);
  clock.pass(2);
  expect(barks).toEqual(['silence']);
});

test('can be told to wait less', () => {
  const { clock, barks, dog } = watch();
  dog.allow(5_000);
  clock.pass(5_000);
  expect(barks).toEqual(['silence']);
});

test('after the end nothing keeps it open, not even another end', () => {
  const { clock, barks, dog } = watch();
  dog.told();
  dog.ended(5_000);
  for (let i = 0; i < 4; i++) {
    clock.pass(1_000);
    dog.heard();
    dog.told();
    dog.spoke();
    dog.ended(5_000);
  }
  clock.pass(999);
  expect(barks).toEqual([]);
  clock.pass(1);
  expect(barks).toEqual(['silence']);
});

test('is quiet when stopped', () => {
  const { clock, barks, dog } = watch();
  dog.stop();
  clock.pass(60_000);
  expect(barks).toEqual([]);
});
