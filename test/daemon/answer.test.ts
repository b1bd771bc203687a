import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { attach, detach, preview } from '../../protocol/attach.ts';
import { setCredentials } from '../../protocol/credentials.ts';
import type { ExplainProgress } from '../../protocol/explain.ts';
import { quote } from '../../protocol/quote.ts';
import { setBudget } from '../../protocol/spend.ts';
import { countTextTokens } from '../../server/catalogue/text-tokens.ts';
import { noise, png } from '../support/images.ts';
import type { Exchange } from '../support/raw-provider.ts';
import { ask, dayOf, failureOf, KEY, provideRaw, startDaemon, type TestDaemon, USAGE } from './harness.ts';

let screenshot: Buffer;
beforeAll(async () => {
  screenshot = await png(1920, 1080);
});

const attachTo = (daemon: TestDaemon, file: Buffer, name = 'error.png') =>
  daemon.request(attach, { name, data: file.toString('base64') });

/** A whole good answer. gpt-4o: 1000 × 2500 + 40 × 10,000 = 2,900,000; gpt-4o-mini: 150,000 + 24,000. */
function answerWell(exchange: Exchange, text = 'It is fine.'): void {
  exchange.open().delta(text).finish().usage(USAGE).done();
}

describe('a question about a picture', () => {
  test('is quoted, asked and answered, to the nano-dollar', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const attachment = await attachTo(daemon, screenshot);
    expect(attachment).toMatchObject({
      name: 'error.png',
      mime: 'image/png',
      width: 1024,
      height: 576,
      safe: true,
    });
    const question = { attachments: [attachment.id], prompt: 'Why?' };

    const quoted = await daemon.request(quote, question);
    expect(quoted).toMatchObject({
      route: 'vision',
      model: 'gpt-4o',
      tokens: { image: 765, maxOutput: 2048 },
    });
    expect(quoted.budgets).toHaveLength(4);
    expect(provider.exchanges).toHaveLength(0);

    const progress: ExplainProgress[] = [];
    const answering = daemon.explain(question, (each) => progress.push(each));
    const exchange = await provider.next();
    const details = {
      prompt_tokens_details: { cached_tokens: 600, image_tokens: 765 },
      completion_tokens_details: { reasoning_tokens: 7 },
    };
    exchange.open({ 'x-request-id': 'req_1234' }).delta('It is ').delta('fine.').finish();
    exchange.usage({ ...USAGE, ...details }).done();
    const answer = await answering;

    const cost = 400 * 2500 + 600 * 1250 + 40 * 10_000;
    expect(answer).toMatchObject({
      text: 'It is fine.',
      route: 'vision',
      model: 'gpt-4o',
      reason: 'the question is about a picture',
      finishReason: 'stop',
      usage: { input: 1000, cachedInput: 600, image: 765, audio: 0, output: 40, reasoning: 7 },
      costNanoUsd: cost,
      certainty: 'exact',
      cache: 'off',
      requestId: 'req_1234',
      attempts: [{ model: 'gpt-4o', status: 200, costNanoUsd: cost }],
      notices: [],
    });
    expect(cost).toBeLessThan(quoted.maxNanoUsd);
    expect(answer.timings.attachMs).toBeGreaterThan(0);
    expect(answer.timings.totalMs).toBeGreaterThanOrEqual(answer.timings.firstDeltaMs ?? Number.NaN);
    expect(progress).toEqual([
      { kind: 'route', route: 'vision', model: 'gpt-4o', reason: 'the question is about a picture' },
      { kind: 'delta', text: 'It is ' },
      { kind: 'delta', text: 'fine.' },
    ]);
    const { rows, spentNanoUsd, heldNanoUsd, summary } = await daemon.spend();
    expect([spentNanoUsd, heldNanoUsd]).toEqual([cost, 0]);
    expect(rows).toMatchObject([
      { route: 'vision', model: 'gpt-4o', certainty: 'exact', costNanoUsd: cost, requestId: 'req_1234' },
    ]);
    expect(summary.budgets.map((budget) => budget.spentNanoUsd)).toEqual([cost, cost, cost, cost]);
  });

  test('reaches the client piece by piece, while the provider still has the rest', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { id } = await attachTo(daemon, screenshot);
    const asking = ask(daemon, { attachments: [id] });
    const exchange = await provider.next();
    exchange.open().delta('One');
    await asking.came('One');
    exchange.delta(' two');
    await asking.came('One two');
    expect(asking.text()).toBe('One two');
    // Even a piece of a piece: an event cut in the middle of its bytes.
    const event = `data: ${JSON.stringify({ choices: [{ delta: { content: ' drei 😀' } }] })}\n\n`;
    const bytes = Buffer.from(event);
    exchange.write(bytes.subarray(0, bytes.length - 12)).write(bytes.subarray(bytes.length - 12));
    await asking.came('One two drei 😀');
    exchange.finish().usage(USAGE).done();
    expect((await asking.answer).text).toBe('One two drei 😀');
  });

  test('sends the very bytes that the preview shows, and nothing else of the file', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const marker = 'PLANTED-SECRET-4711';
    const file = Buffer.concat([screenshot, Buffer.from(marker)]);
    const { id, sha256, bytes } = await attachTo(daemon, file, `${marker}.png`);
    const shown = await daemon.request(preview, { id });
    const data = Buffer.from(shown.data, 'base64');
    expect(createHash('sha256').update(data).digest('hex')).toBe(sha256);
    expect(data.length).toBe(bytes);
    provider.reply(answerWell);
    await daemon.explain({ attachments: [id] });
    const [exchange] = provider.exchanges;
    expect(exchange?.images).toEqual([data]);
    expect(JSON.stringify(exchange?.body)).not.toContain(marker);
    expect(exchange?.images[0]?.includes(marker)).toBe(false);
  });

  test('is asked as a good citizen asks: one request, with usage, detail, a limit, a traceable id', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({
      baseUrl: provider.baseUrl,
      settings: { answer: { maxOutputTokens: 123 } },
    });
    const { id } = await attachTo(daemon, screenshot);
    provider.reply(answerWell);
    await daemon.explain({ attachments: [id], prompt: 'Why?' });
    expect(provider.exchanges).toHaveLength(1);
    const [exchange] = provider.exchanges;
    expect(exchange).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(exchange?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(exchange?.headers['x-client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(exchange?.body).toMatchObject({
      model: 'gpt-4o',
      stream: true,
      stream_options: { include_usage: true },
      // Not OpenAI: the name that every other server knows.
      max_tokens: 123,
      messages: [
        { role: 'system' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Why?' },
            { type: 'image_url', image_url: { detail: 'high' } },
          ],
        },
      ],
    });
    expect(exchange?.body).not.toHaveProperty('max_completion_tokens');
  });

  test('several pictures together keep the limit on the payload', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({
      baseUrl: provider.baseUrl,
      settings: { image: { maxPayloadBytes: 200_000 } },
    });
    const files = [await noise(400, 300, 1), await noise(400, 300, 2), await png()];
    const attachments = [];
    for (const file of files) attachments.push((await attachTo(daemon, file)).id);
    provider.reply(answerWell);
    await daemon.explain({ attachments });
    const images = provider.exchanges[0]?.images ?? [];
    expect(images).toHaveLength(3);
    const characters = images.reduce((sum, image) => sum + image.toString('base64').length, 0);
    expect(characters).toBeLessThanOrEqual(200_000);
  });

  test('a picture that was detached cannot be asked about', async () => {
    const daemon = await startDaemon({ key: null });
    const { id } = await attachTo(daemon, screenshot);
    await daemon.request(detach, { id });
    expect(await failureOf(daemon.explain({ attachments: [id] }))).toMatchObject({
      code: 'unknown-attachment',
    });
  });

  test('eleven pictures are one too many', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { id } = await attachTo(daemon, screenshot);
    const attachments = Array<string>(11).fill(id);
    expect(await failureOf(daemon.explain({ attachments }))).toMatchObject({ code: 'too-many-attachments' });
    expect(provider.exchanges).toHaveLength(0);
  });

  test.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported-media'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['20 MB and a byte', Buffer.alloc(20_000_001), 'too-large'],
  ])('%s is refused with a sentence', async (_, file, code) => {
    const daemon = await startDaemon();
    expect(await failureOf(attachTo(daemon, file))).toMatchObject({ kind: 'unsafe', code });
  });

  test('20 MB go over the wire', async () => {
    const daemon = await startDaemon();
    const file = Buffer.concat([screenshot, Buffer.alloc(20_000_000 - screenshot.length)]);
    expect(await attachTo(daemon, file)).toMatchObject({ source: { bytes: 20_000_000 } });
  });
});

