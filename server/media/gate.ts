interface Waiting {
  weight: number;
  enter: () => void;
}

/** Lets work in while all that is under way together weighs no more than the capacity; the rest waits in line. */
export class Gate {
  readonly #capacity: number;
  readonly #waiting: Waiting[] = [];
  #load = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Work heavier than the capacity runs alone. */
  async run<T>(weight: number, work: () => Promise<T>): Promise<T> {
    const counted = Math.min(weight, this.#capacity);
    await this.#enter(counted);
    try {
      return await work();
    } finally {
      this.#load -= counted;
      this.#admit();
    }
  }

  #enter(weight: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ weight, enter: resolve });
    this.#admit();
    return promise;
  }

  /** In order of arrival: what is heavy would else wait for ever. */
  #admit(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#load + next.weight > this.#capacity) return;
      this.#waiting.shift();
      this.#load += next.weight;
      next.enter();
    }
  }
}
