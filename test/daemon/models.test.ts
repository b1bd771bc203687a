import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { loadCatalogue } from '../../server/catalogue/catalogue.ts';
import type { Exchange } from '../support/raw-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { type DaemonSetup, environmentOf, KEY, provideRaw } from './harness.ts';

const CLI = join(import.meta.dirname, '../../out/cli.js');

/** `lenscap models`, with a data directory of its own. */
function shell(setup: DaemonSetup = {}) {
  const directory = setup.directory ?? scratchDirectory();
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [CLI, 'models', ...args], {
      cwd: directory,
      env: environmentOf({ ...setup, directory }),
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin.end();
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
  };
  return { directory, file: join(directory, 'models.json'), run };
}

const Failed = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string().min(1), hint: z.string().min(1) }),
});

/** What the provider would list if it agreed with the catalogue. */
const agreeing = loadCatalogue().models.map(({ name, shutdownDate }) => ({
  id: name,
  object: 'model',
  created: 1,
  owned_by: 'openai',
  shutdown_date: shutdownDate ?? null,
}));

const listing =
  (data: object[]) =>
  (exchange: Exchange): void =>
    exchange.send(200, { object: 'list', data });

describe('--check', () => {
  const Checked = z.strictObject({
    collected: z.iso.date(),
    provider: z.string(),
    listed: z.int(),
    differences: z.array(
      z.strictObject({
        model: z.string(),
        kind: z.enum(['shutdown-date', 'no-price', 'not-listed']),
        ours: z.iso.date().nullable(),
        theirs: z.iso.date().nullable(),
      }),
    ),
  });

  test('asks the provider once, with the key, and says where the lists differ', async () => {
    const provider = await provideRaw();
    const { run } = shell({ baseUrl: provider.baseUrl });
    const data = [
      ...agreeing.filter(({ id }) => !['gpt-6-luna', 'gpt-6-sol'].includes(id)),
      { id: 'gpt-6-sol', shutdown_date: '2035-06-01' },
      { id: 'gpt-\u001b[31m7' },
    ];
    provider.reply(listing(data), listing(data));
    const { status, stdout, stderr } = await run('--check');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('gpt-6-sol   ends never by the catalogue, 2035-06-01 by the provider\n');
    expect(stdout).toContain('gpt-[31m7   no price is known\n');
    expect(stdout).toContain('gpt-6-luna  the provider does not list it\n');
    expect(provider.exchanges[0]).toMatchObject({
      method: 'GET',
      path: '/v1/models',
      headers: { authorization: `Bearer ${KEY}` },
    });

    const { differences, listed } = Checked.parse(JSON.parse((await run('--check', '--json')).stdout));
    expect(listed).toBe(data.length);
    expect(differences).toEqual([
      { model: 'gpt-6-sol', kind: 'shutdown-date', ours: null, theirs: '2035-06-01' },
      { model: 'gpt-\u001b[31m7', kind: 'no-price', ours: null, theirs: null },
      { model: 'gpt-6-luna', kind: 'not-listed', ours: null, theirs: null },
    ]);
    expect(provider.exchanges).toHaveLength(2);
  });

  test('says so if they agree', async () => {
    const provider = await provideRaw();
    provider.reply(listing(agreeing));
    const { stdout } = await shell({ baseUrl: provider.baseUrl }).run('--check');
    expect(stdout).toMatch(
      new RegExp(
        `^127\\.0\\.0\\.1:\\d+ lists ${agreeing.length} models; the catalogue is of .*They agree\\.\\n$`,
      ),
    );
  });

  test.each([
    ['a refused key', 5, 'invalid-key', (exchange: Exchange) => exchange.fail(401, `Incorrect key ${KEY}`)],
    ['a web page', 5, 'not-understood', (exchange: Exchange) => exchange.send(200, '<html></html>')],
    ['another API', 5, 'not-understood', (exchange: Exchange) => exchange.send(200, { models: ['llama'] })],
    ['a broken connection', 5, 'unreachable', (exchange: Exchange) => exchange.drop()],
  ] as const)('%s ends in one sentence, after one request', async (_, status, code, reply) => {
    const provider = await provideRaw();
    provider.reply(reply);
    const failed = await shell({ baseUrl: provider.baseUrl }).run('--check', '--json');
    expect(failed.status).toBe(status);
    expect(Failed.parse(JSON.parse(failed.stdout)).error.code).toBe(code);
    expect(provider.exchanges).toHaveLength(1);
  });

  test('without a key there is nobody to ask', async () => {
    const { status, stderr } = await shell({ key: null }).run('--check');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^lenscap: There is no provider .*OPENAI_API_KEY.*\.\n$/);
  });
});

describe('add', () => {
  test('writes models.json, which the next command reads', async () => {
    const { run, file } = shell();
    const options = ['--input', '0.5', '--cached-input', '0.05', '--output', '1.5', '--context', '8192'];
    const added = await run('add', 'mine', ...options, '--max-output', '1024', '--pictures-like', 'gpt-4o');
    expect(added).toEqual({ status: 0, stdout: `mine is in ${file}.\n`, stderr: '' });
    expect((await run()).stdout).toMatch(/^mine +\$0\.5 +\$0\.05 +\$1\.5 +text, pictures$/m);
    // `--json` may stand before or after.
    for (const args of [
      ['add', 'other', '--input', '1', '--output', '2', '--json'],
      ['--json', 'add', 'other', '--input', '1', '--output', '2'],
    ]) {
      expect(JSON.parse((await run(...args)).stdout)).toEqual({ file });
    }
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      models: [
        {
          name: 'mine',
          contextTokens: 8192,
          maxOutputTokens: 1024,
          abilities: ['text', 'pictures'],
          imageTokens: { kind: 'tile', base: 85, perTile: 170 },
          prices: [{ input: 0.5, cachedInput: 0.05, output: 1.5 }],
        },
        expect.objectContaining({ name: 'other' }),
      ],
    });
  });

  test.each([
    ['no price', ['mine'], 'usage'],
    ['a price with seven decimals', ['mine', '--input', '0.0000001', '--output', '1'], 'usage'],
    ['no name', [' ', '--input', '1', '--output', '1'], 'invalid-model'],
    [
      'pictures like a model without',
      ['mine', '--input', '1', '--output', '1', '--pictures-like', 'whisper-1'],
      'model-without-pictures',
    ],
  ])('refuses %s, and writes nothing', async (_, args, code) => {
    const { run, file } = shell();
    const refused = await run('add', ...args, '--json');
    expect(refused.status).toBe(2);
    expect(Failed.parse(JSON.parse(refused.stdout)).error.code).toBe(code);
    expect(existsSync(file)).toBe(false);
  });

  test('leaves a file alone that it does not understand', async () => {
    const { run, file } = shell();
    writeFileSync(file, '{"models": [{"name": "half"');
    const refused = await run('add', 'mine', '--input', '1', '--output', '1', '--json');
    expect(refused.status).toBe(1);
    expect(Failed.parse(JSON.parse(refused.stdout)).error.code).toBe('catalogue-invalid');
    expect(readFileSync(file, 'utf8')).toBe('{"models": [{"name": "half"');
  });
});
