const PAUSES_MS = [250, 1_000, 2_000, 5_000, 10_000];
const LONG_LIFE_MS = 60_000;

/**
 * How long to wait before a daemon that died is started again: longer each
 * time, from the beginning once one has lived for a minute.
 */
export class RestartPolicy {
  #quickDeaths = 0;

  /**
   * @param livedMs how long the daemon ran, in milliseconds
   * @returns the pause in milliseconds; undefined when it has died too often and should stay down
   */
  died(livedMs: number): number | undefined {
    this.#quickDeaths = livedMs >= LONG_LIFE_MS ? 1 : this.#quickDeaths + 1;
    return PAUSES_MS[this.#quickDeaths - 1];
  }

  /** Forgets earlier deaths: the user asked for a new start. */
  reset(): void {
    this.#quickDeaths = 0;
  }
}
