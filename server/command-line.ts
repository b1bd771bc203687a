import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { type Failure, type FailureKind, LenscapError, LocalError, UsageError } from '../protocol/errors.ts';
import { Route } from '../protocol/route.ts';
import { Settings } from '../protocol/settings.ts';
import type { BudgetPeriod, BudgetScope } from '../protocol/spend.ts';
import { App, defaultDataDirectory } from './app.ts';
import { type Cap, toCap, toDay, toPixels } from './arguments.ts';
import type { Detail } from './catalogue/image-tokens.ts';
import { writeKeychain } from './credentials.ts';
import { doctor } from './doctor.ts';
import { bytesWithinBase64 } from './explain/attachments.ts';
import { sanitizeImage } from './media/sanitize.ts';
import * as print from './print.ts';
import { version } from './version.ts';

/** Exit statuses, by kind of failure. */
const EXIT: Record<FailureKind, number> = { failed: 1, usage: 2, budget: 3, unsafe: 4, provider: 5 };

interface Output {
  /** For people, on stdout. */
  text: string;
  /** For programs, with --json. */
  json: unknown;
}

const program = new Command('lenscap')
  .description(
    'Explains screenshots: makes them safe, asks a model, streams the answer, keeps to your budget.',
  )
  .version(version)
  .exitOverride()
  .showSuggestionAfterError();

const withJson = (command: Command) => command.option('--json', 'print one JSON object on stdout');

withJson(program.command('explain').argument('[files...]', 'pictures'))
  .description('answer a question about pictures, or without any')
  .option('-p, --prompt <text>', 'the question; without one the pictures are explained', '')
  .addOption(new Option('--route <route>', 'instead of the route Lenscap would take').choices(Route.options))
  .option('--model <name>', 'instead of the model Lenscap would take')
  .action((files: string[], options: QuestionOptions & { json?: true }) =>
    run(options, () => withApp((app) => explainFiles(app, files, options))),
  );

withJson(program.command('quote').argument('[files...]', 'pictures'))
  .description('say what a question would cost, without asking it')
  .option('-p, --prompt <text>', 'the question', '')
  .addOption(new Option('--route <route>', 'instead of the route Lenscap would take').choices(Route.options))
  .option('--model <name>', 'instead of the model Lenscap would take')
  .option('--pixels <WxH>', 'about a picture of this size as it would be sent, instead of files', toPixels)
  .addOption(
    new Option('--detail <detail>', 'with --pixels: how closely the model looks').choices([
      'low',
      'high',
      'original',
    ]),
  )
  .action((files: string[], options: QuoteOptions & { json?: true }) =>
    run(options, () => withApp((app) => quoteFiles(app, files, options))),
  );

withJson(program.command('sanitize').argument('<file>', 'a picture'))
  .description('make a picture safe to send, and say what was removed')
  .option('-o, --output <file>', 'write the safe picture there')
  .action((file: string, options: { json?: true; output?: string }) =>
    run(options, async () => {
      const { image, data } = await sanitizeImage(await readSource(file), sanitizeLimits());
      if (options.output !== undefined) await writeTarget(options.output, data);
      return { text: print.sanitized(image, options.output), json: image };
    }),
  );

withJson(program.command('models').description('list the models Lenscap knows, with their prices'))
  .option('--check', 'arrives with exact costs')
  .action((options: { json?: true; check?: true }) =>
    run(options, () => {
      if (options.check) throw notYet('--check', "Compare with your provider's price page.");
      return withApp(async ({ catalogue, ledger }) => ({
        text: print.models(catalogue, ledger.today()),
        json: { collected: catalogue.collected, models: catalogue.models },
      }));
    }),
  );

withJson(program.command('spend').description('list what was spent'))
  .option('--since <date>', 'from this day on, as 2026-11-01 (default: this month)', toDay)
  .option('--csv', 'print comma-separated values')
  .action((options: { json?: true; csv?: true; since?: Date }) =>
    run(options, () =>
      withApp(async (app) => {
        const spend = await app.spend(options.since);
        const { summary: _summary, ...json } = spend;
        return { text: options.csv ? print.spendCsv(spend) : print.spend(spend), json };
      }),
    ),
  );

