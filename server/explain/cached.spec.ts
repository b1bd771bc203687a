import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BudgetError, ProviderError } from '../../protocol/errors.ts';
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

interface Setup {
  answerSeconds?: number;
  directory?: string;
  /** undefined where there is no keychain. */
  key?: Buffer | undefined;
  apiKey?: string;
}

/** A window. */
async function start({ directory = scratchDirectory(), apiKey = 'none', ...setup }: Setup = {}) {
  const { answerSeconds } = setup;
  const settings = Settings.parse({ cache: { answerSeconds } });
  const storage = await openStorage(directory);
  onTestFinished(() => storage.close());
  const ledger = new Ledger(storage.db);
  await ledger.initialize();
  const key = 'key' in setup ? setup.key : randomBytes(32);
  const kept = new AnswerCache({ directory, key: async () => key, onTrouble: () => {} }, settings.cache);
  onTestFinished(() => kept.close());
  const gateway = new Gateway({
    name: 'test',
    baseUrl: 'http://127.0.0.1:1',
    apiKey,
    isOpenAi: false,
  });
  const context = { settings, ledger, workspace: 'here', answers: new Answers(kept), gateway };
  return { context, kept, ledger, directory, key };
}

type Started = Awaited<ReturnType<typeof start>>;

/** How a person asks. */
type Person = Partial<Question> & { secret?: string; others?: readonly string[] };

