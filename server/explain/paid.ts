import { randomUUID } from 'node:crypto';
import type { Attempt } from '../../protocol/explain.ts';
import type { Route } from '../../protocol/route.ts';
import type { Gateway, Outcome, StreamHooks } from '../gateway/gateway.ts';
import { noConnectionYet } from '../gateway/refusals.ts';
import type { Asked, Candidate, Resilience } from '../gateway/resilience.ts';
import { charge } from '../ledger/charge.ts';
import type { Booking } from '../ledger/entries.ts';
import type { Hold, Settled } from '../ledger/holds.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Somebody who can be asked, and at what price. */
export interface Payee extends Candidate {
  gateway: Gateway;
  route: Route;
  expectedNanoUsd: number;
}

/** What to book for a request, and what the user has to know of it. */
export interface Booked {
  booking: Booking;
  notice: string | undefined;
}

/** What is asked for, and how it is paid. */
export interface Errand<C extends Payee>
  extends Pick<Asked<C, unknown>, 'signal' | 'urgency' | 'withinMs' | 'smaller'> {
  questionId: string;
  /** What the user agreed it may cost at most, although a budget has no room for it. */
  allowNanoUsd: number | undefined;
  send(candidate: C, hold: Hold, requestId: string, stream: StreamHooks): Promise<Outcome>;
  book(candidate: C, outcome: Outcome): Promise<Booked>;
  /** What a request has cost of which so much has come, high rather than low. */
  accrued(candidate: C, streamed: string): number;
  onDelta(text: string): void;
  /** What is waited for, or tried instead, a sentence. */
  onStep: Asked<C, unknown>['onStep'];
}

/** Who answered in the end, and what all requests for it came to. */
export interface Paid<C extends Payee> {
  candidate: C;
  outcome: Outcome;
  /** Of the request that was answered. */
  booking: Booking;
  costNanoUsd: number;
  certainty: 'exact' | 'estimated';
  attempts: Attempt[];
  notices: string[];
  settled: Settled;
  firstDeltaMs: number | null;
}

/** One request that was made, and booked. */
interface Made extends Booked {
  /** Our id of it. */
  id: string;
  /** The model that was asked. */
  asked: string;
  outcome: Outcome;
  settled: Settled;
}

/**
 * Asks the candidates until one answers, each request held for and booked on its own; all together
 * never cost more than the first does at most.
 * @throws ProviderError, BudgetError, LocalError
 */
export async function askPaid<C extends Payee>(
  candidates: readonly C[],
  errand: Errand<C>,
  context: { resilience: Resilience; ledger: Ledger; workspace: string },
): Promise<Paid<C>> {
  const startedAt = performance.now();
  const made: Made[] = [];
  const spent = () => made.reduce((sum, { booking }) => sum + booking.costNanoUsd, 0);
  let firstDeltaMs: number | null = null;
  const onDelta = (text: string) => {
    firstDeltaMs ??= performance.now() - startedAt;
    errand.onDelta(text);
  };
  const { candidate, result } = await context.resilience.run(candidates, {
    signal: errand.signal,
    urgency: errand.urgency,
    ...(errand.withinMs !== undefined && { withinMs: errand.withinMs }),
    async attempt(each, number, firstDeltaBy) {
      const allowNanoUsd =
        errand.allowNanoUsd === undefined ? undefined : Math.max(0, errand.allowNanoUsd - spent());
      const onNoConnection = () => errand.onStep(noConnectionYet(each.provider), 'wait');
      const stream = { signal: errand.signal, firstDeltaBy, onDelta, onNoConnection };
      const one = await request(each, number, { ...errand, allowNanoUsd }, context, stream);
      made.push(one);
      return one;
    },
    smaller: errand.smaller,
    spentNanoUsd: spent,
    onStep: errand.onStep,
  });
  return {
    candidate,
    outcome: result.outcome,
    booking: result.booking,
    costNanoUsd: spent(),
    certainty: made.every((each) => each.booking.certainty === 'exact') ? 'exact' : 'estimated',
    attempts: made.map(({ id, asked, booking: { provider, status, costNanoUsd } }) => ({
      id,
      provider,
      model: asked,
      status,
      costNanoUsd,
    })),
    notices: made.flatMap(({ notice }) => notice ?? []),
    settled: { passed: made.flatMap((each) => each.settled.passed) },
    firstDeltaMs,
  };
}

/** One request: hold the worst case, send, settle by what came of it. */
async function request<C extends Payee>(
  candidate: C,
  number: number,
  errand: Errand<C>,
  { ledger, workspace }: { ledger: Ledger; workspace: string },
  stream: StreamHooks,
): Promise<Made> {
  const requestId = randomUUID();
  const { model, route, expectedNanoUsd, maxNanoUsd } = candidate;
  let streamed = '';
  const hooks: StreamHooks = {
    ...stream,
    onDelta(text) {
      streamed += text;
      stream.onDelta(text);
    },
  };
  const { value, settled } = await charge(
    ledger,
    {
      requestId,
      questionId: errand.questionId,
      workspace,
      route,
      model,
      expectedNanoUsd,
      maxNanoUsd,
      accruedNanoUsd: errand.accrued(candidate, ''),
      allowNanoUsd: errand.allowNanoUsd,
    },
    () => errand.accrued(candidate, streamed),
    async (hold) => {
      const outcome = await errand.send(candidate, hold, requestId, hooks);
      const { booking, notice } = await errand.book(candidate, outcome);
      const numbered = { ...booking, attempt: number };
      return { value: { outcome, booking: numbered, notice }, booking: numbered };
    },
  );
  return { ...value, id: requestId, asked: model, settled };
}
