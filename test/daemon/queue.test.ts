// Questions that wait for the network: the daemon over real stdio, killed and started again, and a
// provider on the loopback interface that is stopped and started at the same address.
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { attach } from '../../protocol/attach.ts';
import { type QueuedQuestion, queue, queueChanged, unqueue } from '../../protocol/queue.ts';
import { quote } from '../../protocol/quote.ts';
import { png } from '../support/images.ts';
import { type Exchange, type RawProvider, startRawProvider } from '../support/raw-provider.ts';
import { scratchDirectory } from '../support/scratch.ts';
import { type DaemonSetup, failureOf, startDaemon, type TestDaemon } from './harness.ts';

const TEXT = 'Because the port is taken.';
const PROMPT = 'Why does the harbour refuse the ship?';
/** Nobody's; put together here so that no scanner takes it for one. */
const SECRET = ['ghp', `${'A1b2C3d4E5f6G7h8'.repeat(2)}I9j0`].join('_');

function answer(exchange: Exchange): void {
  exchange.open().delta(TEXT).finish().usage({ prompt_tokens: 200, completion_tokens: 40 }).done();
}

/** A machine without network: an address where nobody is until the test says so. */
async function offline() {
  const gone = await startRawProvider();
  const { baseUrl } = gone;
  await gone.stop();
  const directory = scratchDirectory();
  const setup = { directory, baseUrl, workspace: 'harbour', keychain: join(scratchDirectory(), 'keychain') };
  return {
    directory,
    start: (changed: DaemonSetup = {}) => startDaemon({ ...setup, ...changed }),
    async back(): Promise<RawProvider> {
      const provider = await startRawProvider(Number(new URL(baseUrl).port));
      onTestFinished(() => provider.stop());
      return provider;
    },
  };
}

/** Waits until what waits, as the daemon tells it, is as wanted. */
async function queueIs(
  daemon: TestDaemon,
  wanted: (questions: readonly QueuedQuestion[]) => boolean,
): Promise<QueuedQuestion[]> {
  const { promise, resolve } = Promise.withResolvers<QueuedQuestion[]>();
  const look = (questions: QueuedQuestion[]) => {
    if (wanted(questions)) resolve(questions);
  };
  const listening = daemon.connection.onNotification(queueChanged.method, (params: unknown) =>
    look(queueChanged.params.parse(params).questions),
  );
  look((await daemon.request(queue, {})).questions);
  const questions = await promise;
  listening.dispose();
  return questions;
}

const only = (questions: readonly QueuedQuestion[]): QueuedQuestion => {
  const [question, ...others] = questions;
  if (!question || others.length > 0) throw new Error(`${questions.length} questions wait.`);
  return question;
};
const isReady = (questions: readonly QueuedQuestion[]) => questions.some(({ state }) => state === 'ready');

/** Asks where nobody is, and has it wait. */
async function queueOne(daemon: TestDaemon, question: object = {}): Promise<string> {
  const failure = await failureOf(
    daemon.explain({ prompt: PROMPT, model: 'gpt-4o-mini', queueOffline: true, ...question }),
  );
  expect(failure).toMatchObject({ kind: 'provider', code: 'queued' });
  return failure.queued ?? '';
}

async function kill({ client }: TestDaemon): Promise<void> {
  client.process.kill('SIGKILL');
  await once(client.process, 'exit');
}

/** The texts of what was sent, as one. */
function said(exchange: Exchange | undefined): string {
  return JSON.stringify(exchange?.body);
}

test('offline is said within a second, and nothing waits that was not to', async () => {
  const { directory, start } = await offline();
  const daemon = await start();
  const times: number[] = [];
  for (let tries = 0; tries < 3; tries++) {
    const startedAt = performance.now();
    const failure = await failureOf(daemon.explain({ prompt: PROMPT }));
    times.push(performance.now() - startedAt);
    expect(['unreachable', 'provider-paused']).toContain(failure.code);
  }
  expect(Math.min(...times)).toBeLessThan(1000);
  expect((await daemon.request(queue, {})).questions).toEqual([]);
  expect(existsSync(join(directory, 'queue.db'))).toBe(false);
  await daemon.stop();
});

