import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { SafeImage } from '../../protocol/attach.ts';
import { Explanation } from '../../protocol/explain.ts';
import { Quote } from '../../protocol/quote.ts';
import { Report } from '../../protocol/report.ts';
import { Check } from '../../protocol/setup.ts';
import { SpendSummary, spend } from '../../protocol/spend.ts';
import { Transcript } from '../../protocol/voice.ts';
import { loadCatalogue } from '../../server/catalogue/catalogue.ts';
import { bombPng, png } from '../support/images.ts';
import { lackingForMicrophone, startMicrophone } from '../support/microphone.ts';
import { startProvider } from '../support/provider.ts';
import { type Exchange, startRawProvider } from '../support/raw-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { pcm, tone, wavFile } from '../support/sound.ts';
import { refused, startTranscriber, streamed, whole } from '../support/transcriber.ts';
import { environmentOf, KEY, KEYCHAIN, provideRaw } from './harness.ts';

const CLI = join(import.meta.dirname, '../../out/cli.js');

const ErrorShape = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string().min(1), hint: z.string().min(1) }),
});

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A shell in a folder with a screenshot, and a ledger of its own. */
function shell(setup: { baseUrl?: string; key?: string | null; directory?: string; keychain?: string } = {}) {
  const directory = setup.directory ?? scratchDirectory();
  const folder = join(directory, 'my project');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'error.png'), screenshot);
  const start = (...args: string[]): ChildProcessWithoutNullStreams => {
    const child = spawn(
      process.execPath,
      [...(setup.keychain === undefined ? [] : ['--import', KEYCHAIN]), CLI, ...args],
      {
        cwd: folder,
        env: environmentOf({ ...setup, directory }),
      },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const run = async (...args: string[]): Promise<Run> => {
    const child = start(...args);
    child.stdin.end();
    return outcomeOf(child);
  };
  /** Runs a command whose stdout has to be one JSON object of this shape, and nothing else. */
  const json = async <S extends z.ZodType>(schema: S, ...args: string[]): Promise<z.output<S>> => {
    const { stdout, status } = await run(...args, '--json');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    return schema.parse(JSON.parse(stdout));
  };
  return { directory, folder, start, run, json };
}

async function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Run> {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'close');
  expect(stdout + stderr).not.toContain(KEY);
  return { status: child.exitCode, stdout, stderr };
}

let screenshot: Buffer;
beforeAll(async () => {
  screenshot = await png(1920, 1080);
});

const COST = 1000 * 2500 + 40 * 10_000;
function answerWell(exchange: Exchange): void {
  exchange
    .open()
    .delta('It is ')
    .delta('fine.')
    .finish()
    .usage({ prompt_tokens: 1000, completion_tokens: 40 })
    .done();
}

describe('explain', () => {
  test('prints the answer on stdout and the foot on stderr', async () => {
    const provider = await provideRaw();
    const { run } = shell({ baseUrl: provider.baseUrl });
    provider.reply(answerWell);
    const { status, stdout, stderr } = await run('explain', 'error.png', '-p', 'Why?');
    expect(status).toBe(0);
    expect(stdout).toBe('It is fine.\n');
    // A model that retires soon is announced there.
    expect(stderr).toMatch(
      /^\n— vision · gpt-4o · 1000 \+ 40 tokens · \$0\.0029 · \d+\.\d s · req_raw\n(gpt-4o is shut down .+\n)?$/,
    );
  });

  test('prints pieces as they come', async () => {
    const provider = await provideRaw();
    const child = shell({ baseUrl: provider.baseUrl }).start('explain', '-p', 'Why?');
    const exchange = await provider.next();
    exchange.open().delta('It is ');
    const [first]: [Buffer] = await once(child.stdout, 'data').then(([chunk]) => [chunk]);
    expect(first.toString()).toBe('It is ');
    exchange.delta('fine.').finish().done();
    expect((await outcomeOf(child)).status).toBe(0);
  });

  test('--json prints one object, with the deltas on stderr', async () => {
    const provider = await provideRaw();
    const { run } = shell({ baseUrl: provider.baseUrl });
    provider.reply(answerWell);
    const { stdout, stderr } = await run('explain', 'error.png', '--json');
    expect(Explanation.strict().parse(JSON.parse(stdout))).toMatchObject({
      text: 'It is fine.',
      route: 'vision',
      costNanoUsd: COST,
      certainty: 'exact',
      requestId: 'req_raw',
    });
    expect(stdout.match(/\n/g)).toHaveLength(1);
    expect(stderr).toBe('It is fine.\n');
  });

  test('without a key answers locally', async () => {
    const { run } = shell({ key: null });
    const { status, stdout } = await run('explain', 'error.png');
    expect(status).toBe(0);
    expect(stdout).toContain('**error.png** is a PNG picture, 1920 × 1080 pixels');
  });

  test('Ctrl+C stops it; what came is kept and booked', async () => {
    const provider = await provideRaw();
    const { start, json } = shell({ baseUrl: provider.baseUrl });
    const child = start('explain', '-p', 'Why?');
    const exchange = await provider.next();
    exchange.open().delta('It is');
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    await exchange.aborted;
    const { status, stderr } = await outcomeOf(child);
    expect(status).toBe(0);
    expect(stderr).toContain('(estimated)');
    expect((await json(Spend, 'spend')).rows).toMatchObject([{ certainty: 'estimated' }]);
  });
});

