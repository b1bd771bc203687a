import type { Clock } from './clock.ts';

/** Failures in a row after which a model is left alone. */
export const MAX_FAILURES = 5;

/** How long; then one request tries. */
export const PAUSE_MS = 60_000;

/** What a request says of the model and the way to it; many say nothing: one that was stopped, or never sent. */
export type Sign = 'well' | 'ill' | 'none';

interface Circuit {
  /** In a row. */
  failures: number;
  /** In milliseconds since 1970, also when it has passed; undefined while the circuit is closed. */
  pausedUntil: number | undefined;
  /** Whether a request tries it at this moment. */
  isProbed: boolean;
}

/** One circuit breaker for each provider and model, of this process: each window finds out for itself. */
export class Breakers {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #circuits = new Map<string, Circuit>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /**
   * Calls, and notes what that says. For whoever has just been told by `pausedUntil` that the model may be asked.
   * When its pause is over, one call probes it, and until that ends it may not be asked.
   * A probe that says nothing changes nothing: the next call is one.
   */
  async run<R>(key: string, call: () => Promise<R>, signOf: (result: R) => Sign): Promise<R> {
    const circuit = this.#of(key);
    const isProbe = circuit.pausedUntil !== undefined;
    circuit.isProbed = isProbe;
    let sign: Sign = 'none';
    try {
      const result = await call();
      sign = signOf(result);
      return result;
    } finally {
      if (isProbe) circuit.isProbed = false;
      // Of an open circuit its probe decides, not what was under way when it opened.
      if (isProbe || circuit.pausedUntil === undefined) this.#note(circuit, sign);
    }
  }

  /** When it may be asked again, in milliseconds since 1970; undefined where it may be asked now. */
  pausedUntil(key: string): number | undefined {
    const circuit = this.#circuits.get(key);
    if (circuit?.pausedUntil === undefined) return undefined;
    const now = this.#clock.now();
    // Somebody is trying; what comes of it is known at the end of an answer, whenever that is.
    if (circuit.isProbed) return now;
    // Further away than any pause: the clock has been put back since.
    circuit.pausedUntil = Math.min(circuit.pausedUntil, now + PAUSE_MS);
    return circuit.pausedUntil > now ? circuit.pausedUntil : undefined;
  }

  /** Whether that is so because a call probes it at this moment. */
  isProbed(key: string): boolean {
    return this.#circuits.get(key)?.isProbed ?? false;
  }

  #note(circuit: Circuit, sign: Sign): void {
    if (sign === 'none') return;
    circuit.failures = sign === 'ill' ? circuit.failures + 1 : 0;
    circuit.pausedUntil = circuit.failures >= MAX_FAILURES ? this.#clock.now() + PAUSE_MS : undefined;
  }

  #of(key: string): Circuit {
    const known = this.#circuits.get(key);
    if (known) return known;
    const circuit: Circuit = { failures: 0, pausedUntil: undefined, isProbed: false };
    this.#circuits.set(key, circuit);
    return circuit;
  }
}
