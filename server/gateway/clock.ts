import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, as the gateway meets them; tests have their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws the signal's reason, as the cause of an AbortError, when aborted */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls after a time. @returns what calls it off */
  later(ms: number, call: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal && { signal }),
  later(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