describe('a question of words', () => {
  test('goes to the cheaper model, as plain text', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    provider.reply(answerWell);
    const answer = await daemon.explain({ prompt: 'What is a monad?' });
    expect(answer).toMatchObject({ route: 'text', model: 'gpt-4o-mini', costNanoUsd: 174_000 });
    expect(provider.exchanges[0]?.body).toMatchObject({
      messages: [{ role: 'system' }, { role: 'user', content: 'What is a monad?' }],
    });
  });

  test('takes the model that was asked for, and refuses one without a price', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    provider.reply(answerWell);
    expect((await daemon.explain({ prompt: 'x', model: 'gpt-6-luna' })).model).toBe('gpt-6-luna');
    const refused = daemon.explain({ prompt: 'x', model: 'gpt-unheard-of' });
    expect(await failureOf(refused)).toMatchObject({ kind: 'budget', code: 'unknown-price' });
    expect(provider.exchanges).toHaveLength(1);
  });

  test.each([
    ['length', 'cut off at the limit'],
    ['content_filter', 'content filter'],
  ])('that ended by %s says so', async (reason, words) => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    provider.reply((exchange) => exchange.open().delta('It').finish(reason).usage(USAGE).done());
    const answer = await daemon.explain({ prompt: 'x' });
    expect(answer).toMatchObject({ text: 'It', finishReason: reason, certainty: 'exact' });
    expect(answer.notices).toEqual([expect.stringContaining(words)]);
  });
});

