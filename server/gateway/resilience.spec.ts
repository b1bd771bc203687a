import { describe, expect, onTestFinished, test } from 'vitest';
import { BudgetError, ProviderError } from '../../protocol/errors.ts';
import { TestClock } from '../../test/support/clock.ts';
import { outcomeOf } from '../../test/support/outcome.ts';
import { newResilience, sharedFile } from '../../test/support/resilience.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import type { Advice } from './advice.ts';
import { PAUSE_MS } from './breaker.ts';
import type { Outcome } from './gateway.ts';
import type { Asked, Candidate } from './resilience.ts';
import { openShared } from './shared-file.ts';

const main = { name: 'main', baseUrl: undefined, apiKey: 'a-test-key', isOpenAi: false };
const candidate = (model: string, more: Partial<Candidate> = {}): Candidate => ({
  provider: main,
  model,
  tokens: 1000,
  maxNanoUsd: 1000,
  ...more,
});
const [FIRST, SECOND] = [candidate('first'), candidate('second', { maxNanoUsd: 500 })];

const NO_ADVICE: Advice = { retryAfterMs: undefined, shouldRetry: undefined, limits: {} };

function failed(status: number, code: string, more: Partial<Outcome> = {}): Outcome {
  const error = new ProviderError(code, `It failed (${code}).`, 'Wait.');
  return outcomeOf({ text: '', status, finishReason: 'failed', mayBeCharged: false, error, ...more });
}

const DOWN = failed(503, 'provider-down');
const WELL = outcomeOf();

/** Asks; each model answers with the next of its outcomes, the last one for ever. */
function prepare(
  script: Record<string, (Outcome | Error)[]>,
  { clock = new TestClock(), shared = sharedFile(clock), queue = {} } = {},
) {
  const resilience = newResilience({ clock, shared, queue });
  const asked: string[] = [];
  const steps: string[] = [];
  const controller = new AbortController();
  const run = (candidates: Candidate[], more: Partial<Asked<Candidate, { outcome: Outcome }>> = {}) =>
    resilience.run(candidates, {
      signal: controller.signal,
      urgency: 'interactive',
      async attempt({ model }, number) {
        asked.push(`${number} ${model}`);
        if (controller.signal.aborted) return { outcome: outcomeOf({ finishReason: 'cancelled', text: '' }) };
        const outcomes = script[model] ?? [];
        const next = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
        if (next === undefined || next instanceof Error) throw next ?? new Error('Nothing is scripted.');
        return { outcome: next };
      },
      smaller: async () => undefined,
      spentNanoUsd: () => 0,
      onStep: (sentence) => steps.push(sentence),
      ...more,
    });
  return { clock, shared, resilience, asked, steps, run, stop: () => controller.abort() };
}

