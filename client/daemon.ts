import { randomUUID } from 'node:crypto';
import { type CancellationToken, EventEmitter, type LogOutputChannel, l10n } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  ProgressType,
  TransportKind,
} from 'vscode-languageclient/node';
import type { z } from 'zod';
import { setCredentials } from '../protocol/credentials.ts';
import { LocalError } from '../protocol/errors.ts';
import { ExplainProgress, type Explanation, explain } from '../protocol/explain.ts';
import type { Message } from '../protocol/message.ts';
import { askQueued, type QueuedQuestion, queueChanged } from '../protocol/queue.ts';
import type { InitializationOptions, Settings } from '../protocol/settings.ts';
import { type SpendSummary, spendChanged } from '../protocol/spend.ts';
import {
  RecordProgress,
  record,
  type SoundNote,
  TranscribeProgress,
  type Transcript,
  transcribe,
} from '../protocol/voice.ts';
import { readFile } from '../protocol/workspace-image.ts';
import { CancelledError, DaemonDiedError, failureOf } from './failure.ts';
import { RestartPolicy } from './restart.ts';
import { withoutContent } from './trace.ts';

/** What the daemon is doing, for the meter and the view. */
export type DaemonState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  /** It died, and starts again after a pause. */
  | { readonly kind: 'waiting' }
  /** It died too often, and stays down until the user restarts it. */
  | { readonly kind: 'stopped' };

export interface DaemonOptions {
  /** Path of the daemon's bundle. */
  readonly module: string;
  readonly log: LogOutputChannel;
  readonly initialization: () => z.input<typeof InitializationOptions>;
  /** The key from the secret store, undefined if there is none. */
  readonly apiKey: () => Thenable<string | undefined>;
  /** Reads a picture of the workspace that a document links to. */
  readonly readFile: (params: z.output<typeof readFile.params>) => Promise<z.input<typeof readFile.result>>;
}

const START_TIMEOUT_MS = 30_000;

/** The language client without what it would do of itself: what the user gets to read is said once, by us. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** Leaves out the daemon's LSP commands: they are for clients that have no methods of ours. */
  override registerFeature(feature: Parameters<LanguageClient['registerFeature']>[0]): void {
    if ('registrationType' in feature && feature.registrationType.method === ExecuteCommandRequest.method) {
      return;
    }
    super.registerFeature(feature);
  }
}

/**
 * The daemon of this window: starts it, starts it again when it dies, and
 * speaks its protocol. A new language client for every life of the daemon: the
 * library's own restart knows neither pauses nor a failed start.
 */
export class Daemon {
  readonly #options: DaemonOptions;
  readonly #policy = new RestartPolicy();
  readonly #stateChanged = new EventEmitter<DaemonState>();
  readonly #spendChanged = new EventEmitter<SpendSummary>();
  readonly #queueChanged = new EventEmitter<readonly QueuedQuestion[]>();
  #state: DaemonState = { kind: 'starting' };
  #client: LanguageClient | undefined;
  #startedAt = 0;
  #life = 0;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeState = this.#stateChanged.event;
  readonly onDidChangeSpend = this.#spendChanged.event;
  /** What waits for the network. */
  readonly onDidChangeQueue = this.#queueChanged.event;

  constructor(options: DaemonOptions) {
    this.#options = options;
  }

  get state(): DaemonState {
    return this.#state;
  }

  /** Counts the lives of the daemon. What it was given in an earlier one, it has forgotten. */
  get life(): number {
    return this.#life;
  }

  /** The daemon's process id; undefined while there is none. */
  get pid(): number | undefined {
    const client = this.#client;
    return client instanceof LanguageClient ? client.serverProcess?.pid : undefined;
  }

  /** Starts the daemon, unless it has been. Does not wait. */
  start(): void {
    if (!this.#client && !this.#timer) void this.#launch();
  }

  /** Stops the daemon if it runs, and starts a new one at once. */
  async restart(): Promise<void> {
    this.#policy.reset();
    await this.#retire();
    await this.#launch();
  }

  /** @throws LenscapError what the daemon refused it with, or {@link DaemonDiedError} */
  async request<P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    params: z.input<P>,
    token?: CancellationToken,
  ): Promise<z.output<R>> {
    return this.#send(message, params, token);
  }

