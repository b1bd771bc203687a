import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { LocalError } from '../../../protocol/errors.ts';

/** What a program may take; more ends it. */
export interface Bounds {
  timeoutMs: number;
  maxOutputBytes: number;
}

export interface RunOptions extends Bounds {
  input?: Uint8Array;
  environment: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/**
 * Looks for a program in the directories of `PATH`. Relative ones are passed
 * over: they would let a workspace say what runs.
 */
export function findProgram(name: string, path = ''): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return path
    .split(delimiter)
    .filter((directory) => isAbsolute(directory))
    .map((directory) => join(directory, file))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a program without a shell, bounded in time and output.
 * @returns what it wrote to its standard output.
 * @throws LocalError if it fails, or does not keep to the bounds; the signal's reason if it was aborted.
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { input, environment, signal, timeoutMs, maxOutputBytes } = options;
  signal?.throwIfAborted();
  const child = spawn(program, args, {
    env: environment,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // Where the system has no more processes or files to give, the child comes without streams.
  child.on('error', (error) => fail(error));
  const fail = (cause: string | Error) => {
    reject(failed(program, cause));
    child.kill('SIGKILL');
  };
  const abort = () => {
    reject(signal?.reason);
    child.kill('SIGKILL');
  };
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => fail(l10n.t('it took more than {0} ms', timeoutMs)), timeoutMs);
  const output: Buffer[] = [];
  let bytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxOutputBytes) fail(l10n.t('it wrote more than {0} bytes', maxOutputBytes));
    else output.push(chunk);
  });
  child.on('close', (status, killedBy) => {
    if (status === 0) resolve(Buffer.concat(output).toString('utf8'));
    else fail(l10n.t('it ended with {0}', killedBy ?? status ?? ''));
  });
  // A program that ends without having read its input says so by its status.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

function failed(program: string, cause: string | Error): LocalError {
  const why = cause instanceof Error ? cause.message : cause;
  return new LocalError(
    'reader-failed',
    l10n.t('The program {0} did not read the picture: {1}.', program, why),
    l10n.t('Try again; if it happens again, set lenscap.privacy.reader to "bundled".'),
    { cause },
  );
}