describe('retries', () => {
  test('end with the first answer, and wait longer each time', async () => {
    const { run, asked, clock, steps } = prepare({ first: [DOWN, DOWN, WELL] });
    expect((await run([FIRST])).result.outcome).toBe(WELL);
    expect(asked).toEqual(['1 first', '2 first', '3 first']);
    expect(clock.naps).toEqual([500, 999]);
    expect(steps).toEqual([
      'It failed (provider-down). Trying again (2 of 3).',
      'It failed (provider-down). Trying again (3 of 3).',
    ]);
  });

  test('wait as long as the provider says, and no shorter', async () => {
    const wait = (retryAfterMs: number) =>
      failed(429, 'rate-limited', { advice: { ...NO_ADVICE, retryAfterMs } });
    const { run, clock, steps } = prepare({ first: [wait(19_500), WELL] });
    await run([FIRST]);
    expect(clock.naps).toEqual([19_500]);
    expect(steps[0]).toContain('Trying again in 20 s');
    const long = prepare({ first: [wait(20_001)] });
    await expect(long.run([FIRST])).rejects.toMatchObject({
      code: 'rate-limited',
      hint: expect.stringMatching(/before .*12:00:20/),
    });
    expect(long.clock.naps).toEqual([]);
  });

  test('never for what the user saw a part of, nor for what may have been charged', async () => {
    const seen = failed(200, 'broken-stream', {
      text: 'Be',
      finishReason: 'interrupted',
      mayBeCharged: true,
    });
    const { run, asked } = prepare({ first: [seen] });
    expect((await run([FIRST, SECOND])).result.outcome).toBe(seen);
    expect(asked).toEqual(['1 first']);
    const charged = prepare({ first: [failed(200, 'stalled', { mayBeCharged: true })], second: [WELL] });
    await charged.run([FIRST, SECOND]);
    expect(charged.asked).toEqual(['1 first', '2 second']);
  });

  test.each([408, 504])('nor for what ended with %i, even where the provider says to', async (status) => {
    const advice = { ...NO_ADVICE, shouldRetry: true };
    const lost = failed(status, 'provider-down', { mayBeCharged: true, advice });
    const { run, asked } = prepare({ first: [lost], second: [WELL] });
    await run([FIRST, SECOND]);
    expect(asked).toEqual(['1 first', '2 second']);
  });

  test('stop when the user does: that is an outcome, too', async () => {
    const { run, asked, stop } = prepare({ first: [DOWN] });
    const { result } = await run([FIRST, SECOND], { onStep: () => stop() });
    expect(result.outcome.finishReason).toBe('cancelled');
    expect(asked).toEqual(['1 first', '2 first']);
  });

  test('end where the deadline would pass', async () => {
    const { run, clock, asked } = prepare({ first: [DOWN] });
    const asking = run([FIRST], { onStep: () => clock.pass(180_000) });
    await expect(asking).rejects.toMatchObject({ code: 'too-late' });
    expect(asked).toEqual(['1 first']);
  });
});

describe('money on the way', () => {
  const refused = new BudgetError('budget-exceeded', 'There is no room.', 'Raise it.');

  test('a refusal of what was quoted is for the user to decide', async () => {
    const { run, asked } = prepare({ first: [refused], second: [WELL] });
    await expect(run([FIRST, SECOND])).rejects.toBe(refused);
    expect(asked).toEqual(['1 first']);
  });

  test('all attempts together stay within what the first costs at most', async () => {
    const lost = failed(504, 'provider-down', { mayBeCharged: true });
    const { run, asked } = prepare({ first: [lost], second: [lost], cheap: [WELL] });
    const spentNanoUsd = () => asked.length * 300;
    const cheap = candidate('cheap', { maxNanoUsd: 400 });
    await run([FIRST, candidate('as dear'), SECOND, candidate('second', { maxNanoUsd: 450 }), cheap], {
      spentNanoUsd,
    });
    expect(asked).toEqual(['1 first', '2 second', '3 cheap']);
    const none = prepare({ first: [lost], second: [WELL] });
    await expect(none.run([FIRST, SECOND], { spentNanoUsd: () => 501 * none.asked.length })).rejects.toBe(
      lost.error,
    );
  });

  test('a refusal of a retry ends it, unless something cheaper fits', async () => {
    const { run, asked } = prepare({ first: [DOWN, refused], second: [WELL] });
    await run([FIRST, candidate('as dear'), SECOND]);
    expect(asked).toEqual(['1 first', '2 first', '2 second']);
    const none = prepare({ first: [DOWN, refused], second: [refused] });
    await expect(none.run([FIRST, SECOND])).rejects.toBe(refused);
  });
});

