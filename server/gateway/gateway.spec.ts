import { expect, onTestFinished, test, vi } from 'vitest';
import { TestClock } from '../../test/support/clock.ts';
import { startProxy } from '../../test/support/proxy.ts';
import { type Exchange, startRawProvider } from '../../test/support/raw-provider.ts';
import type { ChatRequest } from './chat.ts';
import { Gateway, type Outcome } from './gateway.ts';
import { Network } from './network.ts';
import type { Provider } from './provider.ts';

const USAGE = { prompt_tokens: 10, completion_tokens: 2 };
const counted = { choices: [], usage: USAGE };

const QUESTION: ChatRequest = {
  requestId: 'ours',
  model: 'gpt-4o',
  messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Why?' }] }],
  maxOutputTokens: 100,
  reasoningEffort: 'none',
};

/** A provider that is reached by a network. */
function at(baseUrl: string): Provider {
  return { name: 'there', baseUrl, apiKey: 'a-test-key', isOpenAi: false };
}

async function prepare(provider: Partial<Provider> = {}) {
  const server = await startRawProvider();
  onTestFinished(() => server.stop());
  const gateway = new Gateway({
    name: 'openai',
    baseUrl: server.baseUrl,
    apiKey: 'a-test-key',
    isOpenAi: true,
    ...provider,
  });
  const ask = (signal = new AbortController().signal, onDelta: (text: string) => void = () => {}) =>
    gateway.stream({ holdId: 'held' }, QUESTION, { signal, onDelta });
  return { server, ask, gateway };
}

async function answered(reply: (exchange: Exchange) => void): Promise<Outcome> {
  const { server, ask } = await prepare();
  server.reply(reply);
  return ask();
}

test('whether anybody is there is found out without a key, and without a request that costs', async () => {
  const { server, gateway } = await prepare();
  expect(await gateway.isReachable()).toBe(true);
  expect([server.looks(), server.exchanges.length]).toEqual([1, 0]);
  await server.stop();
  expect(await gateway.isReachable()).toBe(false);
});

test('who waits for a connection is told so after a second, and owes nothing for it', async () => {
  const silent = await startProxy(0, 0);
  const network = new Network({ environment: {}, proxy: silent.url });
  onTestFinished(async () => {
    await silent.stop();
    await network.close();
  });
  const clock = new TestClock();
  const gateway = new Gateway(at('https://provider.test/v1'), { clock, network });
  const stop = new AbortController();
  const onNoConnection = vi.fn();
  const asking = gateway.stream({ holdId: 'held' }, QUESTION, {
    signal: stop.signal,
    onDelta: () => {},
    onNoConnection,
  });
  await vi.waitFor(() => expect(silent.asked).toHaveLength(1));
  clock.pass(999);
  expect(onNoConnection).not.toHaveBeenCalled();
  clock.pass(1);
  expect(onNoConnection).toHaveBeenCalledOnce();
  stop.abort();
  expect(await asking).toMatchObject({ finishReason: 'cancelled', mayBeCharged: false });
});

/** A way that fails with this when the request has gone onto its connection. */
class Breaking extends Network {
  readonly #failure: Error;

  constructor(failure: Error) {
    super({ environment: {} });
    this.#failure = failure;
  }

