import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
} from 'cockatiel';

/** Failures in a row after which a model is left alone. */
export const MAX_FAILURES = 5;

/** How long; then one request tries. */
export const PAUSE_MS = 60_000;

interface Breaker {
  policy: CircuitBreakerPolicy;
  pausedUntil: number;
}

/**
 * One circuit breaker for each provider and model, of this process: each window finds out for itself.
 * By the system's clock, which is the library's.
 */
export class Breakers {
  readonly #breakers = new Map<string, Breaker>();

  /**
   * Calls unless the circuit is open. When its pause is over, one call probes it and the others are turned away.
   * @param isFailure whether a result says that the model, or the way to it, is not well
   * @returns undefined where it is open
   */
  async run<R>(
    key: string,
    call: () => Promise<R>,
    isFailure: (result: R) => boolean,
  ): Promise<{ result: R } | undefined> {
    if (this.pausedUntil(key) !== undefined) return undefined;
    let came: { result: R } | undefined;
    try {
      await this.#of(key).policy.execute(async () => {
        const result = await call();
        came = { result };
        return isFailure(result);
      });
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
    }
    return came;
  }

  /** When it may be asked again, in milliseconds since 1970; undefined where it may be asked now. */
  pausedUntil(key: string): number | undefined {
    const breaker = this.#breakers.get(key);
    switch (breaker?.policy.state) {
      case CircuitState.HalfOpen:
        // Somebody is trying; what comes of it is known in a moment.
        return Date.now();
      case CircuitState.Open:
        return breaker.pausedUntil > Date.now() ? breaker.pausedUntil : undefined;
      default:
        return undefined;
    }
  }

  #of(key: string): Breaker {
    const known = this.#breakers.get(key);
    if (known) return known;
    const policy = circuitBreaker(
      handleWhenResult((failed) => failed === true),
      { breaker: new ConsecutiveBreaker(MAX_FAILURES), halfOpenAfter: PAUSE_MS },
    );
    const breaker = { policy, pausedUntil: 0 };
    policy.onBreak(() => {
      breaker.pausedUntil = Date.now() + PAUSE_MS;
    });
    this.#breakers.set(key, breaker);
    return breaker;
  }
}
