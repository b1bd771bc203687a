import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ExplainProgress } from '../../protocol/explain.ts';
import type { Question } from '../../protocol/quote.ts';
import { Settings } from '../../protocol/settings.ts';
import { NO_USAGE } from '../../protocol/usage.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { AnswerCache } from '../cache/answers.ts';
import type { ChatMessage } from '../gateway/chat.ts';
import { Gateway } from '../gateway/gateway.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import { openStorage } from '../storage/database.ts';
import { type Answer, Answers, type ExplainHooks } from './answers.ts';
import { askOnce, isKept } from './cached.ts';

/** Two secrets of nobody's. */
const [SECRET, OTHER_SECRET] = [['not', 'a', 'key'].join('-'), ['another', 'one'].join('-')];

const COST = 2_100_000;
const MASKED = 'First line.\n\nBecause ⟦api-key-1⟧ is missing.\n';

/** What the provider gave, unless a test says otherwise. */
function answer(fields: Partial<Answer> = {}): Answer {
  return {
    text: MASKED,
    route: 'text',
    model: 'gpt-4o-mini',
    finishReason: 'stop',
    usage: { ...NO_USAGE, input: 100, output: 10 },
    costNanoUsd: COST,
    certainty: 'exact',
    requestId: 'req_1',
    attempts: [{ id: 'ours', provider: 'openai', model: 'gpt-4o-mini', status: 200, costNanoUsd: COST }],
    sent: [],
    notices: ['80 % of a budget is used.'],
    firstDeltaMs: 1,
    ...fields,
  };
}

/** A conversation in which a secret of its own stands behind the placeholder. */
async function conversation(secret: string) {
  const placeholders = new Placeholders();
  const found = {
    rule: 'api-key',
    title: 'API key',
    start: 4,
    end: 4 + secret.length,
    confidence: 1,
    value: secret,
  };
  const { text } = placeholders.mask(`Why ${secret}?`, [found]);
  return { placeholders, words: text };
}

async function start(cache: { answerSeconds?: number } = {}) {
  const directory = scratchDirectory();
  const settings = Settings.parse({ cache });
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  const ledger = new Ledger(storage.db);
  await ledger.initialize();
  const key = randomBytes(32);
  const kept = new AnswerCache({ directory, key: async () => key, onTrouble: () => {} }, settings.cache);
  onTestFinished(() => kept.close());
  const gateway = new Gateway({
    name: 'test',
    baseUrl: 'http://127.0.0.1:1',
    apiKey: 'none',
    isOpenAi: false,
  });
  const context = { settings, ledger, workspace: 'here', answers: new Answers(kept), gateway };
  return { context, kept, ledger };
}

type Started = Awaited<ReturnType<typeof start>>;

/** Asks as a person in a conversation does. */
async function asking(
  { context }: Pick<Started, 'context'>,
  ask: (hooks: ExplainHooks) => Promise<Answer>,
  { secret = SECRET, ...question }: Partial<Question> & { secret?: string } = {},
) {
  const { placeholders, words } = await conversation(secret);
  const controller = new AbortController();
  const seen: ExplainProgress[] = [];
  const planned = {
    placeholders,
    quote: { route: 'text', model: 'gpt-4o-mini', expectedNanoUsd: 5 } as const,
  };
  const messages: ChatMessage[] = [{ role: 'user', parts: [{ kind: 'text', text: words }] }];
  const sending = {
    provider: 'main' as const,
    route: 'text' as const,
    model: { name: 'gpt-4o-mini', reasoningEffort: undefined },
    messages,
    sent: [],
  };
  const asked: Question = { attachments: [], prompt: '', ...question };
  const hooks = { signal: controller.signal, onProgress: (progress: ExplainProgress) => seen.push(progress) };
  return {
    answer: askOnce(asked, planned, sending, context, hooks, ask),
    isKept: () => isKept(asked, { sending }, context),
    shown: () => seen.flatMap((progress) => (progress.kind === 'delta' ? progress.text : [])).join(''),
    pieces: () => seen.length,
    stop: () => controller.abort(),
  };
}

/** Streams an answer in pieces that cut the placeholder in two. */
function provider(fields: Partial<Answer> = {}) {
  return vi.fn(async ({ onProgress }: ExplainHooks) => {
    const given = answer(fields);
    for (const text of given.text.match(/.{1,7}/gs) ?? []) onProgress({ kind: 'delta', text });
    return given;
  });
}

test('an answer is given again, with the originals of the conversation that asks', async () => {
  const started = await start();
  const ask = provider();
  const first = await asking(started, ask);
  expect(await first.isKept()).toBe(false);
  expect(await first.answer).toMatchObject({ cache: 'miss', costNanoUsd: COST, notices: answer().notices });
  const second = await asking(started, ask, { secret: OTHER_SECRET });
  expect(await second.isKept()).toBe(true);
  expect(await second.answer).toMatchObject({
    cache: 'hit',
    text: MASKED.replace('⟦api-key-1⟧', OTHER_SECRET),
    finishReason: 'stop',
    certainty: 'free',
    costNanoUsd: 0,
    saved: { routing: 0, cache: COST, scaling: 0 },
    attempts: [],
    usage: NO_USAGE,
    notices: ['From the cache, saved $0.0021.'],
  });
  expect(ask).toHaveBeenCalledTimes(1);
  expect(first.shown()).toBe(MASKED.replace('⟦api-key-1⟧', SECRET));
  expect(second.shown()).toBe(MASKED.replace('⟦api-key-1⟧', OTHER_SECRET));
  expect(second.pieces()).toBe(2);
});

