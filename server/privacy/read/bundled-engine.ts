import { availableParallelism } from 'node:os';
import type { ReadRequest } from '../reading.ts';
import type { ReaderAssets } from './assets.ts';
import { type Engine, PAGE_MODES, type Page } from './engine.ts';
import { OcrThread } from './ocr-thread.ts';

/** Threads stay this long for the next picture, in milliseconds. */
const IDLE_MS = 60_000;

/** More threads than this cost more memory than they save time. */
const MOST_THREADS = 2;

/** Tesseract as WebAssembly in worker threads: comes along, needs no network and writes no file. */
export class BundledEngine implements Engine {
  readonly #assets: ReaderAssets;
  readonly #languages: readonly string[];
  readonly #idleMs: number;
  readonly #threads: (OcrThread | undefined)[];
  #idle: NodeJS.Timeout | undefined;

  /** @param languages whose data is there. */
  constructor(assets: ReaderAssets, languages: readonly string[], idleMs = IDLE_MS) {
    this.#assets = assets;
    this.#languages = languages;
    this.#idleMs = idleMs;
    this.#threads = Array.from({ length: Math.min(MOST_THREADS, availableParallelism()) });
  }

  async recognize(
    pages: readonly Page[],
    layout: ReadRequest['layout'],
    signal: AbortSignal,
  ): Promise<string[]> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      const results = pages.map(() => '');
      // The largest first, so that no thread is left alone with one at the end.
      const order = [...pages.entries()].toSorted(([, a], [, b]) => area(b) - area(a)).values();
      const lane = async () => {
        for (const [index, page] of order) {
          if (signal.aborted) return;
          results[index] = await this.#leastBusy().recognize(page, PAGE_MODES[layout]);
        }
      };
      const lanes = Array.from({ length: Math.min(this.#threads.length, pages.length) }, lane);
      // A page that is under way cannot be stopped: nobody waits for it, and the thread stays.
      await Promise.race([Promise.all(lanes), aborted.promise]);
      return results;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#rest();
    }
  }

  async warmUp(): Promise<void> {
    await Promise.all(this.#threads.map((_, index) => this.#thread(index).ready()));
    this.#rest();
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const threads = this.#threads.splice(0, this.#threads.length, ...this.#threads.map(() => undefined));
    await Promise.all(threads.map((thread) => thread?.end()));
  }

  #leastBusy(): OcrThread {
    const loads = this.#threads.map((thread) => (thread?.alive ? thread.load : 0));
    return this.#thread(loads.indexOf(Math.min(...loads)));
  }

  #thread(index: number): OcrThread {
    clearTimeout(this.#idle);
    const running = this.#threads[index];
    if (running?.alive) return running;
    const languages = this.#languages.map((name) => ({ name, file: this.#assets.language(name) }));
    const thread = new OcrThread(this.#assets.worker, { wasm: this.#assets.wasm, languages });
    this.#threads[index] = thread;
    return thread;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#threads.some((thread) => (thread?.load ?? 0) > 0)) this.#rest();
      else void this.close();
    }, this.#idleMs).unref();
  }
}

function area({ width, height }: Page): number {
  return width * height;
}
