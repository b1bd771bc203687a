import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { attach, detach } from '../../protocol/attach.ts';
import { DaemonClient, type DaemonOptions } from '../../scripts/daemon-client.ts';
import { interleave, side, summarize, timed } from './measure.ts';
import { canReadMemory, settledMegabytes } from './memory.ts';
import type { Bench, Row } from './row.ts';
import { screenshot } from './screenshots.ts';

const MOST_START_MS = 400;
const MOST_IDLE_MB = 130;
/** Of live memory: pictures kept would be 18 MB even as small as they are sent. */
const MOST_GROWTH_MB = 1;
/**
 * Of resident memory, which the system's allocator is slow to give back: it grows for some hundred
 * pictures and then stays. Decoded pixels that were not freed would be 70 MB.
 */
const MOST_RESIDENT_GROWTH_MB = 20;
/** Daemons whose memory is measured. */
const DAEMONS = 3;

/** What a daemon costs before it is asked anything, and whether it gives back what pictures took. */
export const daemon: Bench = {
  name: 'daemon',
  async run() {
    const directory = await mkdtemp(join(tmpdir(), 'lenscap-bench-'));
    try {
      const start = await measureStart(directory);
      const memory = canReadMemory
        ? [...(await measureIdle(directory)), ...(await measureGrowth(directory))]
        : [{ what: 'resident memory', skipped: 'skipped: this system has no /proc to read it from' }];
      return [...start, ...memory];
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

/** A daemon with a key, so that it loads all that it would for somebody who uses it. It asks nobody. */
function options(dataDirectory: string, rest: DaemonOptions = {}): DaemonOptions {
  return {
    ...rest,
    environment: {
      ...process.env,
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      ...rest.environment,
    },
    // The same picture is attached again and again, and is to be read each time.
    initializationOptions: { dataDirectory, workspace: 'bench', settings: { cache: { readingSeconds: 0 } } },
  };
}

/** From spawn until `initialize` is answered and `initialized` sent. */
async function measureStart(directory: string): Promise<Row[]> {
  let fresh = 0;
  const startIn = async (dataDirectory: string) => {
    const startedAt = performance.now();
    const client = await DaemonClient.start(options(dataDirectory));
    const took = performance.now() - startedAt;
    await client.stop();
    return took;
  };
  const first = side(() => startIn(join(directory, `fresh-${fresh++}`)));
  const again = side(() => startIn(join(directory, 'existing')));
  const bare = side(() =>
    timed(() => once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')),
  );
  await interleave({ warmUp: 2, rounds: 20 }, [first, again, bare]);

  const node = { name: 'node -e 0', ...summarize(bare.samples) };
  const target = { kind: 'most', most: MOST_START_MS } as const;
  return [
    {
      what: 'daemon from spawn to initialized, new ledger',
      unit: 'ms',
      ours: summarize(first.samples),
      bare: node,
      target,
    },
    {
      what: 'daemon from spawn to initialized',
      unit: 'ms',
      ours: summarize(again.samples),
      bare: node,
      target,
    },
  ];
}

async function measureIdle(directory: string): Promise<Row[]> {
  const idle = side(async () => {
    const client = await DaemonClient.start(options(join(directory, 'existing')));
    const megabytes = await settledMegabytes(client.process.pid);
    await client.stop();
    return megabytes;
  });
  const bare = side(async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const megabytes = await settledMegabytes(child.pid);
    child.kill();
    await once(child, 'exit');
    return megabytes;
  });
  await interleave({ warmUp: 0, rounds: DAEMONS }, [idle, bare]);
  return [
    {
      what: 'resident memory, idle',
      unit: 'MB',
      ours: summarize(idle.samples),
      bare: { name: 'node, waiting', ...summarize(bare.samples) },
      target: { kind: 'most', most: MOST_IDLE_MB },
    },
  ];
}

const MemoryUsage = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() });

interface Used {
  resident: number;
  /** What JavaScript refers to, in its heap and outside it (the bytes of files). */
  live: number;
}

/** Attaches and detaches pictures, and compares what is used after ten and after fifty of them. */
async function measureGrowth(directory: string): Promise<Row[]> {
  const png = (await screenshot(1920, 1080)).toString('base64');
  const growing = side(() => grow(png, directory));
  await interleave({ warmUp: 0, rounds: DAEMONS }, [growing]);
  const row = (what: string, most: number, pick: (used: Used) => number): Row => ({
    what: `${what} after 50 pictures, collected`,
    unit: 'MB',
    ours: summarize(growing.samples.map(({ after50 }) => pick(after50))),
    bare: { name: 'after 10 pictures', ...summarize(growing.samples.map(({ after10 }) => pick(after10))) },
    target: { kind: 'added', most },
  });
  return [
    row('live memory', MOST_GROWTH_MB, ({ live }) => live),
    row('resident memory', MOST_RESIDENT_GROWTH_MB, ({ resident }) => resident),
  ];
}

async function grow(png: string, directory: string): Promise<{ after10: Used; after50: Used }> {
  const file = join(directory, 'usage.json');
  const preload = pathToFileURL(join(import.meta.dirname, 'collect-on-signal.ts')).href;
  const client = await DaemonClient.start(
    options(join(directory, 'existing'), {
      nodeArguments: ['--expose-gc', '--import', preload],
      environment: { LENSCAP_BENCH_MEMORY: file },
    }),
  );
  const attachSome = async (count: number) => {
    for (let picture = 0; picture < count; picture++) {
      const { id } = await client.request(attach, { name: `${picture}.png`, data: png });
      await client.request(detach, { id });
    }
  };
  const used = async (): Promise<Used> => {
    await rm(file, { force: true });
    client.process.kill('SIGUSR2');
    while (!existsSync(file)) {
      if (client.process.exitCode !== null)
        throw new Error('The daemon ended while its memory was measured.');
      await pause(20);
    }
    const { rss, heapUsed, external } = MemoryUsage.parse(JSON.parse(await readFile(file, 'utf8')));
    return { resident: rss / 1_000_000, live: (heapUsed + external) / 1_000_000 };
  };
  try {
    await attachSome(10);
    const after10 = await used();
    await attachSome(40);
    const after50 = await used();
    return { after10, after50 };
  } finally {
    await client.stop();
  }
}
