import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Settings } from '../../protocol/settings.ts';
import { png } from '../../test/support/images.ts';
import { unread } from '../../test/support/privacy.ts';
import { newResilience } from '../../test/support/resilience.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { Gateway } from '../gateway/gateway.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import { openStorage } from '../storage/database.ts';
import { AttachmentStore } from './attachments.ts';
import { type ExplainContext, plan } from './plan.ts';
import { quotePicture } from './pricing.ts';

let picture: Buffer;
beforeAll(async () => {
  picture = await png(1920, 1080);
});

async function prepare(day = '2026-11-21T12:00:00', settings = {}) {
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const attachments = new AttachmentStore();
  const { id } = await attachments.add('a.png', picture, { maxEdge: 1024, maxBytes: 1_500_000, ...unread });
  const context: ExplainContext = {
    settings: Settings.parse(settings),
    workspace: 'here',
    attachments,
    placeholders: () => new Placeholders(),
    detector: undefined,
    catalogue: loadCatalogue(),
    ledger: new Ledger(db, { now: () => new Date(day) }),
    gateway: new Gateway({ name: 'openai', baseUrl: undefined, apiKey: 'a-test-key', isOpenAi: true }),
    resilience: newResilience(),
  };
  return { context, id };
}

test('a picture goes to the vision model, at the price of what would be sent', async () => {
  const { context, id } = await prepare();
  const { quote, sending, notices } = await plan({ attachments: [id], prompt: 'Why?' }, context);
  expect(quote).toMatchObject({ route: 'vision', model: 'gpt-4o', tokens: { image: 765, maxOutput: 2048 } });
  expect(notices).toEqual([]);
  expect(sending?.messages[1]?.parts.map(({ kind }) => kind)).toEqual(['text', 'image']);
});

test('words alone go to the text model', async () => {
  const { context } = await prepare();
  const { quote } = await plan({ attachments: [], prompt: 'Why?' }, context);
  expect(quote).toMatchObject({ route: 'text', model: 'gpt-4o-mini', tokens: { image: 0 } });
});

test('from its shutdown date on the successor is asked, and that is said', async () => {
  const { context, id } = await prepare('2027-01-14T00:00:00');
  const { quote, notices, sending } = await plan({ attachments: [id], prompt: '' }, context);
  expect(quote.model).toBe('gpt-6-luna');
  expect(sending?.model.reasoningEffort).toBe('none');
  expect(notices).toEqual(['gpt-4o was shut down by its provider; gpt-6-luna takes its place.']);
});

describe('the text route, asked for with a picture', () => {
  test('sends the words without it, and says so', async () => {
    const { context, id } = await prepare();
    const { sending, notices, quote } = await plan(
      { attachments: [id], prompt: 'Why?', route: 'text' },
      context,
    );
    expect(sending?.messages.flatMap(({ parts }) => parts).every(({ kind }) => kind === 'text')).toBe(true);
    expect(quote.tokens.image).toBe(0);
    expect(notices).toEqual(['The picture was not sent.']);
    const both = await plan({ attachments: [id, id], prompt: 'Why?', route: 'text' }, context);
    expect(both.notices).toEqual(['The pictures were not sent.']);
  });

  test('has nothing to send without words', async () => {
    const { context, id } = await prepare();
    await expect(plan({ attachments: [id], prompt: ' ', route: 'text' }, context)).rejects.toMatchObject({
      code: 'empty-question',
    });
  });
});

test("the question's model beats the setting's, the setting's the catalogue's", async () => {
  const { context, id } = await prepare(undefined, { models: { vision: 'gpt-4.1' } });
  expect((await plan({ attachments: [id], prompt: '' }, context)).quote.model).toBe('gpt-4.1');
  const asked = { attachments: [id], prompt: '', model: 'gpt-6-sol' };
  expect((await plan(asked, context)).quote.model).toBe('gpt-6-sol');
});

test.each([
  [{ prompt: 'x', attachments: ['unknown'] }, 'unknown-attachment'],
  [{ prompt: '', attachments: [] }, 'empty-question'],
  [{ prompt: 'x', attachments: [], model: 'gpt-unheard-of' }, 'unknown-price'],
])('%j is refused: %s', async (question, code) => {
  const { context } = await prepare();
  await expect(plan(question, context)).rejects.toMatchObject({ code });
});

test('a picture that is only imagined costs what a real one of its size does', async () => {
  const { context, id } = await prepare();
  const real = await plan({ attachments: [id], prompt: 'Why?' }, context);
  const imagined = await quotePicture(
    { width: 1024, height: 576, detail: 'high' },
    { prompt: 'Why?' },
    context,
  );
  expect(imagined).toEqual({
    ...real.quote,
    maskedPrompt: '',
    alternatives: [],
    sent: [],
    reason: 'a picture of 1024 × 576 pixels at high detail',
  });
});