  override async fetch(_: string | URL | Request, __?: RequestInit, onSending?: () => void): Promise<never> {
    onSending?.();
    throw new TypeError('fetch failed', { cause: this.#failure });
  }
}

test.each([
  // A redirect may lead to where nobody is.
  [true, 'connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' }],
  [true, 'read EHOSTUNREACH', { code: 'EHOSTUNREACH', syscall: 'read' }],
  [true, 'write ENETDOWN', { code: 'ENETDOWN', syscall: 'write' }],
  [false, 'Proxy Authentication Required (407)', { code: 'UND_ERR_INVALID_ARG' }],
])('that what was sent may be charged for is %s after: %s', async (mayBeCharged, message, properties) => {
  const network = new Breaking(Object.assign(new Error(message), properties));
  const gateway = new Gateway(at('https://provider.test/v1'), { network });
  const { signal } = new AbortController();
  const outcome = await gateway.stream({ holdId: 'held' }, QUESTION, { signal, onDelta: () => {} });
  expect(outcome).toMatchObject({ finishReason: 'failed', mayBeCharged });
});

test('a fault before anything is sent costs nothing', async () => {
  const network = new Network({ environment: {}, proxy: 'no proxy' });
  const gateway = new Gateway(at('http://provider.test/v1'), { network });
  const { signal } = new AbortController();
  const outcome = await gateway.stream({ holdId: 'held' }, QUESTION, { signal, onDelta: () => {} });
  expect(outcome).toMatchObject({ finishReason: 'failed', mayBeCharged: false });
});

test('who is connected is not told that it takes long', async () => {
  const server = await startRawProvider();
  const proxy = await startProxy(Number(new URL(server.baseUrl).port));
  const network = new Network({ environment: {}, proxy: proxy.url });
  onTestFinished(async () => {
    await proxy.stop();
    await network.close();
    await server.stop();
  });
  const clock = new TestClock();
  const gateway = new Gateway(at('http://provider.test/v1'), { clock, network });
  const stop = new AbortController();
  const onNoConnection = vi.fn();
  server.reply(() => {
    clock.pass(1_000);
    stop.abort();
  });
  const outcome = await gateway.stream({ holdId: 'held' }, QUESTION, {
    signal: stop.signal,
    onDelta: () => {},
    onNoConnection,
  });
  expect(outcome).toMatchObject({ finishReason: 'cancelled', mayBeCharged: true });
  expect(onNoConnection).not.toHaveBeenCalled();
});

test('OpenAI is asked for its standard tier, whatever the project is set to', async () => {
  const { server, ask } = await prepare();
  server.reply((exchange) => exchange.open().delta('x').finish().usage(USAGE).done());
  await ask();
  expect(server.exchanges[0]?.body).toMatchObject({
    service_tier: 'default',
    max_completion_tokens: 100,
    reasoning_effort: 'none',
  });
});

test('other servers get only the fields that all know', async () => {
  const { server, ask } = await prepare({ isOpenAi: false });
  server.reply((exchange) => exchange.open().delta('x').finish().usage(USAGE).done());
  await ask();
  const body = server.exchanges[0]?.body;
  expect(body).toMatchObject({ max_tokens: 100 });
  for (const field of ['service_tier', 'max_completion_tokens', 'reasoning_effort'])
    expect(body).not.toHaveProperty(field);
});

test('a model that the provider does not have for this key is remembered, until it answers', async () => {
  const { server, ask, gateway } = await prepare();
  expect(gateway.lacks('gpt-4o')).toBe(false);
  const error = { message: 'Project has no access to model.', type: 'error', code: 'model_not_found' };
  server.reply((exchange) => exchange.send(403, { error }));
  expect((await ask()).error).toMatchObject({ code: 'no-such-model' });
  expect([gateway.lacks('gpt-4o'), gateway.lacks('gpt-4o-mini')]).toEqual([true, false]);
  server.reply((exchange) => exchange.fail(500, 'Trouble'));
  await ask();
  await ask(AbortSignal.abort());
  expect(gateway.lacks('gpt-4o')).toBe(true);
  server.reply((exchange) => exchange.open().delta('x').finish().usage(USAGE).done());
  await ask();
  expect(gateway.lacks('gpt-4o')).toBe(false);
});

test('the tier is the one that was named last', async () => {
  const outcome = await answered((exchange) =>
    exchange
      .open()
      .event({ choices: [{ delta: { content: 'x' } }], service_tier: 'auto' })
      .finish()
      .event({ ...counted, service_tier: 'priority' })
      .done(),
  );
  expect(outcome).toMatchObject({ serviceTier: 'priority', usage: { input: 10, output: 2 } });
  expect((await answered((exchange) => exchange.open().finish().done())).serviceTier).toBeNull();
});

test('of a server that counts in every chunk only the last count counts', async () => {
  const outcome = await answered((exchange) =>
    exchange
      .open()
      .event({ choices: [{ delta: { content: 'a' } }], usage: { prompt_tokens: 10, completion_tokens: 1 } })
      .event({ choices: [{ delta: { content: 'b' } }], usage: USAGE })
      .finish()
      .usage({ prompt_tokens: 10, completion_tokens: 3 })
      .done(),
  );
  expect(outcome.usage?.output).toBe(3);
});

test.each<[string, (exchange: Exchange) => void]>([
  ['it ends early', (exchange) => exchange.end()],
  ['the connection breaks', (exchange) => exchange.drop()],
  ['an error comes', (exchange) => exchange.event({ error: { message: 'overloaded' } }).end()],
  ['it ends without another count', (exchange) => exchange.finish().done()],
])('what was counted before the end is no count when %s', async (_, end) => {
  const { server, ask } = await prepare();
  server.reply((exchange) => {
    exchange.open().event({ choices: [{ delta: { content: 'a' } }], usage: USAGE });
    end(exchange);
  });
  expect((await ask()).usage).toBeUndefined();
});

test('stopped in the middle it has no count; stopped after the last count it has', async () => {
  const { server, ask } = await prepare();
  const stopAfter = async (words: string, rest: (exchange: Exchange) => void) => {
    const controller = new AbortController();
    let came = '';
    server.reply((exchange) => {
      exchange.open();
      rest(exchange);
    });
    return ask(controller.signal, (text) => {
      came += text;
      if (came === words) controller.abort();
    });
  };
  const middle = await stopAfter('a', (exchange) =>
    exchange.event({ choices: [{ delta: { content: 'a' } }], usage: USAGE }),
  );
  expect(middle).toMatchObject({ text: 'a', finishReason: 'cancelled', usage: undefined, error: undefined });
  const after = await stopAfter('ab', (exchange) =>
    exchange
      .delta('a')
      .event({ choices: [{ delta: { content: 'b' }, finish_reason: 'stop' }], usage: USAGE }),
  );
  expect(after).toMatchObject({ text: 'ab', finishReason: 'cancelled', usage: { input: 10, output: 2 } });
});

test.each(['error', 'insufficient_system_resource', 'tool_calls'])(
  'an answer that ended with %s is broken off: what came is kept, and what was counted',
  async (reason) => {
    const some = await answered((exchange) => exchange.open().delta('Be').finish(reason).usage(USAGE).done());
    const error = { code: 'stream-error', message: expect.stringContaining(`(${reason})`) };
    expect(some).toMatchObject({ text: 'Be', finishReason: 'interrupted', error, usage: { output: 2 } });
    const none = await answered((exchange) => exchange.open().finish(reason).usage(USAGE).done());
    expect(none).toMatchObject({ text: '', finishReason: 'failed', error, usage: { output: 2 } });
  },
);

test.each([
  ['stop', '', 'without a word', 'Send the question again.'],
  ['stop', ' \n', 'without a word', 'Send the question again.'],
  ['length', '', 'limit on the length', expect.stringContaining('lenscap.answer.maxOutputTokens')],
])(
  'an answer that ended with %s and has no words but %j is an error, and was counted',
  async (reason, blanks, message, hint) => {
    const outcome = await answered((exchange) =>
      exchange.open().delta(blanks).finish(reason).usage(USAGE).done(),
    );
    expect(outcome).toMatchObject({
      text: '',
      finishReason: reason,
      mayBeCharged: true,
      usage: { output: 2 },
    });
    expect(outcome.error).toMatchObject({
      code: 'empty-answer',
      message: expect.stringContaining(message),
      hint,
    });
  },
);

test('an answer of which a filter left nothing is one; stopped by the user, none is an error', async () => {
  const filtered = await answered((exchange) => exchange.open().finish('content_filter').usage(USAGE).done());
  expect(filtered).toMatchObject({ text: '', finishReason: 'content_filter', error: undefined });
  const { server, ask } = await prepare();
  const controller = new AbortController();
  server.reply((exchange) => {
    exchange.open().finish('error');
    controller.abort();
  });
  expect(await ask(controller.signal)).toMatchObject({ finishReason: 'cancelled', error: undefined });
});

test('comments within an answer do not keep it open; before its first word they are signs of life', async () => {
  const clock = new TestClock();
  /** A way on which, after these bytes, others come every so often, 180 times: comments every ten seconds. */
  class Chatty extends Network {
    readonly #first: string;
    readonly #then: string;
    readonly #everyMs: number;
    parts = 0;

    constructor(first: string, then = ': thinking\n\n', everyMs = 10_000) {
      super({ environment: {} });
      this.#first = first;
      this.#then = then;
      this.#everyMs = everyMs;
    }

    override async fetch(_: string | URL | Request, { signal }: RequestInit = {}): Promise<Response> {
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        clock.pass(this.#everyMs);
        if (signal?.aborted) controller.error(signal.reason);
        else if (this.parts === 180) controller.close();
        else controller.enqueue(Buffer.from(this.parts++ === 0 ? this.#first : this.#then));
      };
      const headers = { 'content-type': 'text/event-stream' };
      return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
    }
  }
  const askBy = async (...chat: ConstructorParameters<typeof Chatty>) => {
    const network = new Chatty(...chat);
    const provider = {
      name: 'main',
      baseUrl: 'https://main.example/v1',
      apiKey: 'a-test-key',
      isOpenAi: false,
    };
    const request = { requestId: 'ours', model: 'm', messages: [], maxOutputTokens: 100 };
    const outcome = await new Gateway(provider, { clock, network }).stream({ holdId: 'held' }, request, {
      signal: new AbortController().signal,
      onDelta: () => {},
      firstDeltaBy: clock.now() + 180_000,
    });
    return { ...outcome, parts: network.parts };
  };
  const event = (choice: object) => `data: ${JSON.stringify({ choices: [choice] })}\n\n`;
  const within = await askBy(event({ delta: { content: 'Be' } }));
  expect(within).toMatchObject({ text: 'Be', finishReason: 'interrupted', error: { code: 'stalled' } });
  expect(within.parts).toBe(3);
  const before = await askBy(event({ delta: { role: 'assistant' } }));
  expect(before).toMatchObject({ text: '', finishReason: 'failed', error: { code: 'stalled' } });
  expect(before.parts).toBe(17);
  const after = await askBy(event({ delta: { content: 'Be' }, finish_reason: 'stop' }));
  expect(after).toMatchObject({ text: 'Be', finishReason: 'stop', error: undefined, parts: 1 });
  // Nor do events after its end.
  const end = event({ delta: {}, finish_reason: 'stop' });
  for (const more of [event({ delta: {} }), end]) {
    const ended = await askBy(event({ delta: { content: 'Be' }, finish_reason: 'stop' }), more, 1_000);
    expect(ended).toMatchObject({ text: 'Be', finishReason: 'stop', error: undefined, parts: 5 });
  }
});

test.each([
  [503, false],
  [504, true],
])('of a request that ended with status %i it may have been charged: %s', async (status, mayBeCharged) => {
  const outcome = await answered((exchange) => exchange.send(status, { error: { message: 'No.' } }));
  expect(outcome).toMatchObject({ status, mayBeCharged, finishReason: 'failed' });
});