test('a question that waits survives kill -9, is asked when the network is back, and leaves with its answer', async () => {
  const { directory, start, back } = await offline();
  const first = await start();
  const { id: picture } = await first.request(attach, {
    name: 'harbour.png',
    data: (await png(60, 40)).toString('base64'),
  });
  const id = await queueOne(first, {
    prompt: `${PROMPT} ${SECRET}`,
    attachments: [picture],
    route: 'vision',
    model: 'gpt-4o',
  });
  await kill(first);

  const daemon = await start();
  const waiting = only(await queueIs(daemon, (questions) => questions.length > 0));
  expect(waiting).toMatchObject({
    id,
    workspace: 'harbour',
    prompt: `${PROMPT} ⟦github-token-1⟧`,
    pictures: ['harbour.png'],
    ...{ route: 'vision', model: 'gpt-4o', isDurable: true, state: 'waiting' },
  });
  // What is on the disk says nothing of it.
  const files = readdirSync(directory).filter((name) => name.startsWith('queue.'));
  expect(files).toContain('queue.db');
  for (const name of files) {
    const bytes = readFileSync(join(directory, name));
    for (const word of ['harbour', 'ship', SECRET, 'github']) expect(bytes.includes(word)).toBe(false);
  }

  const provider = await back();
  provider.reply(answer);
  await queueIs(daemon, isReady);
  expect(provider.exchanges).toHaveLength(0);
  let streamed = '';
  const explanation = await daemon.client.askQueued({ id }, (progress) => {
    if (progress.kind === 'delta') streamed += progress.text;
  });
  expect(explanation).toMatchObject({ text: TEXT, route: 'vision', model: 'gpt-4o', certainty: 'exact' });
  expect(streamed).toBe(TEXT);
  // Its originals went with the process that knew them, and that is said.
  expect(explanation.notices).toEqual([expect.stringContaining('secrets of this question were not kept')]);
  expect(provider.exchanges).toHaveLength(1);
  expect(said(provider.exchanges[0])).toContain(`${PROMPT} ⟦github-token-1⟧`);
  expect(said(provider.exchanges[0])).not.toContain(SECRET);
  expect(provider.exchanges[0]?.images).toHaveLength(1);
  // Until whoever asked says that the answer is there.
  expect(only((await daemon.request(queue, {})).questions).state).toBe('ready');
  const { rows } = await daemon.spend();
  expect(rows.filter(({ costNanoUsd }) => costNanoUsd > 0)).toMatchObject([
    { costNanoUsd: explanation.costNanoUsd, certainty: 'exact' },
  ]);
  await daemon.request(unqueue, { id });
  expect((await daemon.request(queue, {})).questions).toEqual([]);
  await daemon.stop();
});

test('a question that follows goes with what was said before it, also after kill -9', async () => {
  const { start, back } = await offline();
  const first = await start();
  const early = await back();
  early.reply(answer);
  const conversation = 'harbour-talk';
  const asked = await first.explain({ prompt: PROMPT, model: 'gpt-4o-mini', conversation, turn: 'one' });
  expect(asked.text).toBe(TEXT);
  await early.stop();
  const id = await queueOne(first, { prompt: 'And then?', conversation, turn: 'two' });
  await kill(first);

  const daemon = await start();
  expect(only(await queueIs(daemon, (questions) => questions.length > 0)).prompt).toBe('And then?');
  const provider = await back();
  provider.reply(answer);
  await queueIs(daemon, isReady);
  await daemon.client.askQueued({ id }, () => {});
  const messages = z
    .object({ messages: z.array(z.object({ role: z.string(), content: z.unknown() })) })
    .parse(provider.exchanges.at(-1)?.body).messages;
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(JSON.stringify(messages)).toMatch(/refuse the ship.*the port is taken.*And then\?/);
  await daemon.stop();
});

test('in the window that queued it the answer has the originals', async () => {
  const { start, back } = await offline();
  const daemon = await start();
  const id = await queueOne(daemon, { prompt: `${PROMPT} ${SECRET}` });
  const provider = await back();
  provider.reply((exchange) => {
    exchange.open().delta('It is ⟦github-').delta('token-1⟧.').finish();
    exchange.usage({ prompt_tokens: 200, completion_tokens: 40 }).done();
  });
  await queueIs(daemon, isReady);
  let streamed = '';
  const explanation = await daemon.client.askQueued({ id }, (progress) => {
    if (progress.kind === 'delta') streamed += progress.text;
  });
  expect(explanation).toMatchObject({ text: `It is ${SECRET}.`, notices: [] });
  expect(streamed).toBe(explanation.text);
  await daemon.stop();
});

