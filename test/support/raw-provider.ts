// An OpenAI-compatible server whose every byte a test decides: for what a well-behaved provider
// does not do. Nothing in it waits for a time: a request is answered step by step, by the test.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { imagesIn } from './chat-request.ts';

/** Token counts as OpenAI reports them. */
export interface RawUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens?: number;
  readonly prompt_tokens_details?: Readonly<Record<string, number>>;
  readonly completion_tokens_details?: Readonly<Record<string, number>>;
}

/** How requests are answered without the test's hand at each: called for every request that `next` does not take. */
export type Reply = (exchange: Exchange) => void | Promise<void>;

/** One request, and the means to answer it. Doing nothing is a silent stall. */
export class Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The request's JSON, or its text where it is none. */
  readonly body: unknown;
  /** Resolves when the connection closed before the answer was complete. */
  readonly aborted: Promise<void>;
  readonly #response: ServerResponse;
  #wasAborted = false;

  constructor(
    method: string,
    path: string,
    headers: IncomingHttpHeaders,
    body: unknown,
    response: ServerResponse,
  ) {
    this.method = method;
    this.path = path;
    this.headers = headers;
    this.body = body;
    this.#response = response;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.aborted = promise;
    response.once('close', () => {
      if (response.writableFinished) return;
      this.#wasAborted = true;
      resolve();
    });
  }

  /** Whether the client went away before the answer was complete. */
  get wasAborted(): boolean {
    return this.#wasAborted;
  }

  /** The pictures the client sent, as files. */
  get images(): Buffer[] {
    return imagesIn(this.body);
  }

  /** A whole answer that is no stream: an error as OpenAI words it, a page of HTML. */
  send(status: number, content: string | object, headers: Readonly<Record<string, string>> = {}): void {
    const isText = typeof content === 'string';
    this.#response.writeHead(status, {
      'content-type': isText ? 'text/html; charset=utf-8' : 'application/json',
      ...headers,
    });
    this.#response.end(isText ? content : JSON.stringify(content));
  }

  /** An error in OpenAI's shape. */
  fail(status: number, message: string, headers: Readonly<Record<string, string>> = {}): void {
    this.send(status, { error: { message, type: 'error', param: null, code: null } }, headers);
  }

  /** Opens the stream of a good answer. `headers` go beside its content type. */
  open(headers: Readonly<Record<string, string>> = {}): this {
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream',
      'x-request-id': 'req_raw',
      ...headers,
    });
    this.#response.flushHeaders();
    return this;
  }

  /** Raw bytes of the stream, to cut an event anywhere. */
  write(bytes: string | Uint8Array): this {
    this.#response.write(bytes);
    return this;
  }

  /** One event with any JSON, such as `{ error: … }`. */
  event(data: object): this {
    return this.write(`data: ${JSON.stringify(data)}\n\n`);
  }

  /** The next piece of the answer's text. */
  delta(content: string): this {
    return this.event(this.#chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
  }

  /** The event that says why the answer ended. */
  finish(reason = 'stop'): this {
    return this.event(this.#chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }));
  }

  usage(usage: RawUsage): this {
    const total_tokens = usage.prompt_tokens + usage.completion_tokens;
    return this.event(this.#chunk({ choices: [], usage: { total_tokens, ...usage } }));
  }

  /** Ends the stream as OpenAI does. */
  done(): void {
    this.write('data: [DONE]\n\n').end();
  }

  /** Ends the response in good order, whatever was in it: an answer cut short. */
  end(): void {
    this.#response.end();
  }

  /** Breaks the connection. */
  drop(): void {
    this.#response.socket?.destroy();
  }

  #chunk(rest: object): object {
    const { model } = Object(this.body);
    return {
      id: 'chatcmpl-raw',
      object: 'chat.completion.chunk',
      created: 1,
      model: model ?? 'raw',
      ...rest,
    };
  }
}

export interface RawProvider {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string;
  /** Every request so far, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** The next request that nobody has answered yet; waits for it. */
  next(): Promise<Exchange>;
  /** Answers the next requests by these functions, one each, in this order. */
  reply(...replies: readonly Reply[]): void;
  /** How often somebody looked whether it is there (HEAD): such a look is answered at once, and is no exchange. */
  looks(): number;
  /** Closes the server and every connection. */
  stop(): Promise<void>;
}

/** Starts the server on a loopback port; 0: a free one. */
export async function startRawProvider(at = 0): Promise<RawProvider> {
  let looks = 0;
  const exchanges: Exchange[] = [];
  const unanswered: Exchange[] = [];
  const replies: Reply[] = [];
  const waiting: ((exchange: Exchange) => void)[] = [];

  const server = createServer(async (request, response) => {
    if (request.method === 'HEAD') {
      looks += 1;
      response.writeHead(404).end();
      return;
    }
    const parts: Buffer[] = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      // The client went away while it was still sending: there is nothing to answer.
      return;
    }
    const body = parse(Buffer.concat(parts).toString());
    const exchange = new Exchange(request.method ?? '', request.url ?? '', request.headers, body, response);
    exchanges.push(exchange);
    const reply = replies.shift();
    const taker = reply ? undefined : waiting.shift();
    if (reply) await reply(exchange);
    else if (taker) taker(exchange);
    else unanswered.push(exchange);
  });
  await new Promise<void>((listening) => server.listen(at, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    exchanges,
    next() {
      const exchange = unanswered.shift();
      return exchange ? Promise.resolve(exchange) : new Promise((take) => waiting.push(take));
    },
    reply(...more) {
      replies.push(...more);
    },
    looks: () => looks,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