const budget = withJson(program.command('budget').description('show the budgets')).action(
  (options: { json?: true }) => run(options, () => withApp(showBudgets)),
);

withJson(budget.command('set').description('set caps, in dollars; "none" lifts one'))
  .option('--day <amount>', 'for a day', toCap)
  .option('--month <amount>', 'for a month', toCap)
  .option('--workspace-day <amount>', 'for a day in one workspace', toCap)
  .option('--workspace-month <amount>', 'for a month in one workspace', toCap)
  .action((_options, command: Command) => {
    // `--json` may stand before or after `set`.
    const options: CapOptions & { json?: true } = command.optsWithGlobals();
    return run(options, () =>
      withApp(async (app) => {
        await setBudgets(app, options);
        return showBudgets(app);
      }),
    );
  });

withJson(program.command('ledger').description('look after the ledger').command('verify'))
  .description('check that no row was changed or lost')
  .action((options: { json?: true }) =>
    run(options, () =>
      withApp(async ({ ledger }) => {
        const { rows, brokenId } = await ledger.verify();
        if (brokenId !== null) {
          throw new LocalError(
            'ledger-broken',
            `Row ${brokenId} of the ledger was changed, or it or the row before it is missing; the ${rows} before it are right.`,
            'Restore lenscap.db from a backup, or keep it and mistrust its sums.',
          );
        }
        return { text: `The ledger is whole: ${rows} rows.`, json: { rows, brokenId } };
      }),
    ),
  );

const key = program.command('key').description("keep the API key in this system's keychain");
key
  .command('set')
  .description('read the key from standard input and store it')
  .action(() =>
    run({}, async () => {
      const apiKey = (await readStandardInput()).trim();
      if (apiKey === '')
        throw new UsageError('no-key', 'No key came on standard input.', 'Run: lenscap key set < file');
      await keychain(apiKey);
      return { text: 'The key is stored.', json: { stored: true } };
    }),
  );
key
  .command('clear')
  .description('remove the stored key')
  .action(() =>
    run({}, async () => {
      await keychain(undefined);
      return { text: 'The key is removed.', json: { stored: false } };
    }),
  );

withJson(program.command('doctor').description('check the setup')).action((options: { json?: true }) =>
  run(options, () =>
    withApp(async (app) => {
      const checks = await doctor(app);
      return { text: print.checks(checks), json: { checks } };
    }),
  ),
);

withJson(
  program.command('transcribe').argument('<file>', 'a recording').description('arrives with voice notes'),
).action((_file: string, options: { json?: true }) =>
  run(options, () => {
    throw notYet('transcribe', 'Type the question for now.');
  }),
);

program
  .command('daemon')
  .description('serve the Language Server Protocol, for editors')
  .option('--stdio', 'over standard input and output')
  .option('--node-ipc', "over Node's IPC channel")
  .option('--clientProcessId <pid>', 'end when this process does')
  .action(async () => {
    await import('./main.ts');
  });

interface QuestionOptions {
  prompt: string;
  route?: Route;
  model?: string;
}

interface QuoteOptions extends QuestionOptions {
  pixels?: { width: number; height: number };
  detail?: Detail;
}

interface CapOptions {
  day?: Cap;
  month?: Cap;
  workspaceDay?: Cap;
  workspaceMonth?: Cap;
}

async function explainFiles(
  app: App,
  files: string[],
  options: QuestionOptions & { json?: true },
): Promise<Output> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  // With --json the deltas go to stderr, so that stdout is one object.
  const stream = options.json ? process.stderr : process.stdout;
  try {
    const question = await toQuestion(app, files, options);
    const explanation = await app.explain(question, {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.kind === 'delta') stream.write(progress.text);
      },
    });
    stream.write('\n');
    if (!options.json) process.stderr.write(`${print.foot(explanation)}\n`);
    return { text: '', json: explanation };
  } finally {
    process.off('SIGINT', stop);
  }
}

async function quoteFiles(app: App, files: string[], options: QuoteOptions): Promise<Output> {
  const { pixels, detail } = options;
  if (detail && !pixels) {
    throw new UsageError(
      'detail-without-pixels',
      '--detail goes with --pixels.',
      'Files are quoted as they would be sent.',
    );
  }
  const quote = pixels
    ? await app.quotePicture({ ...pixels, detail: detail ?? 'high' }, options)
    : await app.quote(await toQuestion(app, files, options));
  return { text: print.quote(quote), json: quote };
}

