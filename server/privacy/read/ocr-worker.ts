// Runs in a worker thread: Tesseract as WebAssembly, one page after the other.
// Reads the two files it is told of, and nothing else: no network, no cache.
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import createModule from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import { DOTS_PER_INCH, type Page } from './engine.ts';

/** What a worker is started with: absolute paths. */
export interface WorkerSetup {
  wasm: string;
  languages: { name: string; file: string }[];
}

/** Main thread → worker. */
export interface WorkerTask {
  id: number;
  page: Page;
  /** Tesseract's page segmentation mode. */
  mode: string;
}

/** Worker → main thread: task 0 when it is ready, then once a task; `failed` is its last word. */
export type WorkerReply = { id: number; hocr: string } | { failed: string };

/**
 * Word lists pull characters towards words, which is wrong for tokens; without
 * them loading is faster too. They count only while the engine is initialized.
 */
const WITHOUT_WORD_LISTS = ['system', 'freq', 'punc', 'number', 'unambig', 'bigram']
  .map((list) => `load_${list}_dawg F\n`)
  .join('');

async function start(setup: WorkerSetup) {
  const silent = () => {};
  const module = await createModule({
    wasmBinary: await readFile(setup.wasm),
    print: silent,
    printErr: silent,
  });
  for (const { name, file } of setup.languages) {
    module.FS.writeFile(`/${name}.traineddata`, gunzipSync(await readFile(file)));
  }
  module.FS.writeFile('/config', WITHOUT_WORD_LISTS);
  const api = new module.TessBaseAPI();
  const names = setup.languages.map(({ name }) => name).join('+');
  if (api.Init(null, names, 1, '/config') !== 0) throw new Error(`Tesseract does not start with ${names}.`);
  // The engine has the data in its own memory now.
  for (const { name } of setup.languages) module.FS.unlink(`/${name}.traineddata`);
  api.SetVariable('user_defined_dpi', DOTS_PER_INCH);
  api.SetVariable('hocr_char_boxes', '1');
  // Pages come dark on light: a second try in reverse would only cost time.
  api.SetVariable('tessedit_do_invert', '0');

  return ({ page, mode }: WorkerTask): string => {
    const header = Buffer.from(`P5\n${page.width} ${page.height}\n255\n`);
    module.FS.writeFile('/input', Buffer.concat([header, page.grey]));
    api.SetVariable('tessedit_pageseg_mode', mode);
    if (api.SetImageFile(1, 0) !== 0) throw new Error('Tesseract does not take the page.');
    if (api.Recognize(null) !== 0) throw new Error('Tesseract gave up on the page.');
    const hocr = api.GetHOCRText(0);
    api.Clear();
    return hocr;
  };
}

if (parentPort) {
  const port = parentPort;
  const reply = (message: WorkerReply) => port.postMessage(message);
  try {
    const recognize = await start(workerData);
    port.on('message', (task: WorkerTask) => {
      try {
        reply({ id: task.id, hocr: recognize(task) });
      } catch (error) {
        // After an abort of the WebAssembly nothing in here can be trusted any more.
        reply({ failed: String(error) });
        port.close();
      }
    });
    reply({ id: 0, hocr: '' });
  } catch (error) {
    reply({ failed: String(error) });
    port.close();
  }
}
