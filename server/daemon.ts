import { basename, isAbsolute } from 'node:path';
import {
  CancellationToken,
  type Connection,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ProgressType,
  ResponseError,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import * as z from 'zod';
import { attach, detach, preview, redact } from '../protocol/attach.ts';
import { CommandArgument, commands } from '../protocol/command.ts';
import { compare } from '../protocol/compare.ts';
import { setCredentials } from '../protocol/credentials.ts';
import { type ExplainProgress, explain } from '../protocol/explain.ts';
import { health } from '../protocol/health.ts';
import type { Message } from '../protocol/message.ts';
import { addModel } from '../protocol/models.ts';
import { askQueued, queue, queueChanged, unqueue } from '../protocol/queue.ts';
import { type Question, quote } from '../protocol/quote.ts';
import { report, reportRows } from '../protocol/report.ts';
import { mask, sentRequests } from '../protocol/sent.ts';
import { InitializationOptions, Settings } from '../protocol/settings.ts';
import { checkKey, checkSetup, findServers, whoAnswers } from '../protocol/setup.ts';
import { acceptLedger, setBudget, spend, spendChanged } from '../protocol/spend.ts';
import {
  attachSound,
  attachSoundFile,
  microphones,
  type RecordProgress,
  record,
  recording,
  type TranscribeProgress,
  transcribe,
} from '../protocol/voice.ts';
import { App, defaultDataDirectory } from './app.ts';
import { doctor } from './doctor.ts';
import { checkCount } from './explain/attachments.ts';
import { serveLanguage } from './language.ts';
import { MAX_SOURCE_BYTES } from './media/limits.ts';
import { inspectImage, stripMetadata } from './media/strip.ts';
import { speakAs } from './translation.ts';
import { version } from './version.ts';
import { parseParams, toResponseError } from './wire.ts';

const partialResult = new ProgressType<ExplainProgress | RecordProgress | TranscribeProgress>();

/** Serves Lenscap over an LSP connection: any client that speaks the base protocol can use it. */
export function serve(connection: Connection, environment: NodeJS.ProcessEnv): void {
  let app: App | undefined;
  let isShutDown = false;

  const open = (): App => {
    if (app) return app;
    throw isShutDown
      ? new ResponseError(ErrorCodes.InvalidRequest, 'The client has sent shutdown; only exit can follow.')
      : new ResponseError(ErrorCodes.ServerNotInitialized, 'The client has not sent initialize yet.');
  };

  const language = serveLanguage(connection, {
    inspect: inspectImage,
    strip: stripMetadata,
    quotePicture: (size) => open().quoteSending(size),
    lenses: () => open().settings.markdown.codeLens,
    maxBytes: MAX_SOURCE_BYTES,
  });

  const warn = (error: unknown) => connection.console.warn(toResponseError(error).message);

  const tellPrivacyWarnings = () => {
    const tell = (warnings: readonly string[]) => {
      for (const warning of warnings) connection.console.warn(warning);
    };
    void open().privacyWarnings().then(tell, warn);
  };

  connection.onInitialize(async (params): Promise<InitializeResult> => {
    if (app) throw new ResponseError(ErrorCodes.InvalidRequest, 'The client has sent initialize twice.');
    const options = parseParams(
      InitializationOptions,
      params.initializationOptions ?? undefined,
      'initialize',
    );
    try {
      await speakAs(params.locale);
      app = await App.open({
        ...toAppOptions(params, options, environment),
        log: (sentence) => connection.console.warn(sentence),
      });
    } catch (error) {
      throw toResponseError(error);
    }
    return {
      serverInfo: { name: 'lenscap', version },
      capabilities: {
        ...language.initialize(params, options.capabilities.readFile),
        executeCommandProvider: { commands: [...commands] },
      },
    };
  });

  connection.onInitialized(() => {
    open().spending.watch((summary) => void connection.sendNotification(spendChanged.method, summary), warn);
    void open().warmUp().catch(warn);
    const { queueing } = open();
    queueing.watch(() => {
      const tell = (questions: z.input<typeof queueChanged.params>['questions']) =>
        connection.sendNotification(queueChanged.method, { questions });
      void queueing.list().then(tell).catch(warn);
    });
    tellPrivacyWarnings();
    language.initialized();
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    // Clients send either our section alone or the whole configuration.
    const parsed = Settings.safeParse(
      z.object({ lenscap: z.unknown() }).safeParse(settings).data?.lenscap ?? settings,
    );
    if (parsed.success) {
      try {
        open().configure(parsed.data);
        language.configured();
      } catch (error) {
        warn(error);
      }
      tellPrivacyWarnings();
    } else connection.console.warn(`Settings were not taken over: ${z.prettifyError(parsed.error)}`);
  });

  connection.onShutdown(async () => {
    const closing = app;
    app = undefined;
    isShutDown = true;
    language.stop();
    await closing?.close();
  });

  /** Answers a message: parses its parameters, and turns every error into one a client can show. */
  const answer = <P extends z.ZodType, R extends z.ZodType>(
    message: Message<P, R>,
    handle: (params: z.output<P>, token: CancellationToken) => Promise<z.input<R>>,
  ) =>
    connection.onRequest(message.method, async (...received: unknown[]) => {
      // The token comes last; it comes alone where the client sent no parameters.
      const token = received.at(-1);
      const raw = received.length > 1 ? received[0] : undefined;
      try {
        if (!CancellationToken.is(token)) throw new Error('A request comes with a cancellation token.');
        return await handle(parseParams(message.params, raw ?? undefined, message.method), token);
      } catch (error) {
        throw toResponseError(error);
      }
    });

  answer(attach, ({ name, data }, token) =>
    open().attach(name, Buffer.from(data, 'base64'), toSignal(token)),
  );
  answer(detach, async ({ id }) => {
    open().detach(id);
    return null;
  });
  answer(preview, async ({ id, together }) => {
    const { image, data } = await open().preview(id, together);
    const { mime, width, height, bytes, sha256 } = image;
    return { mime, width, height, bytes, sha256, data: data.toString('base64') };
  });
  answer(redact, ({ id, ...choice }) => open().redact(id, choice));
  answer(compare, ({ before, after }) => open().compare(before, after));
  answer(quote, (question) => open().quote(question));
  answer(sentRequests, async ({ ids }) => ({ requests: open().connections.sent.get(ids) }));
  answer(mask, async (params) => ({ texts: await open().mask(params) }));
  /** What of a request can be stopped and told. */
  const hooksOf = (token: CancellationToken, progressToken: string | number | undefined) => ({
    signal: toSignal(token),
    onProgress(progress: ExplainProgress | RecordProgress | TranscribeProgress) {
      if (progressToken !== undefined) void connection.sendProgress(partialResult, progressToken, progress);
    },
  });

  answer(explain, ({ partialResultToken, ...question }, token) =>
    open().explain(question, hooksOf(token, partialResultToken)),
  );
  answer(queue, async () => ({ questions: await open().queueing.list() }));
  answer(askQueued, ({ id, upToNanoUsd, partialResultToken }, token) =>
    open().askQueued(id, upToNanoUsd, hooksOf(token, partialResultToken)),
  );
  answer(unqueue, async ({ id }) => {
    await open().queueing.remove(id);
    return null;
  });
  answer(microphones, async () => ({ names: await open().voice.microphones() }));
  answer(
    record,
    async ({ partialResultToken, ...wanted }, token) =>
      (await open().voice.record(wanted, hooksOf(token, partialResultToken))) ?? null,
  );
  answer(recording, async ({ action }) => {
    open().voice.act(action);
    return null;
  });
  answer(attachSound, ({ name, data, denoise }, token) =>
    open().voice.attach(name, Buffer.from(data, 'base64'), denoise, toSignal(token)),
  );
  answer(attachSoundFile, ({ path, denoise }, token) =>
    open().voice.attachFile(path, denoise, toSignal(token)),
  );
  answer(transcribe, ({ id, partialResultToken, ...options }, token) =>
    open().transcribe(id, options, hooksOf(token, partialResultToken)),
  );
  answer(spend, ({ since, until, limit }) =>
    open().spending.list({ ...toRange({ since, until }), ...(limit !== undefined && { limit }) }),
  );
  answer(health, async () => ({ models: await open().health() }));
  answer(checkKey, ({ apiKey }) => open().connections.checkKey(apiKey));
  answer(findServers, async ({ baseUrls }) => ({ servers: await open().connections.findServers(baseUrls) }));
  answer(checkSetup, async () => ({ checks: await doctor(open()) }));
  answer(whoAnswers, async () => {
    const { connections } = open();
    return {
      provider: (await connections.provider()) !== undefined,
      localServer: connections.localServer !== undefined,
    };
  });
  answer(report, (asked) => open().spending.report(asked));
  answer(reportRows, async (asked) => ({ rows: await open().spending.reportRows(asked) }));
  answer(setBudget, ({ capNanoUsd, ...key }) => open().spending.setBudget(key, capNanoUsd));
  answer(acceptLedger, () => open().spending.accept());
  answer(addModel, async (model) => ({ file: await open().addModel(model) }));
  answer(setCredentials, async ({ apiKey }) => {
    open().setCredentials(apiKey ?? undefined);
    return null;
  });

  connection.onExecuteCommand(async ({ command, arguments: list }, token) => {
    try {
      return await executeCommand(open(), command, list?.[0], toSignal(token));
    } catch (error) {
      throw toResponseError(error);
    }
  });
}

/** The commands for LSP clients that know nothing but the standard: one call does it all. */
async function executeCommand(
  app: App,
  command: string,
  argument: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (!commands.some((known) => known === command)) {
    throw new ResponseError(ErrorCodes.InvalidParams, `There is no command ${command}.`, {
      field: 'command',
    });
  }
  if (command === 'lenscap.spend')
    return app.spending.list(toRange(parseParams(spend.params, argument ?? undefined, command)));
  const { attachments, prompt, allowUnsafe } = parseParams(CommandArgument, argument ?? {}, command);
  checkCount(attachments.length);
  const attaching = await Promise.allSettled(
    attachments.map(({ name, data }) => app.attach(name, Buffer.from(data, 'base64'), signal)),
  );
  const attached = attaching.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  try {
    for (const each of attaching) if (each.status === 'rejected') throw each.reason;
    const ids = attached.map(({ id }) => id);
    const question: Question = { attachments: ids, prompt, ...(allowUnsafe && { allowUnsafe: ids }) };
    switch (command) {
      case 'lenscap.sanitize':
        return attached.map(({ id: _id, name: _name, ...image }) => image);
      case 'lenscap.quote':
        return await app.quote(question);
      default:
        return await app.explain(question, { signal, onProgress: () => {} });
    }
  } finally {
    for (const { id } of attached) app.detach(id);
  }
}

function toAppOptions(
  params: InitializeParams,
  options: InitializationOptions,
  environment: NodeJS.ProcessEnv,
) {
  const folder = params.workspaceFolders?.[0];
  return {
    dataDirectory: options.dataDirectory ?? defaultDataDirectory(environment),
    workspace: options.workspace ?? nameOf(folder) ?? lastSegment(params.rootUri ?? ''),
    settings: options.settings,
    environment,
    proxy: options.proxy,
  };
}

/** Some clients (Neovim) name a folder by its whole path; the command line by its last part. */
function nameOf(folder: WorkspaceFolder | undefined): string | undefined {
  return folder && isAbsolute(folder.name) ? basename(folder.name) : folder?.name;
}

function lastSegment(uri: string): string {
  const name = basename(uri);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function toRange({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  return {
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
}
