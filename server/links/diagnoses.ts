import type { Diagnostic } from 'vscode-languageserver';

export interface DiagnosesOptions {
  /** What there is to say of a document now. Stops early when the signal is aborted. */
  diagnose(uri: string, signal: AbortSignal): Promise<Diagnostic[]>;
  publish(uri: string, diagnostics: Diagnostic[]): void;
  /** Something failed that is not the document's fault. */
  onError(error: unknown): void;
}

/** Typing goes on for longer than this between two letters, or it pauses. */
const PAUSE_MS = 300;

interface Work {
  timer: NodeJS.Timeout;
  stop: AbortController;
}

/** Keeps the diagnostics of open documents up to date: a while after a change, and only for the last one. */
export class Diagnoses {
  readonly #options: DiagnosesOptions;
  readonly #work = new Map<string, Work>();

  constructor(options: DiagnosesOptions) {
    this.#options = options;
  }

  /** The document, or a picture in it, changed. */
  changed(uri: string): void {
    this.#cancel(uri);
    const stop = new AbortController();
    const timer = setTimeout(() => void this.#run(uri, stop.signal), PAUSE_MS);
    timer.unref();
    this.#work.set(uri, { timer, stop });
  }

  /** The document was closed: what was said of it is taken back. */
  closed(uri: string): void {
    this.#cancel(uri);
    this.#options.publish(uri, []);
  }

  stop(): void {
    for (const uri of [...this.#work.keys()]) this.#cancel(uri);
  }

  #cancel(uri: string): void {
    const work = this.#work.get(uri);
    if (!work) return;
    clearTimeout(work.timer);
    work.stop.abort();
    this.#work.delete(uri);
  }

  async #run(uri: string, signal: AbortSignal): Promise<void> {
    try {
      const diagnostics = await this.#options.diagnose(uri, signal);
      if (!signal.aborted) this.#options.publish(uri, diagnostics);
    } catch (error) {
      if (!signal.aborted) this.#options.onError(error);
    }
  }
}
