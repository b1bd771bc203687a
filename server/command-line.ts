import { Command, CommanderError, Option } from 'commander';
import { LocalError, UsageError } from '../protocol/errors.ts';
import { Route } from '../protocol/route.ts';
import { toCap, toDay, toPixels, toTokens, toUsdPerMillion } from './arguments.ts';
import {
  acceptLedger,
  type CapOptions,
  setBudgets,
  showBudgets,
  showChanges,
  verifyLedger,
} from './budgets.ts';
import { clearCache, showCache } from './cache-output.ts';
import { writeKeychain } from './credentials.ts';
import { doctor } from './doctor.ts';
import { readStandardInput } from './files.ts';
import { type AddOptions, addModelByHand, checkModels, listModels } from './models.ts';
import * as print from './print.ts';
import {
  explainFiles,
  privacyOption,
  type QuestionOptions,
  type QuoteOptions,
  quoteFiles,
  routingOptions,
  type SanitizeOptions,
  sanitizeFile,
} from './questions.ts';
import { askQueue, clearQueue, removeQueued, showQueue } from './queue-output.ts';
import { type CliSettings, EXIT, run, withApp } from './run.ts';
import { type SpendOptions, spendFormats, spendOutput } from './spend-output.ts';
import { version } from './version.ts';
import {
  type ListenOptions,
  listen,
  listenOptions,
  type TranscribeOptions,
  transcribeFile,
  voiceOptions,
} from './voice-commands.ts';

const program = new Command('lenscap')
  .description(
    'Explains screenshots: makes them safe, asks a model, streams the answer, keeps to your budget.',
  )
  .version(version)
  .exitOverride()
  .showSuggestionAfterError();

const withJson = (command: Command) => command.option('--json', 'print one JSON object on stdout');
const withRouting = (command: Command) =>
  routingOptions().reduce((each, option) => each.addOption(option), command);

withRouting(withJson(program.command('explain').argument('[files...]', 'pictures')))
  .description('answer a question about pictures, or without any')
  .option('-p, --prompt <text>', 'the question; without one the pictures are explained', '')
  .addOption(new Option('--route <route>', 'instead of the route Lenscap would take').choices(Route.options))
  .option('--model <name>', 'instead of the model Lenscap would take')
  .addOption(privacyOption())
  .option('--allow-unsafe', 'send pictures even if secrets may still be seen in them')
  .option('--allow-over-budget', 'ask this once even if a budget has no room for it')
  .option('--fresh', 'ask anew even if the answer is kept')
  .option('--queue-offline', 'where nobody can be reached, keep the question: see "lenscap queue"')
  .action((files: string[], options: QuestionOptions & { json?: true }) =>
    run(options, () => withApp((app) => explainFiles(app, files, options), options)),
  );

withRouting(withJson(program.command('quote').argument('[files...]', 'pictures')))
  .description('say what a question would cost, without asking it')
  .option('-p, --prompt <text>', 'the question', '')
  .addOption(new Option('--route <route>', 'instead of the route Lenscap would take').choices(Route.options))
  .option('--model <name>', 'instead of the model Lenscap would take')
  .addOption(privacyOption())
  .option('--pixels <WxH>', 'about a picture of this size as it would be sent, instead of files', toPixels)
  .addOption(
    new Option('--detail <detail>', 'with --pixels: how closely the model looks').choices([
      'low',
      'high',
      'original',
    ]),
  )
  .action((files: string[], options: QuoteOptions & { json?: true }) =>
    run(options, () => withApp((app) => quoteFiles(app, files, options), options)),
  );

withJson(program.command('sanitize').argument('<file>', 'a picture'))
  .description('make a picture safe to send, and say what was removed')
  .option('-o, --output <file>', 'write the safe picture there')
  .addOption(privacyOption())
  .option('--allow-unsafe', 'write it even if secrets may still be seen in it')
  .action((file: string, options: SanitizeOptions & { json?: true }) =>
    run(options, () => sanitizeFile(file, options)),
  );

const models = withJson(
  program.command('models').description('list the models Lenscap knows, with their prices'),
)
  .option('--check', "compare with the provider's own list")
  .action((options: { json?: true; check?: true }) =>
    run(options, () =>
      withApp(async (app) =>
        options.check ? checkModels(app) : listModels(app.catalogue, app.ledger.today()),
      ),
    ),
  );

withJson(models.command('add').argument('<name>', 'as the provider calls it'))
  .description('add a model to models.json in the data directory, or correct its price')
  .requiredOption('--input <price>', 'dollars per million tokens', toUsdPerMillion)
  .requiredOption('--output <price>', 'dollars per million tokens', toUsdPerMillion)
  .option('--cached-input <price>', 'dollars per million tokens (default: as input)', toUsdPerMillion)
  .option('--context <tokens>', 'the most that input and output may have together', toTokens)
  .option('--max-output <tokens>', 'the most that an answer may have', toTokens)
  .option('--pictures-like <model>', 'it takes pictures, and counts them as this model does')
  .action((name: string, _options, command: Command) => {
    // `--json` may stand before or after `add`.
    const options: AddOptions & { json?: true } = command.optsWithGlobals();
    return run(options, () => withApp((app) => addModelByHand(app, name, options)));
  });

