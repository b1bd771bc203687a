import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Question } from '../../protocol/quote.ts';
import { Settings } from '../../protocol/settings.ts';
import { png } from '../../test/support/images.ts';
import { unread } from '../../test/support/privacy.ts';
import { startRawProvider } from '../../test/support/raw-provider.ts';
import { newResilience } from '../../test/support/resilience.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { Gateway } from '../gateway/gateway.ts';
import { Ledger } from '../ledger/ledger.ts';
import { openStorage } from '../storage/database.ts';
import { AttachmentStore, type StoredAttachment } from './attachments.ts';
import { Conversations } from './conversations.ts';
import { explain } from './explain.ts';
import { historyFor, historyMessages, type PastTurn } from './history.ts';
import { type ExplainContext, plan } from './plan.ts';

let picture: StoredAttachment;
const store = new AttachmentStore();
beforeAll(async () => {
  const { id } = await store.add('a.png', await png(64, 48), {
    maxEdge: 1024,
    maxBytes: 1_000_000,
    ...unread,
  });
  picture = store.get(id);
});

const turn = (fields: Partial<PastTurn> = {}): PastTurn => ({
  id: undefined,
  mode: 'standard',
  prompt: 'Why?',
  pictures: [],
  texts: [],
  code: [],
  answer: 'Because.',
  ...fields,
});
const roomy = { mode: 'standard', pictures: 10, bytes: 1_000_000 } as const;

describe('what goes along', () => {
  test('are the latest turns that fit, whole', () => {
    const turns = [turn(), turn({ answer: 'x'.repeat(59_980) }), turn({ prompt: 'And?' })];
    const { turns: along, leftOut } = historyFor(turns, roomy);
    expect([along.map(({ prompt }) => prompt), leftOut]).toEqual([['Why?', 'And?'], 1]);
  });

  test('nothing of what was looked at less closely than now, nor before it', () => {
    const turns = [turn(), turn({ mode: 'off' }), turn({ prompt: 'And?' })];
    expect(historyFor(turns, roomy)).toEqual({ turns: turns.slice(2), leftOut: 2 });
    expect(historyFor(turns, { ...roomy, mode: 'off' }).leftOut).toBe(0);
  });

  test('pictures as far as there is room, the latest first', () => {
    const turns = [turn({ pictures: [picture] }), turn({ pictures: [picture] })];
    const pictures = ({ turns: along }: { turns: readonly PastTurn[] }) =>
      along.map(({ pictures: { length } }) => length);
    expect(pictures(historyFor(turns, roomy))).toEqual([1, 1]);
    expect(pictures(historyFor(turns, { ...roomy, pictures: 1 }))).toEqual([0, 1]);
    expect(pictures(historyFor(turns, { ...roomy, bytes: 10 }))).toEqual([0, 0]);
  });
});

test('words stand for pictures on the text route, and a remark where there are none', () => {
  const read = turn({ pictures: [picture], texts: ['TypeError'] });
  const unreadable = turn({ pictures: [picture] });
  const words = (route: 'text' | 'vision') =>
    historyMessages({ turns: [read, unreadable], leftOut: 0 }, route).map(({ role, parts }) => [
      role,
      ...parts.map((part) => (part.kind === 'text' ? part.text : part.kind)),
    ]);
  expect(words('vision')).toEqual([
    ['user', 'Why?', 'image'],
    ['assistant', 'Because.'],
    ['user', 'Why?', 'image'],
    ['assistant', 'Because.'],
  ]);
  expect(words('text')[0]).toEqual(['user', expect.stringContaining('TypeError')]);
  expect(words('text')[2]).toEqual(['user', expect.stringContaining('not sent again')]);
});

async function prepare() {
  const provider = await startRawProvider();
  onTestFinished(() => provider.stop());
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const ledger = new Ledger(db, { now: () => new Date('2026-10-30T12:00:00') });
  await ledger.initialize();
  const conversations = new Conversations();
  const context: ExplainContext = {
    settings: Settings.parse({ privacy: { mode: 'off' } }),
    workspace: 'here',
    attachments: store,
    placeholders: (id) => conversations.placeholders(id),
    turns: ({ conversation, before }) => conversations.turns(conversation, before),
    remember: ({ conversation, turn: id }, said) => conversations.remember(conversation, { ...said, id }),
    detector: undefined,
    catalogue: loadCatalogue(),
    ledger,
    gateway: new Gateway({ name: 'test', baseUrl: provider.baseUrl, apiKey: 'a-test-key', isOpenAi: false }),
    resilience: newResilience(),
  };
  const ask = async (question: Partial<Question>, text: string) => {
    provider.reply((exchange) =>
      exchange.open().delta(text).finish().usage({ prompt_tokens: 900, completion_tokens: 4 }).done(),
    );
    const asked = { attachments: [], prompt: '', conversation: 'c', ...question };
    await explain(asked, context, { signal: new AbortController().signal, onProgress: () => {} });
    return JSON.stringify(provider.exchanges.at(-1)?.body);
  };
  return { context, ask };
}

test('a follow-up goes with what was said before, with its picture, and costs as much more', async () => {
  const { context, ask } = await prepare();
  const question = { attachments: [], prompt: 'And why is that?', conversation: 'c' };
  const alone = (await plan(question, context)).quote;
  await ask({ attachments: [picture.id], prompt: 'What is this?', turn: '1' }, 'A chart.');
  const { quote } = await plan(question, context);
  expect(quote).toMatchObject({ route: 'vision', earlier: { turns: 1, leftOut: 0 } });
  expect(quote.sent.map(({ sha256 }) => sha256)).toEqual([picture.safe.image.sha256]);
  expect(quote.expectedNanoUsd).toBeGreaterThan(alone.expectedNanoUsd);
  const body = await ask({ prompt: question.prompt, turn: '2' }, 'It grows.');
  expect(body).toMatch(/What is this\?.*base64.*A chart\..*And why is that\?/);
  expect(await ask({ prompt: 'Elsewhere?', conversation: 'd' }, 'No.')).not.toContain('A chart.');
});

test('a question that is asked again goes with what was before it', async () => {
  const { context, ask } = await prepare();
  await ask({ prompt: 'One?', turn: '1' }, 'First.');
  await ask({ prompt: 'Two?', turn: '2' }, 'Second.');
  const body = await ask({ prompt: 'Two?', turn: '2', before: '2' }, 'Another.');
  expect(body).toContain('First.');
  expect(body).not.toContain('Second.');
  const { quote } = await plan({ attachments: [], prompt: 'Three?', conversation: 'c' }, context);
  expect(quote.earlier).toEqual({ turns: 2, leftOut: 0 });
});

test('pictures of its own take the place of earlier ones, and without words it stands alone', async () => {
  const { context, ask } = await prepare();
  await ask({ attachments: [picture.id], prompt: 'What is this?' }, 'A chart.');
  const own = { attachments: [picture.id], conversation: 'c' };
  const worded = (await plan({ ...own, prompt: 'And this?' }, context)).quote;
  expect([worded.earlier.turns, worded.sent.length]).toEqual([1, 1]);
  const wordless = (await plan({ ...own, prompt: ' ' }, context)).quote;
  expect([wordless.earlier.turns, wordless.sent.length]).toEqual([0, 1]);
});

test('a note and a dictation stand alone', async () => {
  const { context, ask } = await prepare();
  await ask({ prompt: 'One?' }, 'First.');
  const { quote } = await plan(
    { attachments: [], prompt: 'Two?', conversation: 'c', form: 'dictation' },
    context,
  );
  expect(quote.earlier.turns).toBe(0);
});
