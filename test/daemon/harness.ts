// A daemon for one test: real process, real stdio, a ledger and a key of its own. Whatever it wrote
// is searched for the key when the test has finished.
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { Failure } from '../../protocol/errors.ts';
import type { ExplainProgress, Explanation } from '../../protocol/explain.ts';
import type { Message } from '../../protocol/message.ts';
import type { Question } from '../../protocol/quote.ts';
import { type Spend, spend, spendChanged } from '../../protocol/spend.ts';
import { DaemonClient } from '../../scripts/daemon-client.ts';
import { loadCatalogue } from '../../server/catalogue/catalogue.ts';
import { type Exchange, type RawProvider, startRawProvider } from '../support/raw-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';

/** What a whole good answer takes, as a provider counts. */
export const USAGE = { prompt_tokens: 1000, completion_tokens: 40 };

/** A key that is nobody's; put together here so that no scanner takes it for one. */
export const KEY = ['test', 'key', 'that', 'nobody', 'may', 'see'].join('-');

export interface DaemonSetup {
  /** The ledger's folder; a new one if not given. */
  directory?: string;
  baseUrl?: string;
  /** null: none. */
  key?: string | null;
  settings?: object;
  workspace?: string;
  /** As the editor calls its language; English if not given. */
  locale?: string;
  environment?: NodeJS.ProcessEnv;
  /** A file that is its keychain: daemons that share it open what the others sealed. Without one there is the system's, if any. */
  keychain?: string;
}

export interface TestDaemon {
  readonly client: DaemonClient;
  readonly connection: MessageConnection;
  readonly directory: string;
  /** Everything it wrote to stderr and to the client's log. */
  log(): string;
  /** Waits for a state of the meter. */
  meter(wanted: (summary: z.output<typeof spendChanged.params>) => boolean): Promise<void>;
  request: DaemonClient['request'];
  explain: DaemonClient['explain'];
  /** The ledger as it is now. */
  spend(): Promise<Spend>;
  stop(): Promise<number | null>;
}

/** To be loaded before the program, for a keychain of its own. */
export const KEYCHAIN = join(import.meta.dirname, '../support/keychain.ts');

/** An environment with nothing of the developer's own in it. */
export function environmentOf({
  directory,
  baseUrl,
  key = KEY,
  environment,
  keychain,
}: DaemonSetup): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    HOME: directory,
    LENSCAP_DATA_DIR: directory,
    ...(key === null ? {} : { OPENAI_API_KEY: key }),
    ...(baseUrl === undefined ? {} : { OPENAI_BASE_URL: baseUrl }),
    ...(keychain === undefined ? {} : { TEST_KEYCHAIN: keychain }),
    ...environment,
  };
}

/** Spawns a daemon; it still waits for `initialize`. */
export function spawnDaemon(setup: DaemonSetup = {}): TestDaemon {
  const directory = setup.directory ?? scratchDirectory();
  const client = DaemonClient.spawn({
    environment: environmentOf({ ...setup, directory }),
    stderr: 'pipe',
    ...(setup.keychain !== undefined && { nodeArguments: ['--import', KEYCHAIN] }),
  });
  const { connection, process: child } = client;
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log += `${message}\n`;
  });
  const summaries: z.output<typeof spendChanged.params>[] = [];
  const watchers = new Set<() => void>();
  connection.onNotification(spendChanged.method, (params: unknown) => {
    summaries.push(spendChanged.params.parse(params));
    for (const look of watchers) look();
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(log).not.toContain(setup.key ?? KEY);
  });
  return {
    client,
    connection,
    directory,
    log: () => log,
    meter(wanted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => {
        const last = summaries.at(-1);
        if (!last || !wanted(last)) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
      return promise;
    },
    request: (message, params, signal) => client.request(message, params, signal),
    explain: (question, onProgress, signal) => client.explain(question, onProgress, signal),
    spend: () => client.request(spend, {}),
    stop: () => client.stop(),
  };
}

