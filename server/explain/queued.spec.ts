import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { Settings } from '../../protocol/settings.ts';
import { png } from '../../test/support/images.ts';
import { unread } from '../../test/support/privacy.ts';
import { startRawProvider } from '../../test/support/raw-provider.ts';
import { newResilience } from '../../test/support/resilience.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { prepareScreenshots } from '../../test/support/screenshots.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { Gateway } from '../gateway/gateway.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import { KeptPicture, KeptQuestion } from '../queue/kept-question.ts';
import { openStorage } from '../storage/database.ts';
import { AttachmentStore } from './attachments.ts';
import type { PastTurn } from './history.ts';
import type { ExplainContext } from './plan.ts';
import { askKept, DearerError, keep } from './queued.ts';

const QUESTION = 'Why does ⟦text-1⟧ fail?';

async function prepare() {
  const provider = await startRawProvider();
  onTestFinished(() => provider.stop());
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const ledger = new Ledger(db, { now: () => new Date('2026-10-30T12:00:00') });
  await ledger.initialize();
  const attachments = new AttachmentStore();
  const file = await png(1920, 1080);
  const { id } = await attachments.add('a.png', file, { maxEdge: 1024, maxBytes: 1_500_000, ...unread });
  const context: ExplainContext = {
    settings: Settings.parse({ privacy: { mode: 'off' } }),
    workspace: 'here',
    attachments,
    placeholders: () => new Placeholders(),
    detector: undefined,
    catalogue: loadCatalogue(),
    ledger,
    gateway: new Gateway({ name: 'test', baseUrl: provider.baseUrl, apiKey: 'a-test-key', isOpenAi: false }),
    resilience: newResilience(),
  };
  const kept = await keep({ attachments: [id], prompt: QUESTION }, 'q', context);
  if (!kept) throw new Error('There is something to keep.');
  const [picture] = await attachments.forQuestion([id], 1_500_000);
  // What is kept is all there is: the picture is gone.
  attachments.remove(id);
  const ask = (changed: Partial<ExplainContext> = {}, upToNanoUsd?: number) =>
    askKept(
      kept,
      upToNanoUsd,
      { ...context, ...changed },
      {
        signal: new AbortController().signal,
        onProgress: () => {},
      },
    );
  const answer = () =>
    provider.reply((exchange) =>
      exchange
        .open()
        .delta('Because ⟦text-1⟧ is.')
        .finish()
        .usage({ prompt_tokens: 900, completion_tokens: 40 })
        .done(),
    );
  return { provider, context, ledger, kept, picture, ask, answer };
}

test('it is asked as the user saw it: route, model, picture and words to the letter', async () => {
  const { provider, ledger, kept, ask, answer } = await prepare();
  expect(kept.question).toMatchObject({ route: 'vision', model: 'gpt-4o', pictures: ['a.png'] });
  answer();
  expect(await ask()).toMatchObject({
    ...{ route: 'vision', model: 'gpt-4o', reason: kept.question.reason },
    // What only looks like a placeholder had one of its own, which the memory of the window has.
    text: 'Because ⟦text-1⟧ is.',
  });
  expect(kept.originals.restore('⟦text-1⟧')).toBe('⟦text-1⟧');
  const [sent] = provider.exchanges;
  expect(JSON.stringify(sent?.body)).toContain(QUESTION);
  expect(sent?.images.map((image) => image.toString('base64'))).toEqual([kept.pictures[0]?.data]);
  expect(await ledger.rows({ since: new Date(0) })).toMatchObject([
    { costNanoUsd: 900 * 2500 + 40 * 10_000 },
  ]);
});