/** Asks as a person in a conversation does. */
async function asking(
  { context }: Pick<Started, 'context'>,
  ask: (hooks: ExplainHooks) => Promise<Answer>,
  { secret = SECRET, others = [], ...question }: Person = {},
) {
  const { placeholders, words } = await conversation(secret);
  const controller = new AbortController();
  const seen: ExplainProgress[] = [];
  const planned = {
    placeholders,
    quote: { route: 'text', model: 'gpt-4o-mini', expectedNanoUsd: 5 } as const,
    candidates: ['gpt-4o-mini', ...others].map((name) => ({
      provider: 'main' as const,
      route: 'text' as const,
      model: { name },
    })),
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
  const waits = Promise.withResolvers<void>();
  const onProgress = (progress: ExplainProgress) => {
    seen.push(progress);
    if (progress.kind === 'step') waits.resolve();
  };
  const hooks = { signal: controller.signal, onProgress };
  return {
    answer: askOnce(asked, planned, sending, context, hooks, ask),
    isKept: () => isKept(asked, { sending }, context),
    shown: () => seen.flatMap((progress) => (progress.kind === 'delta' ? progress.text : [])).join(''),
    pieces: () => seen.length,
    stop: () => controller.abort(),
    /** Until it is said that another window is asking. */
    waits: waits.promise,
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
  for (let times = 0; times < 2; times++) {
    const asked = await asking(started, ask);
    const text = MASKED.replace('⟦api-key-1⟧', SECRET);
    expect(await asked.answer).toMatchObject({ cache: 'off', text });
    expect(await asked.isKept()).toBe(false);
  }
  expect(ask).toHaveBeenCalledTimes(2);
});

test.each([
  ['nothing is kept', { answerSeconds: 0 }],
  ['there is no keychain', { key: undefined }],
])('where %s, identical questions at once make one request all the same', async (_what, setup) => {
  const started = await start(setup);
  const ask = provider();
  const both = [await asking(started, ask), await asking(started, ask)];
  const answers = await Promise.all(both.map(({ answer }) => answer));
  expect(ask).toHaveBeenCalledTimes(1);
  expect(answers.map(({ costNanoUsd }) => costNanoUsd)).toEqual([COST, 0]);
  expect(answers[1]).toMatchObject({ cache: 'hit', saved: { cache: COST } });
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

/** A provider that answers when it is told to. */
function slow(fields: Partial<Answer> = {}) {
  const begun = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  const ask = vi.fn(async ({ onProgress }: ExplainHooks) => {
    begun.resolve();
    await rest.promise;
    const given = answer(fields);
    onProgress({ kind: 'delta', text: given.text });
    return given;
  });
  return { ask, begun: begun.promise, end: rest.resolve, fail: rest.reject };
}

/** One window that asks, and another one that waits for what it is told. */
async function twoWindows(
  { ask, begun }: Pick<ReturnType<typeof slow>, 'ask' | 'begun'>,
  { first = {}, second = {}, setup = {} }: { first?: Person; second?: Person; setup?: Setup } = {},
) {
  const here = await start(setup);
  const there = await start({ ...here, ...setup });
  const one = await asking(here, ask, first);
  one.answer.catch(() => {});
  await begun;
  const own = provider();
  const two = await asking(there, own, { secret: OTHER_SECRET, ...second });
  two.answer.catch(() => {});
  await two.waits;
  return { here, there, one, two, own };
}

test.each<[string, Partial<Answer>, number]>([
  ['was cut off at its length', { finishReason: 'length', notices: ['It was cut off.'] }, 0],
  ['the filter ended', { finishReason: 'content_filter', notices: [] }, 0],
  ['another model gave', { model: 'gpt-4o' }, COST],
])(
  'an answer that %s is that of the window that waits, too, which pays nothing',
  async (_what, fields, saved) => {
    const provided = slow(fields);
    const { here, there, one, two, own } = await twoWindows(provided);
    provided.end();
    const paid = await one.answer;
    expect(paid).toMatchObject({ ...fields, costNanoUsd: COST, cache: 'miss' });
    const joined = await two.answer;
    const { finishReason, model } = paid;
    expect(joined).toMatchObject({ finishReason, model, costNanoUsd: 0, certainty: 'free', cache: 'hit' });
    expect(joined.text).toBe(MASKED.replace('⟦api-key-1⟧', OTHER_SECRET));
    expect(two.shown()).toBe(joined.text);
    expect(joined.saved?.cache).toBe(saved);
    expect(joined.notices.at(-1)).toMatch(/^Answered together with the same question/);
    expect(own).not.toHaveBeenCalled();
    expect(await there.ledger.rows({ since: new Date(0) })).toMatchObject([
      { provider: 'cache', costNanoUsd: 0, saved: { cache: saved } },
    ]);
    // Who asks after that is answered anew.
    const after = await asking(here, own);
    expect((await after.answer).cache).toBe('miss');
  },
);

test('so is what the provider failed with; who asks again is asked for', async () => {
  const provided = slow();
  const { there, one, two, own } = await twoWindows(provided);
  provided.fail(new ProviderError('provider-down', 'It is down.', 'Wait.'));
  const down = { kind: 'provider', code: 'provider-down', message: 'It is down.', hint: 'Wait.' };
  await expect(one.answer).rejects.toMatchObject(down);
  await expect(two.answer).rejects.toMatchObject(down);
  expect(own).not.toHaveBeenCalled();
  expect(await (await asking(there, own)).answer).toMatchObject({ cache: 'miss' });
});

test.each([
  'unreachable',
  'untrusted',
  'proxy-login',
  'proxy-refused',
  'provider-paused',
  'busy',
  'too-late',
  'stalled',
  'broken-stream',
  'not-understood',
])('what failed on the way to the provider (%s), the other window tries for itself', async (code) => {
  const provided = slow();
  const { one, two, own } = await twoWindows(provided);
  provided.fail(new ProviderError(code, 'It did not work.', 'Wait.'));
  await expect(one.answer).rejects.toMatchObject({ code });
  expect(await two.answer).toMatchObject({ cache: 'miss', costNanoUsd: COST });
  expect(own).toHaveBeenCalledTimes(1);
});

test('an answer is handed over also where nothing is kept', async () => {
  const provided = slow();
  const { two, own } = await twoWindows(provided, { setup: { answerSeconds: 0 } });
  provided.end();
  expect(await two.answer).toMatchObject({ cache: 'hit', costNanoUsd: 0, saved: { cache: COST } });
  expect(own).not.toHaveBeenCalled();
});

test('what a budget refuses to one window, the other one asks for itself', async () => {
  const provided = slow();
  const { one, two, own } = await twoWindows(provided);
  provided.fail(new BudgetError('budget-exceeded', 'There is no room.', 'Wait.'));
  await expect(one.answer).rejects.toThrow('There is no room.');
  expect(await two.answer).toMatchObject({ cache: 'miss', costNanoUsd: COST });
  expect(own).toHaveBeenCalledTimes(1);
});

test('when the window that asks is stopped, the other one asks', async () => {
  const provided = slow({ finishReason: 'cancelled' });
  const { one, two, own } = await twoWindows(provided);
  one.stop();
  provided.end();
  expect(await one.answer).toMatchObject({ finishReason: 'cancelled' });
  expect(await two.answer).toMatchObject({ finishReason: 'stop', cache: 'miss', costNanoUsd: COST });
  expect(own).toHaveBeenCalledTimes(1);
});

test.each([
  [300, 'the same window'],
  [300, 'another one'],
  [0, 'the same window'],
  [0, 'another one'],
])(
  'who is waited for by a person does not wait for the background (kept for %i seconds, %s)',
  async (answerSeconds, where) => {
    const background = slow();
    const here = await start({ answerSeconds });
    const there = where === 'another one' ? await start({ ...here, answerSeconds }) : here;
    const one = await asking(here, background.ask, { priority: 'background' });
    await background.begun;
    const own = provider({ text: 'At once.' });
    expect(await (await asking(there, own)).answer).toMatchObject({ text: 'At once.', costNanoUsd: COST });
    background.end();
    expect(await one.answer).toMatchObject({ costNanoUsd: COST });
  },
);

test('where nothing is kept, who agreed to another amount does not wait in vain', async () => {
  const provided = slow();
  const started = await start({ answerSeconds: 0 });
  const one = await asking(started, provided.ask);
  await provided.begun;
  const two = await asking(started, provider({ text: 'At once.' }), { allowNanoUsd: 9 });
  expect(await two.answer).toMatchObject({ text: 'At once.', cache: 'off' });
  provided.end();
  await one.answer;
});

test.each<[string, Person, Setup]>([
  ['others may answer', { others: ['gpt-4o'] }, {}],
  ['more was agreed to', { allowNanoUsd: 9 }, {}],
  ['another key pays', {}, { apiKey: 'another' }],
])('where %s, the other window asks for itself what is not kept', async (_what, second, differs) => {
  const provided = slow({ finishReason: 'length' });
  const here = await start();
  const there = await start({ ...here, ...differs });
  const one = await asking(here, provided.ask);
  await provided.begun;
  const own = provider();
  const two = await asking(there, own, second);
  await two.waits;
  provided.end();
  expect(await one.answer).toMatchObject({ costNanoUsd: COST });
  expect(await two.answer).toMatchObject({ costNanoUsd: COST, cache: 'miss' });
  expect(own).toHaveBeenCalledTimes(1);
});
