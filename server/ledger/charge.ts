import * as l10n from '@vscode/l10n';
import { LocalError } from '../../protocol/errors.ts';
import { formatUsd } from '../../protocol/money.ts';
import { NO_USAGE, NOTHING_SAVED } from '../../protocol/usage.ts';
import type { Booking } from './entries.ts';
import type { Hold, HoldRequest, Settled } from './holds.ts';
import type { Ledger } from './ledger.ts';

/** How often a request under way shows the ledger that its owner lives. */
const RENEW_EVERY_MS = 1_000;

/** What a call that costs money reports: its result, and what to book for it. */
export interface Charged<T> {
  value: T;
  booking: Booking;
}

/**
 * The only way to spend: hold the worst case, call, settle by what it came to.
 * Whatever the call does, the hold ends: if it throws (which it should not: a
 * provider's failure is a value) the worst case is booked as estimated.
 * @param accrued what the call would cost if it ended now, in nano-dollars
 * @throws BudgetError before the call if there is no room.
 */
export async function charge<T>(
  ledger: Ledger,
  request: HoldRequest,
  accrued: () => number,
  call: (hold: Hold) => Promise<Charged<T>>,
): Promise<{ value: T; settled: Settled }> {
  const hold = await ledger.hold(request);
  const startedAt = performance.now();
  // A renewal that fails is no reason to stop an answer; settling will say if the ledger is gone.
  const renewal = setInterval(() => void ledger.renew(hold, accrued()).catch(() => {}), RENEW_EVERY_MS);
  renewal.unref();
  try {
    const { value, booking } = await call(hold);
    return { value, settled: await settle(ledger, hold, booking) };
  } catch (error) {
    if (error instanceof UnbookedError) throw error;
    await settle(ledger, hold, worstCase(request, performance.now() - startedAt));
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

/** The provider was asked, but the ledger could not be written. The hold stays, so the budget stays safe. */
export class UnbookedError extends LocalError {}

async function settle(ledger: Ledger, hold: Hold, booking: Booking): Promise<Settled> {
  try {
    return await ledger.settle(hold, booking);
  } catch (error) {
    throw new UnbookedError(
      'ledger-unwritable',
      l10n.t(
        'The cost of {0} could not be booked. {1}',
        formatUsd(booking.costNanoUsd),
        error instanceof Error ? error.message : String(error),
      ),
      l10n.t('The amount held for it stays set aside until it can be booked. Check that the disk has room.'),
      { cause: error },
    );
  }
}

function worstCase(request: HoldRequest, totalMs: number): Booking {
  return {
    provider: 'unknown',
    requestId: request.requestId,
    certainty: 'estimated',
    costNanoUsd: request.maxNanoUsd,
    attempt: 1,
    status: 0,
    finishReason: 'failed',
    serviceTier: null,
    usage: NO_USAGE,
    saved: NOTHING_SAVED,
    firstDeltaMs: null,
    totalMs,
  };
}
