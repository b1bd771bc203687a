import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  ProgressType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { z } from 'zod';
import { ExplainProgress, type Explanation, explain } from '../protocol/explain.ts';
import type { Message } from '../protocol/message.ts';
import { askQueued } from '../protocol/queue.ts';
import type { Question } from '../protocol/quote.ts';
import {
  RecordProgress,
  record,
  type SoundNote,
  TranscribeProgress,
  type Transcript,
  transcribe,
} from '../protocol/voice.ts';

/** The bundled daemon. */
export const DAEMON = join(import.meta.dirname, '../out/daemon.js');

export interface DaemonOptions {
  environment?: NodeJS.ProcessEnv;
  initializationOptions?: unknown;
  /** Instead of `out/daemon.js` of this tree. */
  module?: string;
  nodeArguments?: string[];
  /** `pipe` if the caller reads what the daemon writes to its standard error; else it goes to ours. */
  stderr?: 'pipe' | 'inherit';
}

/** A plain LSP client: a daemon of its own, over stdio. */
export class DaemonClient {
  readonly process: ChildProcessWithoutNullStreams;
  readonly connection: MessageConnection;

  private constructor(process: ChildProcessWithoutNullStreams, connection: MessageConnection) {
    this.process = process;
    this.connection = connection;
  }

  /** Spawns a daemon and shakes hands with it. */
  static async start(options: DaemonOptions = {}): Promise<DaemonClient> {
    const client = DaemonClient.spawn(options);
    await client.initialize(options.initializationOptions);
    return client;
  }

  /** Spawns a daemon that still waits for `initialize`. */
  static spawn(options: DaemonOptions = {}): DaemonClient {
    const child = spawn(
      process.execPath,
      [...(options.nodeArguments ?? []), options.module ?? DAEMON, '--stdio'],
      { env: options.environment ?? process.env, stdio: 'pipe' },
    );
    if (options.stderr !== 'pipe') child.stderr.pipe(process.stderr);
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    return new DaemonClient(child, connection);
  }

  /** @param locale the language to be spoken to in; English if not given */
  async initialize(initializationOptions?: unknown, locale?: string): Promise<void> {
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions,
      ...(locale !== undefined && { locale }),
    });
    await this.connection.sendNotification('initialized', {});
  }

  /** Sends one of Lenscap's messages and parses its answer. */
  async request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
    signal?: AbortSignal,
  ): Promise<z.output<R>> {
    const { token } = cancellationOf(signal);
    return message.result.parse(await this.connection.sendRequest(message.method, params, token));
  }

  /** Asks a question; `onProgress` gets the partial results as they come. */
  explain(
    question: Partial<Question>,
    onProgress: (progress: ExplainProgress) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Explanation> {
    return this.#streamed(explain, question, (value) => onProgress(ExplainProgress.parse(value)), signal);
  }

  /** Asks a question that waited for the network, in the same way. */
  askQueued(
    question: z.input<typeof askQueued.params>,
    onProgress: (progress: ExplainProgress) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Explanation> {
    return this.#streamed(askQueued, question, (value) => onProgress(ExplainProgress.parse(value)), signal);
  }

  /** Has a sound transcribed. */
  transcribe(
    params: Omit<z.input<typeof transcribe.params>, 'partialResultToken'>,
    onProgress: (progress: TranscribeProgress) => void = () => {},
    signal?: AbortSignal,
  ): Promise<Transcript> {
    return this.#streamed(transcribe, params, (value) => onProgress(TranscribeProgress.parse(value)), signal);
  }

  /** Records from the microphone; null when it was cancelled. */
  record(
    params: Omit<z.input<typeof record.params>, 'partialResultToken'>,
    onProgress: (progress: RecordProgress) => void = () => {},
    signal?: AbortSignal,
  ): Promise<SoundNote | null> {
    return this.#streamed(record, params ?? {}, (value) => onProgress(RecordProgress.parse(value)), signal);
  }

  async #streamed<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: object,
    onProgress: (progress: unknown) => void,
    signal: AbortSignal | undefined,
  ): Promise<z.output<R>> {
    const partialResultToken = `${message.method}-${++tokens}`;
    const listening = this.connection.onProgress(new ProgressType<unknown>(), partialResultToken, onProgress);
    const { token } = cancellationOf(signal);
    try {
      return message.result.parse(
        await this.connection.sendRequest(message.method, { ...params, partialResultToken }, token),
      );
    } finally {
      listening.dispose();
    }
  }

  /** Ends the daemon as an editor does. */
  async stop(): Promise<number | null> {
    const exit = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    if (this.process.exitCode !== null) return this.process.exitCode;
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await exit;
    this.connection.dispose();
    return code;
  }
}

function cancellationOf(signal: AbortSignal | undefined): CancellationTokenSource {
  const cancellation = new CancellationTokenSource();
  signal?.addEventListener('abort', () => cancellation.cancel(), { once: true });
  return cancellation;
}

let tokens = 0;
