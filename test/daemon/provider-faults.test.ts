import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { attach } from '../../protocol/attach.ts';
import { quote } from '../../protocol/quote.ts';
import { countTextTokens } from '../../server/catalogue/text-tokens.ts';
import type { Exchange } from '../support/raw-provider.ts';
import { written } from '../support/written.ts';
import { ask, dayOf, failureOf, KEY, provideRaw, startDaemon } from './harness.ts';

const QUESTION = { prompt: 'Why?' };

/** Only who was wanted: what others do instead is for the tests at the end. */
const ALONE = { routing: { fallback: false } };

/** What is booked for a question of which nothing came: its input, at gpt-4o-mini's price. */
const inputCost = async (daemon: Awaited<ReturnType<typeof startDaemon>>) =>
  (await daemon.request(quote, QUESTION)).tokens.text * 150;

describe('a request that was refused costs nothing, and says who refused it and why', () => {
  test.each([
    [401, { message: `Incorrect API key provided: ${KEY}` }, 'invalid-key', 1],
    [403, { message: 'Country not supported' }, 'forbidden', 1],
    [404, { message: 'The model does not exist' }, 'no-such-model', 1],
    [413, {}, 'request-too-large', 1],
    [429, { message: 'Slow down', code: 'rate_limit_exceeded' }, 'rate-limited', 3],
    [429, { message: 'You exceeded your quota', type: 'insufficient_quota' }, 'provider-quota', 1],
    [400, { message: 'Your input was rejected' }, 'rejected', 1],
    [500, { message: `Internal error for ${KEY}` }, 'provider-down', 3],
    [503, {}, 'provider-down', 3],
  ])('%i %j', async (status, error, code, tries) => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
    const refuse = (exchange: Exchange) =>
      exchange.send(status, { error }, { 'x-request-id': 'req_refused' });
    provider.reply(refuse, refuse, refuse);
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure).toMatchObject({ kind: 'provider', code });
    expect(JSON.stringify(failure)).not.toContain(KEY);
    expect(provider.exchanges).toHaveLength(tries);
    expect(await dayOf(daemon)).toEqual({ spent: 0, held: 0 });
    const refused = { certainty: 'exact', costNanoUsd: 0, requestId: 'req_refused' };
    // Each try is a row of the same question.
    const { rows } = await daemon.spend();
    expect(rows).toMatchObject(Array(tries).fill(refused));
    expect(rows.map(({ attempt }) => attempt)).toEqual([3, 2, 1].slice(3 - tries));
    expect(new Set(rows.map(({ questionId }) => questionId)).size).toBe(1);
  });

  test('a page of HTML with status 502', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
    const badGateway = (exchange: Exchange) => exchange.send(502, '<html><body>Bad gateway</body></html>');
    provider.reply(badGateway, badGateway, badGateway);
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure.code).toBe('provider-down');
    expect(failure.message).not.toContain('<');
    expect(await dayOf(daemon)).toEqual({ spent: 0, held: 0 });
  });

  test('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    const port = typeof address === 'object' ? address?.port : undefined;
    const daemon = await startDaemon({ baseUrl: `http://127.0.0.1:${port}/v1`, settings: ALONE });
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('(ECONNREFUSED)'),
    });
    expect(await dayOf(daemon)).toEqual({ spent: 0, held: 0 });
    const free = { certainty: 'exact', costNanoUsd: 0 };
    expect((await daemon.spend()).rows).toMatchObject([free, free]);
  });
});