describe('stopping', () => {
  test('ends the request at once, keeps what came, and books an estimate', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { id } = await attachTo(daemon, screenshot);
    const quoted = await daemon.request(quote, { attachments: [id] });
    const asking = ask(daemon, { attachments: [id] });
    const exchange = await provider.next();
    exchange.open().delta('Hello there');
    await asking.came('Hello there');
    expect((await dayOf(daemon)).held).toBe(quoted.maxNanoUsd);
    asking.stop();
    await exchange.aborted;
    const answer = await asking.answer;
    const input = quoted.tokens.text + quoted.tokens.image;
    const output = await countTextTokens('Hello there');
    expect(answer).toMatchObject({
      text: 'Hello there',
      finishReason: 'cancelled',
      certainty: 'estimated',
      usage: { input, output },
      costNanoUsd: input * 2500 + output * 10_000,
    });
    expect(await dayOf(daemon)).toEqual({ spent: answer.costNanoUsd, held: 0 });
    expect((await daemon.spend()).rows).toMatchObject([{ certainty: 'estimated', requestId: 'req_raw' }]);
  });

  test('before the provider answered at all costs its input', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const asking = ask(daemon, { prompt: 'x' });
    const exchange = await provider.next();
    asking.stop();
    await exchange.aborted;
    const answer = await asking.answer;
    expect(answer).toMatchObject({
      text: '',
      finishReason: 'cancelled',
      certainty: 'estimated',
      usage: { output: 0 },
    });
    expect(answer.costNanoUsd).toBe(answer.usage.input * 150);
    expect(await dayOf(daemon)).toEqual({ spent: answer.costNanoUsd, held: 0 });
  });

  test('one question leaves the other alone', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const first = ask(daemon, { prompt: 'first' });
    const one = await provider.next();
    const second = ask(daemon, { prompt: 'second' });
    const two = await provider.next();
    one.open().delta('1');
    two.open().delta('2');
    await Promise.all([first.came('1'), second.came('2')]);
    first.stop();
    await one.aborted;
    two.delta('2').finish().usage(USAGE).done();
    expect((await second.answer).text).toBe('22');
    expect((await first.answer).text).toBe('1');
  });

  test('the daemon, too: what is under way is stopped and booked before it ends', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const asking = ask(daemon, { prompt: 'x' });
    const exchange = await provider.next();
    exchange.open().delta('Hel');
    await asking.came('Hel');
    const [code, answer] = await Promise.all([daemon.stop(), asking.answer, exchange.aborted]);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ text: 'Hel', finishReason: 'cancelled', certainty: 'estimated' });
    const next = await startDaemon({ directory: daemon.directory });
    expect(await dayOf(next)).toEqual({ spent: answer.costNanoUsd, held: 0 });
    expect((await next.spend()).rows).toMatchObject([
      { certainty: 'estimated', costNanoUsd: answer.costNanoUsd },
    ]);
  });
});