  async #send<R extends z.ZodType>(
    message: { readonly method: string; readonly result: R },
    params: unknown,
    token?: CancellationToken,
  ): Promise<z.output<R>> {
    const client = await this.#running(token);
    let result: unknown;
    try {
      result = await client.sendRequest<unknown>(message.method, params, token);
    } catch (error) {
      throw client === this.#client && this.#state.kind === 'running'
        ? failureOf(error)
        : new DaemonDiedError({ cause: error });
    }
    return message.result.parse(result);
  }

  /** Asks a question. `onProgress` is called in order, and not after this has returned. */
  explain(
    params: z.input<typeof explain.params>,
    onProgress: (progress: ExplainProgress) => void,
    token: CancellationToken,
  ): Promise<Explanation> {
    return this.#streamed(explain, params, ExplainProgress, onProgress, token);
  }

  /** Asks a question that waited for the network, in the same way. */
  askQueued(
    params: z.input<typeof askQueued.params>,
    onProgress: (progress: ExplainProgress) => void,
    token: CancellationToken,
  ): Promise<Explanation> {
    return this.#streamed(askQueued, params, ExplainProgress, onProgress, token);
  }

  /** Records as the settings have it. `onProgress` is called about 15 times a second. */
  record(
    onProgress: (progress: RecordProgress) => void,
    token: CancellationToken,
  ): Promise<SoundNote | null> {
    return this.#streamed(record, {}, RecordProgress, onProgress, token);
  }

  /** Has a sound transcribed. `onProgress` is called in order, and not after this has returned. */
  transcribe(
    params: z.input<typeof transcribe.params>,
    onProgress: (progress: TranscribeProgress) => void,
    token: CancellationToken,
  ): Promise<Transcript> {
    return this.#streamed(transcribe, params, TranscribeProgress, onProgress, token);
  }

  /** A request whose partial results come while it is answered. */
  async #streamed<R extends z.ZodType, G>(
    message: { readonly method: string; readonly result: R },
    params: object,
    progressSchema: z.ZodType<G>,
    onProgress: (progress: G) => void,
    token: CancellationToken,
  ): Promise<z.output<R>> {
    const client = await this.#running(token);
    const partialResultToken = randomUUID();
    const listening = client.onProgress(new ProgressType<unknown>(), partialResultToken, (value) => {
      const progress = progressSchema.safeParse(value);
      if (progress.success) onProgress(progress.data);
      else this.#options.log.warn(`The daemon sent progress that is none: ${progress.error.message}`);
    });
    try {
      return await this.#send(message, { ...params, partialResultToken }, token);
    } finally {
      listening.dispose();
    }
  }

  /** Sends settings the user changed. A daemon that is down gets them when it starts. */
  async configure(settings: Settings): Promise<void> {
    if (this.#state.kind !== 'running') return;
    await this.#client?.sendNotification('workspace/didChangeConfiguration', { settings });
  }

  /** Gives the daemon the key the user changed; undefined clears it. */
  async setApiKey(apiKey: string | undefined): Promise<void> {
    if (this.#state.kind === 'running') await this.request(setCredentials, { apiKey: apiKey ?? null });
  }

  /** Ends the daemon for good. */
  async stop(): Promise<void> {
    await this.#retire();
    this.#stateChanged.dispose();
    this.#spendChanged.dispose();
    this.#queueChanged.dispose();
  }

  async #launch(): Promise<void> {
    const { log, module, initialization, apiKey } = this.#options;
    this.#startedAt = performance.now();
    this.#setState({ kind: 'starting' });
    const run = { module, transport: TransportKind.ipc };
    const client: LanguageClient = new QuietClient(
      'lenscap',
      'Lenscap',
      { run, debug: { ...run, options: { execArgv: ['--inspect=6009'] } } },
      {
        outputChannel: log,
        traceOutputChannel: withoutContent(log),
        documentSelector: [{ language: 'markdown' }],
        initializationOptions: initialization,
        initializationFailedHandler: () => false,
        errorHandler: {
          error: (error) => ({ action: ErrorAction.Continue, handled: true, message: error.message }),
          closed: () => {
            this.#died(client);
            return {
              action: CloseAction.DoNotRestart,
              handled: true,
              message: l10n.t('The daemon stopped.'),
            };
          },
        },
      },
    );
    this.#client = client;
    client.onNotification(spendChanged.method, (params: unknown) => {
      const summary = spendChanged.params.safeParse(params);
      if (summary.success) this.#spendChanged.fire(summary.data);
      else log.warn(`The daemon sent a spend summary that is none: ${summary.error.message}`);
    });
    client.onNotification(queueChanged.method, (params: unknown) => {
      const changed = queueChanged.params.safeParse(params);
      if (changed.success) this.#queueChanged.fire(changed.data.questions);
      else log.warn(`The daemon sent a queue that is none: ${changed.error.message}`);
    });
    client.onRequest(readFile.method, (params: unknown) =>
      this.#options.readFile(readFile.params.parse(params)),
    );
    const hung = setTimeout(() => client.serverProcess?.kill('SIGKILL'), START_TIMEOUT_MS);
    try {
      await client.start();
      const key = await apiKey();
      if (key) await client.sendRequest(setCredentials.method, { apiKey: key });
      if (client !== this.#client) return;
      this.#life += 1;
      this.#setState({ kind: 'running' });
    } catch (error) {
      log.error('The daemon did not start.', failureOf(error).message);
      this.#died(client);
    } finally {
      clearTimeout(hung);
    }
  }

  #died(client: LanguageClient): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    const pause = this.#policy.died(performance.now() - this.#startedAt);
    if (pause === undefined) {
      this.#setState({ kind: 'stopped' });
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#launch();
    }, pause);
    this.#setState({ kind: 'waiting' });
  }

  async #retire(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const client = this.#client;
    this.#client = undefined;
    // A client that is still starting refuses to stop; then its process has to go.
    await client?.stop().catch(() => client.serverProcess?.kill());
  }

  /** The client, as soon as the daemon runs. */
  async #running(token: CancellationToken | undefined): Promise<LanguageClient> {
    for (;;) {
      if (token?.isCancellationRequested) throw new CancelledError();
      if (this.#state.kind === 'running' && this.#client) return this.#client;
      if (this.#state.kind === 'stopped') {
        throw new LocalError(
          'daemon-stopped',
          l10n.t('The Lenscap daemon does not stay up.'),
          l10n.t('Run “Lenscap: Restart Daemon”, and if that does not help, see “Lenscap: Open Log”.'),
        );
      }
      await this.#nextState(token);
    }
  }

  #nextState(token: CancellationToken | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        state.dispose();
        cancel?.dispose();
        resolve();
      };
      const state = this.#stateChanged.event(done);
      const cancel = token?.onCancellationRequested(done);
    });
  }

  #setState(state: DaemonState): void {
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