describe('quote', () => {
  test('says what a question would cost, and sends nothing', async () => {
    const provider = await provideRaw();
    const { json, run } = shell({ baseUrl: provider.baseUrl });
    const quoted = await json(Quote.strict(), 'quote', 'error.png');
    expect(quoted).toMatchObject({
      route: 'vision',
      model: 'gpt-4o',
      tokens: { image: 765, maxOutput: 2048 },
    });
    const other = await json(Quote, 'quote', 'error.png', '--model', 'gpt-6-luna');
    expect(other).toMatchObject({ model: 'gpt-6-luna', tokens: { image: 692 } });
    expect((await run('quote', '-p', 'Why?')).stdout).toMatch(
      /^text · gpt-4o-mini .*\nabout \$\d.*, at most \$\d.*\ntokens: \d+ text, 0 picture/,
    );
    expect(provider.exchanges).toHaveLength(0);
  });

  test.each([
    ['1024x1024', 'gpt-4o', 'high', 765],
    ['2048x4096', 'gpt-4o', 'high', 1105],
    ['2048x4096', 'gpt-4o', 'low', 85],
    ['3840x2160', 'gpt-6-luna', 'original', 9792],
  ])('of %s for %s, %s, without a picture or a key: %i tokens', async (pixels, model, detail, image) => {
    const { json } = shell({ key: null });
    const quoted = await json(Quote, 'quote', '--pixels', pixels, '--model', model, '--detail', detail);
    expect(quoted.tokens.image).toBe(image);
  });
});

describe('sanitize', () => {
  test('writes the safe picture, and says what it is', async () => {
    const { json, folder } = shell();
    const image = await json(SafeImage.strict(), 'sanitize', 'error.png', '-o', 'safe.png');
    expect(image).toMatchObject({ safe: true, width: 1024, height: 576, source: { width: 1920 } });
    expect(readFileSync(join(folder, 'safe.png')).length).toBe(image.bytes);
  });

  test('leaves nothing behind for a refused one', async () => {
    const { run, folder } = shell();
    writeFileSync(join(folder, 'a.png'), '<svg/>');
    expect((await run('sanitize', 'a.png', '-o', 'safe.png')).status).toBe(4);
    expect(() => readFileSync(join(folder, 'safe.png'))).toThrow('ENOENT');
  });
});

const { summary: _summary, ...spendShape } = spend.result.shape;
const Spend = z.strictObject({ ...spendShape, report: Report });
const Budgets = SpendSummary.pick({ budgets: true, notes: true, uncertain: true }).strict();