test('killed in the middle of the answer, it is asked again; killed after it, it is not', async () => {
  const { start, back } = await offline();
  const first = await start();
  const id = await queueOne(first);
  const provider = await back();
  await queueIs(first, isReady);
  const asked = provider.next();
  first.client.askQueued({ id }).catch(() => {});
  const cut = await asked;
  cut.open().delta('Because');
  await kill(first);
  await cut.aborted;

  const second = await start();
  provider.reply(answer);
  await queueIs(second, isReady);
  expect((await second.client.askQueued({ id })).text).toBe(TEXT);
  await kill(second);

  const third = await start();
  expect(only(await queueIs(third, isReady)).id).toBe(id);
  expect((await third.client.askQueued({ id })).text).toBe(TEXT);
  expect(provider.exchanges).toHaveLength(2);
  await third.request(unqueue, { id });
  await third.stop();
});

test('of two windows one has it; when that is killed the other has it, and it is asked once', async () => {
  const { start, back } = await offline();
  const one = await start();
  const id = await queueOne(one);
  const other = await start();
  expect((await other.request(queue, {})).questions).toEqual([]);
  expect(await failureOf(other.client.askQueued({ id }))).toMatchObject({ code: 'queued-elsewhere' });
  const elsewhere = await start({ workspace: 'another' });
  await kill(one);

  const provider = await back();
  provider.reply(answer, answer);
  const late = await start();
  const lists = await Promise.all(
    [other, late].map(async (daemon) => (await daemon.request(queue, {})).questions.length),
  );
  expect(lists.reduce((sum, count) => sum + count)).toBe(1);
  const asked = await Promise.allSettled([other, late].map((daemon) => daemon.client.askQueued({ id })));
  expect(asked.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await elsewhere.request(queue, {})).questions).toEqual([]);
  expect(provider.exchanges).toHaveLength(1);
});

test('what may cost more by now stays, and says so, until the user agrees', async () => {
  const { start, back } = await offline();
  const daemon = await start({ settings: { answer: { maxOutputTokens: 500 } } });
  const id = await queueOne(daemon);
  const shown = only((await daemon.request(queue, {})).questions).maxNanoUsd;
  const provider = await back();
  await daemon.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { cache: { answerSeconds: 0 }, answer: { maxOutputTokens: 1000 } },
  });
  await queueIs(daemon, isReady);
  expect(await failureOf(daemon.client.askQueued({ id }))).toMatchObject({ kind: 'budget', code: 'dearer' });
  const stays = only(await queueIs(daemon, (questions) => questions.some(({ state }) => state === 'stays')));
  const { maxNanoUsd } = await daemon.request(quote, { prompt: PROMPT, model: 'gpt-4o-mini' });
  expect(stays).toMatchObject({ trouble: { code: 'dearer' }, maxNanoUsd: shown, nowNanoUsd: maxNanoUsd });
  expect(maxNanoUsd).toBeGreaterThan(shown);
  expect(provider.exchanges).toHaveLength(0);
  provider.reply(answer);
  expect((await daemon.client.askQueued({ id, upToNanoUsd: maxNanoUsd })).text).toBe(TEXT);
  await daemon.stop();
});

test('asked in vain three times although somebody is there, it stays: each time may have cost something', async () => {
  const { start, back } = await offline();
  const daemon = await start();
  const id = await queueOne(daemon);
  const provider = await back();
  provider.reply(...Array.from({ length: 9 }, () => (exchange: Exchange) => exchange.drop()));
  for (let tries = 0; tries < 3; tries++) {
    await queueIs(daemon, isReady);
    expect(await failureOf(daemon.client.askQueued({ id }))).toMatchObject({ code: 'unreachable' });
  }
  const stays = only((await daemon.request(queue, {})).questions);
  expect(stays).toMatchObject({ state: 'stays', trouble: { code: 'unreachable' } });
  await daemon.stop();
});

test('without a keychain it waits in memory alone, and the user is told', async () => {
  const { directory, start, back } = await offline();
  // A keychain that cannot be written.
  const daemon = await start({ keychain: scratchDirectory() });
  const failure = await failureOf(daemon.explain({ prompt: PROMPT, queueOffline: true }));
  expect(failure).toMatchObject({ code: 'queued', hint: expect.stringContaining('no keychain') });
  expect(only((await daemon.request(queue, {})).questions).isDurable).toBe(false);
  expect(existsSync(join(directory, 'queue.db'))).toBe(false);
  const provider = await back();
  provider.reply(answer);
  await queueIs(daemon, isReady);
  expect((await daemon.client.askQueued({ id: failure.queued ?? '' })).text).toBe(TEXT);
  await daemon.stop();
});
