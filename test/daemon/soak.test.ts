// Ten thousand questions in one process, a tenth of them with a fault: nothing is lost, nothing grows.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { LenscapError } from '../../protocol/errors.ts';
import { Settings } from '../../protocol/settings.ts';
import { App } from '../../server/app.ts';
import { systemClock } from '../../server/gateway/clock.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { KEY } from './harness.ts';

const QUESTIONS = 10_000;
/** Code is compiled and pools are filled by then. */
const WARM = 2_000;
const AT_ONCE = 24;
const MAX_GROWTH_BYTES = 12_000_000;

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
const delta = (content: string) =>
  event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

/** Faults, one after the other. */
const FAULTS: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.writeHead(503).end(),
  (response) => response.writeHead(429, { 'retry-after': '3' }).end('{"error":{"message":"slow down"}}'),
  (response) => response.destroy(),
  (response) => stream(response).end(),
  (response) => stream(response).end(delta('Beca')),
  (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
  (response) => stream(response).end(event({ error: { message: 'overloaded' } })),
  (response) => response.writeHead(400).end('{"error":{"message":"no"}}'),
];

const Asked = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

/** A provider that repeats the question, and keeps nothing. */
async function startEcho() {
  let requests = 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    requests++;
    if (requests % 10 === 0) {
      FAULTS[(requests / 10) % FAULTS.length]?.(response);
      return;
    }
    const { messages } = Asked.parse(JSON.parse(Buffer.concat(parts).toString()));
    stream(response).write(delta(messages.at(-1)?.content ?? ''));
    response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
    response.end(event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 5 } }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, requests: () => requests };
}

/** In memory where there is such a place: how fast a disk syncs is not what is looked at here. */
function memoryDirectory(): string {
  if (!existsSync('/dev/shm')) return scratchDirectory();
  const directory = mkdtempSync(join('/dev/shm', 'lenscap-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What is still used when nothing is under way. */
async function heapInUse(): Promise<number> {
  // What is freed by the first time may let go of more.
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

test('10,000 questions with 10 % faults', { timeout: 300_000 }, async () => {
  const { baseUrl, requests } = await startEcho();
  const directory = memoryDirectory();
  let slept = 0;
  const app = await App.open({
    dataDirectory: directory,
    workspace: 'soak',
    settings: Settings.parse({ privacy: { mode: 'off' }, cache: { answerSeconds: 0 } }),
    environment: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: baseUrl },
    cacheKey: async () => undefined,
    // Who sleeps wakes at once, and later; everything else takes its time.
    clock: {
      ...systemClock,
      now: () => Date.now() + slept,
      sleep: async (ms) => {
        slept += ms;
      },
    },
  });
  onTestFinished(() => app.close());
  const came = { whole: 0, parts: 0, failed: 0 };
  let cost = 0;
  const askOne = async (number: number) => {
    const prompt = `question ${number}`;
    try {
      const answer = await app.explain(
        { attachments: [], prompt },
        { signal: new AbortController().signal, onProgress: () => {} },
      );
      cost += answer.costNanoUsd;
      // Everybody gets their own answer.
      if (answer.finishReason === 'stop') expect(answer.text).toBe(prompt);
      else expect(answer).toMatchObject({ text: 'Beca', finishReason: 'interrupted' });
      came[answer.finishReason === 'stop' ? 'whole' : 'parts']++;
    } catch (error) {
      if (!(error instanceof LenscapError)) throw error;
      came.failed++;
    }
  };
  let next = 0;
  const askUntil = async (last: number) => {
    const asker = async () => {
      while (next < last) await askOne(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, asker));
  };
  const startedAt = performance.now();
  await askUntil(WARM);
  const before = await heapInUse();
  await askUntil(QUESTIONS);
  const grown = (await heapInUse()) - before;
  const seconds = (performance.now() - startedAt) / 1000;

  expect(came.whole + came.parts + came.failed).toBe(QUESTIONS);
  const { rows, flaw } = await app.ledger.verify();
  expect(flaw).toBeNull();
  // A row for every request that reached the provider, and no other.
  expect(rows).toBe(requests());
  const [day] = await app.ledger.budgets({ workspace: 'soak', model: 'gpt-4o-mini' });
  expect(day).toMatchObject({ heldNanoUsd: 0 });
  expect(day?.spentNanoUsd).toBeGreaterThanOrEqual(cost);
  expect(came.whole).toBeGreaterThan(QUESTIONS * 0.9);
  process.stdout.write(
    `soak: ${JSON.stringify(came)}, ${requests()} requests, ${seconds.toFixed(1)} s, heap ${(before / 1e6).toFixed(1)} MB, ${grown < 0 ? '' : '+'}${(grown / 1e6).toFixed(1)} MB after ${QUESTIONS - WARM} more\n`,
  );
  expect(grown).toBeLessThan(MAX_GROWTH_BYTES);
});
