import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Failure } from '../../protocol/errors.ts';
import type { Settings } from '../../protocol/settings.ts';
import { reasonOf, showsDamage } from '../storage/failure.ts';
import type { Seal } from '../storage/sealing.ts';
import { alone, throwAway } from './cache-file.ts';
import { type Handed, type HandedAnswer, openHanded, sealHanded } from './handed.ts';
import { lifetimesOf } from './kinds.ts';
import { type Layers, type LayersOptions, openLayers, openMemory } from './layers.ts';

/** An answer as the provider gave it, with placeholders where the question had them. */
export interface KeptAnswer {
  text: string;
  /** What it cost then. */
  costNanoUsd: number;
}

/** As it is in the layers. Its key is in it, too: what was moved to another's name does not count. */
const Kept = z.object({ key: z.string(), keptAt: z.int(), text: z.string(), costNanoUsd: z.int() });

export type CacheLimits = Settings['cache'];

export interface AnswerCacheOptions extends Pick<LayersOptions, 'directory' | 'key'> {
  /** Told once of each kind of trouble, in a sentence. */
  onTrouble(sentence: string): void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** Where answers are kept. */
export interface CacheState {
  /** The file; undefined where they are kept in memory alone, window by window. */
  file: string | undefined;
  answers: number;
  bytes: number;
}

/** Somebody else's answer, kept or just given. */
export type Others =
  | { kind: 'kept'; answer: KeptAnswer }
  | { kind: 'handed'; answer: HandedAnswer }
  | { kind: 'failed'; failure: Failure };

/** What comes of waiting for one's turn to ask: what others were told, or the right to ask. */
export type Turn =
  | Others
  | {
      kind: 'mine';
      /** Ends it. @param handed what came of it, if that is for those who wait, too */
      release(handed?: Handed): void;
    };

/** What is asked, and for whom. */
export interface Asking {
  /** Of `answerKey`. */
  key: string;
  /** Names those who would be asked for, and refused, alike: they are told whatever comes. */
  share: string;
  /** Questions of one priority do not wait for those of another. */
  priority: string;
}

/** One's turn where nobody else can know of it. */
const ALONE: Turn = { kind: 'mine', release: () => {} };

/** Between two looks for another process's answer, in milliseconds: by chance, so that they do not look all at once. */
const PAUSE_MS = { least: 20, most: 80 };

/**
 * Answers by what they are answers to: in memory, and sealed in a file that
 * all windows share. It never fails a question: whatever goes wrong is a miss.
 */
export class AnswerCache {
  readonly #options: AnswerCacheOptions;
  readonly #now: () => number;
  readonly #told = new Set<string>();
  #limits: CacheLimits;
  #layers: Promise<Layers> | undefined;
  #isStartingAnew = false;

  /** Opens nothing yet: that is left to the first question. */
  constructor(options: AnswerCacheOptions, limits: CacheLimits) {
    this.#options = options;
    this.#limits = limits;
    this.#now = options.now ?? Date.now;
  }

  /** Whether answers are kept at all. Those who ask the same at the same time are joined in any case. */
  get isOn(): boolean {
    return this.#limits.answerSeconds > 0;
  }

