export interface MemoryOptions<T> {
  /** How long a value counts, in milliseconds; 0 for never. */
  lifetimeMs: number;
  /** The most that all values may have together, by `sizeOf`. */
  maxSize: number;
  sizeOf(value: T): number;
  /** Milliseconds since 1970. */
  now?: () => number;
}

interface Kept<T> {
  value: T;
  size: number;
  keptAt: number;
}

/**
 * Values by key, in memory and nowhere else, bounded in size: what is too old
 * goes by itself, what was not used for longest makes room. A value is given as
 * it was put, not as a copy: nobody may change it.
 */
export class Memory<T> {
  readonly #options: MemoryOptions<T>;
  readonly #now: () => number;
  /** In the order of their last use. */
  readonly #kept = new Map<string, Kept<T>>();
  #size = 0;
  #lifetimeMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MemoryOptions<T>) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#lifetimeMs = options.lifetimeMs;
  }

  /** It counts for what is kept already, too. */
  set lifetimeMs(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
    this.#forgetOld();
  }

  get(key: string): T | undefined {
    this.#forgetOld();
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.value;
  }

  /** Keeps a value, instead of one that is kept already. */
  put(key: string, value: T): void {
    this.#forget(key);
    this.#forgetOld();
    const { maxSize, sizeOf } = this.#options;
    const size = sizeOf(value);
    if (size > maxSize || this.#lifetimeMs === 0) return;
    this.#kept.set(key, { value, size, keptAt: this.#now() });
    this.#size += size;
    for (const longestUnused of this.#kept.keys()) {
      if (this.#size <= maxSize) break;
      this.#forget(longestUnused);
    }
    this.#forgetInTime();
  }

  clear(): void {
    this.#kept.clear();
    this.#size = 0;
    this.#forgetInTime();
  }

  #forgetOld(): void {
    const now = this.#now();
    for (const [key, { keptAt }] of this.#kept) {
      // One from the future is from before the clock was put back.
      if (now < keptAt || now - keptAt >= this.#lifetimeMs) this.#forget(key);
    }
    this.#forgetInTime();
  }

  /** Nobody may ask for a long time: what is too old then goes all the same. */
  #forgetInTime(): void {
    clearTimeout(this.#timer);
    if (this.#kept.size === 0) return;
    const oldest = Math.min(...[...this.#kept.values()].map(({ keptAt }) => keptAt));
    const left = oldest + this.#lifetimeMs - this.#now();
    this.#timer = setTimeout(() => this.#forgetOld(), Math.max(1, left));
    this.#timer.unref();
  }

  #forget(key: string): void {
    this.#size -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}
