import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LocalError } from '../../../protocol/errors.ts';
import { locateAssets, type ReaderAssets } from './assets.ts';
import { BundledEngine } from './bundled-engine.ts';
import type { Page } from './engine.ts';

const page = (width: number): Page => ({ grey: new Uint8Array(width * 10).fill(255), width, height: 10 });
const never = new AbortController().signal;

/** A worker that keeps the rules for pages 10 wide, and breaks one of them for others. */
const MISBEHAVING = `
import { parentPort, threadId } from 'node:worker_threads';
parentPort.on('message', ({ id, page }) => {
  if (page.width === 11) process.exit(3);
  if (page.width === 12) throw new Error('broken');
  if (page.width === 13) return; // Says nothing more.
  parentPort.postMessage({ id, hocr: String(threadId) });
});
parentPort.postMessage({ id: 0, hocr: '' });
`;

let directory: string;
let misbehaving: ReaderAssets;
const engines: BundledEngine[] = [];

function engine(assets: ReaderAssets, idleMs?: number): BundledEngine {
  const made = new BundledEngine(assets, ['eng'], idleMs);
  engines.push(made);
  return made;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lenscap-reader-'));
  const worker = join(directory, 'worker.mjs');
  await writeFile(worker, MISBEHAVING);
  misbehaving = { worker, wasm: '', language: () => '' };
});

afterEach(() => Promise.all(engines.splice(0).map((each) => each.close())));
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('BundledEngine', () => {
  it('answers in the order of the pages, from at most two threads', async () => {
    const answers = await engine(misbehaving).recognize(
      Array.from({ length: 20 }, () => page(10)),
      'lines',
      never,
    );
    expect(answers).toHaveLength(20);
    expect(answers).not.toContain('');
    expect(new Set(answers).size).toBeLessThanOrEqual(2);
  });

  it.each([
    ['ends', 11],
    ['throws', 12],
  ])('fails with a LocalError if a thread %s, and goes on with a fresh one', async (_, width) => {
    const broken = engine(misbehaving);
    await expect(broken.recognize([page(width)], 'lines', never)).rejects.toThrow(LocalError);
    await expect(broken.recognize([page(10)], 'lines', never)).resolves.toHaveLength(1);
  });

  it('fails if the thread is killed while it reads', async () => {
    const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
    const reading = engine(misbehaving).recognize([page(13)], 'lines', never);
    const failure = expect(reading).rejects.toThrow('stopped unexpectedly');
    const worker = await started;
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    await failure;
  });

  it('fails if there is no worker to start', async () => {
    const missing = { ...misbehaving, worker: join(directory, 'missing.mjs') };
    await expect(engine(missing).recognize([page(10)], 'lines', never)).rejects.toThrow(LocalError);
  });

  it('does not wait for a page that is under way when it is aborted', async () => {
    const controller = new AbortController();
    const stuck = engine(misbehaving);
    const reading = stuck.recognize([page(13)], 'lines', controller.signal);
    controller.abort(new Error('changed my mind'));
    await expect(reading).rejects.toThrow('changed my mind');
    await expect(stuck.recognize([page(10)], 'lines', controller.signal)).rejects.toThrow('changed my mind');
  });

  it('lets its threads go when nothing is read for a while', async () => {
    const exit = new Promise((resolve) =>
      process.once('worker', (worker: Worker) => worker.once('exit', resolve)),
    );
    const idle = engine(misbehaving, 20);
    const [first] = await idle.recognize([page(10)], 'lines', never);
    await exit;
    const [second] = await idle.recognize([page(10)], 'lines', never);
    expect(second).not.toBe(first);
  });

  it('survives Tesseract giving up', async () => {
    const real = engine(locateAssets());
    const impossible = { grey: new Uint8Array(1), width: 100_000, height: 100_000 };
    await expect(real.recognize([impossible], 'lines', never)).rejects.toThrow(LocalError);
    const [hocr] = await real.recognize([page(10)], 'lines', never);
    expect(hocr).toContain("class='ocr_page'");
  }, 30_000);

  it('gets ready ahead, and says so if it cannot', async () => {
    await engine(locateAssets()).warmUp();
    await expect(engine({ ...locateAssets(), wasm: '/missing.wasm' }).warmUp()).rejects.toThrow(LocalError);
  }, 30_000);
});
