import { expect, onTestFinished, test } from 'vitest';
import { Settings } from '../../protocol/settings.ts';
import { insertChunks, png, pngChunk } from '../../test/support/images.ts';
import { unread } from '../../test/support/privacy.ts';
import { newResilience } from '../../test/support/resilience.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { Gateway } from '../gateway/gateway.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import { openStorage } from '../storage/database.ts';
import { AttachmentStore } from './attachments.ts';
import { explain } from './explain.ts';
import type { ExplainContext } from './plan.ts';

async function context(more: Partial<ExplainContext> = {}): Promise<ExplainContext> {
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const ledger = new Ledger(db, { now: () => new Date('2026-11-21T12:00:00') });
  await ledger.initialize();
  return {
    settings: Settings.parse({}),
    workspace: 'here',
    attachments: new AttachmentStore(),
    placeholders: () => new Placeholders(),
    detector: undefined,
    catalogue: loadCatalogue(),
    ledger,
    gateway: undefined,
    resilience: newResilience(),
    ...more,
  };
}

async function attach({ attachments }: ExplainContext, name: string, file: Buffer): Promise<string> {
  return (await attachments.add(name, file, { maxEdge: 1024, maxBytes: 1_500_000, ...unread })).id;
}

async function ask(context: ExplainContext, question: { attachments: string[]; prompt: string }) {
  const progress: unknown[] = [];
  const answer = await explain(question, context, {
    signal: new AbortController().signal,
    onProgress: (each) => progress.push(each),
  });
  return { answer, progress };
}

test('without a key a picture is described: what it is, what was removed, what asking would cost', async () => {
  const here = await context();
  const file = insertChunks(await png(1920, 1080), pngChunk('tEXt', Buffer.from('Author\0Jane')));
  const id = await attach(here, 'error.png', file);
  const { answer, progress } = await ask(here, { attachments: [id], prompt: '' });
  expect(answer.text).toContain('**error.png** is a PNG picture, 1920 × 1080 pixels, ');
  expect(answer.text).toContain('What would be sent: 1024 × 576 pixels, ');
  expect(answer.text).toContain('- Author "Jane"');
  expect(answer.text).toMatch(/Asking gpt-4o would cost about \$0\.\d+, at most \$0\.\d+\./);
  expect(answer.text).toContain('OPENAI_API_KEY');
  expect(answer).toMatchObject({
    route: 'local',
    model: 'local',
    reason: 'no API key is set',
    finishReason: 'stop',
    costNanoUsd: 0,
    certainty: 'free',
    cache: 'off',
    attempts: [],
    notices: [],
  });
  expect(progress).toEqual([
    { kind: 'route', route: 'local', model: 'local', reason: 'no API key is set' },
    { kind: 'delta', text: answer.text },
  ]);
  expect(await here.ledger.rows({ since: new Date(0) })).toMatchObject([
    { route: 'local', model: 'local', certainty: 'free', costNanoUsd: 0, requestId: answer.requestId },
  ]);
});

test('without a key words alone are answered with what asking would cost', async () => {
  const { answer } = await ask(await context(), { attachments: [], prompt: 'What is a monad?' });
  expect(answer.text).toMatch(/^Asking gpt-4o-mini would cost about/);
});

test('with a key the local route does not ask for one', async () => {
  const provider = { name: 'openai', baseUrl: undefined, apiKey: 'a-test-key', isOpenAi: true };
  const here = await context({ gateway: new Gateway(provider) });
  const id = await attach(here, 'a.png', await png());
  const answer = await explain({ attachments: [id], prompt: '', route: 'local' }, here, {
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  expect(answer.reason).toBe('you asked for it');
  expect(answer.text).toMatch(/ Nothing was sent\.$/);
  expect(answer.text).not.toContain('OPENAI_API_KEY');
});

test('a model without a known price does not keep a picture from being described', async () => {
  const settings = Settings.parse({ models: { vision: 'gpt-unheard-of' } });
  const here = await context({ settings });
  const id = await attach(here, 'a.png', await png());
  const { answer } = await ask(here, { attachments: [id], prompt: '' });
  expect(answer.text).toContain('is a PNG picture');
  expect(answer.text).toContain('The price of gpt-unheard-of is not known');
});

test('names and texts of files are words, not Markdown', async () => {
  const here = await context();
  const text = pngChunk('tEXt', Buffer.from('[x](command:y)\0z'));
  const id = await attach(here, '![a](b) <img> `c`', insertChunks(await png(), text));
  const { answer } = await ask(here, { attachments: [id], prompt: '' });
  expect(answer.text).toContain('!\\[a\\](b) \\<img\\> \\`c\\`');
  expect(answer.text).toContain('- \\[x\\](command\\:y) "z"');
});

test('nothing asked is nothing answered', async () => {
  const here = await context();
  await expect(ask(here, { attachments: [], prompt: ' \n' })).rejects.toMatchObject({
    code: 'empty-question',
  });
  expect(await here.ledger.rows({ since: new Date(0) })).toEqual([]);
});

test('the places in code that a question names are listed, but not those of packages', async () => {
  const here = await context();
  const prompt = [
    'TypeError: lines is undefined',
    '    at total (/home/me/shop/src/total.ts:7:12)',
    '    at run (/home/me/shop/node_modules/vite/dist/node.js:3:1)',
  ].join('\n');
  const { answer } = await ask(here, { attachments: [], prompt });
  expect(answer.text).toContain('Places in code that are named:\n\n- `/home/me/shop/src/total.ts:7:12`\n\n');
});
