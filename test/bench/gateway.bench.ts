import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { DaemonClient, type DaemonOptions } from '../../scripts/daemon-client.ts';
import { startGroup } from '../../scripts/process-group.ts';
import type { Errand } from '../daemon/cache-worker.ts';
import { interleave, side, summarize, timed } from './measure.ts';
import { type Bench, counted, type Row } from './row.ts';

const PROMPT = 'Why does the build say that a module cannot be found?';
const MODEL = 'gpt-4o-mini';
const MOST_ADDED_MS = 8;
const MOST_HIT_MS = 5;
const WINDOWS = 4;
const IDENTICAL = 1_000;

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
        initializationOptions: {
          dataDirectory,
          workspace: 'bench',
          settings: { cache: { answerSeconds: 0 } },
        },
      };
      const sdk = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
      return [
        ...(await compare(options, sdk)),
        ...(await compareTogether(options, sdk)),
        await measureFirst(options),
        await measureHits({ ...options, initializationOptions: { dataDirectory, workspace: 'bench' } }, sdk),
        await countShared(baseURL),
      ];
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

/** Questions asked together: what queue, limits and ledger add to each, with everything that waits for them. */
async function compareTogether(options: DaemonOptions, sdk: OpenAI): Promise<Row[]> {
  const daemon = await DaemonClient.start(options);
  const rows: Row[] = [];
  try {
    for (const { together, rounds } of [
      { together: 1, rounds: 100 },
      { together: 16, rounds: 30 },
      { together: 64, rounds: 10 },
    ]) {
      const times = (ask: () => Promise<Times>) => async () => {
        const took = await timed(() => Promise.all(Array.from({ length: together }, ask)));
        return took / together;
      };
      // Each for itself: identical questions would share one answer.
      const ours = side(times(() => askDaemon(daemon, { fresh: true })));
      const bare = side(times(() => askSdk(sdk)));
      await interleave({ warmUp: 3, rounds }, [ours, bare]);
      rows.push({
        what: together === 1 ? 'questions one by one, each' : `${together} questions together, each`,
        unit: 'ms',
        ours: summarize(ours.samples),
        bare: { name: 'openai SDK', ...summarize(bare.samples) },
        target: { kind: 'added', most: MOST_ADDED_MS },
      });
    }
    return rows;
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

/** Asks what was answered before, as the daemon counts the time of it. */
async function measureHits(options: DaemonOptions, sdk: OpenAI): Promise<Row> {
  const daemon = await DaemonClient.start(options);
  try {
    const hit = async () => {
      const { cache, timings } = await daemon.explain({ prompt: PROMPT, model: MODEL }, () => {});
      return { cache, totalMs: timings.totalMs };
    };
    await hit();
    const ours = side(async () => {
      const { cache, totalMs } = await hit();
      if (cache !== 'hit') throw new Error(`It should have been kept: ${cache}.`);
      return totalMs;
    });
    const bare = side(async () => (await askSdk(sdk)).total);
    await interleave({ warmUp: 40, rounds: 300 }, [ours, bare]);
    return {
      what: 'a question that was answered before, in the daemon',
      unit: 'ms',
      ours: summarize(ours.samples),
      bare: { name: 'openai SDK', ...summarize(bare.samples) },
      target: { kind: 'most', most: MOST_HIT_MS },
    };
  } finally {
    await daemon.stop();
  }
}

/** Asks the same from several windows at once, and counts what reaches the provider. */
async function countShared(baseUrl: string): Promise<Row> {
  const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
  const count = async () => Number(await (await fetch(baseUrl)).text());
  const before = await count();
  const worker = join(import.meta.dirname, '../daemon/cache-worker.ts');
  const windows = Array.from({ length: WINDOWS }, () => fork(worker));
  try {
    await Promise.all(windows.map((window) => once(window, 'message')));
    const done = windows.map((window) => once(window, 'message'));
    const errand: Errand = {
      directory,
      baseUrl,
      key: randomBytes(32).toString('hex'),
      prompt: PROMPT,
      model: MODEL,
      questions: IDENTICAL / WINDOWS,
    };
    for (const window of windows) window.send(errand);
    const died = windows.map(async (window) => {
      const [status] = await once(window, 'exit');
      if (status !== 0) throw new Error('A window ended without a word.');
      return undefined;
    });
    await Promise.race([Promise.all(done), Promise.all(died)]);
    return {
      what: `${IDENTICAL} identical questions at once, from ${WINDOWS} processes`,
      unit: 'requests',
      ours: counted((await count()) - before, IDENTICAL),
      target: { kind: 'most', most: 1 },
    };
  } finally {
    for (const window of windows) window.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
}

async function askDaemon(daemon: DaemonClient, how: { fresh?: true } = {}): Promise<Times> {
  const startedAt = performance.now();
  let firstDelta: number | undefined;
  const answer = await daemon.explain({ prompt: PROMPT, model: MODEL, ...how }, ({ kind }) => {
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
