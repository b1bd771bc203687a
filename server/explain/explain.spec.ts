import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { BudgetError } from '../../protocol/errors.ts';
import type { Question } from '../../protocol/quote.ts';
import { Settings } from '../../protocol/settings.ts';
import { png } from '../../test/support/images.ts';
import { unread } from '../../test/support/privacy.ts';
import { type RawUsage, startRawProvider } from '../../test/support/raw-provider.ts';
import { newResilience } from '../../test/support/resilience.ts';
import { scratchDirectory } from '../../test/support/scratch.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { Gateway } from '../gateway/gateway.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Placeholders } from '../privacy/placeholders.ts';
import { openStorage } from '../storage/database.ts';
import { AttachmentStore } from './attachments.ts';
import { explain } from './explain.ts';
import { type ExplainContext, plan } from './plan.ts';

let picture: Buffer;
beforeAll(async () => {
  picture = await png(1920, 1080);
});

/** Far from every day on which a model retires, unless a test says otherwise. */
const QUIET_DAY = '2026-10-30T12:00:00';

async function prepare(day = QUIET_DAY, settings = {}) {
  const provider = await startRawProvider();
  onTestFinished(() => provider.stop());
  const { db, close } = await openStorage(scratchDirectory());
  onTestFinished(close);
  const clock = { now: new Date(day) };
  const ledger = new Ledger(db, { now: () => clock.now });
  await ledger.initialize();
  const attachments = new AttachmentStore();
  const { id } = await attachments.add('a.png', picture, { maxEdge: 1024, maxBytes: 1_500_000, ...unread });
  const context: ExplainContext = {
    settings: Settings.parse({ privacy: { mode: 'off' }, ...settings }),
    workspace: 'here',
    attachments,
    placeholders: () => new Placeholders(),
    detector: undefined,
    catalogue: loadCatalogue(),
    ledger,
    gateway: new Gateway({ name: 'test', baseUrl: provider.baseUrl, apiKey: 'a-test-key', isOpenAi: false }),
    resilience: newResilience(),
  };
  const ask = (question: Partial<Question> = {}, usage: RawUsage = USAGE) => {
    provider.reply((exchange) => exchange.open().delta('It is fine.').finish().usage(usage).done());
    return explain({ attachments: [], prompt: 'Why?', ...question }, context, {
      signal: new AbortController().signal,
      onProgress: () => {},
    });
  };
  const rows = () => ledger.rows({ since: new Date(0) });
  return { context, ledger, clock, id, ask, rows, provider };
}

const USAGE = { prompt_tokens: 200, completion_tokens: 40 };
/** gpt-4o-mini's: 200 × 150 + 40 × 600. */
const COST = 54_000;

test('rows say which question they belong to, what it was quoted as, and what it was saved', async () => {
  const { context, ask, rows, id } = await prepare();
  const { quote } = await plan({ attachments: [id], prompt: 'Why?' }, context);
  await ask({ attachments: [id] }, { prompt_tokens: 1000, completion_tokens: 40 });
  await ask();
  const [words, vision] = await rows();
  expect(vision).toMatchObject({
    route: 'vision',
    requestId: 'req_raw',
    attempt: 1,
    expectedNanoUsd: quote.expectedNanoUsd,
    costNanoUsd: 1000 * 2500 + 40 * 10_000,
    // 1920 × 1080 would have taken 1105 tokens and took 765.
    saved: { routing: 0, cache: 0, scaling: 340 * 2500 },
  });
  expect(words).toMatchObject({ route: 'text', costNanoUsd: COST, saved: { routing: 0, scaling: 0 } });
  expect(words?.questionId).not.toBe(vision?.questionId);
  expect(vision?.questionId).toMatch(/^[0-9a-f-]{36}$/);
});

describe('what a picture would have cost is saved', () => {
  test('by sending words alone, and by answering here', async () => {
    const { context, ask, rows, id } = await prepare();
    const { quote } = await plan({ attachments: [id], prompt: 'Why?' }, context);
    const told = [
      await ask({ attachments: [id], route: 'text' }),
      await ask({ attachments: [id], route: 'local' }),
    ];
    const [local, words] = await rows();
    expect(words).toMatchObject({
      route: 'text',
      saved: { routing: quote.expectedNanoUsd - COST, scaling: 0 },
    });
    expect(local).toMatchObject({
      route: 'local',
      certainty: 'free',
      expectedNanoUsd: 0,
      saved: { routing: quote.expectedNanoUsd, scaling: 0 },
    });
    expect(told.map(({ saved }) => saved)).toEqual([words?.saved, local?.saved]);
  });

  test('but not where nobody could have been asked, or at no known price', async () => {
    const { context, ask, rows, id } = await prepare();
    await ask({ route: 'local' });
    await explain(
      { attachments: [id], prompt: '' },
      { ...context, gateway: undefined },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
    context.settings = Settings.parse({ models: { vision: 'gpt-unheard-of' } });
    await ask({ attachments: [id], route: 'local' });
    expect((await rows()).map(({ saved }) => saved.routing)).toEqual([0, 0, 0]);
  });
});

test('an answer is expected to be as long as the ones of this kind before it', async () => {
  const { context, ask } = await prepare();
  const expected = async () =>
    (await plan({ attachments: [], prompt: 'Why?' }, context)).quote.tokens.expectedOutput;
  expect(await expected()).toBe(350);
  for (const completion_tokens of [60, 80, 100, 120, 9]) await ask({}, { ...USAGE, completion_tokens });
  expect(await expected()).toBe(80);
});

describe('a question without room', () => {
  test('passes if the user allows what it may cost, and not if they agreed to less', async () => {
    const { ledger, ask, rows, provider } = await prepare();
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 1000);
    const refused = await ask().catch((error: unknown) => error);
    if (!(refused instanceof BudgetError) || !refused.refusal) throw new Error('It has no room.');
    const { neededNanoUsd } = refused.refusal;
    await expect(ask({ allowNanoUsd: neededNanoUsd - 1 })).rejects.toMatchObject({ code: 'budget-exceeded' });
    expect(await rows()).toEqual([]);
    expect(provider.exchanges).toHaveLength(0);
    expect((await ask({ allowNanoUsd: neededNanoUsd })).costNanoUsd).toBe(COST);
    // It was for one question.
    await expect(ask()).rejects.toMatchObject({ code: 'budget-exceeded' });
  });

  test('what is allowed is not needed where there is room', async () => {
    const { ask } = await prepare();
    expect((await ask({ allowNanoUsd: 0 })).costNanoUsd).toBe(COST);
  });
});

