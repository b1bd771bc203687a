import { Command, CommanderError, Option } from 'commander';
import { LocalError, UsageError } from '../protocol/errors.ts';
import { Route } from '../protocol/route.ts';
import type { BudgetPeriod, BudgetScope } from '../protocol/spend.ts';
import type { App } from './app.ts';
import { type Cap, toCap, toDay, toPixels } from './arguments.ts';
import { writeKeychain } from './credentials.ts';
import { doctor } from './doctor.ts';
import { readStandardInput } from './files.ts';
import * as print from './print.ts';
import {
  explainFiles,
  privacyOption,
  type QuestionOptions,
  type QuoteOptions,
  quoteFiles,
  type SanitizeOptions,
  sanitizeFile,
} from './questions.ts';
import { EXIT, type Output, run, withApp } from './run.ts';
import { version } from './version.ts';

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
  .addOption(privacyOption())
  .option('--allow-unsafe', 'send pictures even if secrets may still be seen in them')
  .action((files: string[], options: QuestionOptions & { json?: true }) =>
    run(options, () => withApp((app) => explainFiles(app, files, options), options.privacy)),
  );

withJson(program.command('quote').argument('[files...]', 'pictures'))
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
    run(options, () => withApp((app) => quoteFiles(app, files, options), options.privacy)),
  );

withJson(program.command('sanitize').argument('<file>', 'a picture'))
  .description('make a picture safe to send, and say what was removed')
  .option('-o, --output <file>', 'write the safe picture there')
  .addOption(privacyOption())
  .option('--allow-unsafe', 'write it even if secrets may still be seen in it')
  .action((file: string, options: SanitizeOptions & { json?: true }) =>
    run(options, () => sanitizeFile(file, options)),
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

interface CapOptions {
  day?: Cap;
  month?: Cap;
  workspaceDay?: Cap;
  workspaceMonth?: Cap;
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