  configure(limits: CacheLimits): void {
    this.#limits = limits;
    void this.#layers?.then(({ disk }) => {
      if (disk) disk.store.maxBytes = limits.maxBytes;
    });
  }

  /** @param key of `answerKey` */
  get(key: string): Promise<KeptAnswer | undefined> {
    return this.#use(async (layers) => {
      await layers.refresh();
      const { data } = Kept.safeParse(await layers.cache.get(layers.name(key)));
      if (data?.key !== key) return undefined;
      // The setting counts as it is now. An answer from the future is from before the clock was put back.
      const age = this.#now() - data.keptAt;
      if (age < 0 || age >= lifetimesOf(this.#limits).answer) return undefined;
      return { text: data.text, costNanoUsd: data.costNanoUsd };
    });
  }

  /** Keeps an answer, instead of one that is kept already. */
  async put(key: string, { text, costNanoUsd }: KeptAnswer): Promise<void> {
    await this.#use(async ({ cache, name }) => {
      const kept: z.input<typeof Kept> = { key, keptAt: this.#now(), text, costNanoUsd };
      await cache.set(name(key), kept, lifetimesOf(this.#limits).answer);
    });
  }

  /**
   * Waits until an answer is there or it is one's turn to ask: while another
   * process asks the same, it is what comes of that which is waited for, also
   * where nothing is kept. Where no file is shared it is one's turn at once;
   * also when aborted.
   * @param onWait called when there is somebody to wait for
   */
  async turn(asking: Asking, signal: AbortSignal, onWait: () => void): Promise<Turn> {
    const { key, share, priority } = asking;
    // Who waits gets what is kept or what is handed over: where nothing is kept, others would wait in vain.
    const line = this.isOn ? `${priority} ${key}` : share;
    let holder: string | undefined;
    for (;;) {
      const others = await this.#lookAround(key, share, holder);
      if (others) return others;
      if (signal.aborted) return ALONE;
      const taken = await this.#try(
        async ({ disk, name }) => disk && { ...disk.leases.take(name(line)), seal: disk.seal },
      );
      if (!taken) return ALONE;
      const { lease, seal } = taken;
      if (lease) {
        // Who had it until now may have left something since the look above.
        const late = await this.#lookAround(key, share, holder);
        if (late) lease.release();
        return (
          late ?? {
            kind: 'mine',
            release: (handed) => lease.release(handed && this.#sealed(seal, share, handed)),
          }
        );
      }
      if (holder === undefined) onWait();
      holder = taken.holder;
      const pause = PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least);
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }

  /** @returns undefined if it cannot be sealed: then everybody asks for themselves */
  #sealed(seal: Seal, share: string, handed: Handed): string | undefined {
    try {
      return sealHanded(seal, share, handed);
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  /** @param holder whom one waited for */
  async #lookAround(key: string, share: string, holder: string | undefined): Promise<Others | undefined> {
    const handed = await this.#try(async ({ disk }) => {
      const sealed = holder === undefined ? undefined : disk?.leases.handedBy(holder);
      return disk && sealed !== undefined ? openHanded(disk.seal, share, sealed) : undefined;
    });
    if (handed) return 'answer' in handed ? { kind: 'handed', ...handed } : { kind: 'failed', ...handed };
    const answer = await this.get(key);
    return answer && { kind: 'kept', answer };
  }

  /**
   * Forgets all answers, those of other windows, too, as far as they share the file.
   * @throws what keeps the file from being changed
   */
  async clear(): Promise<void> {
    const { cache, disk } = await this.#open();
    await cache.primary.clear();
    if (disk) {
      await disk.store.clear();
      disk.leases.clear();
    }
    // Without its key nothing in a file can be read.
    else await this.#throwAway();
  }

  async state(): Promise<CacheState> {
    const { disk } = await this.#open();
    if (!disk) return { file: undefined, answers: 0, bytes: 0 };
    return { file: disk.file, answers: disk.store.count(), bytes: disk.store.bytes() };
  }

  async close(): Promise<void> {
    const layers = this.#layers;
    this.#layers = undefined;
    await layers?.then((open) => open.close());
  }

  async #use<T>(action: (layers: Layers) => Promise<T>): Promise<T | undefined> {
    return this.isOn ? this.#try(action) : undefined;
  }

  async #try<T>(action: (layers: Layers) => Promise<T>): Promise<T | undefined> {
    try {
      return await action(await this.#open());
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  #open(): Promise<Layers> {
    this.#layers ??= this.#openLayers();
    return this.#layers;
  }

  async #openLayers(): Promise<Layers> {
    const options: LayersOptions = {
      ...this.#options,
      now: this.#now,
      maxBytes: this.#limits.maxBytes,
      onError: (error) => this.#tell(error),
    };
    try {
      return await openLayers(options);
    } catch (error) {
      this.#tell(error);
      return await openMemory(options);
    }
  }

  #tell(error: unknown): void {
    const reason = reasonOf(error);
    if (!this.#told.has(reason)) {
      this.#told.add(reason);
      this.#options.onTrouble(`The cache of answers does not work as it should: ${reason}.`);
    }
    if (showsDamage(error) && this.#layers && !this.#isStartingAnew) void this.#startAnew(this.#layers);
  }

  /** Throws a damaged file away, and makes another. Whoever asks meanwhile waits for it. */
  async #startAnew(damaged: Promise<Layers>): Promise<void> {
    this.#isStartingAnew = true;
    this.#layers = (async () => {
      await (await damaged).close();
      await this.#throwAway();
    })().then(
      () => this.#openLayers(),
      () => this.#openLayers(),
    );
    await this.#layers;
    this.#isStartingAnew = false;
  }

  #throwAway(): Promise<void> {
    const { directory } = this.#options;
    return alone(directory, async () => throwAway(directory));
  }
}