test('a hit is booked as free, with what it saved', async () => {
  const started = await start();
  await (await asking(started, provider())).answer;
  const hit = await (await asking(started, provider())).answer;
  const rows = await started.ledger.rows({ since: new Date(0) });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    provider: 'cache',
    certainty: 'free',
    costNanoUsd: 0,
    finishReason: 'stop',
    model: 'gpt-4o-mini',
    route: 'text',
    requestId: hit.requestId,
    saved: { routing: 0, cache: COST, scaling: 0 },
  });
});

test('who asks anew is answered anew, and so is who asks after that', async () => {
  const started = await start();
  await (await asking(started, provider())).answer;
  const fresh = await asking(started, provider({ text: 'New.', costNanoUsd: 7 }), { fresh: true });
  expect(await fresh.isKept()).toBe(false);
  expect(await fresh.answer).toMatchObject({ cache: 'miss', text: 'New.', costNanoUsd: 7 });
  expect(await (await asking(started, provider())).answer).toMatchObject({ cache: 'hit', text: 'New.' });
});

test('where nothing is kept, every question is asked', async () => {
  const started = await start({ answerSeconds: 0 });
  const ask = provider();
  const both = [await asking(started, ask), await asking(started, ask)];
  for (const { answer } of both)
    expect(await answer).toMatchObject({ cache: 'off', text: MASKED.replace('⟦api-key-1⟧', SECRET) });
  expect(ask).toHaveBeenCalledTimes(2);
  expect(await both[0]?.isKept()).toBe(false);
});

test.each<[string, Partial<Answer>]>([
  ['was cut off at its length', { finishReason: 'length' }],
  ['was stopped', { finishReason: 'cancelled' }],
  ['broke off', { finishReason: 'interrupted' }],
  ['is empty', { text: '' }],
  ['another model gave', { model: 'gpt-4o' }],
  ['was given on another route', { route: 'vision' }],
])('an answer that %s is not kept', async (_what, fields) => {
  const started = await start();
  await (await asking(started, provider(fields))).answer;
  const ask = provider();
  expect(await (await asking(started, ask)).answer).toMatchObject({ cache: 'miss' });
  expect(ask).toHaveBeenCalledTimes(1);
});

test('identical questions at once make one request; one of them pays', async () => {
  const started = await start();
  const ask = provider();
  const all = await Promise.all(
    [SECRET, OTHER_SECRET, SECRET].map((secret) => asking(started, ask, { secret })),
  );
  const answers = await Promise.all(all.map(({ answer }) => answer));
  expect(ask).toHaveBeenCalledTimes(1);
  expect(answers.map(({ cache }) => cache).toSorted()).toEqual(['hit', 'hit', 'miss']);
  expect(all.map(({ shown }) => shown())).toEqual(answers.map(({ text }) => text));
  expect(answers[1]?.text).toContain(OTHER_SECRET);
  expect(answers.find(({ cache }) => cache === 'hit')?.notices).toEqual([
    'Answered together with the same question, saved $0.0021.',
  ]);
  expect(await started.ledger.rows({ since: new Date(0) })).toHaveLength(2);
});

test('who stops while others wait keeps what came, and pays nothing', async () => {
  const started = await start();
  const rest = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const ask = vi.fn(async ({ onProgress, signal }: ExplainHooks) => {
    onProgress({ kind: 'delta', text: 'First line.\n' });
    begun.resolve();
    await rest.promise;
    expect(signal.aborted).toBe(false);
    onProgress({ kind: 'delta', text: 'Second.' });
    return answer({ text: 'First line.\nSecond.' });
  });
  const first = await asking(started, ask);
  const second = await asking(started, ask);
  await begun.promise;
  first.stop();
  expect(await first.answer).toMatchObject({
    text: 'First line.\n',
    finishReason: 'cancelled',
    costNanoUsd: 0,
    certainty: 'free',
  });
  rest.resolve();
  // Who takes the place of the first one pays.
  expect(await second.answer).toMatchObject({
    text: 'First line.\nSecond.',
    cache: 'miss',
    costNanoUsd: COST,
  });
  expect(second.shown()).toBe('First line.\nSecond.');
});

test('who agreed to another amount is asked for alone', async () => {
  const started = await start();
  const ask = provider();
  const both = [await asking(started, ask), await asking(started, ask, { allowNanoUsd: 9 })];
  // They begin together, and wait for each other in the shared file: the second finds what the first kept.
  const caches = await Promise.all(both.map(async ({ answer }) => (await answer).cache));
  expect(ask).toHaveBeenCalledTimes(1);
  expect(caches).toEqual(['miss', 'hit']);
});

test('an error is that of all who waited, and nothing is kept', async () => {
  const started = await start();
  const ask = vi.fn(async () => {
    throw new Error('no');
  });
  const both = [await asking(started, ask), await asking(started, ask)];
  for (const { answer } of both) await expect(answer).rejects.toThrow('no');
  expect(ask).toHaveBeenCalledTimes(1);
  expect(await (await asking(started, provider())).answer).toMatchObject({ cache: 'miss' });
});