describe('spend', () => {
  test('sums up and lists what was spent: for people, as JSON, as CSV, of a range of days', async () => {
    const provider = await provideRaw();
    const { run, json } = shell({ baseUrl: provider.baseUrl });
    expect((await run('spend')).stdout).toMatch(/^Nothing has been asked yet: .*\.\n$/);
    provider.reply(answerWell);
    await run('explain', 'error.png');
    const listed = await json(Spend, 'spend');
    expect(listed).toMatchObject({ spentNanoUsd: COST, heldNanoUsd: 0 });
    expect(listed.rows).toMatchObject([{ workspace: 'my project', route: 'vision', costNanoUsd: COST }]);
    expect(listed.report).toMatchObject({
      total: { requests: 1, costNanoUsd: COST },
      days: [{ model: 'gpt-4o', costNanoUsd: COST }],
      month: { spentNanoUsd: COST, capNanoUsd: 40_000_000_000 },
    });
    const [header, row, end, ...more] = (await run('spend', '--csv')).stdout.split('\r\n');
    expect([end, ...more]).toEqual(['']);
    expect(header).toMatch(/^at,workspace,route,model,certainty,costNanoUsd,requestId,id,/);
    expect(row).toContain(`${listed.rows[0]?.at},my project,vision,gpt-4o,exact,${COST},req_raw,1,`);
    expect((await run('spend')).stdout).toMatch(
      /^\$0\.0029 for 1 request from .*By model\n {2}gpt-4o {2}#+ /ms,
    );
    expect((await run('spend', '--by', 'workspace')).stdout).toMatch(/\n\nmy project {2}#+ {2}\$0\.0029/);
    expect((await run('spend', '--rows')).stdout).toMatch(
      /my project +vision +gpt-4o +exact +\$0\.0029\n\$0\.0029 for 1 request/,
    );
    expect((await json(Spend, 'spend', '--since', '2100-01-01')).rows).toEqual([]);
    expect((await json(Spend, 'spend', '--until', '2020-02-29')).report.from).toBe('2020-01-31');
    const elsewhere = await json(Spend, 'spend', '--workspace', 'elsewhere');
    expect(elsewhere).toMatchObject({ spentNanoUsd: 0, rows: [], report: { workspace: 'elsewhere' } });
  });
});

describe('budget', () => {
  test('shows, sets and lifts caps, --json before or after set', async () => {
    const { run, json } = shell();
    const caps = async () => (await json(Budgets, 'budget')).budgets.map(({ capNanoUsd }) => capNanoUsd);
    expect(await caps()).toEqual([2_000_000_000, 40_000_000_000, null, null]);
    const set = await run('budget', '--json', 'set', '--day', '1.50', '--workspace-day', '$0.000000001');
    expect(Budgets.parse(JSON.parse(set.stdout)).budgets.map(({ capNanoUsd }) => capNanoUsd)).toEqual([
      1_500_000_000,
      40_000_000_000,
      1,
      null,
    ]);
    await json(Budgets, 'budget', 'set', '--day', 'none', '--month', 'none');
    expect(await caps()).toEqual([null, null, 1, null]);
    const { stdout } = await run('budget');
    expect(stdout).toMatch(/^all, this day +\$0\.00 +of no cap\n/);
    expect(stdout).toContain('of $0.000000001');
  });
});

describe('the rest', () => {
  test('models', async () => {
    const { json, run } = shell();
    const Models = z.strictObject({
      collected: z.iso.date(),
      models: z.array(z.object({ name: z.string() })),
    });
    const { models } = await json(Models, 'models');
    expect(models.map(({ name }) => name)).toEqual(loadCatalogue().models.map(({ name }) => name));
    expect((await run('models')).stdout).toContain('gpt-4o');
  });

  test('ledger verify: whole, then changed behind its back', async () => {
    const { run, json, directory } = shell({ key: null });
    await run('explain', '-p', 'Why?');
    const Verified = z.strictObject({ rows: z.int(), brokenId: z.null() });
    expect(await json(Verified, 'ledger', 'verify')).toEqual({ rows: 1, brokenId: null });
    const database = new Sqlite(join(directory, 'lenscap.db'));
    database.exec("drop trigger entry_no_update; update entry set workspace = 'elsewhere'");
    database.close();
    const broken = await run('ledger', 'verify', '--json');
    expect(broken.status).toBe(1);
    expect(ErrorShape.parse(JSON.parse(broken.stdout)).error).toMatchObject({ code: 'ledger-broken' });
    expect(broken.stderr).toContain('row 1 was changed');
  });

  test('doctor looks at everything, sends nothing but the key, shows no secret', async () => {
    const provider = await provideRaw();
    const list = { object: 'list', data: [{ id: 'gpt-4o', object: 'model' }] };
    provider.reply((exchange) => exchange.send(200, list));
    const { json, run } = shell({ baseUrl: provider.baseUrl });
    const Checks = z.strictObject({ checks: z.array(Check) });
    const { checks } = await json(Checks, 'doctor');
    expect(checks.map(({ area, name }) => `${area}: ${name}`)).toEqual([
      'answers: key',
      'answers: provider',
      'answers: proxy',
      expect.stringMatching(/^answers: 127\.0\.0\.1:\d+ gpt-4o$/),
      expect.stringMatching(/^answers: 127\.0\.0\.1:\d+ gpt-4o-mini$/),
      'pictures: decoder',
      'pictures: reader',
      'sound: microphone',
      'sound: sound files',
      'storage: ledger',
      'storage: copies',
      'storage: cache',
      'storage: queue',
      'storage: provider notes',
      'storage: keychain',
      'versions: daemon',
      'versions: Node',
      'versions: system',
    ]);
    expect(checks.every(({ ok }) => ok)).toBe(true);
    expect(checks[0]?.detail).toBe('in the environment variable OPENAI_API_KEY; accepted');
    expect(checks[1]?.detail).toMatch(/reached; models listed: 1$/);
    expect(provider.exchanges.map(({ path, body }) => [path, body])).toEqual([['/v1/models', '']]);

    const refuse = (exchange: Exchange) => exchange.fail(401, `Incorrect API key provided: ${KEY}`);
    provider.reply(refuse, refuse);
    const refused = await json(Checks, 'doctor');
    expect(refused.checks.filter(({ ok }) => !ok)).toEqual([
      {
        area: 'answers',
        name: 'key',
        ok: false,
        detail: expect.stringContaining('refused the API key'),
        mend: expect.stringContaining('lenscap key set'),
      },
    ]);
    expect((await run('doctor')).stdout).not.toContain(KEY);

    const without = await shell({ key: null }).json(Checks, 'doctor');
    expect(without.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['key', 'provider']);
  });

  test.each([
    [],
    ['explain'],
    ['quote'],
    ['sanitize'],
    ['models'],
    ['spend'],
    ['budget'],
    ['budget', 'set'],
    ['ledger', 'verify'],
    ['doctor'],
    ['daemon'],
    ['key', 'set'],
    ['transcribe'],
    ['listen'],
  ])('help: %s %s', async (...words) => {
    const { status, stdout, stderr } = await shell().run(...words, '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: lenscap/);
    expect(stderr).toBe('');
  });

  test('the version is that of the package', async () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect((await shell().run('--version')).stdout).toBe(`${manifest.version}\n`);
  });
});

describe('transcribe', () => {
  test('writes down what is said, and what it cost beside it', async () => {
    const server = await startTranscriber();
    const usage = { type: 'tokens', input_tokens: 20, output_tokens: 4 };
    server.reply(streamed(['It ', 'fails.'], { usage }));
    const { folder, run, json } = shell({ baseUrl: server.baseUrl });
    writeFileSync(join(folder, 'note.wav'), wavFile(pcm(tone(2))));
    const { status, stdout, stderr } = await run('transcribe', 'note.wav', '--language', 'en');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'It fails.\n' });
    // 20 × 1250 + 4 × 5000.
    expect(stderr).toMatch(/gpt-4o-mini-transcribe · 2\.\d s of speech · \$0\.000045/);
    expect(server.uploads[0]?.fields).toMatchObject({ language: 'en' });
    const transcript = await json(Transcript, 'transcribe', 'note.wav');
    expect(transcript).toMatchObject({ text: 'It fails.', costNanoUsd: 45_000, certainty: 'exact' });
  });

  test('a file in several parts is sent part by part, and joined in order', async () => {
    const server = await startTranscriber();
    const usage = { type: 'tokens', input_tokens: 20, output_tokens: 4 };
    server.reply(whole('One.', usage), whole('Two.', usage), refused(400));
    const { folder, json } = shell({ baseUrl: server.baseUrl });
    // Parts of gpt-4o-mini-transcribe have 400 seconds.
    writeFileSync(join(folder, 'long.wav'), wavFile(pcm(tone(1_000))));
    const transcript = await json(Transcript, 'transcribe', 'long.wav');
    expect(transcript).toMatchObject({ text: 'One. Two.', costNanoUsd: 90_000 });
    expect(transcript.notices.join(' ')).toContain('Not all was transcribed');
    expect(server.uploads).toHaveLength(3);
    expect(Math.max(...server.uploads.map(({ file }) => file.length))).toBeLessThan(26_214_400);
  });

  test('a file that cannot be read', async () => {
    const { status, stderr } = await shell().run('transcribe', 'voice.wav');
    expect(status).toBe(2);
    expect(stderr).toContain('voice.wav cannot be read');
  });

  test('text named .wav', async () => {
    const { folder, run } = shell();
    writeFileSync(join(folder, 'diary.wav'), 'Dear diary');
    expect((await run('transcribe', 'diary.wav')).status).toBe(4);
  });
});

