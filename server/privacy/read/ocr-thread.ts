import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { LocalError } from '../../../protocol/errors.ts';
import type { Page } from './engine.ts';
import type { WorkerReply, WorkerSetup, WorkerTask } from './ocr-worker.ts';

/** A thread that says nothing for so long will never, in milliseconds. */
const SILENCE_MS = 60_000;

interface Waiting {
  resolve: (hocr: string) => void;
  reject: (error: LocalError) => void;
}

/** The thread's word that it is ready is waited for under this number; tasks have theirs from 1. */
const READY = 0;

/**
 * A worker thread with Tesseract in it, doing its pages in order. Whatever
 * goes wrong in there ends the thread, never the process, and fails what was
 * waiting for it. It keeps the process alive only while there is work.
 */
export class OcrThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready: Promise<string>;
  #lastTask = READY;
  #silence: NodeJS.Timeout | undefined;
  #failure: LocalError | undefined;

  constructor(script: string, setup: WorkerSetup) {
    // Nothing of the environment belongs in there, least of all keys; nor do the process' own flags.
    this.#worker = new Worker(script, {
      workerData: setup,
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (reply: WorkerReply) => {
      if ('failed' in reply) this.#end(reply.failed);
      else this.#settle(reply.id, reply.hocr);
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', (status) => this.#end(`The thread ended with ${status}.`));
    this.#ready = this.#wait(READY);
    // A thread that was only warmed up fails quietly: it is replaced when it is needed.
    this.#ready.catch(() => {});
  }

  /** Whether it can be given pages. */
  get alive(): boolean {
    return this.#failure === undefined;
  }

  /** How many pages it has still to do. */
  get load(): number {
    return this.#waiting.size;
  }

  /** @throws LocalError if it does not start. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  /**
   * @returns the page's hOCR.
   * @throws LocalError if the thread ended before the page was done.
   */
  async recognize(page: Page, mode: string): Promise<string> {
    if (this.#failure) throw this.#failure;
    const id = ++this.#lastTask;
    const done = this.#wait(id);
    this.#worker.postMessage({ id, page, mode } satisfies WorkerTask);
    return await done;
  }

  /** Ends the thread; what it was doing fails. */
  async end(): Promise<void> {
    this.#end('It was told to.');
    await this.#worker.terminate();
  }

  #wait(id: number): Promise<string> {
    this.#worker.ref();
    this.#listen();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #settle(id: number, hocr: string): void {
    this.#waiting.get(id)?.resolve(hocr);
    this.#waiting.delete(id);
    clearTimeout(this.#silence);
    if (this.#waiting.size > 0) this.#listen();
    else this.#worker.unref();
  }

  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end(`It said nothing for ${SILENCE_MS} ms.`), SILENCE_MS);
  }

  #end(cause: unknown): void {
    clearTimeout(this.#silence);
    this.#failure ??= new LocalError(
      'reader-stopped',
      l10n.t('Reading the picture stopped unexpectedly.'),
      l10n.t('Try again; if it happens again, choose the other reader in lenscap.privacy.reader.'),
      { cause },
    );
    this.#worker.unref();
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
    void this.#worker.terminate();
  }
}