describe('what keeps failing is left alone', () => {
  test('after five failures for a minute, then one request tries', async () => {
    const { run, resilience, asked, clock } = prepare({ first: [DOWN], second: [WELL] });
    await expect(run([FIRST])).rejects.toMatchObject({ code: 'provider-down' });
    expect(resilience.isPaused(main, 'first')).toBe(false);
    await expect(run([FIRST])).rejects.toMatchObject({ code: 'provider-paused' });
    expect(resilience.isPaused(main, 'first')).toBe(true);
    expect(resilience.isPaused(main, 'second')).toBe(false);
    expect(asked).toHaveLength(5);
    // Nobody waits for it; somebody else answers at once.
    expect((await run([FIRST, SECOND])).candidate).toBe(SECOND);
    expect(asked).toHaveLength(6);
    clock.pass(PAUSE_MS);
    expect(resilience.isPaused(main, 'first')).toBe(false);
    await expect(run([FIRST])).rejects.toMatchObject({ code: 'provider-paused' });
    expect(asked).toHaveLength(7);
  });

  test('while one tries it, the others are told so, and no time that is over', async () => {
    const { run, clock } = prepare({ first: [DOWN] });
    for (let i = 0; i < 2; i++) await run([FIRST]).catch(() => {});
    clock.pass(PAUSE_MS);
    const attempt = async () => {
      await expect(run([FIRST])).rejects.toMatchObject({
        code: 'provider-paused',
        message: 'first at main failed 5 times in a row, and another question tries it at this moment.',
        hint: 'Send the question again when that one is answered.',
      });
      return { outcome: WELL };
    };
    expect((await run([FIRST], { attempt })).result.outcome).toBe(WELL);
  });

  test('until it answers; refusals with a reason are a sign of health', async () => {
    const { run, resilience, clock } = prepare({ first: [DOWN, DOWN, DOWN, DOWN, DOWN, WELL] });
    await run([FIRST]).catch(() => {});
    await run([FIRST]).catch(() => {});
    expect(resilience.isPaused(main, 'first')).toBe(true);
    clock.pass(PAUSE_MS);
    await run([FIRST]);
    expect(resilience.isPaused(main, 'first')).toBe(false);
    const refusing = prepare({ first: [failed(401, 'invalid-key')] });
    for (let i = 0; i < 10; i++) await refusing.run([FIRST]).catch(() => {});
    expect(refusing.resilience.isPaused(main, 'first')).toBe(false);
  });

  const refused = new BudgetError('budget-exceeded', 'There is no room.', 'Raise it.');
  const stopped = outcomeOf({ text: '', status: 0, finishReason: 'cancelled', firstDeltaMs: null });

  test.each([
    ['was stopped', stopped],
    ['a budget had no room for', refused],
    ['was refused with 401', failed(401, 'invalid-key')],
    ['was refused with 429', failed(429, 'provider-quota')],
    ['met no network', failed(0, 'unreachable')],
  ])('a try that %s says nothing: the next one fails, and it is left alone again', async (_, said) => {
    const { run, resilience, clock, asked } = prepare({ first: [DOWN, DOWN, DOWN, DOWN, DOWN, said, DOWN] });
    for (let i = 0; i < 2; i++) await run([FIRST]).catch(() => {});
    clock.pass(PAUSE_MS);
    expect(resilience.isPaused(main, 'first')).toBe(false);
    // Without a network it is tried once more at once: that is the next one.
    await run([FIRST]).catch(() => {});
    if (asked.length < 7) await run([FIRST]).catch(() => {});
    expect(resilience.isPaused(main, 'first')).toBe(true);
    expect(asked).toHaveLength(7);
  });

  test('but not because there is no network here', async () => {
    const { run } = prepare({ first: [failed(0, 'unreachable')] });
    for (let i = 0; i < 5; i++) await expect(run([FIRST])).rejects.toMatchObject({ code: 'unreachable' });
    const broken = prepare({ first: [failed(0, 'unreachable', { mayBeCharged: true })] });
    for (let i = 0; i < 5; i++) await broken.run([FIRST]).catch(() => {});
    expect(broken.resilience.isPaused(main, 'first')).toBe(true);
  });
});