test.skipIf(lackingForMicrophone() !== undefined)(
  'listen records until Enter, transcribes and answers',
  async () => {
    const microphone = await startMicrophone();
    try {
      const provider = await startProvider();
      onTestFinished(() => provider.stop());
      const server = await startTranscriber();
      server.reply(whole('Why does it fail?'));
      provider.answer('Why does it fail?', 'The disk is full.');
      const directory = scratchDirectory();
      const child = spawn(
        process.execPath,
        [CLI, 'listen', '--transcription-server', server.baseUrl, '--json'],
        {
          env: {
            ...environmentOf({ directory, baseUrl: provider.baseUrl }),
            ...microphone.environment,
            HOME: directory,
          },
        },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = outcomeOf(child);
      const recording = Promise.withResolvers<void>();
      child.stderr.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Recording.')) recording.resolve();
      });
      await Promise.race([recording.promise, ended]);
      await microphone.play(pcm(tone(2, 300, 0.5)));
      child.stdin.write('\n');
      const { status, stdout } = await ended;
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        text: 'The disk is full.',
        transcript: { text: 'Why does it fail?', costNanoUsd: 0 },
      });
    } finally {
      await microphone.close();
    }
  },
);

describe('exit statuses', () => {
  async function fails(
    status: number,
    code: string,
    args: string[],
    setup: Parameters<typeof shell>[0] = {},
  ) {
    const { run, folder } = shell(setup);
    writeFileSync(join(folder, 'bomb.png'), bombPng(30_000, 30_000));
    const asJson = await run(...args, '--json');
    expect(asJson.status).toBe(status);
    const { error } = ErrorShape.parse(JSON.parse(asJson.stdout));
    expect(error.code).toBe(code);
    const plain = await run(...args);
    expect(plain.status).toBe(status);
    expect(plain.stderr).not.toBe('');
    expect(plain.stdout).toBe('');
    return plain;
  }

  test.each([
    [['explain'], 'empty-question'],
    [['explain', 'missing.png'], 'unreadable-file'],
    [['explain', '-p', 'x', '--route', 'telepathy'], 'usage'],
    [['explain', '-p', 'x', '--unheard-of'], 'usage'],
    [['quote', '--pixels', 'large'], 'usage'],
    [['quote', '-p', 'x', '--detail', 'low'], 'detail-without-pixels'],
    [['sanitize'], 'usage'],
    [['spend', '--since', '2026-02-31'], 'usage'],
    [['spend', '--since', 'yesterday'], 'usage'],
    [['spend', '--since', '2026-02-02', '--until', '2026-02-01'], 'empty-range'],
    [['spend', '--by', 'hour'], 'usage'],
    [['spend', '--csv', '--rows'], 'usage'],
    [['budget', 'set'], 'no-cap'],
    [['budget', 'set', '--day', '-1'], 'usage'],
    [['budget', 'set', '--day', 'much'], 'usage'],
    [['unheard-of'], 'usage'],
  ])('2: %j', async (args, code) => {
    await fails(2, code, args);
  });

  test('2: a base URL that is none', async () => {
    await fails(2, 'invalid-base-url', ['explain', '-p', 'x'], { baseUrl: 'nonsense' });
  });

  test('1: a ledger that cannot be opened', async () => {
    const directory = scratchDirectory();
    mkdirSync(join(directory, 'lenscap.db'));
    const { stderr } = await fails(1, 'ledger-unavailable', ['spend'], { directory });
    expect(stderr).toContain('lenscap.db');
  });

  test('3: no room in the budget, with figures; and a price nobody knows', async () => {
    const provider = await provideRaw();
    const { run, directory } = shell({ baseUrl: provider.baseUrl });
    await run('budget', 'set', '--day', '0.000001');
    const { stderr } = await fails(3, 'budget-exceeded', ['explain', '-p', 'x'], {
      baseUrl: provider.baseUrl,
      directory,
    });
    expect(stderr).toContain('daily budget of $0.0000010 has');
    await fails(3, 'unknown-price', ['explain', '-p', 'x', '--model', 'gpt-unheard-of'], {
      baseUrl: provider.baseUrl,
    });
    expect(provider.exchanges).toHaveLength(0);
  });

  test('4: a picture that cannot be made safe', async () => {
    await fails(4, 'too-many-pixels', ['sanitize', 'bomb.png']);
    await fails(4, 'too-many-pixels', ['explain', 'bomb.png']);
  });

  test('5: a provider that does not answer', async () => {
    const provider = await provideRaw();
    provider.reply(...Array(2).fill((exchange: Exchange) => exchange.fail(401, 'Incorrect API key')));
    await fails(5, 'invalid-key', ['explain', '-p', 'x'], { baseUrl: provider.baseUrl });
  });
});