test('it goes with what was said before it, pictures too, and is said itself afterwards', async () => {
  const { provider, context, picture, answer } = await prepare();
  if (!picture) throw new Error('There is a picture.');
  const past: PastTurn = {
    ...{ id: 'first', mode: 'off', prompt: 'What is this?', answer: 'A harbour.', texts: [] },
    pictures: [picture],
    code: [{ path: 'a.ts', firstLine: 4, text: 'const harbour = 1;', placeholders: [] }],
  };
  const turns = () => [past];
  const question = { attachments: [], prompt: QUESTION, conversation: 'c', turn: 'second' };
  const alone = await keep({ ...question, attachments: [] }, 'q', context);
  const kept = await keep(question, 'q', { ...context, turns });
  if (!kept || !alone) throw new Error('There is something to keep.');
  // What goes along is in the price.
  expect(kept.question.maxNanoUsd).toBeGreaterThan(alone.question.maxNanoUsd);
  expect(kept.question.pictures).toEqual([]);
  const onDisk = z.object({ question: KeptQuestion, pictures: z.array(KeptPicture) });
  const remembered: unknown[] = [];
  answer();
  const known = { ...context, remember: (...said: unknown[]) => void remembered.push(said) };
  await askKept(onDisk.parse(JSON.parse(JSON.stringify(kept))), undefined, known, {
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const [sent] = provider.exchanges;
  const body = JSON.stringify(sent?.body);
  expect(body).toMatch(/What is this\?.*const harbour = 1;.*A harbour\..*Why does/);
  expect(sent?.images).toHaveLength(1);
  expect(remembered).toMatchObject([
    [
      { conversation: 'c', turn: 'second' },
      { prompt: QUESTION, answer: 'Because ⟦text-1⟧ is.' },
    ],
  ]);
});

test('a glance that was queued has its text behind it, and books what it saved', async () => {
  const provider = await startRawProvider();
  onTestFinished(() => provider.stop());
  const { context, attachments, ids } = await prepareScreenshots(
    ['$ npm publish\nnpm error code E403\nnpm error 403 You cannot publish over 1.4.0.'],
    { models: { glance: 'gpt-6-luna' } },
    {
      gateway: new Gateway({
        name: 'test',
        baseUrl: provider.baseUrl,
        apiKey: 'a-test-key',
        isOpenAi: false,
      }),
    },
  );
  // Before a wallpaper, say.
  const { image } = attachments.get(ids[0] ?? '').safe;
  if (image.look) image.look = { ...image.look, surroundShare: 0.2 };
  const kept = await keep({ attachments: ids, prompt: 'how do I fix this error?' }, 'q', context);
  if (!kept) throw new Error('There is something to keep.');
  expect(kept.question).toMatchObject({ route: 'vision', model: 'gpt-6-luna' });
  const ask = () =>
    askKept(kept, undefined, context, { signal: new AbortController().signal, onProgress: () => {} });
  provider.reply((exchange) =>
    exchange
      .open()
      .delta('Raise the version.')
      .finish()
      .usage({ prompt_tokens: 900, completion_tokens: 40 })
      .done(),
  );
  const { saved, ...answer } = await ask();
  expect(answer).toMatchObject({ route: 'vision', model: 'gpt-6-luna' });
  expect(saved?.routing).toBeGreaterThan(0);

  provider.reply((exchange) =>
    exchange.send(403, { error: { message: 'No access.', type: 'error', code: 'model_not_found' } }),
  );
  provider.reply((exchange) =>
    exchange.open().delta('Raise it.').finish().usage({ prompt_tokens: 900, completion_tokens: 40 }).done(),
  );
  const again = await ask();
  expect(again).toMatchObject({ route: 'text', model: 'gpt-4o-mini', text: 'Raise it.' });
});

test('where nobody answers it goes on waiting: nothing that is said here stands in', async () => {
  const provider = await startRawProvider();
  onTestFinished(() => provider.stop());
  const { context, ids } = await prepareScreenshots(
    ['$ npm publish\nnpm error code E403\nnpm error 403 You cannot publish over 1.4.0.'],
    {},
    {
      gateway: new Gateway({
        name: 'test',
        baseUrl: provider.baseUrl,
        apiKey: 'a-test-key',
        isOpenAi: false,
      }),
    },
  );
  const kept = await keep({ attachments: ids, prompt: 'how do I fix this error?' }, 'q', context);
  if (!kept) throw new Error('There is something to keep.');
  const ask = (changed: ExplainContext = context) =>
    askKept(kept, undefined, changed, { signal: new AbortController().signal, onProgress: () => {} });
  provider.reply((exchange) => exchange.drop());
  await expect(ask()).rejects.toMatchObject({ code: 'unreachable' });
  for (let tries = 0; tries < 9; tries++) provider.reply((exchange) => exchange.fail(503, 'Maintenance.'));
  await expect(ask({ ...context, resilience: newResilience() })).rejects.toMatchObject({
    code: 'provider-down',
  });

  const isPrivate = Settings.parse({ ...context.settings, routing: { policy: 'private' } });
  const asked = provider.exchanges.length;
  await expect(ask({ ...context, settings: isPrivate })).rejects.toMatchObject({ code: 'nobody-asked' });
  expect(provider.exchanges).toHaveLength(asked);
});

test('what may cost more by now is not sent, unless the user agreed to that', async () => {
  const { provider, kept, ask, answer } = await prepare();
  const longer = {
    settings: Settings.parse({ privacy: { mode: 'off' }, answer: { maxOutputTokens: 4000 } }),
  };
  const error: unknown = await ask(longer).catch((reason: unknown) => reason);
  if (!(error instanceof DearerError)) throw error;
  expect(error.nowNanoUsd).toBeGreaterThan(kept.question.maxNanoUsd);
  await expect(ask(longer, error.nowNanoUsd - 1)).rejects.toThrow(DearerError);
  expect(provider.exchanges).toHaveLength(0);
  answer();
  expect(await ask(longer, error.nowNanoUsd)).toMatchObject({ finishReason: 'stop' });
});

test('it does not go to somebody else, nor where its words would be looked at more closely', async () => {
  const { provider, ask } = await prepare();
  const other = new Gateway({ name: 'b', baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'k', isOpenAi: false });
  await expect(ask({ gateway: other })).rejects.toMatchObject({ code: 'provider-changed' });
  await expect(ask({ gateway: undefined })).rejects.toMatchObject({ code: 'unreachable' });
  const strict = { settings: Settings.parse({ privacy: { mode: 'strict' } }) };
  await expect(ask(strict)).rejects.toMatchObject({ code: 'looked-at-less' });
  expect(provider.exchanges).toHaveLength(0);
});

test('where nothing would be sent, there is nothing to keep', async () => {
  const { context } = await prepare();
  expect(await keep({ attachments: [], prompt: 'Why?', route: 'local' }, 'q', context)).toBeUndefined();
});