describe('the budget', () => {
  test('without room refuses with figures, and nothing is sent', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const summary = await daemon.request(setBudget, { scope: 'all', period: 'day', capNanoUsd: 1000 });
    expect(summary.budgets[0]).toMatchObject({ scope: 'all', period: 'day', capNanoUsd: 1000 });
    const failure = await failureOf(daemon.explain({ prompt: 'x' }));
    expect(failure).toMatchObject({ kind: 'budget', code: 'budget-exceeded' });
    expect(failure.message).toContain(
      'the daily budget of $0.0000010 has $0.0000010 left ($0.00 spent, $0.00 held)',
    );
    expect(provider.exchanges).toHaveLength(0);
    expect((await daemon.spend()).rows).toEqual([]);
  });

  test('fits exactly what was quoted, and not a nano-dollar less', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { maxNanoUsd } = await daemon.request(quote, { prompt: 'x' });
    await daemon.request(setBudget, { scope: 'all', period: 'day', capNanoUsd: maxNanoUsd - 1 });
    expect((await failureOf(daemon.explain({ prompt: 'x' }))).kind).toBe('budget');
    await daemon.request(setBudget, { scope: 'all', period: 'day', capNanoUsd: maxNanoUsd });
    provider.reply(answerWell);
    expect((await daemon.explain({ prompt: 'x' })).text).toBe('It is fine.');
  });

  test('is never passed, however many questions come at once from two windows', async () => {
    const provider = await provideRaw();
    const here = await startDaemon({ baseUrl: provider.baseUrl });
    const there = await startDaemon({ baseUrl: provider.baseUrl, directory: here.directory });
    const { maxNanoUsd, tokens } = await here.request(quote, { prompt: 'x' });
    const capNanoUsd = maxNanoUsd * 7 + 5;
    await here.request(setBudget, { scope: 'all', period: 'day', capNanoUsd });
    // Every answer costs nearly what it may.
    const usage = { prompt_tokens: tokens.text, completion_tokens: tokens.maxOutput };
    provider.reply(
      ...Array(30).fill((exchange: Exchange) => exchange.open().delta('x').finish().usage(usage).done()),
    );
    const asked = Array.from({ length: 30 }, (_, index) =>
      // Each for itself: identical questions would share one answer.
      (index % 2 ? here : there).explain({ prompt: 'x', fresh: true }),
    );
    const answers = await Promise.allSettled(asked);
    const answered = answers.filter(({ status }) => status === 'fulfilled').length;
    expect(answered).toBeGreaterThanOrEqual(7);
    expect(answered).toBeLessThan(30);
    expect(provider.exchanges).toHaveLength(answered);
    const { spent, held } = await dayOf(here);
    expect(spent).toBe(answered * (tokens.text * 150 + tokens.maxOutput * 600));
    expect(spent).toBeLessThanOrEqual(capNanoUsd);
    expect(held).toBe(0);
    for (const each of answers) {
      if (each.status === 'rejected') expect(each.reason.data).toMatchObject({ kind: 'budget' });
    }
  });
});

