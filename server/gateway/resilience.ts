import * as l10n from '@vscode/l10n';
import { BudgetError, type LenscapError, ProviderError } from '../../protocol/errors.ts';
import { Breakers } from './breaker.ts';
import { type Buckets, bucketKey, type Taken, type Ticket } from './buckets.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Outcome } from './gateway.ts';
import type { Provider } from './provider.ts';
import { RequestQueue, type Turn, type Urgency } from './queue.ts';
import { late, letsAskAgain, limited, paused, probed, tryingAgain, withTime } from './refusals.ts';
import { decide, LONGEST_WAIT_MS, signOf } from './retry.ts';
import type { Shared } from './shared-file.ts';

/** Somebody who can be asked. */
export interface Candidate {
  provider: Provider;
  model: string;
  /** What the request takes of the provider's limits: its input and its longest answer. */
  tokens: number;
  /** What the request costs at most. */
  maxNanoUsd: number;
}

export interface Asked<C, R> {
  signal: AbortSignal;
  urgency: Urgency;
  /** When the first word has to be there, in milliseconds from now; three minutes if not given. */
  withinMs?: number;
  /**
   * Holds money, makes one request, books it.
   * @param number from 1 on, through all candidates
   * @throws BudgetError if there is no room for it
   */
  attempt(candidate: C, number: number, firstDeltaBy: number): Promise<R>;
  /**
   * What of a candidate may be sent although others were found too large: itself, or the same with less of
   * a payload; undefined if it would be too large, too.
   * @param refused who was too large, this one perhaps among them
   */
  smaller(candidate: C, refused: readonly C[]): Promise<C | undefined>;
  /** What all attempts so far came to: together they never cost more than the first candidate does at most. */
  spentNanoUsd(): number;
  /** What is waited for, or tried instead, a sentence. */
  onStep(sentence: string, kind: 'wait' | 'retry' | 'fallback'): void;
}

/** When the first word of an answer has to be there, however many were asked for it. */
export const DEADLINE_MS = 180_000;

/** Nothing came of one candidate. */
interface Failed {
  kind: 'failed';
  error: LenscapError;
  leave: 'model' | 'provider' | 'everybody';
}

/** What became of one candidate. */
type Met<R> = { kind: 'done'; result: R } | Failed;

/** How a question fared so far. */
interface Course<C, R> extends Asked<C, R> {
  number: number;
  /** Whose requests were found too large. */
  refused: C[];
  withinMs: number;
  deadline: number;
  /** Aborted when the user stops, or when it is too late to begin anything. */
  waiting: AbortSignal;
}

export interface ResilienceOptions {
  /** What all windows know of the providers; asked for when the first question comes. */
  shared(): Promise<Shared>;
  clock?: Clock;
  queue?: ConstructorParameters<typeof RequestQueue>[0];
}

/**
 * The one way to providers, in a fixed order: the queue, limits on requests and
 * tokens, the circuit breaker, the deadline, the request itself; then retries,
 * then whoever can be asked instead. What it takes for an answer is up to the caller.
 */
export class Resilience {
  readonly #options: ResilienceOptions;
  readonly #clock: Clock;
  readonly #queues = new Map<string, RequestQueue>();
  readonly #breakers: Breakers;

  constructor(options: ResilienceOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#breakers = new Breakers(this.#clock);
  }

  /** Whether a model is left alone for now, because it failed again and again. */
  isPaused(provider: Provider, model: string): boolean {
    return this.#breakers.pausedUntil(bucketKey(provider, model)) !== undefined;
  }

  /**
   * Asks the candidates, the first one first, until one answers.
   * @returns what came of the request that was answered, in part at least, or was stopped by the user
   * @throws ProviderError, of the candidate that was wanted first; BudgetError if money ran out on the way
   */
  async run<C extends Candidate, R extends { outcome: Outcome }>(
    candidates: readonly C[],
    asked: Asked<C, R>,
  ): Promise<{ candidate: C; result: R }> {
    const tooLate = new AbortController();
    const { withinMs = DEADLINE_MS } = asked;
    const course: Course<C, R> = {
      ...asked,
      withinMs,
      number: 0,
      refused: [],
      deadline: this.#clock.now() + withinMs,
      waiting: AbortSignal.any([asked.signal, tooLate.signal]),
    };
    const callOff = this.#clock.later(withinMs, () => tooLate.abort());
    try {
      return await this.#askAll(candidates, course);
    } finally {
      callOff();
    }
  }

