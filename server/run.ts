import { basename } from 'node:path';
import { type Failure, type FailureKind, LenscapError } from '../protocol/errors.ts';
import { type PrivacyMode, Settings } from '../protocol/settings.ts';
import { App, defaultDataDirectory } from './app.ts';
import type { Policy } from './routing/choose-route.ts';

/** Exit statuses, by kind of failure. */
export const EXIT: Record<FailureKind, number> = { failed: 1, usage: 2, budget: 3, unsafe: 4, provider: 5 };

export interface Output {
  /** For people, on stdout. */
  text: string;
  /** For programs, with --json. */
  json: unknown;
}

/** What of the settings the command line has options for. */
export interface CliSettings {
  privacy?: PrivacyMode;
  policy?: Policy;
  localServer?: string;
  localModel?: string;
  language?: string;
  transcriptionModel?: string;
  transcriptionServer?: string;
  denoise?: true;
}

export async function withApp<T>(
  use: (app: App) => Promise<T>,
  { privacy, policy, localServer, localModel, ...voice }: CliSettings = {},
): Promise<T> {
  const app = await App.open({
    dataDirectory: defaultDataDirectory(process.env),
    workspace: basename(process.cwd()),
    settings: Settings.parse({
      privacy: { mode: privacy },
      routing: { policy, localServer, localModel },
      voice: {
        language: voice.language,
        model: voice.transcriptionModel,
        localServer: voice.transcriptionServer,
        denoise: voice.denoise,
      },
    }),
    environment: process.env,
    log: (sentence) => void process.stderr.write(`${sentence}\n`),
  });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}

/** Runs a command and prints what it made, or what went wrong; sets the exit status. */
export async function run(options: { json?: true }, command: () => Promise<Output> | Output): Promise<void> {
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

export function toFailure(error: unknown): Failure {
  if (error instanceof LenscapError) return error.toFailure();
  return {
    kind: 'failed',
    code: 'internal',
    message: `Lenscap failed: ${error instanceof Error ? error.message : String(error)}.`,
    hint: 'This is a fault of Lenscap; please report it.',
  };
}