describe('a request that may have been worked on is booked as estimated, although no answer came', () => {
  test.each<[string, (exchange: Exchange) => void, string]>([
    [
      'a page of HTML with status 200',
      (exchange) => exchange.send(200, '<html>Log in</html>'),
      'not-understood',
    ],
    ['JSON instead of a stream', (exchange) => exchange.send(200, { choices: [] }), 'not-understood'],
    ['an empty stream', (exchange) => exchange.open().done(), 'not-understood'],
    ['a stream that ends early', (exchange) => exchange.open().end(), 'not-understood'],
    ['a connection that is reset before the answer', (exchange) => exchange.drop(), 'unreachable'],
    ['a connection that is reset in the stream', (exchange) => exchange.open().drop(), 'broken-stream'],
    [
      'an event that is no JSON',
      (exchange) => exchange.open().write('data: {oops\n\n').end(),
      'not-understood',
    ],
    [
      'an event of another shape',
      (exchange) => exchange.open().event({ choices: 'none' }).end(),
      'not-understood',
    ],
    [
      'an error in the stream',
      (exchange) =>
        exchange
          .open()
          .event({ error: { message: `overloaded ${KEY}` } })
          .end(),
      'stream-error',
    ],
  ])('%s', async (_, reply, code) => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
    provider.reply(reply);
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure).toMatchObject({ kind: 'provider', code });
    expect(JSON.stringify(failure)).not.toContain(KEY);
    const cost = await inputCost(daemon);
    expect(await dayOf(daemon)).toEqual({ spent: cost, held: 0 });
    expect((await daemon.spend()).rows).toMatchObject([{ certainty: 'estimated', costNanoUsd: cost }]);
    expect(provider.exchanges).toHaveLength(1);
  });
});

describe('an answer that breaks off keeps what came, says so, and is booked as estimated', () => {
  test.each<[string, (exchange: Exchange) => void, string]>([
    ['the stream ends early', (exchange) => exchange.end(), 'broke off'],
    ['the connection is reset', (exchange) => exchange.drop(), 'broke off'],
    [
      'an error comes in the stream',
      (exchange) => exchange.event({ error: { message: 'overloaded' } }).end(),
      'overloaded',
    ],
  ])('%s', async (_, breakOff, words) => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
    const asking = ask(daemon, QUESTION);
    const exchange = await provider.next();
    exchange.open().delta('Because');
    await asking.came('Because');
    breakOff(exchange);
    const answer = await asking.answer;
    expect(answer).toMatchObject({ text: 'Because', finishReason: 'interrupted', certainty: 'estimated' });
    expect(answer.notices).toEqual([expect.stringContaining(words)]);
    const cost = (await inputCost(daemon)) + (await countTextTokens('Because')) * 600;
    expect(answer.costNanoUsd).toBe(cost);
    expect(await dayOf(daemon)).toEqual({ spent: cost, held: 0 });
  });

  test('not one that was complete: only the count is lost', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
    const asking = ask(daemon, QUESTION);
    const exchange = await provider.next();
    exchange.open().delta('Because').finish();
    await asking.came('Because');
    exchange.drop();
    expect(await asking.answer).toMatchObject({ finishReason: 'stop', certainty: 'estimated', notices: [] });
  });

  test('even if the provider had counted until then: that was not its last count', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
    provider.reply((exchange) =>
      exchange.open().delta('Because').usage({ prompt_tokens: 10, completion_tokens: 1 }).end(),
    );
    expect(await daemon.explain(QUESTION)).toMatchObject({
      finishReason: 'interrupted',
      certainty: 'estimated',
      costNanoUsd: (await inputCost(daemon)) + (await countTextTokens('Because')) * 600,
    });
  });
});

