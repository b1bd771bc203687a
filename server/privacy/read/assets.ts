import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What the bundled reader runs on: absolute paths. */
export interface ReaderAssets {
  worker: string;
  wasm: string;
  /** Of a language's data, whether it is there or not. */
  language: (name: string) => string;
}

const WASM = 'tesseract-core-simd-lstm.wasm';

/**
 * Finds worker, engine and language data: in the folder `ocr` beside the
 * bundle, where the build puts them, or in `node_modules` when the sources run
 * as they are.
 */
export function locateAssets(directory?: string): ReaderAssets {
  const here = import.meta.dirname;
  // The bundle may be a chunk in a folder of its own.
  const beside = [directory, join(here, 'ocr'), join(here, '../ocr')].find(
    (each) => each !== undefined && existsSync(join(each, 'worker.js')),
  );
  if (beside !== undefined) {
    return {
      worker: join(beside, 'worker.js'),
      wasm: join(beside, WASM),
      language: (name) => join(beside, `${name}.traineddata.gz`),
    };
  }
  const packages = createRequire(import.meta.url);
  const resolve = (name: string) => packages.resolve(name);
  return {
    worker: join(here, 'ocr-worker.ts'),
    wasm: resolve(`tesseract.js-core/${WASM}`),
    language: (name) =>
      join(
        dirname(dirname(dirname(resolve('@tesseract.js-data/eng/package.json')))),
        '@tesseract.js-data',
        name,
        '4.0.0_best_int',
        `${name}.traineddata.gz`,
      ),
  };
}
