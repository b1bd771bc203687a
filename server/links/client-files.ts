import { CancellationTokenSource, type Connection } from 'vscode-languageserver/node';
import { readFile } from '../../protocol/workspace-image.ts';

/** A client that takes longer to read a file is not waited for. */
const READ_TIMEOUT_MS = 10_000;

/**
 * Has the client read a file of its workspace. What comes is not trusted: it
 * may be something else, too much, or nothing for ever.
 * @returns undefined if there is no such file, or a larger one
 * @throws Error, with a reason for the log, if the client does not answer as it should
 */
export async function readFromClient(
  connection: Connection,
  uri: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(READ_TIMEOUT_MS)]);
  const cancellation = new CancellationTokenSource();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const onStop = () => {
    cancellation.cancel();
    reject(stop.reason);
  };
  stop.addEventListener('abort', onStop, { once: true });
  try {
    const answer = connection.sendRequest<unknown>(readFile.method, { uri, maxBytes }, cancellation.token);
    const result = readFile.result.safeParse(await Promise.race([answer, stopped]));
    if (!result.success) throw new Error('the client answered with something else than a file');
    if (result.data === null) return undefined;
    const bytes = Buffer.from(result.data.data, 'base64');
    if (bytes.length > maxBytes) throw new Error('the client sent more than was asked for');
    return bytes;
  } finally {
    stop.removeEventListener('abort', onStop);
  }
}