const spend = withJson(program.command('spend').description('sum up or list what was spent'))
  .option('--since <date>', 'from this day on, as 2026-11-01 (default: the last 30 days)', toDay)
  .option('--until <date>', 'up to this day, and with it (default: today)', toDay)
  .option('--workspace <name>', 'only in this workspace')
  .action((options: SpendOptions) => run(options, () => withApp((app) => spendOutput(app, options))));
for (const format of spendFormats) spend.addOption(format);

const budget = withJson(program.command('budget').description('show the budgets')).action(
  (options: { json?: true }) => run(options, () => withApp(showBudgets)),
);

withJson(budget.command('set').description('set caps, in dollars; "none" lifts one'))
  .option('--day <amount>', 'for a day', toCap)
  .option('--week <amount>', 'for a week, from Monday', toCap)
  .option('--month <amount>', 'for a month', toCap)
  .option('--workspace-day <amount>', 'for a day in each workspace', toCap)
  .option('--workspace-week <amount>', 'for a week in each workspace', toCap)
  .option('--workspace-month <amount>', 'for a month in each workspace', toCap)
  .option('--model <name>', 'make --day, --week and --month those of one model')
  .option('--workspace <name>', 'make --day, --week and --month those of one workspace')
  .action((_options, command: Command) => {
    // `--json` may stand before or after `set`.
    const options: CapOptions & { json?: true } = command.optsWithGlobals();
    return run(options, () => withApp((app) => setBudgets(app, options)));
  });

withJson(budget.command('history').description('list what was changed about budgets')).action(
  (_options, command: Command) => run(command.optsWithGlobals(), () => withApp(showChanges)),
);

const ledger = program.command('ledger').description('look after the ledger');

withJson(ledger.command('verify'))
  .description('check that no row was changed or lost')
  .action((options: { json?: true }) => run(options, () => withApp(verifyLedger)));

withJson(ledger.command('accept'))
  .description('go on with a ledger that was damaged and restored, although spending may be missing')
  .action((options: { json?: true }) => run(options, () => withApp(acceptLedger)));

const cache = program.command('cache').description('look after the answers that are kept');

withJson(cache.command('show'))
  .description('say how many are kept, and where')
  .action((options: { json?: true }) => run(options, () => withApp(showCache)));

withJson(cache.command('clear'))
  .description('forget them, in all windows')
  .action((options: { json?: true }) => run(options, () => withApp(clearCache)));

const queue = withJson(
  program.command('queue').description('list the questions that wait for the network'),
).action((options: { json?: true }) => run(options, () => withApp(showQueue)));

withRouting(withJson(queue.command('ask').argument('[ids...]', 'as they are listed')))
  .description('ask them, or all that no window looks after')
  .addOption(privacyOption())
  .action((ids: string[], _options, command: Command) => {
    const options: CliSettings & { json?: true } = command.optsWithGlobals();
    return run(options, () => withApp((app) => askQueue(app, ids, options), options));
  });

withJson(queue.command('remove').argument('<ids...>', 'as they are listed'))
  .description('forget them')
  .action((ids: string[], _options, command: Command) =>
    run(command.optsWithGlobals(), () => withApp((app) => removeQueued(app, ids))),
  );

withJson(queue.command('clear'))
  .description('forget all, also what cannot be read any more')
  .action((_options, command: Command) => run(command.optsWithGlobals(), () => withApp(clearQueue)));

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

const withVoice = (command: Command, options = voiceOptions()) =>
  options.reduce((each, option) => each.addOption(option), command.addOption(privacyOption()));

withVoice(
  withJson(
    program
      .command('transcribe')
      .argument('<file>', 'a recording')
      .description('write down what is said in a sound file'),
  ),
).action((file: string, options: TranscribeOptions) =>
  run(options, () => withApp((app) => transcribeFile(app, file, options), options)),
);

withVoice(withJson(program.command('listen').description('record a spoken question, and answer it')), [
  ...voiceOptions(),
  ...listenOptions(),
  ...routingOptions(),
]).action((options: ListenOptions) => run(options, () => withApp((app) => listen(app, options), options)));

program
  .command('daemon')
  .description('serve the Language Server Protocol, for editors')
  .option('--stdio', 'over standard input and output')
  .option('--node-ipc', "over Node's IPC channel")
  .option('--clientProcessId <pid>', 'end when this process does')
  .action(async () => {
    await import('./main.ts');
  });

async function keychain(apiKey: string | undefined): Promise<void> {
  try {
    await writeKeychain(apiKey);
  } catch (cause) {
    throw new LocalError(
      'no-keychain',
      'This system has no keychain that keeps a key.',
      'Set the environment variable OPENAI_API_KEY instead.',
      { cause },
    );
  }
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
