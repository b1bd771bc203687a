import { expect, test } from 'vitest';
import { InFlight, type Running } from './in-flight.ts';

/** A task that goes on when it is told to. */
function task() {
  const begun: Running<string>[] = [];
  const end = Promise.withResolvers<string>();
  return {
    begun,
    end,
    run: (running: Running<string>) => {
      begun.push(running);
      return end.promise;
    },
  };
}

function person(signal = new AbortController()) {
  const seen: string[] = [];
  return {
    seen,
    signal: signal.signal,
    leave: () => signal.abort(),
    onProgress: (p: string) => seen.push(p),
  };
}

test('who wants the same shares one task, from its start to its end', async () => {
  const flights = new InFlight<string, string>();
  const { begun, end, run } = task();
  const [first, second] = [person(), person()];
  const one = flights.join('a', first, run);
  begun[0]?.report('x');
  const two = flights.join('a', second, run);
  begun[0]?.report('y');
  end.resolve('done');
  expect(await one).toEqual({ result: 'done', isFirst: true });
  expect(await two).toEqual({ result: 'done', isFirst: false });
  expect(begun).toHaveLength(1);
  expect(first.seen).toEqual(['x', 'y']);
  expect(second.seen).toEqual(['x', 'y']);
});

test('who wants something else, or comes after the end, has a task of their own', async () => {
  const flights = new InFlight<string, string>();
  const { begun, end, run } = task();
  end.resolve('done');
  await Promise.all([flights.join('a', person(), run), flights.join('b', person(), run)]);
  await flights.join('a', person(), run);
  expect(begun).toHaveLength(3);
});

test('when the first leaves, the next one takes its place, and the task goes on', async () => {
  const flights = new InFlight<string, string>();
  const { begun, end, run } = task();
  const [first, second, third] = [person(), person(), person()];
  const joined = [first, second, third].map((each) => flights.join('a', each, run));
  first.leave();
  expect(await joined[0]).toBeUndefined();
  begun[0]?.report('y');
  end.resolve('done');
  expect(await joined[1]).toEqual({ result: 'done', isFirst: true });
  expect(await joined[2]).toEqual({ result: 'done', isFirst: false });
  expect(begun[0]?.signal.aborted).toBe(false);
  expect(first.seen).toEqual([]);
  expect(second.seen).toEqual(['y']);
});

test('the last who leaves ends the task, and gets what it makes of it', async () => {
  const flights = new InFlight<string, string>();
  const { begun, end, run } = task();
  const [first, second] = [person(), person()];
  const joined = [first, second].map((each) => flights.join('a', each, run));
  second.leave();
  first.leave();
  expect(begun[0]?.signal.aborted).toBe(true);
  // Who comes now does not get what was stopped.
  const other = task();
  const late = flights.join('a', person(), other.run);
  end.resolve('half');
  other.end.resolve('whole');
  expect(await joined[0]).toEqual({ result: 'half', isFirst: true });
  expect(await joined[1]).toBeUndefined();
  expect(await late).toEqual({ result: 'whole', isFirst: true });
});

test('who was stopped before joining gets the same', async () => {
  const flights = new InFlight<string, string>();
  const stopped = person();
  stopped.leave();
  const joined = flights.join('a', stopped, async ({ signal }) => (signal.aborted ? 'stopped' : 'asked'));
  expect(await joined).toEqual({ result: 'stopped', isFirst: true });
});

test('an error is everybody’s, and the next one starts anew', async () => {
  const flights = new InFlight<string, string>();
  const { end, run } = task();
  const joined = [person(), person()].map((each) => flights.join('a', each, run));
  end.reject(new Error('no'));
  for (const each of joined) await expect(each).rejects.toThrow('no');
  expect(await flights.join('a', person(), async () => 'yes')).toEqual({ result: 'yes', isFirst: true });
});