describe('notices', () => {
  test('a budget that comes near its cap is said once, by the answer that brought it there', async () => {
    const { context, ledger, ask } = await prepare();
    const { quote } = await plan({ attachments: [], prompt: 'Why?' }, context);
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, quote.maxNanoUsd + 2 * COST);
    const usage = { prompt_tokens: 200, completion_tokens: 1800 };
    expect((await ask({}, usage)).notices).toEqual([
      expect.stringMatching(/^80 % of today's budget is used: \$0\.\d+ of \$0\.\d+\.$/),
    ]);
    await ledger.setBudget({ scope: 'all', subject: '', period: 'day' }, 1_000_000_000);
    expect((await ask()).notices).toEqual([]);
  });

  test('a model that will be shut down is announced 60 days ahead, once a week', async () => {
    const { clock, ask } = await prepare('2026-11-14T12:00:00');
    const said = async (day: string, question: Partial<Question> = {}) => {
      clock.now = new Date(day);
      return (await ask(question)).notices;
    };
    expect(await said('2026-11-14T12:00:00')).toEqual([]);
    const notice =
      'gpt-4o-mini is shut down by its provider on 2027-01-14; from then on Lenscap asks gpt-6-luna.';
    expect(await said('2026-11-15T12:00:00')).toEqual([notice]);
    expect(await said('2026-11-22T11:59:00')).toEqual([]);
    expect(await said('2026-11-22T12:00:00')).toEqual([notice]);
    expect(await said('2026-11-22T12:01:00')).toEqual([]);
    // Another model is another matter; who chose it has to choose again.
    expect(await said('2026-11-22T12:02:00', { model: 'gpt-4.1' })).toEqual([
      'gpt-4.1 is shut down by its provider on 2027-01-14; choose another model by then, for example gpt-6-luna.',
    ]);
  });

  test('an answer that fails does not use the announcement up', async () => {
    const { ask, provider } = await prepare('2026-11-20T12:00:00');
    provider.reply((exchange) => exchange.fail(400, 'content policy'));
    await expect(ask()).rejects.toMatchObject({ code: 'rejected' });
    expect((await ask()).notices).toEqual([expect.stringContaining('is shut down')]);
  });

  test('a day that costs much more than the usual one is noted, once', async () => {
    const { clock, ask } = await prepare('2026-10-01T12:00:00', { answer: { maxOutputTokens: 16_000 } });
    const expensive = { prompt_tokens: 200, completion_tokens: 10_000 };
    for (let day = 1; day <= 7; day++) {
      clock.now = new Date(`2026-10-0${day}T12:00:00`);
      expect((await ask()).notices).toEqual([]);
    }
    clock.now = new Date('2026-10-08T12:00:00');
    const model = 'gpt-5.5';
    const { costNanoUsd, notices } = await ask({ model }, expensive);
    expect(costNanoUsd).toBe(200 * 5000 + 10_000 * 30_000);
    expect(notices).toEqual([expect.stringMatching(/^Today cost \$0\.30 so far; .*\$0\.000054/)]);
    expect((await ask({ model }, expensive)).notices).toEqual([]);
  });

  test('a count above the worst case is said with what it is booked as', async () => {
    const { context, ask, rows } = await prepare();
    const { quote } = await plan({ attachments: [], prompt: 'Why?' }, context);
    const answer = await ask({}, { prompt_tokens: 5_000_000, completion_tokens: 40 });
    expect(answer).toMatchObject({ certainty: 'estimated', costNanoUsd: quote.maxNanoUsd });
    expect(answer.notices).toEqual([
      expect.stringMatching(/^The provider counted more than this question can have cost/),
    ]);
    expect(await rows()).toMatchObject([{ certainty: 'estimated', costNanoUsd: quote.maxNanoUsd }]);
  });
});
