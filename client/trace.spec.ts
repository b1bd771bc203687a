import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  Trace,
  TraceFormat,
} from 'vscode-jsonrpc/node';
import { setCredentials } from '../protocol/credentials.ts';
import { withoutContent } from './trace.ts';

const secret = ['not', 'a', 'real', 'key'].join('-');

it.each([TraceFormat.Text, TraceFormat.JSON])(
  'never writes what a message carries (%s)',
  async (traceFormat) => {
    const lines: string[] = [];
    const log = withoutContent({ trace: (line: string) => void lines.push(line) });
    const there = new PassThrough();
    const back = new PassThrough();
    const client = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
    const server = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
    server.onRequest(setCredentials.method, () => null);
    server.listen();
    client.listen();
    // Joins message and data as the language client does before it writes them to its channel.
    await client.trace(
      Trace.Verbose,
      {
        log: (message: unknown, data?: string) =>
          log.trace(typeof message === 'string' ? `${message}\n${data ?? ''}` : JSON.stringify(message)),
      },
      { traceFormat },
    );
    await client.sendRequest(setCredentials.method, { apiKey: secret });
    client.dispose();
    server.dispose();

    expect(lines.join('\n')).not.toContain(secret);
    if (traceFormat === TraceFormat.Text) expect(lines.join('\n')).toContain(setCredentials.method);
  },
);