describe('limits that the provider told of', () => {
  const told = (resetMs: number) =>
    outcomeOf({
      advice: { ...NO_ADVICE, limits: { requests: { limit: 10, remaining: 0, resetMs } } },
    });

  test('are waited for if it is not long, and told', async () => {
    const { run, clock, steps } = prepare({ first: [told(30_000), WELL] });
    await run([FIRST]);
    await run([FIRST]);
    // Three seconds for each of ten; whether another window left something is looked at each second.
    expect(clock.naps).toEqual([1000, 1000, 1000]);
    expect(steps).toEqual(['main lets this key ask again in 3 s.']);
  });

  test('send to somebody else if it is long', async () => {
    const { run, clock } = prepare({ first: [told(3_600_000)], second: [WELL] });
    await run([FIRST]);
    expect((await run([FIRST, SECOND])).candidate).toBe(SECOND);
    await expect(run([FIRST])).rejects.toMatchObject({ code: 'rate-limited' });
    expect(clock.naps).toEqual([]);
  });

  const wait = (retryAfterMs: number) =>
    failed(429, 'rate-limited', { advice: { ...NO_ADVICE, retryAfterMs } });

  test('a long Retry-After of one question is for all that follow, in any window', async () => {
    const { run, asked, clock, shared } = prepare({ first: [wait(120_000), WELL], second: [WELL] });
    const other = prepare({ first: [WELL] }, { clock, shared });
    await expect(run([FIRST])).rejects.toMatchObject({ code: 'rate-limited' });
    for (const each of [run, other.run])
      await expect(each([FIRST])).rejects.toMatchObject({
        code: 'rate-limited',
        hint: expect.stringMatching(/after .*12:02:00/),
      });
    expect((await run([FIRST, SECOND])).candidate).toBe(SECOND);
    expect(asked).toEqual(['1 first', '1 second']);
    expect(other.asked).toEqual([]);
    clock.pass(120_000);
    await other.run([FIRST]);
    expect(other.asked).toEqual(['1 first']);
  });

  test('a short one is waited for by those that follow, too', async () => {
    const { run, clock, shared } = prepare({ first: [wait(3000)] });
    await expect(run([FIRST])).rejects.toMatchObject({ code: 'rate-limited' });
    const other = prepare({ first: [WELL] }, { clock, shared });
    const startedAt = clock.now();
    await other.run([FIRST]);
    expect(other.steps).toEqual(['main lets this key ask again in 3 s.']);
    expect(clock.now() - startedAt).toBe(3000);
  });

  describe('are for another window at once where a question waits no more:', () => {
    // 15,000 of 60,000 tokens are used, a thousand a second come back.
    const used = outcomeOf({
      advice: { ...NO_ADVICE, limits: { tokens: { limit: 60_000, remaining: 45_000, resetMs: 15_000 } } },
    });
    const [large, small] = [candidate('first', { tokens: 58_000 }), candidate('first', { tokens: 9000 })];

    async function windows(queue = {}) {
      const clock = new TestClock();
      const directory = scratchDirectory();
      const [one, other] = [await openShared(directory, clock), await openShared(directory, clock)];
      onTestFinished(() => {
        one.close();
        other.close();
      });
      const left = prepare({ first: [used, WELL] }, { clock, shared: async () => one, queue });
      await left.run([FIRST]);
      return { left, right: prepare({ first: [WELL] }, { clock, shared: async () => other }) };
    }

    test('one that was stopped', async () => {
      const { left, right } = await windows();
      await left.run([large], { onStep: () => left.stop() });
      await right.run([small]);
      expect(right.steps).toEqual([]);
    });

    test('one that is too late', async () => {
      const { left, right } = await windows();
      await expect(left.run([large], { withinMs: 1000 })).rejects.toMatchObject({ code: 'too-late' });
      await right.run([small]);
      expect(right.steps).toEqual([]);
    });

    test('one that was not taken', async () => {
      const { left, right } = await windows({ maxWaiting: 0 });
      await expect(left.run([large])).rejects.toMatchObject({ code: 'busy' });
      await right.run([small]);
      expect(right.steps).toEqual([]);
    });

    test('but not where another waits behind it', async () => {
      const { left, right } = await windows();
      const stopped = new AbortController();
      const first = left.run([large], { signal: stopped.signal });
      const next = left.run([large], { onStep: () => stopped.abort() });
      await first;
      await right.run([small]);
      expect(right.steps).toHaveLength(1);
      await next;
    });
  });

  test('one that is stopped while it waits leaves at once, and the next one goes on', async () => {
    const { run, stop, asked } = prepare({ first: [told(30_000), WELL] });
    await run([FIRST]);
    const { result } = await run([FIRST], { onStep: () => stop() });
    expect(result.outcome.finishReason).toBe('cancelled');
    expect(asked).toEqual(['1 first', '1 first']);
  });

  test('it is too late when the time is over, even if the clock is put back', async () => {
    const { run, clock } = prepare({ first: [told(30_000), WELL] });
    await run([FIRST]);
    const onStep = () => {
      clock.pass(180_000);
      clock.pass(-3_600_000);
    };
    await expect(run([FIRST], { onStep })).rejects.toMatchObject({ code: 'too-late' });
  });
});

