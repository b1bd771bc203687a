/** What a task under way is given. */
export interface Running<P> {
  /** Aborted when nobody waits for it any more. */
  signal: AbortSignal;
  /** Tells everybody who waits, also those who join later. */
  report(progress: P): void;
}

export interface Waiting<P> {
  signal: AbortSignal;
  onProgress(progress: P): void;
}

/** What came of a task for one of those who waited. */
export interface Arrived<R> {
  result: R;
  /** For one of them only: of those who stayed to the end, who came first. */
  isFirst: boolean;
}

/**
 * Joins those who want the same at the same time: the first starts a task, the
 * others see what it reports from its start, and all get its result or its
 * error. Who leaves takes nothing from those who stay; the last who leaves
 * ends the task.
 */
export class InFlight<P, R> {
  readonly #flights = new Map<string, Flight<P, R>>();

  /**
   * @param id the same for those who want the same
   * @returns undefined for who left while others stayed; the last who leaves gets what the task makes of it
   */
  async join(
    id: string,
    waiting: Waiting<P>,
    task: (running: Running<P>) => Promise<R>,
  ): Promise<Arrived<R> | undefined> {
    const joined = this.#flights.get(id);
    const flight = joined ?? new Flight<P, R>();
    const land = () => {
      // Who comes from now on starts anew.
      if (this.#flights.get(id) === flight) this.#flights.delete(id);
    };
    if (!joined) {
      this.#flights.set(id, flight);
      flight.signal.addEventListener('abort', land);
    }
    const passenger = flight.board(waiting);
    if (!joined) void flight.start(task).then(land, land);
    return await passenger;
  }
}

class Flight<P, R> {
  readonly #controller = new AbortController();
  readonly #waiting = new Set<Waiting<P>>();
  readonly #reported: P[] = [];
  readonly #end = Promise.withResolvers<R>();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  start(task: (running: Running<P>) => Promise<R>): Promise<R> {
    const report = (progress: P) => {
      this.#reported.push(progress);
      for (const { onProgress } of this.#waiting) onProgress(progress);
    };
    task({ signal: this.signal, report }).then(this.#end.resolve, this.#end.reject);
    return this.#end.promise;
  }

  async board(waiting: Waiting<P>): Promise<Arrived<R> | undefined> {
    const left = Promise.withResolvers<undefined>();
    const leave = () => {
      if (this.#waiting.size === 1) this.#controller.abort(waiting.signal.reason);
      else {
        this.#waiting.delete(waiting);
        left.resolve(undefined);
      }
    };
    this.#waiting.add(waiting);
    for (const progress of this.#reported) waiting.onProgress(progress);
    if (waiting.signal.aborted) leave();
    else waiting.signal.addEventListener('abort', leave, { once: true });
    try {
      const arrived = this.#end.promise.then((result) => {
        const [first] = this.#waiting;
        return { result, isFirst: first === waiting };
      });
      return await Promise.race([arrived, left.promise]);
    } finally {
      waiting.signal.removeEventListener('abort', leave);
    }
  }
}