describe('the meter', () => {
  test('starts with the state, and follows what another window spends', async () => {
    const provider = await provideRaw();
    const here = await startDaemon({ baseUrl: provider.baseUrl });
    const there = await startDaemon({
      baseUrl: provider.baseUrl,
      directory: here.directory,
      workspace: 'other',
    });
    await Promise.all(
      [here, there].map((daemon) => daemon.meter(({ budgets }) => budgets[0]?.spentNanoUsd === 0)),
    );
    const asking = ask(here, { prompt: 'x' });
    const exchange = await provider.next();
    await there.meter(({ budgets }) => (budgets[0]?.heldNanoUsd ?? 0) > 0);
    answerWell(exchange);
    const { costNanoUsd } = await asking.answer;
    for (const daemon of [here, there]) {
      await daemon.meter(
        ({ budgets, last }) =>
          budgets[0]?.spentNanoUsd === costNanoUsd &&
          budgets[0].heldNanoUsd === 0 &&
          last?.costNanoUsd === costNanoUsd,
      );
    }
    // What one workspace spends is not the other's.
    await there.meter(({ budgets }) => budgets[2]?.spentNanoUsd === 0);
    await there.request(setBudget, { scope: 'all', period: 'month', capNanoUsd: null });
    await here.meter(({ budgets }) => budgets[1]?.capNanoUsd === null);
  });
});

describe('the key', () => {
  test('without one the local route answers; with one, set later, the provider does', async () => {
    const provider = await provideRaw();
    // Not of this machine by its name, so it needs a key; and nowhere, so nobody is asked by mistake.
    const daemon = await startDaemon({ key: null });
    const { id } = await attachTo(daemon, screenshot);
    const local = await daemon.explain({ attachments: [id] });
    expect(local).toMatchObject({ route: 'local', certainty: 'free', costNanoUsd: 0 });
    expect(local.text).toContain('no API key is set');
    await daemon.request(setCredentials, { apiKey: `${KEY}\n` });
    const settings = { provider: { baseUrl: provider.baseUrl } };
    await daemon.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { lenscap: settings },
    });
    provider.reply(answerWell);
    expect(await daemon.explain({ attachments: [id] })).toMatchObject({
      route: 'vision',
      text: 'It is fine.',
    });
    expect(provider.exchanges[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    await daemon.request(setCredentials, { apiKey: null });
    provider.reply(answerWell);
    await daemon.explain({ attachments: [id], fresh: true });
    // A server on this machine is asked without one.
    expect(provider.exchanges[1]?.headers.authorization).not.toContain(KEY);
  });

  test('that cannot be one is refused before anything is sent, and not repeated', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    await daemon.request(setCredentials, { apiKey: `${KEY}\n${KEY}` });
    const failure = await failureOf(daemon.explain({ prompt: 'x' }));
    expect(failure).toMatchObject({ kind: 'usage', code: 'malformed-key' });
    expect(JSON.stringify(failure)).not.toContain(KEY);
    expect((await daemon.spend()).rows).toEqual([]);
    await daemon.request(setCredentials, { apiKey: KEY });
    provider.reply(answerWell);
    expect((await daemon.explain({ prompt: 'x' })).certainty).toBe('exact');
  });
});

