import { createHash } from 'node:crypto';
import type { Removed } from '../../protocol/attach.ts';
import { LenscapError } from '../../protocol/errors.ts';

/** What a picture is and carries. */
export interface PictureFacts {
  mime: string;
  /** As it is looked at, upright. */
  width: number;
  height: number;
  /** What its file has beside the pixels. */
  removed: Removed[];
}

/** A picture that was looked at; one that is not what its name says has a sentence saying what is wrong. */
export type Look =
  | { readonly kind: 'picture'; readonly bytes: number; readonly facts: PictureFacts }
  | { readonly kind: 'refused'; readonly bytes: number; readonly message: string };

export interface PictureSource {
  /** undefined if there is no such file, or it is too large; rejects if that cannot be told now. */
  read(uri: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** @throws LenscapError for what is no picture */
  inspect(bytes: Uint8Array): Promise<PictureFacts>;
}

/** Files that are read and looked at at the same time: each may have 20 MB. */
const AT_ONCE = 3;

/** Pictures whose looks are kept: a few hundred bytes each. */
const MAX_KNOWN = 2_000;

interface Known {
  hash: string;
  look: Look;
}

/**
 * Looks at the workspace's pictures, each once until it is said to have
 * changed, and then only closer if its content is another one.
 */
export class Pictures {
  readonly #source: PictureSource;
  /** null: there is no such file. */
  readonly #fresh = new Map<string, Look | null>();
  readonly #known = new Map<string, Known>();
  readonly #underWay = new Map<
    string,
    { look: Promise<Look | undefined>; stop: AbortController; waiting: number }
  >();
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(source: PictureSource) {
    this.#source = source;
  }

  /**
   * @param uri normalized
   * @returns undefined if there is no such picture, or it cannot be read now
   * @throws the signal's reason when nobody waits any more
   */
  async look(uri: string, signal: AbortSignal): Promise<Look | undefined> {
    signal.throwIfAborted();
    const fresh = this.#fresh.get(uri);
    if (fresh !== undefined) return fresh ?? undefined;
    let work = this.#underWay.get(uri);
    if (!work) {
      work = this.#start(uri);
      this.#underWay.set(uri, work);
    }
    const { look, stop } = work;
    work.waiting++;
    const own = work;
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([look, promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      own.waiting--;
      if (own.waiting === 0) {
        stop.abort();
        this.#drop(uri, own);
      }
    }
  }

  /** The picture changed, came or went: the next look is a new one. */
  forget(uri: string): void {
    this.#fresh.delete(uri);
    this.#underWay.delete(uri);
  }

  #start(uri: string) {
    const stop = new AbortController();
    const work = { look: Promise.resolve<Look | undefined>(undefined), stop, waiting: 0 };
    work.look = this.#inTurn(stop.signal, async () => {
      const bytes = await this.#source.read(uri, stop.signal);
      const look = bytes && (await this.#inspect(uri, bytes));
      // Not if it changed meanwhile.
      if (this.#underWay.get(uri) === work) remember(this.#fresh, uri, look ?? null);
      return look;
    })
      // What could not be read now is asked for again the next time.
      .catch(() => undefined);
    return work;
  }

  #drop(uri: string, work: object): void {
    if (this.#underWay.get(uri) === work) this.#underWay.delete(uri);
  }

  async #inspect(uri: string, bytes: Uint8Array): Promise<Look> {
    const hash = createHash('sha256').update(bytes).digest('base64');
    const known = this.#known.get(uri);
    if (known?.hash === hash) return known.look;
    const look = await this.#lookAt(bytes);
    remember(this.#known, uri, { hash, look });
    return look;
  }

  async #lookAt(bytes: Uint8Array): Promise<Look> {
    try {
      return { kind: 'picture', bytes: bytes.length, facts: await this.#source.inspect(bytes) };
    } catch (error) {
      const message = error instanceof LenscapError ? error.message : 'The picture cannot be read.';
      return { kind: 'refused', bytes: bytes.length, message };
    }
  }

  async #inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#running++;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      // The place goes to whoever is next.
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

/** Keeps what was used last: a map has its entries in the order they came in. */
function remember<T>(entries: Map<string, T>, key: string, value: T): void {
  entries.delete(key);
  entries.set(key, value);
  for (const oldest of entries.keys()) {
    if (entries.size <= MAX_KNOWN) break;
    entries.delete(oldest);
  }
}
