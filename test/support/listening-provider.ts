// The provider for journeys of people, with an ear in front of it: what comes to be transcribed is kept
// as the bytes it came as, which aimock does not do.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type Provider, startProvider } from './provider.ts';

/** What was sent to be transcribed. */
export interface HeardRequest {
  /** The form's fields beside the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** The file, and what it was called. */
  readonly file: Buffer;
  readonly name: string;
}

export interface ListeningProvider extends Provider {
  /** What came to be transcribed so far, oldest first. */
  heard(): readonly HeardRequest[];
}

/** Starts both, each on a free loopback port. */
export async function startListeningProvider(): Promise<ListeningProvider> {
  const provider = await startProvider();
  const { hostname, port: upstream } = new URL(provider.baseUrl);
  const heard: HeardRequest[] = [];

  const forward = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '/', headers } = incoming;
    const body = Buffer.concat(await incoming.toArray());
    if (url.endsWith('/audio/transcriptions')) {
      heard.push(await parseForm(body, headers['content-type'] ?? ''));
    }
    const onward = request({ hostname, port: upstream, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(body);
  };
  const server = createServer((incoming, response) => {
    forward(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The provider has no port.');

  return {
    ...provider,
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    heard: () => heard,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await provider.stop();
    },
  };
}

async function parseForm(body: Buffer, type: string): Promise<HeardRequest> {
  const headers = { 'content-type': type };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const fields: Record<string, string> = {};
  let file = Buffer.alloc(0);
  let name = '';
  for (const [field, value] of form) {
    if (typeof value === 'string') fields[field] = value;
    else {
      file = Buffer.from(await value.arrayBuffer());
      name = value.name;
    }
  }
  return { fields, file, name };
}