describe('settings', () => {
  test('change while the daemon runs, alone or within the whole configuration', async () => {
    const daemon = await startDaemon({
      key: null,
      environment: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
    });
    const maxOutput = async () => (await daemon.request(quote, { prompt: 'x' })).tokens.maxOutput;
    const change = (settings: unknown) =>
      daemon.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    expect(await maxOutput()).toBe(2048);
    await change({ answer: { maxOutputTokens: 100 } });
    expect(await maxOutput()).toBe(100);
    await change({ lenscap: { answer: { maxOutputTokens: 200 } }, editor: { fontSize: 12 } });
    expect(await maxOutput()).toBe(200);
    await change({ lenscap: { answer: { maxOutputTokens: 0 } } });
    expect(await maxOutput()).toBe(200);
    expect(daemon.log()).toContain('Settings were not taken over');
  });

  test('a base URL in the environment that is none is told with every question', async () => {
    const daemon = await startDaemon({ baseUrl: 'nonsense' });
    expect(await failureOf(daemon.explain({ prompt: 'x' }))).toMatchObject({ code: 'invalid-base-url' });
    expect((await daemon.spend()).rows).toEqual([]);
  });
});

describe('workspace/executeCommand', () => {
  const data = () => screenshot.toString('base64');
  const execute = (daemon: TestDaemon, command: string, argument?: unknown): Promise<unknown> =>
    daemon.connection.sendRequest('workspace/executeCommand', {
      command,
      ...(argument === undefined ? {} : { arguments: [argument] }),
    });

  test('explains, quotes, sanitizes and lists spending in the shapes of the protocol', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const argument = { attachments: [{ name: 'error.png', data: data() }], prompt: 'Why?' };
    expect(await execute(daemon, 'lenscap.quote', argument)).toMatchObject({
      route: 'vision',
      tokens: { image: 765 },
    });
    expect(await execute(daemon, 'lenscap.sanitize', argument)).toMatchObject([{ safe: true, width: 1024 }]);
    expect(provider.exchanges).toHaveLength(0);
    provider.reply(answerWell);
    expect(await execute(daemon, 'lenscap.explain', argument)).toMatchObject({
      text: 'It is fine.',
      costNanoUsd: 2_900_000,
    });
    expect(await execute(daemon, 'lenscap.spend')).toMatchObject({ spentNanoUsd: 2_900_000 });
    expect(await execute(daemon, 'lenscap.spend', { since: '2100-01-01T00:00:00Z' })).toMatchObject({
      rows: [],
    });
  });

  test('is cancelled like any request', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const { CancellationTokenSource } = await import('vscode-jsonrpc/node');
    const cancellation = new CancellationTokenSource();
    const answer = daemon.connection.sendRequest(
      'workspace/executeCommand',
      { command: 'lenscap.explain', arguments: [{ prompt: 'x' }] },
      cancellation.token,
    );
    const exchange = await provider.next();
    exchange.open().delta('Hel');
    cancellation.cancel();
    await exchange.aborted;
    expect(await answer).toMatchObject({ finishReason: 'cancelled', certainty: 'estimated' });
  });

  test.each([
    [{ attachments: [{ name: 'a.png' }] }, 'attachments.0.data'],
    [{ prompt: 5 }, 'prompt'],
    ['text', 'params'],
  ])('%j is refused, and the field is named', async (argument, field) => {
    const daemon = await startDaemon();
    await expect(execute(daemon, 'lenscap.explain', argument)).rejects.toMatchObject({ data: { field } });
  });

  test('one bad picture refuses the question, eleven are not even looked at', async () => {
    const provider = await provideRaw();
    const daemon = await startDaemon({ baseUrl: provider.baseUrl });
    const good = { name: 'a.png', data: data() };
    const bad = { name: 'b.png', data: Buffer.from('<svg/>').toString('base64') };
    expect(await failureOf(execute(daemon, 'lenscap.explain', { attachments: [good, bad] }))).toMatchObject({
      kind: 'unsafe',
    });
    const eleven = { attachments: Array(11).fill(bad) };
    expect(await failureOf(execute(daemon, 'lenscap.explain', eleven))).toMatchObject({
      code: 'too-many-attachments',
    });
    expect(provider.exchanges).toHaveLength(0);
  });
});
