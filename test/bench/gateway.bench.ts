import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { DaemonClient, type DaemonOptions } from '../../scripts/daemon-client.ts';
import { startGroup } from '../../scripts/process-group.ts';
import { interleave, side, summarize } from './measure.ts';
import type { Bench, Row } from './row.ts';

const PROMPT = 'Why does the build say that a module cannot be found?';
const MODEL = 'gpt-4o-mini';
const MOST_ADDED_MS = 8;

interface Times {
  firstDelta: number;
  total: number;
}

/** A question without media: through the daemon, and by the bare SDK, from the same server. */
export const gateway: Bench = {
  name: 'gateway',
  async run() {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
    const server = startGroup(process.execPath, [join(import.meta.dirname, 'loopback-server.ts')], {
      env: process.env,
    });
    const apiKey = 'none';
    try {
      const [baseURL] = await server.waitFor(/http:\S+/, 10_000);
      const options: DaemonOptions = {
        environment: { ...process.env, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL },
        initializationOptions: { dataDirectory, workspace: 'bench' },
      };
      const sdk = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
      return [...(await compare(options, sdk)), await measureFirst(options)];
    } finally {
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  },
};

async function compare(options: DaemonOptions, sdk: OpenAI): Promise<Row[]> {
  const daemon = await DaemonClient.start(options);
  try {
    const ours = side(() => askDaemon(daemon));
    const bare = side(() => askSdk(sdk));
    await interleave({ warmUp: 40, rounds: 300 }, [ours, bare]);
    const row = (what: string, pick: (times: Times) => number): Row => ({
      what: `a question without media, ${what}`,
      unit: 'ms',
      ours: summarize(ours.samples.map(pick)),
      bare: { name: 'openai SDK', ...summarize(bare.samples.map(pick)) },
      target: { kind: 'added', most: MOST_ADDED_MS },
    });
    return [row('first delta', ({ firstDelta }) => firstDelta), row('whole', ({ total }) => total)];
  } finally {
    await daemon.stop();
  }
}

/** What the very first question waits for: code and token tables that are loaded when they are needed. */
async function measureFirst(options: DaemonOptions): Promise<Row> {
  const first = side(async () => {
    const daemon = await DaemonClient.start(options);
    try {
      return (await askDaemon(daemon)).firstDelta;
    } finally {
      await daemon.stop();
    }
  });
  await interleave({ warmUp: 1, rounds: 10 }, [first]);
  return {
    what: "  a new daemon's first question, first delta",
    unit: 'ms',
    ours: summarize(first.samples),
  };
}

async function askDaemon(daemon: DaemonClient): Promise<Times> {
  const startedAt = performance.now();
  let firstDelta: number | undefined;
  const answer = await daemon.explain({ prompt: PROMPT, model: MODEL }, ({ kind }) => {
    if (kind === 'delta') firstDelta ??= performance.now() - startedAt;
  });
  const total = performance.now() - startedAt;
  if (firstDelta === undefined || answer.certainty !== 'exact') {
    throw new Error(`The daemon did not answer as it should: ${JSON.stringify(answer)}`);
  }
  return { firstDelta, total };
}

async function askSdk(sdk: OpenAI): Promise<Times> {
  const startedAt = performance.now();
  let firstDelta: number | undefined;
  const stream = await sdk.chat.completions.create({
    model: MODEL,
    max_tokens: 2048,
    messages: [{ role: 'user', content: PROMPT }],
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const { choices } of stream) {
    if (choices[0]?.delta.content) firstDelta ??= performance.now() - startedAt;
  }
  const total = performance.now() - startedAt;
  if (firstDelta === undefined) throw new Error('The bare SDK got no answer.');
  return { firstDelta, total };
}
