import { onTestFinished, vi } from 'vitest';
import type { Clock } from '../../server/gateway/clock.ts';

interface Alarm {
  at: number;
  call(): void;
}

/**
 * A clock that a test turns. Sleeps pass at once, and move it on; what is set
 * for later waits for `pass`. `Date` goes with it.
 */
export class TestClock implements Clock {
  /** How long was slept, in order, in milliseconds. */
  readonly naps: number[] = [];
  readonly #alarms = new Set<Alarm>();
  #now = Date.parse('2026-11-21T12:00:00Z');

  constructor() {
    vi.useFakeTimers({ toFake: ['Date'], now: this.#now });
    onTestFinished(() => {
      vi.useRealTimers();
    });
  }

  now = (): number => this.#now;

  /** Full jitter at its fullest. */
  random = (): number => 0.999;

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.naps.push(Math.round(ms));
    this.pass(ms);
    // Others get their turn, as they would.
    await new Promise((resolve) => setImmediate(resolve));
  }

  later(ms: number, call: () => void): () => void {
    const alarm = { at: this.#now + ms, call };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Time passes; what is due is called. */
  pass(ms: number): void {
    this.#now += ms;
    vi.setSystemTime(this.#now);
    for (const alarm of [...this.#alarms]) {
      if (alarm.at > this.#now || !this.#alarms.delete(alarm)) continue;
      alarm.call();
    }
  }
}
