// A provider that keeps an invoice of its own, and misbehaves in every way we know of: it delays,
// aborts, truncates, refuses, forgets to count, and lies about what it counted.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { Random } from '../corpus/random.ts';

/**
 * Nano-dollars a token, by hand from the published prices; not taken from the catalogue under test. Of the models that
 * the questions name, and of all that stand in for those.
 */
export const PRICES: Readonly<Record<string, { input: number; cached: number; output: number }>> = {
  'gpt-4o': { input: 2500, cached: 1250, output: 10_000 },
  'gpt-4o-mini': { input: 150, cached: 75, output: 600 },
  'gpt-5.1': { input: 1250, cached: 125, output: 10_000 },
  'gpt-6-luna': { input: 100, cached: 10, output: 500 },
};

/** Percent of the price, by the tier an answer names. */
const TIERS: Readonly<Record<string, number>> = { default: 100, priority: 200, flex: 50 };

const BEHAVIOURS = [
  ...Array<'honest'>(10).fill('honest'),
  'slow',
  'refuses',
  'overloaded',
  'broken',
  'aborts',
  'truncates',
  'silent about usage',
  'lies',
  'lies',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** What a server writes instead of what it counted. */
const LIES = [
  { prompt_tokens: 900_000_000, completion_tokens: 900_000_000 },
  { prompt_tokens: -5, completion_tokens: -5 },
  { prompt_tokens: 0, completion_tokens: 0 },
  { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4000 } },
  { prompt_tokens: 10, completion_tokens: 100_000 },
  { prompt_tokens: '10', completion_tokens: 'five' },
  { prompt_tokens: 1.5, completion_tokens: 2.5 },
] as const;

/** One request, as the provider bills it. */
export interface Invoiced {
  /** The provider's id, as the answer's header names it. */
  id: string;
  /** The client's id for it. */
  clientId: string;
  model: string;
  behaviour: Behaviour;
  /** Whether the answer was sent to its end, with the truth about what it took. */
  isTold: boolean;
  nanoUsd: number;
}

const Body = z.object({
  model: z.string(),
  max_tokens: z.int(),
  messages: z.array(z.unknown()),
});

/** Starts the provider on a free loopback port. */
export async function startInvoicingProvider(random: Random) {
  const invoice: Invoiced[] = [];
  const { pick } = random;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { model, max_tokens: limit } = Body.parse(JSON.parse(text));
    const price = PRICES[model];
    if (!price) throw new Error(`There is no price for ${model}.`);
    const line: Invoiced = {
      id: `req_${invoice.length}`,
      clientId: String(request.headers['x-client-request-id']),
      model,
      behaviour: pick(BEHAVIOURS),
      isTold: false,
      nanoUsd: 0,
    };
    invoice.push(line);
    const headers = { 'x-request-id': line.id };
    if (line.behaviour === 'refuses' || line.behaviour === 'overloaded') {
      const status = line.behaviour === 'refuses' ? pick([400, 404, 413]) : pick([429, 500, 503]);
      response.writeHead(status, { ...headers, 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: 'No.', type: 'error', code: null } }));
      line.isTold = true;
      return;
    }
    const tier = pick(['default', 'default', 'default', 'priority', 'flex']);
    // A picture's base64 is not read as words.
    const input = 1 + Math.floor(Math.min(text.length, 1500) / 8);
    const cached = pick([0, 0, Math.floor(input / 2)]);
    const words = 1 + random.below(Math.min(limit - 1, 40));
    const bill = (output: number) => {
      const full = (input - cached) * price.input + cached * price.cached + output * price.output;
      line.nanoUsd = Math.ceil((full * (TIERS[tier] ?? 100)) / 100);
    };
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    const write = (frame: object) =>
      response.write(`data: ${JSON.stringify({ service_tier: tier, ...frame })}\n\n`);
    const end = line.behaviour === 'aborts' || line.behaviour === 'truncates' ? Math.ceil(words / 2) : words;
    for (let word = 1; word <= end; word++) {
      if (line.behaviour === 'slow' || word % 8 === 0) await wait(2 + random.below(10));
      if (response.destroyed) return;
      bill(word);
      write({ choices: [{ index: 0, delta: { content: 'word ' } }] });
      if (line.behaviour === 'broken' && word === Math.ceil(end / 2)) {
        write({ error: { message: 'Something broke.' } });
        response.end();
        return;
      }
    }
    if (line.behaviour === 'aborts') {
      response.destroy();
      return;
    }
    if (line.behaviour !== 'truncates') {
      write({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
      const truth = {
        prompt_tokens: input,
        completion_tokens: words,
        prompt_tokens_details: { cached_tokens: cached },
      };
      if (line.behaviour !== 'silent about usage') {
        line.isTold = line.behaviour !== 'lies';
        write({ choices: [], usage: line.isTold ? truth : pick(LIES) });
      }
      response.write('data: [DONE]\n\n');
    }
    response.end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy();
      // A client that is killed while it sends is what this server is for.
      if (!(error instanceof Error && 'code' in error && error.code === 'ECONNRESET')) throw error;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    invoice,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