  async #askAll<C extends Candidate, R extends { outcome: Outcome }>(
    candidates: readonly C[],
    course: Course<C, R>,
  ): Promise<{ candidate: C; result: R }> {
    let first: LenscapError | undefined;
    let refusal: BudgetError | undefined;
    let affordable = Number.POSITIVE_INFINITY;
    const left = new Set<string>();
    const agreed = candidates[0]?.maxNanoUsd ?? 0;
    for (const next of candidates) {
      if (left.has(next.provider.name) || next.maxNanoUsd >= affordable) continue;
      if (course.spentNanoUsd() + next.maxNanoUsd > agreed) continue;
      const wanted = course.refused.length === 0 ? next : await course.smaller(next, course.refused);
      if (!wanted) continue;
      if (first) course.onStep(l10n.t('{0} Asking {1} instead.', first.message, wanted.model), 'fallback');
      const { candidate, met } = await this.#askOne(wanted, course);
      if (met.kind === 'done') return { candidate, result: met.result };
      const { error } = met;
      if (error instanceof BudgetError) {
        // On the way to an answer something cheaper may fit; what was quoted is for the user to decide.
        if (course.number === 0) throw error;
        refusal = error;
        affordable = wanted.maxNanoUsd;
      } else first ??= error;
      if (met.leave === 'everybody') break;
      if (met.leave === 'provider') left.add(wanted.provider.name);
    }
    throw refusal ?? first ?? new Error('There is nobody to ask.');
  }

  /** Asks one candidate, as often as it takes. */
  async #askOne<C extends Candidate, R extends { outcome: Outcome }>(
    wanted: C,
    course: Course<C, R>,
  ): Promise<{ candidate: C; met: Met<R> }> {
    let candidate = wanted;
    for (let tries = 1; ; tries++) {
      const met = await this.#ask(candidate, tries > 1, course);
      if (!('outcome' in met)) return { candidate, met };
      const { outcome } = met;
      const decision = decide(outcome, tries, this.#clock.random());
      const { error } = outcome;
      if (decision.kind === 'done' || !error) return { candidate, met: { kind: 'done', result: met } };
      if (decision.kind === 'smaller') {
        course.refused.push(candidate);
        const smaller = candidate === wanted ? await course.smaller(candidate, course.refused) : undefined;
        if (!smaller) return { candidate, met: { kind: 'failed', error, leave: 'model' } };
        course.onStep(l10n.t('{0} Trying once more with smaller pictures.', error.message), 'retry');
        candidate = smaller;
      } else if (decision.kind === 'again' && this.#clock.now() + decision.waitMs < course.deadline) {
        course.onStep(tryingAgain(error.message, decision.waitMs, tries + 1), 'retry');
        await this.#queueOf(candidate.provider).aside(() => this.#wait(decision.waitMs, course));
      } else {
        const leave =
          decision.kind === 'end' ? 'everybody' : decision.kind === 'next' ? decision.leave : 'model';
        return {
          candidate,
          met: { kind: 'failed', error: withTime(error, outcome, this.#clock.now()), leave },
        };
      }
    }
  }

  /** One request, when it is its turn, within the limits, if the model is not left alone. */
  async #ask<C extends Candidate, R extends { outcome: Outcome }>(
    candidate: C,
    isReturning: boolean,
    course: Course<C, R>,
  ): Promise<R | Failed> {
    const { provider, model } = candidate;
    const { urgency, waiting: signal } = course;
    const key = bucketKey(provider, model);
    const { buckets } = await this.#options.shared();
    let isLimited = false;
    let isLet = false;
    const begin = (): Turn<R | Failed> => {
      const refusal = this.#refusal(candidate, key, course);
      if (refusal) return { work: async () => refusal };
      const taken = takeAnyhow(buckets, key, candidate, urgency);
      if ('ticket' in taken) {
        isLet = true;
        return { work: () => this.#request(candidate, key, taken.ticket, course) };
      }
      const { waitMs } = taken;
      if (waitMs > LONGEST_WAIT_MS) {
        const error = limited(candidate, this.#clock.now() + waitMs);
        return { work: async () => ({ kind: 'failed', error, leave: 'model' }) };
      }
      if (!isLimited) course.onStep(letsAskAgain(provider, waitMs), 'wait');
      isLimited = true;
      return { waitMs };
    };
    const onWait = (before: number) => {
      if (isLimited) return;
      const sentence = l10n.t('Waiting: {0} requests are under way or waiting before this one.', before);
      course.onStep(sentence, 'wait');
    };
    try {
      // Stopped while it waited: that is an outcome, and booked as one.
      if (course.signal.aborted) return await this.#attempt(candidate, course);
      const refusal = this.#refusal(candidate, key, course);
      if (refusal) return refusal;
      const place = { lane: key, urgency, isReturning, signal, onWait };
      const queue = this.#queueOf(provider);
      try {
        return await queue.run(begin, place);
      } finally {
        // With what it takes it gives the turn back, too; those who wait behind it keep it.
        if (!isLet && !queue.hasWaiting(key)) leaveAnyhow(buckets, key);
      }
    } catch (error) {
      if (error instanceof BudgetError) return { kind: 'failed', error, leave: 'model' };
      if (error instanceof ProviderError)
        return { kind: 'failed', error, leave: error.code === 'busy' ? 'provider' : 'everybody' };
      // Whoever left the line did so because the user stopped, or because it is too late.
      if (signal.aborted && error === signal.reason) return this.#ask(candidate, isReturning, course);
      throw error;
    }
  }

  /** Why it cannot be asked now, whoever's turn it is. */
  #refusal<C extends Candidate, R>(candidate: C, key: string, course: Course<C, R>): Failed | undefined {
    if (course.waiting.aborted || this.#clock.now() >= course.deadline)
      return { kind: 'failed', error: late(candidate.provider, course.withinMs), leave: 'everybody' };
    const until = this.#breakers.pausedUntil(key);
    if (until === undefined) return undefined;
    const error = this.#breakers.isProbed(key) ? probed(candidate) : paused(candidate, until);
    return { kind: 'failed', error, leave: 'model' };
  }

  async #request<C extends Candidate, R extends { outcome: Outcome }>(
    candidate: C,
    key: string,
    ticket: Ticket,
    course: Course<C, R>,
  ): Promise<R> {
    const result = await this.#breakers.run(
      key,
      () => this.#attempt(candidate, course),
      ({ outcome }) => signOf(outcome),
    );
    await this.#remember(candidate, key, ticket, result.outcome);
    return result;
  }

  async #attempt<C extends Candidate, R>(candidate: C, course: Course<C, R>): Promise<R> {
    course.number++;
    try {
      return await course.attempt(candidate, course.number, course.deadline);
    } catch (error) {
      // Nothing was sent.
      if (error instanceof BudgetError) course.number--;
      throw error;
    }
  }

  /** Tells all windows how it went. That they cannot be told is no reason to fail. */
  async #remember(
    { provider, model }: Candidate,
    key: string,
    ticket: Ticket,
    outcome: Outcome,
  ): Promise<void> {
    try {
      const { buckets, health } = await this.#options.shared();
      const { error, advice } = outcome;
      if (advice) buckets.learn(key, advice, ticket);
      const now = this.#clock.now();
      const waitMs = error?.code === 'rate-limited' ? advice?.retryAfterMs : undefined;
      if (waitMs !== undefined) buckets.rest(key, waitMs);
      const limitedUntil = waitMs === undefined ? undefined : now + waitMs;
      const pausedUntil = this.#breakers.pausedUntil(key);
      if (error) health.failed(provider.name, model, now, error.code, { pausedUntil, limitedUntil });
      else if (outcome.finishReason !== 'cancelled') health.answered(provider.name, model, now);
    } catch {}
  }

  async #wait<C, R>(ms: number, { waiting }: Course<C, R>): Promise<void> {
    // Whoever waited looks at the signal and the deadline next.
    await this.#clock.sleep(ms, waiting).catch(() => {});
  }

  #queueOf({ name }: Provider): RequestQueue {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = new RequestQueue({ clock: this.#clock, ...this.#options.queue });
      this.#queues.set(name, queue);
    }
    return queue;
  }
}

function takeAnyhow(buckets: Buckets, key: string, { tokens }: Candidate, urgency: Urgency): Taken {
  try {
    return buckets.take(key, { requests: 1, tokens }, urgency);
  } catch {
    // A disk that cannot be written is no reason not to ask.
    return { ticket: {} };
  }
}

function leaveAnyhow(buckets: Buckets, key: string): void {
  try {
    buckets.leave(key);
  } catch {
    // Soon other windows wait for this one no longer, whether they are told or not.
  }
}
