import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { quote } from '../../protocol/quote.ts';
import { countTextTokens } from '../../server/catalogue/text-tokens.ts';
import type { Exchange } from '../support/raw-provider.ts';
import { ask, dayOf, failureOf, KEY, provideRaw, startDaemon } from './harness.ts';

const QUESTION = { prompt: 'Why?' };

/** What is booked for a question of which nothing came: its input, at gpt-4o-mini's price. */
const inputCost = async (daemon: Awaited<ReturnType<typeof startDaemon>>) =>
  (await daemon.request(quote, QUESTION)).tokens.text * 150;

describe('a request that was refused costs nothing, and says who refused it and why', () => {
  test.each([
    [401, { message: `Incorrect API key provided: ${KEY}` }, 'invalid-key'],
    [403, { message: 'Country not supported' }, 'forbidden'],
    [404, { message: 'The model does not exist' }, 'no-such-model'],
    [413, {}, 'request-too-large'],
    [429, { message: 'Slow down', code: 'rate_limit_exceeded' }, 'rate-limited'],
    [429, { message: 'You exceeded your quota', type: 'insufficient_quota' }, 'provider-quota'],
    [400, { message: 'Your input was rejected' }, 'rejected'],
    [500, { message: `Internal error for ${KEY}` }, 'provider-down'],
    [503, {}, 'provider-down'],
  ])('%i %j', async (status, error, code) => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    provider.reply((exchange) => exchange.send(status, { error }, { 'x-request-id': 'req_refused' }));
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure).toMatchObject({ kind: 'provider', code });
    expect(JSON.stringify(failure)).not.toContain(KEY);
    // Whether to ask again is for the user to say.
    expect(provider.exchanges).toHaveLength(1);
    expect(await dayOf(daemon)).toEqual({ spent: 0, held: 0 });
    expect((await daemon.spend()).rows).toMatchObject([
      { certainty: 'exact', costNanoUsd: 0, requestId: 'req_refused' },
    ]);
  });

  test('a page of HTML with status 502', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    provider.reply((exchange) => exchange.send(502, '<html><body>Bad gateway</body></html>'));
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
    const daemon = await startDaemon({ baseUrl: `http://127.0.0.1:${port}/v1` });
    const failure = await failureOf(daemon.explain(QUESTION));
    expect(failure).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('(ECONNREFUSED)'),
    });
    expect(await dayOf(daemon)).toEqual({ spent: 0, held: 0 });
    expect((await daemon.spend()).rows).toMatchObject([{ certainty: 'exact', costNanoUsd: 0 }]);
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
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
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
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
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
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const asking = ask(daemon, QUESTION);
    const exchange = await provider.next();
    exchange.open().delta('Because').finish();
    await asking.came('Because');
    exchange.drop();
    expect(await asking.answer).toMatchObject({ finishReason: 'stop', certainty: 'estimated', notices: [] });
  });

  test('even if the provider had counted until then: that was not its last count', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
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
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
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
  const daemon = await startDaemon({ baseUrl: provider.baseUrl });
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