describe('an answer without a count that makes sense is booked as estimated', () => {
  const chunk = (usage: unknown) => ({ choices: [], usage });
  test.each([
    ['none', undefined],
    ['null', null],
    ['negative', { prompt_tokens: -5, completion_tokens: 1 }],
    ['strings', { prompt_tokens: '10', completion_tokens: '1' }],
    ['fractions', { prompt_tokens: 1.5, completion_tokens: 1 }],
    ['half of it', { prompt_tokens: 10 }],
    ['beyond all numbers', { prompt_tokens: 9e16, completion_tokens: 1 }],
    [
      'details that are no numbers',
      { prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 'all' } },
    ],
  ])('%s', async (_, usage) => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
    provider.reply((exchange) => {
      exchange.open();
      // Some servers count in every chunk.
      if (usage !== undefined) exchange.event(chunk(usage));
      exchange.delta('Because').finish();
      if (usage !== undefined) exchange.event(chunk(usage));
      exchange.done();
    });
    const answer = await daemon.explain(QUESTION);
    const cost = (await inputCost(daemon)) + (await countTextTokens('Because')) * 600;
    expect(answer).toMatchObject({
      text: 'Because',
      finishReason: 'stop',
      certainty: 'estimated',
      costNanoUsd: cost,
      notices: [],
    });
    expect(await dayOf(daemon)).toEqual({ spent: cost, held: 0 });
  });
});

test('a provider of another dialect is understood: no choices in some chunks, roles, nulls', async () => {
  const provider = await provideRaw();
  const daemon = await startDaemon({ baseUrl: provider.baseUrl, settings: ALONE });
  provider.reply((exchange) => {
    exchange.open().write(': a comment\n\n');
    exchange.event({ choices: [], prompt_filter_results: [] });
    exchange.event({
      choices: [{ index: 0, delta: { role: 'assistant', content: null }, finish_reason: null }],
    });
    exchange.event({ choices: [{ index: 0, delta: { content: 'Hi' } }], usage: null });
    exchange.event({
      choices: [{ index: 0, delta: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 1 },
    });
    exchange.done();
  });
  expect(await daemon.explain(QUESTION)).toMatchObject({
    text: 'Hi',
    finishReason: 'stop',
    certainty: 'exact',
    costNanoUsd: 1050,
  });
});

test('while it is tried again, and when somebody else answers, the user is told', async () => {
  const provider = await provideRaw();
  const daemon = await startDaemon({ baseUrl: provider.baseUrl });
  const down = (exchange: Exchange) => exchange.fail(503, 'overloaded');
  const well = (exchange: Exchange) =>
    exchange.open().delta('Hi').finish().usage({ prompt_tokens: 3, completion_tokens: 1 }).done();
  provider.reply(down, down, down, well);
  const steps: string[] = [];
  const answer = await daemon.explain(QUESTION, (progress) => {
    if (progress.kind === 'step') steps.push(progress.text);
  });
  expect(answer).toMatchObject({ text: 'Hi', finishReason: 'stop' });
  expect(answer.model).not.toBe('gpt-4o-mini');
  expect(answer.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
  expect(steps).toEqual([
    expect.stringContaining('Trying again'),
    expect.stringContaining('Trying again'),
    expect.stringContaining(`Asking ${answer.model} instead.`),
  ]);
  expect(answer.notices).toEqual(expect.arrayContaining(steps));
});

test('where nobody can be reached, what was read in the picture is said at once, and that it is no answer', async () => {
  const provider = await provideRaw();
  const { baseUrl } = provider;
  await provider.stop();
  const daemon = await startDaemon({ baseUrl });
  const { id } = await daemon.request(attach, {
    name: 'error.png',
    data: (await written(['error TS2304: Cannot find name reader.'])).toString('base64'),
  });
  const answer = await daemon.explain({ attachments: [id], prompt: 'Why?' });
  expect(answer).toMatchObject({ route: 'local', model: 'local', certainty: 'free', costNanoUsd: 0 });
  expect(answer.text).toContain('Cannot find name');
  expect(answer.text).not.toContain('Nothing was sent');
  expect(answer.notices.at(-1)).toContain('(ECONNREFUSED). This is what can be said without it.');
  // Two tries, a third of a second at most between them.
  expect(answer.timings.totalMs).toBeLessThan(5_000);
  // A route that was asked for is not left.
  const failure = await failureOf(daemon.explain({ attachments: [id], prompt: 'Why?', route: 'vision' }));
  expect(failure.code).toBe('unreachable');
});
