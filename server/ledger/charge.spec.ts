import { sql } from 'kysely';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { openStorage } from '../storage/database.ts';
import { charge, UnbookedError } from './charge.ts';
import type { Booking } from './entries.ts';
import type { HoldRequest } from './holds.ts';
import { Ledger } from './ledger.ts';

const REQUEST: HoldRequest = {
  requestId: 'request',
  questionId: 'question',
  workspace: 'here',
  route: 'vision',
  model: 'gpt-4o',
  maxNanoUsd: 500,
  expectedNanoUsd: 0,
  accruedNanoUsd: 100,
};

const BOOKING: Booking = {
  provider: 'openai',
  requestId: 'req_1',
  certainty: 'exact',
  costNanoUsd: 230,
  attempt: 1,
  status: 200,
  finishReason: 'stop',
  serviceTier: null,
  usage: NO_USAGE,
  saved: NOTHING_SAVED,
  firstDeltaMs: 1,
  totalMs: 2,
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

async function open() {
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const ledger = new Ledger(db);
  await ledger.initialize();
  const look = async () => {
    const [day] = await ledger.budgets({ workspace: 'here' });
    return [day?.spentNanoUsd, day?.heldNanoUsd];
  };
  const write = (allowed: boolean) => sql`pragma query_only = ${sql.raw(allowed ? 'off' : 'on')}`.execute(db);
  return { ledger, db, look, write };
}

test('holds, calls, settles by what the call came to', async () => {
  const { ledger, look } = await open();
  const { value, settled } = await charge(
    ledger,
    REQUEST,
    () => 0,
    async (hold) => {
      expect(hold.maxNanoUsd).toBe(500);
      expect(await look()).toEqual([0, 500]);
      return { value: 'answer', booking: BOOKING };
    },
  );
  expect(value).toBe('answer');
  expect(settled).toEqual({ passed: [] });
  expect(await look()).toEqual([230, 0]);
  expect(vi.getTimerCount()).toBe(0);
});

test('without room nothing is called', async () => {
  const { ledger, look } = await open();
  await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 499);
  const call = vi.fn();
  await expect(charge(ledger, REQUEST, () => 0, call)).rejects.toMatchObject({ kind: 'budget' });
  expect(call).not.toHaveBeenCalled();
  expect(await look()).toEqual([0, 0]);
  expect(vi.getTimerCount()).toBe(0);
});

test('where the ledger cannot be written nothing is called', async () => {
  const { ledger, write } = await open();
  await write(false);
  const call = vi.fn();
  await expect(charge(ledger, REQUEST, () => 0, call)).rejects.toMatchObject({ code: 'ledger-unavailable' });
  expect(call).not.toHaveBeenCalled();
});

test('a call that throws is booked at its worst case, as estimated, and throws on', async () => {
  const { ledger, db, look } = await open();
  const failing = charge(
    ledger,
    REQUEST,
    () => 0,
    async () => {
      throw new TypeError('a fault of ours');
    },
  );
  await expect(failing).rejects.toThrow(TypeError);
  expect(await look()).toEqual([500, 0]);
  expect(await db.selectFrom('entry').selectAll().execute()).toMatchObject([
    { cost_nano_usd: 500, certainty: 'estimated', finish_reason: 'failed', request_id: 'request' },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a request under way shows that it lives, and what it has cost so far', async () => {
  const { ledger, db } = await open();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  let accrued = 150;
  const charging = charge(
    ledger,
    REQUEST,
    () => accrued,
    async () => {
      start();
      await ended;
      return { value: undefined, booking: BOOKING };
    },
  );
  await started;
  const hold = () => db.selectFrom('hold').selectAll().executeTakeFirstOrThrow();
  const first = await hold();
  expect(first.accrued_nano_usd).toBe(100);
  await vi.advanceTimersByTimeAsync(5000);
  await vi.waitFor(async () => expect((await hold()).accrued_nano_usd).toBe(150));
  expect((await hold()).expires_at > first.expires_at).toBe(true);
  accrued = 199;
  await vi.advanceTimersByTimeAsync(5000);
  await vi.waitFor(async () => expect((await hold()).accrued_nano_usd).toBe(199));
  end();
  await charging;
});

test('a cost that cannot be written stays held, is told, and is booked exactly once it can be', async () => {
  const { ledger, db, look, write } = await open();
  const charging = charge(
    ledger,
    REQUEST,
    () => 0,
    async () => {
      await write(false);
      return { value: 'answer', booking: BOOKING };
    },
  );
  const error: unknown = await charging.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UnbookedError);
  expect(error).toMatchObject({
    kind: 'failed',
    code: 'ledger-unwritable',
    message: expect.stringMatching(
      /^The cost of \$0\.00000023 could not be booked\. The ledger .* cannot be used: .*\.$/,
    ),
  });
  expect(await look()).toEqual([0, 500]);
  await expect(ledger.recoverOrphans()).rejects.toMatchObject({ code: 'ledger-unavailable' });
  await write(true);
  await ledger.recoverOrphans();
  await ledger.recoverOrphans();
  expect(await look()).toEqual([230, 0]);
  expect(await db.selectFrom('entry').selectAll().execute()).toMatchObject([
    { cost_nano_usd: 230, certainty: 'exact', request_id: 'req_1' },
  ]);
});

test('a renewal that fails does not stop the answer', async () => {
  const { ledger, look, write } = await open();
  await charge(
    ledger,
    REQUEST,
    () => 150,
    async () => {
      await write(false);
      await vi.advanceTimersByTimeAsync(5000);
      await write(true);
      return { value: undefined, booking: BOOKING };
    },
  );
  expect(await look()).toEqual([230, 0]);
});
