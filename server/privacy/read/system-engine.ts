import { availableParallelism } from 'node:os';
import type { ReadRequest } from '../reading.ts';
import { DOTS_PER_INCH, type Engine, PAGE_MODES, type Page } from './engine.ts';
import { type Bounds, run } from './program.ts';
import { encodeTiff } from './tiff.ts';

/** Processes beside each other; each loads the language data for itself. */
const MOST_PROCESSES = 2;

/** For all pages of a process together, in milliseconds. */
const TIMEOUT_MS = 120_000;

/** hOCR has about 100 bytes a character; no screen holds a hundred thousand of them. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** The machine's own `tesseract`, fed over its standard input: no files, no shell, nothing secret in its arguments. */
export class SystemEngine implements Engine {
  readonly #program: string;
  readonly #languages: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  readonly #bounds: Bounds;

  constructor(
    program: string,
    languages: readonly string[],
    environment: NodeJS.ProcessEnv,
    bounds: Bounds = { timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_OUTPUT_BYTES },
  ) {
    this.#program = program;
    this.#languages = languages;
    this.#environment = childEnvironment(environment);
    this.#bounds = bounds;
  }

  async recognize(
    pages: readonly Page[],
    layout: ReadRequest['layout'],
    signal: AbortSignal,
  ): Promise<string[]> {
    const results = pages.map(() => '');
    const hands = deal(pages, Math.min(MOST_PROCESSES, availableParallelism()));
    const failed = new AbortController();
    await Promise.all(
      hands.map(async (indexes) => {
        const hand = indexes.flatMap((index) => pages[index] ?? []);
        const hocr = await this.#run(hand, layout, AbortSignal.any([signal, failed.signal]));
        // One document a page, each in a <div class='ocr_page'>; what stands before the first is the head.
        const documents = hocr.split(/(?=<div class='ocr_page')/).slice(1);
        for (const [at, index] of indexes.entries()) results[index] = documents[at] ?? '';
      }),
    ).catch((error: unknown) => {
      // The other process works for nothing.
      failed.abort();
      throw error;
    });
    return results;
  }

  async warmUp(): Promise<void> {}

  async close(): Promise<void> {}

  #run(pages: readonly Page[], layout: ReadRequest['layout'], signal: AbortSignal): Promise<string> {
    const variables = {
      tessedit_create_hocr: '1',
      hocr_char_boxes: '1',
      // Pages come dark on light: a second try in reverse would only cost time.
      tessedit_do_invert: '0',
      // Word lists pull characters towards words, which is wrong for tokens.
      load_system_dawg: '0',
      load_freq_dawg: '0',
      load_punc_dawg: '0',
      load_number_dawg: '0',
    };
    const args = ['stdin', 'stdout', '-l', this.#languages.join('+'), '--psm', PAGE_MODES[layout]];
    args.push('--dpi', DOTS_PER_INCH);
    for (const [name, value] of Object.entries(variables)) args.push('-c', `${name}=${value}`);
    return run(this.#program, args, {
      input: encodeTiff(pages),
      environment: this.#environment,
      signal,
      ...this.#bounds,
    });
  }
}

/** What the program gets to see of the environment: where its libraries and its data are, and no keys. */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed = ['PATH', 'TESSDATA_PREFIX', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot', 'TEMP'];
  return {
    ...Object.fromEntries(passed.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []))),
    // Its own threads wait for each other more than they work; we start several processes instead.
    OMP_THREAD_LIMIT: '1',
  };
}

/** Deals pages to so many processes that each has about as many pixels. @returns the pages' indexes, no empty hand. */
function deal(pages: readonly Page[], most: number): number[][] {
  const hands = Array.from({ length: Math.min(most, pages.length) }, () => ({
    pixels: 0,
    indexes: [] as number[],
  }));
  const order = [...pages.entries()].toSorted(([, a], [, b]) => b.width * b.height - a.width * a.height);
  for (const [index, { width, height }] of order) {
    const lightest = hands.reduce((a, b) => (b.pixels < a.pixels ? b : a));
    lightest.pixels += width * height;
    lightest.indexes.push(index);
  }
  return hands.map(({ indexes }) => indexes);
}