test('where too many wait, a new question goes elsewhere, and one that was taken comes back', async () => {
  const { run, asked } = prepare(
    { first: [DOWN, WELL], second: [WELL], local: [WELL] },
    { queue: { maxUnderWay: 1, maxWaiting: 1 } },
  );
  const { promise: open, resolve } = Promise.withResolvers<void>();
  const others: Promise<{ candidate: Candidate }>[] = [];
  const attempt = async () => {
    await open;
    return { outcome: WELL };
  };
  const local = candidate('local', { provider: { ...main, name: 'local' }, maxNanoUsd: 0 });
  const onStep = () => {
    if (others.length > 0) return;
    others.push(run([SECOND], { attempt }), run([SECOND, local]));
    void others[1]?.then(() => resolve());
  };
  // The first waits to try again while one is under way: that is all there is room for.
  expect((await run([FIRST], { onStep })).candidate).toBe(FIRST);
  expect((await Promise.all(others)).map((each) => each.candidate)).toEqual([SECOND, local]);
  expect(asked).toEqual(['1 first', '1 local', '2 first']);
});

test('413: once with smaller pictures', async () => {
  const large = failed(413, 'request-too-large');
  const small = candidate('first', { tokens: 500 });
  const { run, asked } = prepare({ first: [large, WELL] });
  const ran = await run([FIRST], { smaller: async () => small });
  expect(ran.candidate).toBe(small);
  expect(asked).toEqual(['1 first', '2 first']);
  const still = prepare({ first: [large] });
  await expect(still.run([FIRST], { smaller: async () => small })).rejects.toMatchObject({
    code: 'request-too-large',
  });
  expect(still.asked).toHaveLength(2);
});

test('413: others get no more than what was not found too large', async () => {
  const large = failed(413, 'request-too-large');
  const text = candidate('text', { maxNanoUsd: 100 });
  const smaller = async (each: Candidate, refused: readonly Candidate[]) => {
    if (each === text) return text;
    return refused.length === 1 ? { ...each, model: `small ${each.model}` } : undefined;
  };
  const { run, asked, steps } = prepare({ first: [large], 'small first': [large], text: [WELL] });
  await run([FIRST, SECOND, text], { smaller });
  expect(asked).toEqual(['1 first', '2 small first', '3 text']);
  expect(steps).toEqual([
    'It failed (request-too-large). Trying once more with smaller pictures.',
    'It failed (request-too-large). Asking text instead.',
  ]);
  const lost = failed(504, 'provider-down', { mayBeCharged: true });
  const other = prepare({ first: [large], 'small first': [lost], 'small second': [WELL] });
  await other.run([FIRST, SECOND, text], { smaller });
  expect(other.asked).toEqual(['1 first', '2 small first', '3 small second']);
  const words = prepare({ first: [large] });
  await expect(words.run([FIRST, SECOND])).rejects.toBe(large.error);
  expect(words.asked).toEqual(['1 first']);
});