async function toQuestion(app: App, files: string[], options: QuestionOptions) {
  const attachments = await Promise.all(
    files.map(async (file) => (await app.attach(basename(file), await readSource(file))).id),
  );
  return {
    attachments,
    prompt: options.prompt,
    ...(options.route && { route: options.route }),
    ...(options.model !== undefined && { model: options.model }),
  };
}

async function showBudgets(app: App): Promise<Output> {
  const { budgets } = await app.summary();
  return { text: print.budgets(budgets), json: { budgets } };
}

async function setBudgets(app: App, options: CapOptions): Promise<void> {
  const caps: [BudgetScope, BudgetPeriod, Cap | undefined][] = [
    ['all', 'day', options.day],
    ['all', 'month', options.month],
    ['workspace', 'day', options.workspaceDay],
    ['workspace', 'month', options.workspaceMonth],
  ];
  const given = caps.flatMap(([scope, period, cap]) => (cap === undefined ? [] : [{ scope, period, cap }]));
  if (given.length === 0)
    throw new UsageError('no-cap', 'No budget was named.', 'For example: lenscap budget set --day 2.00');
  for (const { scope, period, cap } of given) await app.setBudget(scope, period, cap === 'none' ? null : cap);
}

async function withApp<T>(use: (app: App) => Promise<T>): Promise<T> {
  const app = await App.open({
    dataDirectory: defaultDataDirectory(process.env),
    workspace: basename(process.cwd()),
    settings: Settings.parse({}),
    environment: process.env,
  });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}

function sanitizeLimits() {
  const { maxEdge, maxPayloadBytes } = Settings.parse({}).image;
  return { maxEdge, maxBytes: bytesWithinBase64(maxPayloadBytes) };
}

async function readSource(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError('unreadable-file', `${file} cannot be read.`, 'Check its name and permissions.', {
      cause,
    });
  }
}

async function writeTarget(file: string, data: Buffer): Promise<void> {
  try {
    await writeFile(file, data);
  } catch (cause) {
    throw new LocalError('unwritable-file', `${file} cannot be written.`, 'Choose another place for it.', {
      cause,
    });
  }
}

async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

async function keychain(apiKey: string | undefined): Promise<void> {
  try {
    await writeKeychain(apiKey);
  } catch (cause) {
    throw new LocalError(
      'no-keychain',
      'This system has no keychain that can be used.',
      'Set the environment variable OPENAI_API_KEY instead.',
      { cause },
    );
  }
}

function notYet(what: string, hint: string): UsageError {
  return new UsageError('not-yet', `${what}: this version of Lenscap cannot do that yet.`, hint);
}

/** Runs a command and prints what it made, or what went wrong; sets the exit status. */
async function run(options: { json?: true }, command: () => Promise<Output> | Output): Promise<void> {
  try {
    const { text, json } = await command();
    if (options.json) process.stdout.write(`${JSON.stringify(json)}\n`);
    else if (text !== '') process.stdout.write(`${text}\n`);
  } catch (error) {
    const failure = toFailure(error);
    if (options.json) {
      const { code, message, hint } = failure;
      process.stdout.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
    }
    process.stderr.write(`lenscap: ${failure.message} ${failure.hint}\n`);
    process.exitCode = EXIT[failure.kind];
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof LenscapError) return error.toFailure();
  return {
    kind: 'failed',
    code: 'internal',
    message: `Lenscap failed: ${error instanceof Error ? error.message : String(error)}.`,
    hint: 'This is a fault of Lenscap; please report it.',
  };
}

process.stdout.on('error', (error) => {
  // A reader like `head` may leave early; what was asked is still finished and booked.
  if (!('code' in error && error.code === 'EPIPE')) throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // commander has said on stderr what is wrong, or printed the help that was asked for.
  process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
  if (error.exitCode !== 0 && process.argv.includes('--json')) {
    const message = error.message.replace(/^error: /, '');
    const hint = 'Run the command with --help to see what it takes.';
    process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message, hint } })}\n`);
  }
}
