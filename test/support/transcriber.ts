// A server that transcribes as a test says: every upload is kept as it came, every answer is the test's.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What was sent to be transcribed. */
export interface Upload {
  readonly path: string;
  readonly authorization: string | undefined;
  /** The form's fields beside the file. */
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly file: Buffer;
}

/** Answers one upload. */
export type Answer = (response: ServerResponse) => void;

export interface Transcriber {
  readonly baseUrl: string;
  /** Oldest first. */
  readonly uploads: readonly Upload[];
  /** How the next upload that has no answer yet is answered; the last one answers all that follow. */
  reply(...answers: Answer[]): void;
}

/** The words at once. */
export function whole(text: string, usage?: object): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_sound' });
    response.end(JSON.stringify({ text, ...(usage && { usage }) }));
  };
}

/** The words piece by piece; without an end it breaks off. */
export function streamed(
  pieces: readonly string[],
  end: { usage?: object } | 'breaks' | 'stays open',
): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (event: object) => response.write(`data: ${JSON.stringify(event)}\n\n`);
    for (const delta of pieces) send({ type: 'transcript.text.delta', delta });
    if (end === 'stays open') return;
    if (end === 'breaks') {
      response.end();
      return;
    }
    send({ type: 'transcript.text.done', text: pieces.join(''), ...end });
    response.end('data: [DONE]\n\n');
  };
}

export function refused(status: number, message = 'No.', headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message, type: 'error', code: null } }));
  };
}

/** Starts one for this test alone. */
export async function startTranscriber(): Promise<Transcriber> {
  const uploads: Upload[] = [];
  let answers: Answer[] = [refused(500, 'The test has no answer for this.')];
  const server = createServer(async (request, response) => {
    try {
      const body = Buffer.concat(await request.toArray());
      const form = await new Response(new Uint8Array(body), {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData();
      const file = form.get('file');
      uploads.push({
        path: request.url ?? '',
        authorization: request.headers.authorization,
        fields: Object.fromEntries(
          [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
        ),
        fileName: file instanceof File ? file.name : '',
        file: file instanceof File ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0),
      });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(response);
    } catch {
      refused(400, 'This is no form.')(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    uploads,
    reply(...more) {
      answers = more;
    },
  };
}