/** The default models, without the day on which others take their place: tests that name them hold on every day. */
const LASTING = loadCatalogue()
  .entries.filter(({ name }) => name === 'gpt-4o' || name === 'gpt-4o-mini')
  .map(({ shutdownDate: _, successor: __, ...entry }) => entry);

/** Tests ask the same again and again, and mean it. */
const EVERY_TIME = { answerSeconds: 0 };

/** Spawns a daemon and shakes hands with it. It keeps no answers unless its settings say so. Unless the ledger's folder has models of its own, its defaults never retire. */
export async function startDaemon(setup: DaemonSetup = {}): Promise<TestDaemon> {
  const directory = setup.directory ?? scratchDirectory();
  const models = join(directory, 'models.json');
  if (!existsSync(models)) writeFileSync(models, JSON.stringify({ models: LASTING }));
  const daemon = spawnDaemon({ ...setup, directory });
  await daemon.client.initialize(
    {
      ...(setup.workspace === undefined ? {} : { workspace: setup.workspace }),
      settings: { cache: EVERY_TIME, ...setup.settings },
    },
    setup.locale,
  );
  return daemon;
}

/** A provider for this test alone, in the test's hand. */
export async function provideRaw(): Promise<RawProvider> {
  const provider = await startRawProvider();
  onTestFinished(() => provider.stop());
  return provider;
}

const Refusal = z.object({ code: z.int(), message: z.string(), data: z.unknown() });

/** A whole good answer, at `USAGE`. */
export function answerWell(exchange: Exchange): void {
  exchange.open().delta('Because.').finish().usage(USAGE).done();
}

/** The JSON-RPC error a request ends with. */
export async function refusalOf(request: Promise<unknown>): Promise<z.output<typeof Refusal>> {
  const error: unknown = await request.then(
    (result) => {
      throw new Error(`It was answered: ${JSON.stringify(result)}`);
    },
    (error: unknown) => error,
  );
  return Refusal.parse(error);
}

/** What a person is told by the error a request ends with. */
export async function failureOf(request: Promise<unknown>): Promise<Failure> {
  const failure = Failure.parse((await refusalOf(request)).data);
  // One sentence that says what is wrong, and one that says what to do.
  expect(failure.message).toMatch(/^\S.*[.!]$/s);
  expect(failure.hint).toMatch(/^\S.*[.!]$/s);
  return failure;
}

/** A question under way, with what has come of it so far. */
export interface Asking {
  readonly answer: Promise<Explanation>;
  /** What came so far. */
  text(): string;
  /** Waits until at least this much came. */
  came(text: string): Promise<void>;
  stop(): void;
}

export function ask(daemon: TestDaemon, question: Partial<Question>): Asking {
  const controller = new AbortController();
  const watchers = new Set<() => void>();
  let text = '';
  const onProgress = (progress: ExplainProgress) => {
    if (progress.kind === 'delta') text += progress.text;
    for (const look of watchers) look();
  };
  return {
    answer: daemon.explain(question, onProgress, controller.signal),
    text: () => text,
    came(wanted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => {
        if (text.startsWith(wanted)) resolve();
      };
      watchers.add(look);
      look();
      return promise;
    },
    stop: () => controller.abort(),
  };
}

/** Sends a request under its bare method, so that it may be malformed. */
export function sendRaw(
  daemon: TestDaemon,
  { method }: Pick<Message, 'method'>,
  params?: unknown,
): Promise<unknown> {
  return params === undefined
    ? daemon.connection.sendRequest(method)
    : daemon.connection.sendRequest(method, params);
}

/** Spent and held in a day, over everything. */
export async function dayOf(daemon: TestDaemon): Promise<{ spent: number; held: number }> {
  const { summary } = await daemon.spend();
  const day = summary.budgets.find(({ scope, period }) => scope === 'all' && period === 'day');
  if (!day) throw new Error('There is a daily budget.');
  return { spent: day.spentNanoUsd, held: day.heldNanoUsd };
}