test('a reader that goes away early is no fault', async () => {
  const child = shell().start('models');
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'exit');
  expect(stderr).toBe('');
});

test('the daemon is there, too', async () => {
  const child = shell().start('daemon', '--stdio');
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: null, rootUri: null, capabilities: {} },
  });
  child.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
  let stdout = '';
  for await (const chunk of child.stdout) {
    stdout += String(chunk);
    if (stdout.includes('"capabilities"')) break;
  }
  expect(stdout).toMatch(/^Content-Length: \d+\r\n\r\n\{/);
  child.stdin.end();
  await once(child, 'exit');
});

describe('where nobody can be reached', () => {
  const Queue = z.object({ questions: z.array(z.object({ id: z.string(), prompt: z.string() })) });

  test('a question waits, is listed, asked when somebody can be reached, and gone then', async () => {
    const gone = await startRawProvider();
    await gone.stop();
    const sh = shell({ baseUrl: gone.baseUrl, keychain: join(scratchDirectory(), 'keychain') });
    const queued = await sh.run('explain', '-p', 'Why the error?', '--queue-offline');
    expect(queued).toMatchObject({ status: 5, stdout: '' });
    expect(queued.stderr).toContain('cannot be reached');
    expect(queued.stderr).toContain('lenscap queue ask');
    await sh.run('explain', '-p', 'And why now?', '--queue-offline');
    const { questions } = await sh.json(Queue, 'queue');
    expect(questions.map(({ prompt }) => prompt)).toEqual(['Why the error?', 'And why now?']);
    const [first, second] = questions.map(({ id }) => id.slice(0, 8));
    expect((await sh.run('queue')).stdout).toContain('And why now?');
    expect((await sh.run('queue', 'ask')).status).toBe(5);
    expect((await sh.run('queue', 'remove', second ?? '')).status).toBe(0);

    const provider = await startRawProvider(Number(new URL(gone.baseUrl).port));
    onTestFinished(() => provider.stop());
    provider.reply((exchange) =>
      exchange
        .open()
        .delta('It is fixed.')
        .finish()
        .usage({ prompt_tokens: 200, completion_tokens: 40 })
        .done(),
    );
    expect((await sh.run('queue', 'ask', first ?? '')).stdout).toBe('It is fixed.\n');
    expect((await sh.run('queue')).stdout).toBe('No question waits for the network.\n');
    expect(await sh.run('queue', 'ask', first ?? '')).toMatchObject({ status: 2 });
  });

  test('without a keychain the shell cannot keep it, and says so', async () => {
    const gone = await startRawProvider();
    await gone.stop();
    const sh = shell({ baseUrl: gone.baseUrl, keychain: scratchDirectory() });
    const { status, stderr } = await sh.run('explain', '-p', 'Why?', '--queue-offline');
    expect(status).toBe(1);
    expect(stderr).toContain('no keychain');
    expect((await sh.run('queue')).stdout).toBe('No question waits for the network.\n');
  });
});
